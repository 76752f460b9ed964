"""Groups that a given split divides: what the test says without them."""

import numpy as np

from .._validation import counted, quoted
from ..datasets import ImageDataset
from ..evaluation import record_of
from ..notes import Note


def in_shared_groups(training: ImageDataset, test: ImageDataset) -> np.ndarray:
    """Which test images have a group that training images have too, ``(n_test,)``."""
    if training.groups is None:
        return np.zeros(len(test), bool)
    return np.isin(test.groups, training.groups)


def shared_groups_notes(training, test, result, of_new_groups) -> tuple[Note, ...]:
    """Name the groups on both sides of the split, and give the figure without them."""
    shared = in_shared_groups(training, test)
    if not shared.any():
        return ()
    names = np.unique(test.groups[shared]).tolist()
    stand = "group stands" if len(names) == 1 else "groups stand"
    said = f"{len(names):,} {stand} on both sides of the official split"
    then = _without(result, of_new_groups, int(shared.sum()))
    return (Note(f"{said} ({quoted(names, 5)}): {then}", names[:5], f"{said}: {then}"),)


def _without(result, of_new_groups, n_shared: int) -> str:
    if of_new_groups is None:
        return "no test image is of a new group, so the test figures say nothing about new groups"
    name, shown = result.headline, record_of(result.headline).text
    n = counted(result.n_images, "test image")
    return (
        f"{name} {shown(result.figures[name].value)} on all {n}, "
        f"{shown(of_new_groups.figures[name].value)} without the {n_shared:,} of these groups"
    )
