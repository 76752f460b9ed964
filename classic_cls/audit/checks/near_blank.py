"""CC016: images that show nothing."""

import numpy as np

from ..._validation import counted
from .._extremes import blank
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class NearBlank(Check):
    """Images of one colour, or nearly so."""

    code = "CC016"
    title = "blank images"
    severity = "warning"
    why = "they show nothing, so any label is wrong; often a download or a camera has failed"
    remedy = "take them out, or find the images that were meant"
    needs = frozenset({"pixels"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those of a contrast below 2 of 255, or of one luminance in 99% of the pixels."""
        rows = np.flatnonzero(blank(facts))
        n = len(rows)
        if not n:
            return []
        contrast = facts.pixels.contrast
        flagged = [Flagged(row, f"contrast {contrast[row]:.1f}", "drop") for row in rows.tolist()]
        message = f"{counted(n, 'image')} {'is' if n == 1 else 'are'} blank, or nearly so"
        return [self.finding(message, flagged, figures={"n": n})]
