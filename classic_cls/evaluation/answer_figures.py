"""Figures of labels alone, without intervals."""

import numpy as np

from .figures.counts import class_codes
from .predictions import Predictions


def classification_figures(
    y_true, y_pred, class_names=None, positive=None, costs=None
) -> dict[str, float]:
    """Figures of single labels that follow from counts, with the names of `FIGURES`.

    >>> figures = classification_figures(list("aabb"), list("aaab"))
    >>> figures["accuracy"], round(figures["f1_macro"], 3)
    (0.75, 0.733)
    """
    names = np.union1d(y_true, y_pred) if class_names is None else class_names
    if positive is not None:
        class_codes([positive], names)
    return _figures_of(
        np.asarray(y_true), y_pred, class_names=tuple(names), positive=positive, costs=costs
    )


def multilabel_figures(y_true, y_pred) -> dict[str, float]:
    """The same of several labels an image; unknown ones (-1) count nowhere.

    >>> multilabel_figures([[1, 0], [1, 1]], [[1, 0], [1, 0]])["hamming_loss"]
    0.25
    >>> multilabel_figures([[1, 0], [1, -1]], [[1, 0], [1, 0]])["subset_accuracy"]
    1.0
    """
    truth = np.asarray(y_true)
    return _figures_of(truth, y_pred, class_names=tuple(map(str, range(truth.shape[1]))))


def _figures_of(truth, answers, **known) -> dict[str, float]:
    answers = np.asarray(answers)[None]
    folds = np.ones(answers.shape[:2], dtype=int)
    found = Predictions(truth=truth, answers=answers, folds=folds, **known)
    return found.count_figures(found.part())
