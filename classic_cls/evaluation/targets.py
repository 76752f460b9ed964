"""What the targets say about the task: its kind, its figures, the one to show first."""

import numpy as np
from sklearn.metrics import get_scorer

from .._validation import UNKNOWN
from .figures.counts import classification_metrics
from .figures.labels import multilabel_metrics
from .figures.table import FIGURES, figure_names

__all__ = ["checked_targets", "headline_metric", "spelled_labels", "task_figures", "task_of"]

# Above this ratio of the largest to the smallest class, accuracy misleads.
IMBALANCE = 3.0


def checked_targets(y, class_names=None):
    """Targets as an array, and their class names.

    Parameters
    ----------
    y : array-like of shape (n,), or (n, k) of 1, 0 and -1
        Labels, or a multilabel indicator; -1 is an unknown label.
    class_names : sequence, optional
        By default the labels that occur, sorted, or the numbers of the columns.

    Returns
    -------
    y : ndarray
    class_names : tuple

    Raises
    ------
    ValueError
        If ``y`` has another shape or other values, or does not fit the names.

    Examples
    --------
    >>> checked_targets([[1, 0], [0, 1]])[1]
    ('0', '1')
    """
    y = np.asarray(y)
    if y.dtype == object:
        y = y.astype(str if y.ndim == 1 else np.int8)
    if y.ndim == 1 and len(y):
        return y, tuple(np.unique(y).tolist()) if class_names is None else tuple(class_names)
    if y.ndim != 2 or not y.size:
        raise ValueError(
            f"y has shape {y.shape}; it is one label per image (n,), or an indicator (n, labels)"
        )
    if not np.isin(y, (0, 1, UNKNOWN)).all():
        raise ValueError(
            "a multilabel y holds only 0 and 1 (and -1 for unknown labels): one column per label"
        )
    if (y == UNKNOWN).all():
        raise ValueError("y holds unknown labels only (-1); some of them have to be known")
    names = tuple(map(str, range(y.shape[1]))) if class_names is None else tuple(class_names)
    if len(names) != y.shape[1]:
        raise ValueError(f"y has {y.shape[1]} columns, but there are {len(names)} class names")
    return y.astype(np.int8), names


def task_of(y, class_names) -> str:
    """``"binary"``, ``"multiclass"`` or ``"multilabel"``."""
    if y.ndim == 2:
        return "multilabel"
    return "binary" if len(class_names) == 2 else "multiclass"


def task_figures(y_true, y_pred, class_names, positive=None, costs=None) -> dict[str, float]:
    """All figures of predicted labels, single-label or multilabel."""
    if y_true.ndim == 2:
        return multilabel_metrics(y_true, y_pred)
    return classification_metrics(y_true, y_pred, class_names, positive, costs)


def headline_metric(
    y, class_names, positive=None, scoring=None, costs=None
) -> tuple[str, str | None]:
    """Name of the figure to show first, and of a scikit-learn scorer if it is one.

    Parameters
    ----------
    y : ndarray of shape (n,) or (n, k)
        Checked targets.
    class_names : sequence of str
    positive : str, optional
        Positive class of a binary task.
    scoring : str, optional
        A figure of ours (see `figure_names`), or any name of
        ``sklearn.metrics.get_scorer``. By default accuracy; balanced accuracy above an
        imbalance of 3 to 1; micro F1 for multilabel.
    costs : object, optional
        Anything but None if mistakes have costs.

    Returns
    -------
    headline : str
    scorer : str or None

    Raises
    ------
    ValueError
        If the name is neither.

    Examples
    --------
    >>> import numpy as np
    >>> headline_metric(np.array(["a"] * 9 + ["b"]), ["a", "b"])
    ('balanced_accuracy', None)
    """
    task = task_of(y, class_names)
    names = figure_names(task, len(class_names), positive, "predict_proba", costs)
    if scoring is None:
        return _default_headline(y), None
    if scoring in names:
        return scoring, None
    _check_needs(scoring, task)
    try:
        get_scorer(scoring)
    except ValueError as error:
        raise ValueError(
            f"scoring {scoring!r} is unknown; take one of {', '.join(names)}, or a name of "
            "sklearn.metrics.get_scorer_names()"
        ) from error
    return scoring, scoring


def _check_needs(scoring, task) -> None:
    """Say what a figure of the task, which is not among the possible ones, lacks."""
    if scoring not in FIGURES or task not in FIGURES[scoring].tasks:
        return
    needs = FIGURES[scoring].needs
    if "positive" in needs:
        raise ValueError(
            f"scoring {scoring!r} needs to know which class is the positive one: give positive"
        )
    if "costs" in needs:
        raise ValueError(f"scoring {scoring!r} needs costs of mistakes: give costs (--cost)")


def _default_headline(y) -> str:
    if y.ndim == 2:
        return "f1_micro"
    counts = np.unique(y, return_counts=True)[1]
    return "balanced_accuracy" if counts.max() > IMBALANCE * counts.min() else "accuracy"


def spelled_labels(labels, class_names):
    """Labels as text: several joined by ``;``, unknown ones with a ``?`` before them.

    >>> import numpy as np
    >>> spelled_labels(np.array([[1, -1], [0, 0]]), ["sea", "sky"])
    ['sea;?sky', '']
    """
    if labels.ndim == 1:
        return labels
    names = [str(name) for name in class_names]
    spelled = {1: names, UNKNOWN: [f"?{name}" for name in names]}
    return [";".join(spelled[row[i]][i] for i in np.flatnonzero(row)) for row in labels]
