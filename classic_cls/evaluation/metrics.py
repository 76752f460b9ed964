"""Figures of merit, from counts.

Everything is computed from counts that add up over images (a confusion matrix, or the
hits and misses of every label), for any number of such counts at once: the same few
lines give a figure, the figures of all folds and those of a thousand bootstrap
resamples. The definitions are those of ``sklearn.metrics`` with ``zero_division=0``.
"""

import numpy as np

from .._validation import quoted

__all__ = [
    "binary_metrics",
    "class_codes",
    "classification_metrics",
    "confusion_counts",
    "label_statistics",
    "multilabel_from_statistics",
    "multilabel_metrics",
    "per_class_from_confusion",
    "per_label_from_statistics",
    "single_label_from_confusion",
]


def classification_metrics(y_true, y_pred, class_names=None, positive=None) -> dict[str, float]:
    """Figures of single-label predictions.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels.
    class_names : sequence, optional
        All classes; by default those that occur.
    positive : str, optional
        Positive class of a binary task; adds ``sensitivity``, ``specificity``,
        ``precision`` and ``f1``.

    Returns
    -------
    dict of str to float
        ``accuracy``; ``balanced_accuracy`` (mean recall of the classes that occur);
        ``precision``, ``recall`` and ``f1``, each ``_macro`` (mean over the classes that
        occur or are predicted) and ``_micro`` (equal to the accuracy). All in [0, 1]; a
        ratio without denominator counts as 0.

    Examples
    --------
    >>> figures = classification_metrics(list("aabb"), list("aaab"))
    >>> figures["accuracy"], round(figures["f1_macro"], 3)
    (0.75, 0.733)
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if class_names is None:
        class_names = np.union1d(y_true, y_pred)
    counts = confusion_counts(
        class_codes(y_true, class_names), class_codes(y_pred, class_names), len(class_names)
    )
    figures = single_label_from_confusion(counts)
    if positive is not None:
        figures |= binary_metrics(counts, int(class_codes([positive], class_names)[0]))
    return {name: float(value) for name, value in figures.items()}


def multilabel_metrics(y_true, y_pred) -> dict[str, float]:
    """Figures of multilabel predictions.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n, k), 0 or 1
        True and predicted labels.

    Returns
    -------
    dict of str to float
        ``accuracy`` (subset accuracy: all labels of an image right);
        ``balanced_accuracy`` (mean over labels of the mean of sensitivity and
        specificity, each where it is defined); ``hamming_loss`` (share of wrong labels,
        lower is better); ``precision``, ``recall`` and ``f1``, each ``_macro`` (mean over
        all labels) and ``_micro``; ``f1_samples`` (mean over images). All in [0, 1]; a
        ratio without denominator counts as 0.

    Examples
    --------
    >>> multilabel_metrics([[1, 0], [1, 1]], [[1, 0], [1, 0]])["hamming_loss"]
    0.25
    """
    statistics = label_statistics(np.asarray(y_true), np.asarray(y_pred)).sum(axis=0)
    figures = multilabel_from_statistics(statistics)
    return {name: float(value) for name, value in figures.items()}


def class_codes(labels, class_names) -> np.ndarray:
    """Positions of labels in ``class_names``.

    Raises
    ------
    ValueError
        If a label is not among the class names.

    Examples
    --------
    >>> class_codes(["b", "a", "b"], ["b", "a"]).tolist()
    [0, 1, 0]
    """
    labels, names = np.asarray(labels), np.asarray(class_names)
    order = np.argsort(names, kind="stable")
    places = np.searchsorted(names, labels, sorter=order).clip(max=len(names) - 1)
    codes = order[places]
    unknown = names[codes] != labels
    if unknown.any():
        raise ValueError(
            f"label {quoted(np.unique(labels[unknown]))} is not among the classes {quoted(names)}"
        )
    return codes


def confusion_counts(true_codes, predicted_codes, n_classes: int) -> np.ndarray:
    """Confusion matrix: rows are true classes, columns predicted ones.

    Parameters
    ----------
    true_codes, predicted_codes : ndarray of int
        Class numbers, of one shape.
    n_classes : int

    Returns
    -------
    ndarray of shape (n_classes, n_classes), int64

    Examples
    --------
    >>> import numpy as np
    >>> confusion_counts(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    cells = np.ravel(true_codes) * n_classes + np.ravel(predicted_codes)
    return np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)


def per_class_from_confusion(counts) -> dict[str, np.ndarray]:
    """Precision, recall, F1 and support ``(..., k)`` of confusion matrices ``(..., k, k)``."""
    hits = np.diagonal(counts, axis1=-2, axis2=-1)
    return _per_class(hits, counts.sum(axis=-1), counts.sum(axis=-2))


def single_label_from_confusion(counts) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of confusion matrices ``(..., k, k)``; see `classification_metrics`."""
    per_class = per_class_from_confusion(counts)
    hits = np.trace(counts, axis1=-2, axis2=-1)
    accuracy = _ratio(hits, counts.sum(axis=(-2, -1)))
    occurs = per_class["support"] > 0
    seen = occurs | (counts.sum(axis=-2) > 0)
    figures = {
        "accuracy": accuracy,
        "balanced_accuracy": _mean_where(per_class["recall"], occurs),
    }
    for name in ("precision", "recall", "f1"):
        figures[f"{name}_macro"] = _mean_where(per_class[name], seen)
        figures[f"{name}_micro"] = accuracy
    return figures


def binary_metrics(counts, positive: int) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of the positive class, from confusion matrices ``(..., 2, 2)``."""
    per_class = per_class_from_confusion(counts)
    return {
        "sensitivity": per_class["recall"][..., positive],
        "specificity": per_class["recall"][..., 1 - positive],
        "precision": per_class["precision"][..., positive],
        "f1": per_class["f1"][..., positive],
    }


def label_statistics(y_true, y_pred) -> np.ndarray:
    """What every image adds to the multilabel figures.

    Parameters
    ----------
    y_true, y_pred : ndarray of shape (n, k), 0 or 1

    Returns
    -------
    ndarray of shape (n, 3 k + 3), float64
        Per label hits, predictions and occurrences; then whether all labels are right,
        the F1 of the image, and 1.

    Examples
    --------
    >>> import numpy as np
    >>> label_statistics(np.array([[1, 0]]), np.array([[1, 1]])).round(2).tolist()
    [[1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.67, 1.0]]
    """
    y_true, y_pred = np.asarray(y_true, dtype=float), np.asarray(y_pred, dtype=float)
    hits = y_true * y_pred
    f1 = _ratio(2 * hits.sum(axis=1), (y_true + y_pred).sum(axis=1))
    exact = (y_true == y_pred).all(axis=1)
    return np.column_stack([hits, y_pred, y_true, exact, f1, np.ones(len(y_true))])


def per_label_from_statistics(statistics) -> dict[str, np.ndarray]:
    """Precision, recall, F1 and support ``(..., k)`` of summed `label_statistics`."""
    hits, predicted, support = _label_sums(statistics)
    return _per_class(hits, support, predicted)


def multilabel_from_statistics(statistics) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of summed `label_statistics`; see `multilabel_metrics`."""
    hits, predicted, support = _label_sums(statistics)
    n = statistics[..., -1]
    n_labels = support.shape[-1]
    absent = n[..., None] - support
    specificity = _ratio(absent - (predicted - hits), absent)
    recalls = np.stack([_ratio(hits, support), specificity])
    balanced = _mean_where(recalls, np.stack([support, absent]) > 0, axis=0)
    wrong = (predicted + support - 2 * hits).sum(axis=-1)
    figures = {
        "accuracy": _ratio(statistics[..., -3], n),
        "balanced_accuracy": balanced.mean(axis=-1),
        "hamming_loss": _ratio(wrong, n * n_labels),
    }
    summed = _per_class(hits.sum(axis=-1), support.sum(axis=-1), predicted.sum(axis=-1))
    per_label = _per_class(hits, support, predicted)
    for name in ("precision", "recall", "f1"):
        figures[f"{name}_macro"] = per_label[name].mean(axis=-1)
        figures[f"{name}_micro"] = summed[name]
    figures["f1_samples"] = _ratio(statistics[..., -2], n)
    return figures


def _label_sums(statistics):
    hits, predicted, support = np.split(statistics[..., :-3], 3, axis=-1)
    return hits, predicted, support


def _per_class(hits, support, predicted):
    return {
        "precision": _ratio(hits, predicted),
        "recall": _ratio(hits, support),
        "f1": _ratio(2 * hits, support + predicted),
        "support": support,
    }


def _ratio(numerator, denominator):
    """Quotient, 0 where the denominator is 0."""
    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    out = np.zeros(numerator.shape)
    return np.divide(numerator, denominator, out=out, where=denominator > 0)


def _mean_where(values, selected, axis=-1):
    return _ratio((values * selected).sum(axis=axis), selected.sum(axis=axis))
