"""Features of the training images that a model keeps, to be fitted again with new ones."""

import hashlib

import numpy as np

from .._remedies import remedy
from ..persistence import KeptRows
from ..pipelines import n_describing_steps, n_training_views
from .prepare import Prepared


def check_keeps_features(pipeline) -> None:
    """Refuse, before the long work, a pipeline of which nothing could be kept."""
    if n_training_views(pipeline) > 1:
        raise ValueError(
            "features are kept of the images themselves, and this model would learn from augmented "
            "ones too: leave out " + remedy("keep_features or augment", "--augment", "one of them")
        )
    if not n_describing_steps(pipeline):
        raise ValueError("no step of this pipeline describes images, so there is nothing to keep")


def features_kept(prepared: Prepared, class_names) -> KeptRows:
    """Rows, targets and groups of all images that are learned from."""
    described = prepared.described
    if described is None:
        raise ValueError("this pipeline gives no rows of features that could be kept")
    learned = prepared.training
    return KeptRows.of(
        described[1],
        target_codes(learned.targets, class_names),
        group_numbers(prepared.groups, len(learned)),
        declared_digests(learned.groups),
    )


def target_codes(targets, class_names) -> np.ndarray:
    """Number of the class of every image ``(n,)``; an indicator ``(n, k)`` stays what it is."""
    if targets.ndim == 2:
        return targets
    numbers = {name: number for number, name in enumerate(class_names)}
    return np.array([numbers[str(name)] for name in targets.tolist()], np.int32)


def group_numbers(groups, n: int) -> np.ndarray:
    """Groups as numbers; without any, every image is one."""
    if groups is None:
        return np.arange(n)
    return np.unique(groups, return_inverse=True)[1].reshape(-1)


def declared_digests(groups) -> np.ndarray | None:
    """The first eight bytes of a SHA-256 of every group's name ``(n, 8)``."""
    if groups is None:
        return None
    texts = [str(name).encode("utf-8", "surrogateescape") for name in groups.tolist()]
    found = b"".join(hashlib.sha256(text).digest()[:8] for text in texts)
    return np.frombuffer(found, np.uint8).reshape(-1, 8)
