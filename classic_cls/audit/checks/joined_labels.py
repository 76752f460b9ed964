"""CC205: labels that always occur together."""

import numpy as np

from ..._validation import UNKNOWN, quoted
from ..check import Check
from ..facts import Facts
from ..finding import Finding

_LEAST = 3


class JoinedLabels(Check):
    """Labels, of several an image, that are on the same images throughout."""

    code = "CC205"
    title = "labels that always occur together"
    severity = "warning"
    why = "they cannot be told apart by learning, and the figures count one thing twice"
    remedy = "join them to one label, or add images with only one of them"

    def find(self, facts: Facts) -> list[Finding]:
        """Sets of labels with equal columns, on at least 3 images and not on all."""
        targets, names = facts.dataset.targets, facts.dataset.class_names
        if targets.ndim == 1:
            return []
        n_with = (targets == 1).sum(axis=0)
        varies = (n_with >= _LEAST) & (targets == 0).any(axis=0) & ~(targets == UNKNOWN).any(axis=0)
        sets: dict[bytes, list[int]] = {}
        for column in np.flatnonzero(varies).tolist():
            sets.setdefault(targets[:, column].tobytes(), []).append(column)
        return [
            self.finding(
                f"labels {quoted([names[i] for i in found])} are always together "
                f"(on {n_with[found[0]]:,} images)",
                figures={"labels": [names[i] for i in found]},
            )
            for found in sets.values()
            if len(found) > 1
        ]
