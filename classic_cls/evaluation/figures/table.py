"""Every figure by name: how it is computed, for which task, and which direction is better."""

from typing import NamedTuple

__all__ = ["FIGURES", "LOWER_IS_BETTER", "Figure", "figure_names", "needs_scores"]

_BINARY, _MULTICLASS, _MULTILABEL = "binary", "multiclass", "multilabel"
_SINGLE = (_BINARY, _MULTICLASS)
_ALL = (*_SINGLE, _MULTILABEL)
_UNBOUNDED = (0.0, float("inf"))


class Figure(NamedTuple):
    """What is to know about a figure.

    ``kind`` is ``"count"`` (a function of counts of predictions), ``"rank"`` (of the order
    of the scores within a fold) or ``"probability"`` (a mean over images of a function of
    the probabilities). ``needs`` is ``"scores"``, ``"probabilities"``, ``"positive"`` (a
    positive class), ``"positive scores"`` (both), ``"costs"`` or None. Below
    ``fewest_classes`` classes the figure says nothing. ``bounds`` are its least and largest value.
    """

    kind: str
    tasks: tuple[str, ...]
    needs: str | None = None
    lower_is_better: bool = False
    fewest_classes: int = 1
    bounds: tuple[float, float] = (0.0, 1.0)


_COUNT_OF_POSITIVES = Figure("count", (_BINARY,), "positive")
_COUNT_OF_LABELS = Figure("count", (_MULTILABEL,))

FIGURES = {
    "accuracy": Figure("count", _SINGLE),
    "subset_accuracy": _COUNT_OF_LABELS,
    "balanced_accuracy": Figure("count", _ALL),
    "hamming_loss": Figure("count", (_MULTILABEL,), lower_is_better=True),
    "precision_macro": Figure("count", _ALL),
    "precision_micro": Figure("count", _ALL),
    "recall_macro": Figure("count", _ALL),
    "recall_micro": Figure("count", _ALL),
    "f1_macro": Figure("count", _ALL),
    "f1_micro": Figure("count", _ALL),
    "f1_samples": _COUNT_OF_LABELS,
    "jaccard_macro": _COUNT_OF_LABELS,
    "jaccard_samples": _COUNT_OF_LABELS,
    "kappa": Figure("count", _SINGLE, bounds=(-1.0, 1.0)),
    "mcc": Figure("count", _SINGLE, bounds=(-1.0, 1.0)),
    "sensitivity": _COUNT_OF_POSITIVES,
    "specificity": _COUNT_OF_POSITIVES,
    "precision": _COUNT_OF_POSITIVES,
    "f1": _COUNT_OF_POSITIVES,
    "mean_cost": Figure("count", _SINGLE, "costs", lower_is_better=True, bounds=_UNBOUNDED),
    "top_3_accuracy": Figure("count", (_MULTICLASS,), "scores", fewest_classes=5),
    "top_5_accuracy": Figure("count", (_MULTICLASS,), "scores", fewest_classes=10),
    "roc_auc": Figure("rank", (_BINARY,), "scores"),
    "average_precision": Figure("rank", (_BINARY,), "positive scores"),
    "roc_auc_macro": Figure("rank", (_MULTICLASS, _MULTILABEL), "scores"),
    "mean_average_precision": Figure("rank", (_MULTICLASS, _MULTILABEL), "scores"),
    "log_loss": Figure(
        "probability", _SINGLE, "probabilities", lower_is_better=True, bounds=_UNBOUNDED
    ),
    "brier": Figure(
        "probability", _SINGLE, "probabilities", lower_is_better=True, bounds=(0.0, 2.0)
    ),
}

LOWER_IS_BETTER = frozenset(name for name, figure in FIGURES.items() if figure.lower_is_better)


def figure_names(task, n_classes, positive=None, score_kind=None, costs=None) -> list[str]:
    """Names of the figures that there are for a task.

    Parameters
    ----------
    task : {"binary", "multiclass", "multilabel"}
    n_classes : int
    positive : str, optional
        Positive class.
    score_kind : {"predict_proba", "decision_function"}, optional
        What scores there are.
    costs : object, optional
        Anything but None if mistakes have costs.

    Returns
    -------
    list of str
        In the order of `FIGURES`.

    Examples
    --------
    >>> sorted(set(figure_names("binary", 2, "defect")) - set(figure_names("binary", 2)))
    ['f1', 'precision', 'sensitivity', 'specificity']
    """
    given = {
        None: True,
        "positive": positive is not None,
        "scores": score_kind is not None,
        "positive scores": positive is not None and score_kind is not None,
        "probabilities": score_kind == "predict_proba",
        "costs": costs is not None,
    }
    return [
        name
        for name, figure in FIGURES.items()
        if task in figure.tasks and given[figure.needs] and n_classes >= figure.fewest_classes
    ]


def needs_scores(name: str) -> bool:
    """Whether a figure follows from scores, not from predicted labels alone.

    >>> needs_scores("log_loss"), needs_scores("accuracy")
    (True, False)
    """
    return FIGURES[name].needs in ("scores", "positive scores", "probabilities")
