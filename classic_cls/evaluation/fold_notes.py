"""Folds that bias the figures: of few groups, or of one class each."""

import numpy as np

from .figures.behind import Ranks
from .figures.table import FIGURES

# With more groups most pairs of images that an area compares are of different ones.
_FEW_GROUPS = 5


def fold_notes(predictions, defined) -> tuple[str, ...]:
    """Say which way figures of cross-validation on groups are off, and why."""
    places = predictions.places()
    if predictions.groups is None or len(places) < 2:
        return ()
    rows = [np.flatnonzero(predictions.folds[repeat] == fold) for repeat, fold in places]
    return (*_of_few_groups(predictions, rows, defined), *_of_one_class(predictions, rows))


def _of_few_groups(predictions, rows, defined) -> tuple[str, ...]:
    n_groups = np.mean([len(np.unique(predictions.groups[tested])) for tested in rows])
    areas = [n for n in defined if isinstance(FIGURES[n].of(predictions.task).behind, Ranks)]
    if n_groups >= _FEW_GROUPS or not areas:
        return ()
    groups = "group" if n_groups < 1.5 else "groups"
    return (
        f"a fold tests {n_groups:.0f} {groups} only: {', '.join(areas)} mostly compare images of "
        "one group with one another, and are too high where groups differ; take fewer folds",
    )


def _of_one_class(predictions, rows) -> tuple[str, ...]:
    if predictions.multilabel or any(len(np.unique(predictions.codes[r])) > 1 for r in rows):
        return ()
    return (
        "every fold tests images of one class only, of which its training part has the fewer: the "
        "figures are lower than those of new images; take folds of several groups",
    )
