"""CC501: names of files or folders that look like sequences, without groups."""

import shlex

import numpy as np

from ..._remedies import remedy
from ..._validation import counted
from ...base import ImageRef
from ...duplicates import SIDE
from .._naming import Rule, grouping_rule
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

# How much nearer images of a sequence must be than others of their class, as a share.
_MUCH_NEARER = 0.75
_N_PAIRS = 2000


class Sequences(Check):
    """Names such as ``clip03_0012.png`` or ``patient7/3.png``, and no declared groups."""

    code = "CC501"
    title = "names that look like sequences"
    severity = "info"
    why = "frames of one clip on both sides of a split are nearly copies: the figures are too high"
    remedy = "if the images of a sequence belong together, declare the groups that are suggested"
    told_by_train = True

    def find(self, facts: Facts) -> list[Finding]:
        """The coarsest rule that fits; a warning where images of a sequence look alike, too."""
        dataset = facts.dataset
        if dataset.groups is not None:
            return []
        names = [ImageRef(ref.path).label(dataset.root) for ref in dataset.refs]
        rule = grouping_rule(names, dataset.targets)
        if rule is None:
            return []
        nearness = _nearness(facts, rule.groups)
        looks_alike = nearness is not None and nearness < _MUCH_NEARER
        severity = "warning" if looks_alike else self.severity
        return [self._of(rule, nearness, severity)]

    def _of(self, rule: Rule, nearness: float | None, severity: str) -> Finding:
        groups, rows, sizes = np.unique(rule.groups, return_index=True, return_counts=True)
        flagged = [
            Flagged(row, f"{counted(size, 'image')} of '{group}'")
            for group, row, size in zip(groups, rows.tolist(), sizes.tolist(), strict=True)
        ]
        given = shlex.quote(rule.group_by)
        asked = remedy(
            f"group_by={rule.group_by!r}", f"--group-by {given}", f"train with --group-by {given}"
        )
        message = (
            f"the names look like {counted(len(groups), 'sequence')}; if the images of each belong "
            f"together, give {asked}"
        )
        if severity == "warning":
            message += " (they look more alike than others of their class)"
        figures = {"group_by": rule.group_by, "n_groups": len(groups), "nearness": nearness}
        return self.finding(message, flagged, severity=severity, figures=figures)


def _nearness(facts: Facts, groups) -> float | None:
    """Median distance of images within sequences, over that of others with the same labels."""
    rows = facts.thumbnails[:, : SIDE * SIDE]
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1.0
    kinds = np.unique(facts.dataset.targets, axis=0, return_inverse=True)[1].ravel()
    sequence = np.unique(groups, return_inverse=True)[1].ravel()
    rng = np.random.default_rng(0)
    inside = _distances(rows, _pairs(kinds, sequence, True, rng))
    outside = _distances(rows, _pairs(kinds, sequence, False, rng))
    if not len(inside) or not len(outside):
        return None
    return float(np.median(inside) / max(np.median(outside), 1e-9))


def _pairs(kinds, sequence, same: bool, rng):
    """Pairs of one label, of one sequence or of two, drawn at random."""
    order = rng.permutation(len(kinds))
    key = (kinds, sequence) if same else (kinds,)
    order = order[np.lexsort([k[order] for k in reversed(key)])]
    pairs = np.column_stack([order[:-1], order[1:]])
    stay = (kinds[pairs[:, 0]] == kinds[pairs[:, 1]]) & (
        (sequence[pairs[:, 0]] == sequence[pairs[:, 1]]) == same
    )
    pairs = pairs[stay]
    return pairs[rng.permutation(len(pairs))[:_N_PAIRS]]


def _distances(rows, pairs):
    return np.linalg.norm(rows[pairs[:, 0]] - rows[pairs[:, 1]], axis=1)
