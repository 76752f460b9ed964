"""Training images among those that a model is evaluated on."""

import numpy as np

from .._validation import counted
from ..evaluation import record_of
from ..persistence import SeenImages


def copies_in(seen: SeenImages | None, others: SeenImages) -> np.ndarray | None:
    """Of every other image "exact", "near" or "", by the training images that a model remembers."""
    if seen is None:
        return None
    exact, near = seen.find(others)
    return np.where(exact, "exact", np.where(near, "near", ""))


def copies_notes(copies, result, unseen) -> tuple[str, ...]:
    """What is said first of all where a model is tested on what it was fitted on."""
    if copies is None:
        return (
            "the model holds no digests of its training images: whether some of them are among "
            "these images is not known",
        )
    if not (copies != "").any():
        return ()
    n, found = counted(len(copies), "image"), _counts(copies)
    if unseen is None:
        return (
            f"every image is a training image or a copy of one ({found}): the figures say nothing "
            "about new images",
        )
    name, n_new = result.headline, counted(unseen.n_images, "new image")
    return (
        f"of {n} the model was trained on some ({found}): {name} "
        f"{_value(result, name)} with them, {_value(unseen, name)} on the "
        f"{n_new} alone",
    )


def _value(result, name: str) -> str:
    found = result.figures.get(name)
    return "not defined" if found is None else record_of(name).text(found.value)


def _counts(copies) -> str:
    words = {"exact": "the same content", "near": "another version of one"}
    counts = {kind: int((copies == kind).sum()) for kind in words}
    return ", ".join(f"{counts[kind]:,} {words[kind]}" for kind in words if counts[kind])
