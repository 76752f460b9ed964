"""CC206: images without any label."""

import numpy as np

from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class WithoutLabels(Check):
    """Images, of several labels an image, that have none."""

    code = "CC206"
    title = "images without any label"
    severity = "info"
    fixes_unasked = False
    why = "they count as images that show nothing of all this, and may only not be labelled yet"
    remedy = "look at some; write ? where nobody has looked, and leave the cell empty for none"

    def find(self, facts: Facts) -> list[Finding]:
        """Those on which no label is there, and none is unknown."""
        targets = facts.dataset.targets
        if targets.ndim == 1:
            return []
        rows = np.flatnonzero((targets == 0).all(axis=1))
        n = len(rows)
        if not n:
            return []
        flagged = [Flagged(row, "no label", "drop") for row in rows.tolist()]
        message = (
            f"{counted(n, 'image')} of {len(targets):,} {'has' if n == 1 else 'have'} no label"
        )
        return [self.finding(message, flagged, figures={"n": n})]
