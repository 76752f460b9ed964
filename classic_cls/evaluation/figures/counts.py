"""Figures of merit of single labels, from confusion matrices.

Everything is computed from counts that add up over images, for any number of such counts
at once: the same few lines give a figure, the figures of all folds and those of a
thousand bootstrap resamples. The definitions are those of ``sklearn.metrics`` with
``zero_division=0``.
"""

import numpy as np

from ..._validation import quoted
from .ratios import mean_where, per_class_figures, ratio

__all__ = [
    "binary_metrics",
    "class_codes",
    "classification_metrics",
    "confusion_counts",
    "cost_matrix",
    "mean_cost",
    "per_class_from_confusion",
    "single_label_from_confusion",
]


def classification_metrics(
    y_true, y_pred, class_names=None, positive=None, costs=None
) -> dict[str, float]:
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

    References
    ----------
    J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and
    Psychological Measurement 20. J. Gorodkin (2004), "Comparing two K-category
    assignments by a K-category correlation coefficient", Computational Biology and
    Chemistry 28.

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
    if costs is not None:
        figures["mean_cost"] = mean_cost(counts, cost_matrix(costs, class_names))
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


def cost_matrix(costs, class_names) -> np.ndarray | None:
    """Costs of all answers.

    Parameters
    ----------
    costs : dict of (true, predicted) to float, or None
        What a mistake costs. One that is not named costs 1, a right answer 0.
    class_names : sequence of str

    Returns
    -------
    ndarray of shape (k, k), float64, or None
        True classes in rows, predicted ones in columns.

    Raises
    ------
    ValueError
        If a class is unknown, or a cost is negative or not finite.

    Examples
    --------
    >>> cost_matrix({("defect", "good"): 20}, ["defect", "good"]).tolist()
    [[0.0, 20.0], [1.0, 0.0]]
    """
    if costs is None:
        return None
    matrix = 1.0 - np.eye(len(class_names))
    for pair, cost in dict(costs).items():
        if not 0 <= cost < np.inf:
            raise ValueError(f"the cost of {pair[0]}:{pair[1]} is {cost}; it is a number from 0 up")
        true, predicted = class_codes(list(pair), class_names)
        matrix[true, predicted] = cost
    return matrix


def mean_cost(counts, matrix):
    """Cost per image ``(...)`` of confusion matrices ``(..., k, k)``."""
    return ratio((counts * matrix).sum(axis=(-2, -1)), counts.sum(axis=(-2, -1)))


def per_class_from_confusion(counts) -> dict[str, np.ndarray]:
    """Figures ``(..., k)`` of every class from confusion matrices ``(..., k, k)``.

    ``precision``, ``recall``, ``f1``, ``support`` and ``prevalence``, the share of the
    images.
    """
    hits, support = np.diagonal(counts, axis1=-2, axis2=-1), counts.sum(axis=-1)
    prevalence = ratio(support, support.sum(axis=-1, keepdims=True))
    return per_class_figures(hits, support, counts.sum(axis=-2)) | {"prevalence": prevalence}


def single_label_from_confusion(counts) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of confusion matrices ``(..., k, k)``; see `classification_metrics`."""
    per_class = per_class_from_confusion(counts)
    hits = np.trace(counts, axis1=-2, axis2=-1)
    accuracy = ratio(hits, counts.sum(axis=(-2, -1)))
    occurs = per_class["support"] > 0
    seen = occurs | (counts.sum(axis=-2) > 0)
    figures = {
        "accuracy": accuracy,
        "balanced_accuracy": mean_where(per_class["recall"], occurs),
    }
    for name in ("precision", "recall", "f1"):
        figures[f"{name}_macro"] = mean_where(per_class[name], seen)
        figures[f"{name}_micro"] = accuracy
    return figures | _agreement(counts, accuracy)


def _agreement(counts, accuracy) -> dict[str, np.ndarray]:
    """Kappa and Matthews correlation: what is right beyond what the margins explain."""
    n = counts.sum(axis=(-2, -1)).clip(1)
    true, predicted = counts.sum(axis=-1) / n[..., None], counts.sum(axis=-2) / n[..., None]
    chance = (true * predicted).sum(axis=-1)
    spread = (1 - (true**2).sum(axis=-1)) * (1 - (predicted**2).sum(axis=-1))
    beyond = accuracy - chance
    return {
        "kappa": _quotient_or_zero(beyond, 1 - chance),
        "mcc": _quotient_or_zero(beyond, np.sqrt(spread.clip(0))),
    }


def _quotient_or_zero(numerator, denominator):
    """Margins of one class only leave rounding errors where there should be 0."""
    return ratio(numerator, np.where(denominator < 1e-12, 0.0, denominator))


def binary_metrics(counts, positive: int) -> dict[str, np.ndarray]:
    """Figures ``(...)`` of the positive class, from confusion matrices ``(..., 2, 2)``."""
    per_class = per_class_from_confusion(counts)
    return {
        "sensitivity": per_class["recall"][..., positive],
        "specificity": per_class["recall"][..., 1 - positive],
        "precision": per_class["precision"][..., positive],
        "f1": per_class["f1"][..., positive],
    }
