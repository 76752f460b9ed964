"""What the targets say about the task: its kind, its figures, the one to show first."""

import numpy as np
from sklearn.metrics import get_scorer

from .._remedies import parameter, remedy
from .._validation import UNKNOWN, as_text, checked_labels
from .figures.table import FIGURES, figure_names

# Above this ratio of the largest to the smallest class, accuracy misleads.
IMBALANCE = 3.0


def checked_targets(y, class_names=None):
    """Targets as reported, and their class names, both as text.

    Class names are by default the columns of a data frame, or the labels that occur, in order.

    >>> checked_targets([10, 9, 10])[1], checked_targets([[1, 0], [0, 1]])[1]
    (('9', '10'), ('0', '1'))
    """
    names = class_names if class_names is not None else getattr(y, "columns", None)
    y = checked_labels(y)
    if y.ndim == 1:
        names = np.unique(y) if class_names is None else class_names
        return as_text(y), tuple(as_text(names).tolist())
    if (y == UNKNOWN).all():
        raise ValueError("y holds unknown labels only (-1); some of them have to be known")
    names = tuple(map(str, range(y.shape[1]) if names is None else names))
    if len(names) != y.shape[1]:
        raise ValueError(f"y has {y.shape[1]} columns, but there are {len(names)} class names")
    return y.astype(np.int8), names


def task_of(y, class_names) -> str:
    """``"binary"``, ``"multiclass"`` or ``"multilabel"``."""
    if y.ndim == 2:
        return "multilabel"
    return "binary" if len(class_names) == 2 else "multiclass"


def headline_figure(
    y, class_names, positive=None, scoring=None, costs=None
) -> tuple[str, str | None]:
    """Name of the figure to show first, and of a scikit-learn scorer if it is one.

    By default accuracy; balanced accuracy above an imbalance of 3 to 1; micro F1 for several
    labels. A name that is neither is refused, with what it lacks.

    >>> headline_figure(np.array(["a"] * 9 + ["b"]), ["a", "b"])
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
            f"scoring {scoring!r} is unknown; take one of {', '.join(names)}, or a name "
            + remedy("of sklearn.metrics.get_scorer_names()", "that scikit-learn knows")
        ) from error
    return scoring, scoring


def _check_needs(scoring, task) -> None:
    """Say what a figure of the task, which is not among the possible ones, lacks."""
    if scoring not in FIGURES or task not in FIGURES[scoring].tasks:
        return
    needs = FIGURES[scoring].needs
    if "positive" in needs:
        raise ValueError(
            f"scoring {scoring!r} needs to know which class is the positive one: give "
            + parameter("positive")
        )
    if "costs" in needs:
        costs = remedy("give costs", "give --cost", "take another figure")
        raise ValueError(f"scoring {scoring!r} needs costs of mistakes: {costs}")


def _default_headline(y) -> str:
    counts = () if y.ndim == 2 else np.unique(y, return_counts=True)[1]
    if y.ndim == 1 and counts.max() > IMBALANCE * counts.min():
        return "balanced_accuracy"
    return always_defined(y)


def always_defined(y) -> str:
    """The figure to show first where the usual one is not defined."""
    return "f1_micro" if y.ndim == 2 else "accuracy"


def spelled_labels(labels, class_names):
    """Labels as text: several joined by ``;``, unknown ones with a ``?`` before them.

    >>> spelled_labels(np.array([[1, -1], [0, 0]]), ["sea", "sky"])
    ['sea;?sky', '']
    """
    if labels.ndim == 1:
        return labels
    names = [str(name) for name in class_names]
    spelled = {1: names, UNKNOWN: [f"?{name}" for name in names]}
    return [";".join(spelled[row[i]][i] for i in np.flatnonzero(row)) for row in labels]
