"""Figures of multilabel predictions, from sums over images of what each of them adds.

Cells of the truth that nobody knows (-1) count nowhere: an unknown label is not absent.
"""

import numpy as np

from ..._validation import UNKNOWN
from .ratios import mean_where, per_class_figures, ratio

__all__ = [
    "label_statistics",
    "multilabel_from_statistics",
    "multilabel_metrics",
    "per_label_from_statistics",
]

# Behind the four counts of every label: right in all labels, F1, Jaccard index, 1.
_N_OF_IMAGE = 4


def multilabel_metrics(y_true, y_pred) -> dict[str, float]:
    """Figures of multilabel predictions.

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
    >>> multilabel_metrics([[1, 0], [1, 1]], [[1, 0], [1, 0]])["hamming_loss"]
    0.25
    >>> multilabel_metrics([[1, 0], [1, -1]], [[1, 0], [1, 0]])["subset_accuracy"]
    1.0
    """
    statistics = label_statistics(np.asarray(y_true), np.asarray(y_pred)).sum(axis=0)
    figures = multilabel_from_statistics(statistics)
    return {name: float(value) for name, value in figures.items()}


def label_statistics(y_true, y_pred) -> np.ndarray:
    """What every image adds to the multilabel figures.

    Parameters
    ----------
    y_true : ndarray of shape (n, k), 1, 0 or -1 (unknown)
    y_pred : ndarray of shape (n, k), 0 or 1

    Returns
    -------
    ndarray of shape (n, 4 k + 4), float64
        Per label hits, predictions, occurrences and whether it is known; then whether all
        labels are right, the F1 and the Jaccard index of the image, and 1. All 0 for an
        image without any known label.

    Examples
    --------
    >>> import numpy as np
    >>> label_statistics(np.array([[1, 0]]), np.array([[1, 1]])).round(2).tolist()
    [[1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.67, 0.5, 1.0]]
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    known = y_true != UNKNOWN
    true, predicted = np.where(known, y_true, 0.0), np.where(known, y_pred, 0.0)
    hits = true * predicted
    n_hits, both = hits.sum(axis=1), (true + predicted).sum(axis=1)
    has_part = known.any(axis=1)
    exact = (true == predicted).all(axis=1) & has_part
    of_image = [exact, ratio(2 * n_hits, both), ratio(n_hits, both - n_hits), has_part]
    return np.column_stack([hits, predicted, true, known, *of_image])


def per_label_from_statistics(statistics) -> dict[str, np.ndarray]:
    """Figures ``(..., k)`` of every label from summed `label_statistics`.

    ``precision``, ``recall``, ``f1``, ``support`` and ``prevalence``, the share of the
    images with the label among those of which it is known.
    """
    hits, predicted, support, known = _label_sums(statistics)
    prevalence = ratio(support, known)
    return per_class_figures(hits, support, predicted) | {"prevalence": prevalence}


def multilabel_from_statistics(statistics) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of summed `label_statistics`; see `multilabel_metrics`."""
    hits, predicted, support, known = _label_sums(statistics)
    exact, f1, jaccard, n = np.moveaxis(statistics[..., -_N_OF_IMAGE:], -1, 0)
    absent = known - support
    recalls = np.stack([ratio(hits, support), ratio(absent - (predicted - hits), absent)])
    balanced = mean_where(recalls, np.stack([support, absent]) > 0, axis=0)
    wrong = (predicted + support - 2 * hits).sum(axis=-1)
    has_part = known > 0
    figures = {
        "subset_accuracy": ratio(exact, n),
        "balanced_accuracy": mean_where(balanced, has_part),
        "hamming_loss": ratio(wrong, known.sum(axis=-1)),
    }
    summed = per_class_figures(hits.sum(axis=-1), support.sum(axis=-1), predicted.sum(axis=-1))
    per_label = per_class_figures(hits, support, predicted)
    for name in ("precision", "recall", "f1"):
        figures[f"{name}_macro"] = mean_where(per_label[name], has_part)
        figures[f"{name}_micro"] = summed[name]
    figures["f1_samples"] = ratio(f1, n)
    figures["jaccard_macro"] = mean_where(ratio(hits, support + predicted - hits), has_part)
    figures["jaccard_samples"] = ratio(jaccard, n)
    return figures


def _label_sums(statistics):
    return np.split(statistics[..., :-_N_OF_IMAGE], 4, axis=-1)
