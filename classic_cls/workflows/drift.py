"""New images beside those that a model was trained on."""

from collections.abc import Sequence

import numpy as np
from sklearn.pipeline import Pipeline

from .._remedies import remedy
from ..duplicates import Thumbnail
from ..evaluation import Drift, drift_test
from ..extraction import Block, Frozen
from ..persistence import MOST_OF_REFERENCE, ImageModel, Reference, SeenImages
from ..pipelines import n_describing_steps

_SIDE = 24


def light_of(thumbnails) -> np.ndarray:
    """Mean and deviation of the grey levels ``(n, 2)``, from rows of `Thumbnail`."""
    pictures = np.asarray(thumbnails)[:, : _SIDE * _SIDE]
    return np.stack([pictures.mean(axis=1), pictures.std(axis=1)], axis=1)


def reference_of(fitted, rows, result, groups, light, seed=0, among=None) -> Reference | None:
    """What a model keeps of some of its training images, whose rows these are; None if too few.

    One image of each group, as images of a group say the same: at random, and at most 256; of
    those whose positions are ``among`` these.
    """
    among = np.arange(len(rows)) if among is None else among
    of_these = None if groups is None else np.asarray(groups)[among]
    some = among[one_of_each(of_these, len(among), MOST_OF_REFERENCE, seed)]
    scores = result.predictions.scores
    if scores is not None:
        tested = result.predictions.tested[0]
        some = some[tested[some]]
        scores = highest(scores[0][some])
    if not len(some):
        return None
    return Reference.of(features_of(fitted, rows[some]), scores, light[some])


def one_of_each(groups, n: int, most: int, seed=0) -> np.ndarray:
    """Positions of at most so many images, ascending, no two of one group."""
    order = np.random.default_rng(seed or 0).permutation(n)
    if groups is not None:
        order = order[np.unique(np.asarray(groups)[order], return_index=True)[1]]
        order = np.random.default_rng(seed or 0).permutation(order)
    return np.sort(order[:most])


def highest(scores) -> np.ndarray:
    """The highest score of every image ``(n,)``."""
    return np.asarray(scores, float).max(axis=1)


def features_of(estimator, rows) -> np.ndarray | None:
    """Features ``(n, d)`` that a frozen pipeline gives its classifier; None if it has no such."""
    n_steps = n_describing_steps(estimator) if isinstance(estimator, Pipeline) else 0
    if not n_steps:
        return None
    found = estimator[:n_steps].transform(rows)
    found = found.toarray() if hasattr(found, "toarray") else np.asarray(found)
    return found if found.ndim == 2 and found.dtype.kind in "fiu" else None


def check_has_reference(model: ImageModel) -> Reference:
    """Refuse a model that keeps nothing of its training images."""
    if model.reference is None:
        raise ValueError(
            "the model keeps nothing of its training images to compare new ones with: "
            + remedy("make it with train", "make it anew with 'classic-cls train'")
            + " of this version; a pipeline that was saved by itself has none"
        )
    return model.reference


class Monitor:
    """Looks at images while a model predicts them, and says whether they look like training images.

    Give it to :func:`predict` or :func:`iter_predictions`, as often as there are images, and ask
    for `drift` at the end. Training images and copies among them are passed over, and of images
    with one content one counts. Images of one thing, such as the frames of a film, are more alike
    than images drawn at random and give false alarms: give one of each.

    Parameters
    ----------
    model : ImageModel
        From :func:`train`, which keeps 256 training images in numbers.

    Raises
    ------
    ValueError
        If the model keeps none.

    Examples
    --------
    >>> monitor = Monitor(load_model("cells-baseline"))  # doctest: +SKIP
    >>> labels = predict(monitor.model, paths, monitor=monitor)  # doctest: +SKIP
    >>> print(monitor.drift().sentence)  # doctest: +SKIP
    the images look like the training images (90 images against 256 training images; p = 0.41)
    """

    def __init__(self, model: ImageModel):
        if not isinstance(model, ImageModel):
            raise ValueError(f"model is a {type(model).__name__}; give one of load_model or train")
        self.model = model
        self.reference = check_has_reference(model)
        self._batches: list[dict] = []
        self._seen: list[SeenImages] = []

    def observe(self, frozen: Frozen) -> Block:
        """Have a frozen pipeline make thumbnails too."""
        return frozen.observe(Thumbnail())

    def look(
        self,
        features: np.ndarray | None,
        scores: np.ndarray | None,
        thumbnails: np.ndarray,
        digests: Sequence[str],
    ) -> None:
        """Take a batch of images in: their features, scores, thumbnails and SHA-256."""
        scores = None if scores is None else highest(scores)
        self._batches.append(self.reference.known(features, scores, light_of(thumbnails)))
        self._seen.append(SeenImages.of(digests, thumbnails))

    def drift(self) -> Drift:
        """What is known by now."""
        if not self._batches:
            return Drift(0, len(self.reference))
        new = {
            name: np.concatenate([batch[name] for batch in self._batches])
            for name in self._batches[0]
        }
        seen = SeenImages(
            *(np.concatenate([getattr(one, name) for one in self._seen])
              for name in ("digests", "pictures"))
        )  # fmt: skip
        return drift_of(self.model, new, seen)


def drift_of(model: ImageModel, new: dict, seen: SeenImages, groups=None) -> Drift | None:
    """Compare images with what a model keeps; None where it keeps nothing.

    ``new`` is what `Reference.known` gives of them; of a group, and of one content, one counts.
    """
    if model.reference is None:
        return None
    is_new = np.ones(len(seen), bool)
    if model.seen is not None:
        is_new = ~np.logical_or(*model.seen.find(seen))
    rows = np.flatnonzero(is_new)
    units = np.unique(seen.digests[rows], axis=0, return_inverse=True)[1].ravel()
    rows = rows[one_of_each(units, len(rows), len(rows))]
    if groups is not None:
        rows = rows[one_of_each(groups[rows], len(rows), len(rows))]
    return drift_test(model.reference.known(), {name: of[rows] for name, of in new.items()})
