"""``--require``: figures that a model must reach."""

import re
from typing import NamedTuple

import typer

from .figures import limits_text


class Requirement(NamedTuple):
    """A figure and its limit: the value, not its interval, is held against it."""

    name: str
    sign: str
    limit: float

    def met_by(self, value: float) -> bool:
        """Whether a value is enough, or low enough."""
        return value >= self.limit if self.sign == ">=" else value <= self.limit


def parse_requirement(text) -> Requirement:
    """``"recall>=0.98"``.

    >>> parse_requirement("recall >= 0.98"), parse_requirement("log_loss<=0.5")[1:]
    (Requirement(name='recall', sign='>=', limit=0.98), ('<=', 0.5))
    """
    name, sign, limit = (re.split("(>=|<=)", str(text), maxsplit=1) + ["", ""])[:3]
    try:
        return Requirement(name.strip(), sign, float(limit))
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no requirement; write NAME>=VALUE or NAME<=VALUE in quotes, such as "
            '"recall>=0.98"'
        ) from None


def as_known(requirements, model, costs=None) -> list[Requirement]:
    """The requirements by the names of figures that there are for a model, or a refusal."""
    from .._validation import unknown_name
    from ..evaluation import FIGURES, figure_names

    words = {figure.aim: name for name, figure in FIGURES.items() if figure.aim}
    kind = "predict_proba" if model.gives_probabilities else "decision_function"
    names = figure_names(model.task, len(model.class_names), model.positive, kind, costs)
    known = [*names, *(word for word, name in words.items() if name in names and word not in names)]
    for requirement in requirements:
        if requirement.name not in known:
            raise ValueError(f"--require: {unknown_name('figure', requirement.name, known)}")
    return [r._replace(name=r.name if r.name in names else words[r.name]) for r in requirements]


def shortfalls(requirements, figures: dict) -> list[str]:
    """What is said of every requirement that the figures do not meet."""
    return [
        _shortfall(requirement, figures.get(requirement.name))
        for requirement in requirements
        if requirement.name not in figures
        or not requirement.met_by(figures[requirement.name].value)
    ]


def _shortfall(requirement: Requirement, estimate) -> str:
    if estimate is None:
        return f"{requirement.name} is not defined by these images, not {requirement.sign} " + (
            _exact(requirement.name, requirement.limit)
        )
    interval = limits_text(requirement.name, estimate)
    doubt = f" (95% interval {interval})" if interval else ""
    return (
        f"{requirement.name} is {_exact(requirement.name, estimate.value)}{doubt}, "
        f"not {requirement.sign} {_exact(requirement.name, requirement.limit)}"
    )


def _exact(name: str, value: float) -> str:
    """With four digits, as 97.96% falls short of 98%."""
    from ..evaluation import record_of

    return f"{100 * value:.4g}%" if record_of(name).percent else f"{value:.4g}"
