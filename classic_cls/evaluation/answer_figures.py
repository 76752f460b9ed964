"""Figures of labels alone, without intervals."""

import numpy as np

from .figures.counts import class_codes
from .predictions import Predictions

__all__ = ["classification_figures", "multilabel_figures"]


def classification_figures(
    y_true, y_pred, class_names=None, positive=None, costs=None
) -> dict[str, float]:
    """Figures of single labels.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels.
    class_names : sequence, optional
        All classes; by default those that occur.
    positive : str, optional
        Positive class of a binary task; adds ``sensitivity``, ``specificity``,
        ``precision`` and ``f1``.
    costs : dict of (true, predicted) to float, optional
        What mistakes cost; adds ``mean_cost``. Those that are not named cost 1.

    Returns
    -------
    dict of str to float
        ``accuracy``; ``balanced_accuracy`` (mean recall of the classes that occur);
        ``precision``, ``recall`` and ``f1``, each ``_macro`` (mean over the classes that
        occur or are predicted) and ``_micro`` (equal to the accuracy); ``kappa`` (Cohen's)
        and ``mcc`` (Matthews correlation coefficient), both in [-1, 1] with 0 for
        guessing. All others in [0, 1], but for ``mean_cost``, the mean over images; a
        ratio without denominator counts as 0.

    Examples
    --------
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
    """Figures of several labels an image.

    Parameters
    ----------
    y_true : array-like of shape (n, k), 1, 0 or -1
        True labels; -1 is unknown, and counts nowhere.
    y_pred : array-like of shape (n, k), 0 or 1
        Predicted labels.

    Returns
    -------
    dict of str to float
        ``subset_accuracy`` (share of images with all known labels right);
        ``balanced_accuracy`` (mean over labels of the mean of sensitivity and
        specificity, each where it is defined); ``hamming_loss`` (share of wrong labels,
        lower is better); ``precision``, ``recall`` and ``f1``, each ``_macro`` (mean over
        the labels) and ``_micro``; ``f1_samples`` (mean over images); ``jaccard_macro``
        and ``jaccard_samples`` (labels both true and predicted, over those that are
        either). All in [0, 1]; a ratio without denominator counts as 0. An image without
        any known label, and a label that is known of no image, have no part.

    Examples
    --------
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
