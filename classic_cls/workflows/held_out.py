"""The part held out for a final test, whose images decide nothing before it."""

import numpy as np

from ..datasets import ImageDataset
from ..evaluation import Protocol
from ..splitting import holdout

# Copies may take so large a share out of the first draw.
_MOST_LOST = 0.5


def may_be_tested(dataset: ImageDataset, protocol: Protocol) -> np.ndarray:
    """Which images nothing is chosen by, ``(n,)``: those that may be tested in the end."""
    if dataset.split is not None:
        return dataset.split == "test"
    held = np.zeros(len(dataset), bool)
    if protocol.test_size is not None:
        held[protocol.first_draw(dataset)[1]] = True
    return held


def hold_out(kept: ImageDataset, groups, held, protocol: Protocol):
    """Rows to learn from and to test, and a note.

    What was ``held`` before images were read is tested, but for images with a copy among the
    others, which are learned from. Where that leaves too little, the test part is drawn anew.
    """
    wanted = held
    if groups is not None:
        codes = np.unique(groups, return_inverse=True)[1]
        held = held & ~np.isin(codes, codes[~held])
    if _is_enough(kept.targets, held, wanted):
        return np.flatnonzero(~held), np.flatnonzero(held), ()
    return *holdout(kept.targets, groups, protocol.test_size, protocol.seed, alone=True), (
        "the test part was drawn anew, since most of its images had a copy among the others: "
        "recipe and reading range, where not named, were chosen by images of it too",
    )


def _is_enough(targets, held, wanted) -> bool:
    if held.sum() < (1 - _MOST_LOST) * wanted.sum() or held.all() or not held.any():
        return False
    return targets.ndim == 2 or set(targets[held]) == set(targets[wanted])
