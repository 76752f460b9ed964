"""What checks of shortcuts have in common: can the class be told from what should not matter?"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from .._figure_text import figure_text
from .check import Check
from .facts import Facts
from .finding import Finding, Flagged
from .telling import Answers, Telling, telling

# A hundredth for all candidates together, of which there are up to 16.
LEVEL = 0.01 / 16
# What content may explain is no news unless it tells much.
_MUCH = 0.2
_MOST_NAMED = 3


class Shortcut(Check):
    """Something that should not matter, and yet may tell the class.

    A subclass yields candidates. What content cannot explain is a warning, what it may explain is
    for information (``severity``), and is told only if it tells much.
    """

    why: ClassVar[str] = (
        "a learner may take what only goes with the class in these data for the class itself"
    )

    @abstractmethod
    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Names, as in "the format alone gives ...", and answers."""

    def find(self, facts: Facts) -> list[Finding]:
        """A finding for each candidate."""
        problems = list(_problems(facts))
        found = (self._of(facts, problems, *candidate) for candidate in self.candidates(facts))
        return [finding for finding in found if finding is not None]

    def _of(self, facts: Facts, problems, name: str, answers: Answers) -> Finding | None:
        told = []
        for label, classes, rows, codes in problems:
            units, level = facts.units[rows], LEVEL / len(problems)
            one = telling(_among(answers, rows), codes, units, level)
            if one.told.any() and (self.severity != "info" or one.gain >= _MUCH):
                known = [classes[code] for code in np.flatnonzero(one.told)]
                told.append((one, [label] if label else known, rows[one.rows]))
        if not told:
            return None
        told.sort(key=lambda one: -one[0].gain)
        return self._finding(name, facts.dataset, told)

    def _finding(self, name: str, dataset, told: list[tuple[Telling, list, np.ndarray]]) -> Finding:
        best = told[0][0]
        names = [label for _, labels, _ in told for label in labels]
        grade = "which content may explain" if self.severity == "info" else "suspicious"
        what = f"whether there is {names[0]}" if dataset.multilabel else "the class"
        message = (
            f"{name} alone tells {what} with an accuracy of {figure_text(best.accuracy)} "
            f"(by chance {figure_text(best.chance)}){_named(names, dataset)}; {grade}"
        )
        rows = np.unique(np.concatenate([rows for _, _, rows in told]))
        flagged = [Flagged(row, f"recognised by {name} alone") for row in rows.tolist()]
        figures = {"candidate": name, "accuracy": round(best.accuracy, 4)}
        figures |= {"chance": round(best.chance, 4), "p_value": best.p_value, "classes": names}
        return self.finding(message, flagged, figures=figures)


def _named(names, dataset) -> str:
    """Which classes are told, or which labels beside the first."""
    if dataset.multilabel:
        rest = names[1:]
        return f", and {_some(rest)}" if rest else ""
    if len(dataset.class_names) <= 2:
        return ""
    return ", every class" if len(names) == len(dataset.class_names) else f": {_some(names)}"


def _some(names) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _problems(facts: Facts):
    """Label (None for classes), names of the classes, rows that are known, and their codes."""
    targets, names = facts.dataset.targets, facts.dataset.class_names
    if targets.ndim == 1:
        codes = (targets[:, None] == np.asarray(names)).argmax(axis=1)
        if len(np.unique(codes)) > 1:
            yield None, names, np.arange(len(codes)), codes
        return
    for label, column in zip(names, targets.T):
        rows = np.flatnonzero(column >= 0)
        if len(np.unique(column[rows])) > 1:
            yield label, ("without", "with"), rows, column[rows].astype(int)


def _among(answers: Answers, rows) -> Answers:
    """Answers about some of the images, which are numbered among themselves."""
    return lambda learned, codes, asked: answers(rows[learned], codes, rows[asked])
