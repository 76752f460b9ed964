"""Folds that bias the figures: of few groups, or of one class each."""

import numpy as np

from .._validation import quoted
from .figures.behind import Ranks
from .figures.table import FIGURES
from .ranked_tests import few_groups_a_fold, groups_in_a_fold, in_many_folds


def fold_notes(predictions, defined) -> tuple[str, ...]:
    """Say which way figures of images in groups are off, or how they are kept right, and why."""
    if predictions.groups is None:
        return ()
    places = predictions.places()
    if len(places) < 2:
        return _of_one_test_part(predictions, defined)
    rows = [np.flatnonzero(predictions.folds[repeat] == fold) for repeat, fold in places]
    return (*_of_few_groups(predictions, defined), *_of_one_class(predictions, rows))


def _areas(predictions, names) -> list[str]:
    task = predictions.task
    return [name for name in names if isinstance(FIGURES[name].of(task).behind, Ranks)]


def _of_one_test_part(predictions, defined) -> tuple[str, ...]:
    areas = _areas(predictions, defined)
    if not areas or not few_groups_a_fold(predictions):
        return ()
    return (
        f"the tested images are of {_groups(predictions)} only: the areas "
        f"under curves ({', '.join(areas)}) mostly compare "
        "images of one group with one another, and are too high where groups differ",
    )


def _of_few_groups(predictions, defined) -> tuple[str, ...]:
    areas = _areas(predictions, predictions.figure_names)
    if not areas or not few_groups_a_fold(predictions):
        return ()
    said = f"a fold tests {_groups(predictions)} only: "
    found = [name for name in areas if name in defined]
    if found:
        return (
            f"{said}the areas under curves ({', '.join(found)}) rank the scores of all folds "
            "together, since within a fold they would mostly compare images of one group with one "
            "another, and be too high",
        )
    uneven = np.array(predictions.class_names)[predictions.ranked_columns]
    uneven = uneven[~in_many_folds(predictions)].tolist()
    if not uneven:
        return ()
    return (
        f"{said}the areas under curves ({', '.join(areas)}) are not defined, shown as -, as "
        f"{quoted(uneven)} and the rest are mostly in different folds; take folds of several "
        "groups",
    )


def _groups(predictions) -> str:
    n_groups = groups_in_a_fold(predictions)
    return f"{n_groups:.0f} {'group' if n_groups < 1.5 else 'groups'}"


def _of_one_class(predictions, rows) -> tuple[str, ...]:
    if predictions.multilabel or any(len(np.unique(predictions.codes[r])) > 1 for r in rows):
        return ()
    return (
        "every fold tests images of one class only, of which its training part has the fewer: the "
        "figures are lower than those of new images; take folds of several groups",
    )
