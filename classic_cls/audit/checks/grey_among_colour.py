"""CC008: grey images among coloured ones, or the reverse."""

import numpy as np

from ..._validation import counted
from .._minority import fewer, flagged_by_class, in_one_class
from ..check import Check
from ..facts import Facts
from ..finding import Finding

# Mean difference of the channels: JPEG leaves some in a grey image that was saved in colour.
_MOST_COLOUR_OF_GREY = 0.5


class GreyAmongColour(Check):
    """Images without any colour among coloured ones; how they are stored does not matter."""

    code = "CC008"
    title = "grey images among coloured ones"
    severity = "info"
    why = "colour tells them apart from the others, whatever they show"
    remedy = "replace them by coloured ones, or train on all of them turned to grey"
    needs = frozenset({"pixels"})

    def find(self, facts: Facts) -> list[Finding]:
        """The fewer of the two kinds; a warning where one class has most of them."""
        grey = facts.pixels.colour <= _MOST_COLOUR_OF_GREY
        if grey.all() or not grey.any():
            return []
        rows, kind, is_grey = fewer(grey, "grey", "in colour")
        is_ = "is" if len(rows) == 1 else "are"
        others = "in colour" if is_grey else "grey"
        n_others = len(facts) - len(rows)
        message = f"{counted(len(rows), 'image')} {is_} {kind}, the other {n_others:,} "
        message += others + in_one_class(facts.dataset, rows)
        severity = "warning" if _is_of_a_class(facts.dataset, rows) else self.severity
        figures = {"n": len(rows)}
        return [
            self.finding(message, flagged_by_class(rows, kind), severity=severity, figures=figures)
        ]


def _is_of_a_class(dataset, rows) -> bool:
    """Whether most of several are in one class, which holds no such share of all images."""
    if dataset.multilabel or len(rows) < 5:
        return False
    _, of_all = np.unique(dataset.targets, return_inverse=True)
    share = np.bincount(of_all[rows], minlength=of_all.max() + 1) / len(rows)
    usual = np.bincount(of_all) / len(of_all)
    return bool((share > np.maximum(0.5, 2 * usual)).any())
