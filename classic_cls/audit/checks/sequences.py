"""CC501: file names that look like sequences, without groups."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..._remedies import remedy
from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

# Of the images, those with a neighbour in their sequence; and images of a sequence, on average.
_LEAST_SHARE, _LEAST_LENGTH = 0.5, 2.0
# How much nearer neighbours in a sequence must be than other images of their class.
_MUCH_NEARER = 0.75
_MOST_PAIRS = 2000


@dataclass(frozen=True)
class Rule:
    """An expression that takes the sequence from a path, and what it gives of every image."""

    expression: str
    groups: np.ndarray


# What the name of the file may say: everything up to the last number, such as clip03 of
# clip03_0012.png; the first number, such as 17 of 17_left_3.png. Folders count where files are
# numbered anew in each.
_EXPRESSIONS = (
    r"([^/]*\d[^/]*?)[_ .-]+(?:[A-Za-z]+[_ .-]*)?\d+[^/\d]*\.\w+$",
    r"([^/]*?\d+[_ .-]*[A-Za-z]+)\d+[^/\d]*\.\w+$",
    r"(.*/)[^/]*$",
)


class Sequences(Check):
    """Names such as ``clip03_0012.png``: frames of one clip, in no declared group."""

    code = "CC501"
    title = "file names that look like sequences"
    severity = "info"
    why = "frames of one clip on both sides of a split are nearly copies: the figures are too high"
    remedy = "if these images belong together, say so by the groups that are suggested"
    needs = frozenset({"features"})

    def find(self, facts: Facts) -> list[Finding]:
        """The first rule that fits; a warning where images of a sequence look alike, too."""
        if facts.dataset.groups is not None:
            return []
        rule = suggested_rule(facts.dataset.root_names(), facts.dataset.targets)
        if rule is None:
            return []
        nearness = _nearness(facts, rule.groups)
        looks_alike = nearness is not None and nearness < _MUCH_NEARER
        n = len(np.unique(rule.groups))
        message = (
            f"the names look like {counted(n, 'sequence')}: if their images belong together, take "
            + remedy(f"group_by={rule.expression!r}", f"--group-by '{rule.expression}'")
        )
        if looks_alike:
            message += "; images of a sequence look more alike than others of their class"
        figures = {"group_by": rule.expression, "n_groups": n, "nearness": nearness}
        severity = "warning" if looks_alike else self.severity
        return [self.finding(message, _first_of(rule), severity=severity, figures=figures)]


del Counter, Flagged, re
