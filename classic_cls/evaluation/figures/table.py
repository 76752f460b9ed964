"""Every figure, by name."""

from .answers import ANSWER_FIGURES
from .record import ALL_TASKS, UNBOUNDED, Figure
from .scores import SCORE_FIGURES

FIGURES = {figure.name: figure for figure in (*ANSWER_FIGURES, *SCORE_FIGURES)}


def record_of(name: str, task: str | None = None) -> Figure:
    """The record of a figure, in the words of a task; a plain one of a scikit-learn scorer.

    >>> record_of("f1_macro", "multilabel").meaning, record_of("f1_weighted").title
    ('mean F1 of the labels', 'f1_weighted')
    """
    scorer = Figure(name, name, "a scikit-learn scorer", ALL_TASKS, bounds=UNBOUNDED, percent=False)
    return FIGURES.get(name, scorer).of(task)


def figure_names(
    task: str,
    n_classes: int,
    positive: str | None = None,
    score_kind: str | None = None,
    costs: object = None,
) -> list[str]:
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
        "positive": positive is not None,
        "scores": score_kind is not None,
        "probabilities": score_kind == "predict_proba",
        "costs": costs is not None,
    }
    return [
        name
        for name, figure in FIGURES.items()
        if task in figure.tasks
        and all(given[need] for need in figure.needs)
        and n_classes >= figure.fewest_classes
    ]


def front_page(names, headline: str, task: str, positive=None) -> list[str]:
    """Those of the names that belong on the front page, the headline first.

    >>> front_page(["accuracy", "kappa", "f1", "sensitivity"], "accuracy", "binary", "defect")
    ['accuracy', 'sensitivity']
    """
    place = task if positive is None else "positive"
    shown = [name for name in names if name in FIGURES and place in FIGURES[name].front]
    return [headline, *(name for name in shown if name != headline)]
