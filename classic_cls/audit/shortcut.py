"""What checks of shortcuts have in common: can the class be told from what should not matter?"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

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
        """A finding for each candidate and, of several labels, each label that it tells."""
        found = []
        problems = list(_problems(facts))
        for name, answers in self.candidates(facts):
            for label, classes, rows, codes in problems:
                units, level = facts.units[rows], LEVEL / len(problems)
                told = telling(_among(answers, rows), codes, units, level)
                if told.told.any() and (self.severity != "info" or told.gain >= _MUCH):
                    found.append(self._finding(name, label, classes, rows, told))
        return found

    def _finding(self, name, label, classes, rows, told: Telling) -> Finding:
        known = [classes[code] for code in np.flatnonzero(told.told)]
        of = "the class" if label is None else f"whether there is {label}"
        grade = "which content may explain" if self.severity == "info" else "suspicious"
        message = (
            f"{name} alone tells {of} with an accuracy of {told.accuracy:.2f} "
            f"(by chance {told.chance:.2f}){_named(known, len(classes), label)}; {grade}"
        )
        detail = f"recognised by {name} alone"
        flagged = [Flagged(int(row), detail) for row in rows[told.rows]]
        figures = {"candidate": name, "accuracy": round(told.accuracy, 4)}
        figures |= {"chance": round(told.chance, 4), "p_value": told.p_value, "classes": known}
        return self.finding(message, flagged, figures=figures)


def _named(known, n_classes, label) -> str:
    if label is not None or n_classes <= 2:
        return ""
    if len(known) == n_classes:
        return ", every class"
    rest = len(known) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f", most of all {', '.join(known[:_MOST_NAMED])}{more}"


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
