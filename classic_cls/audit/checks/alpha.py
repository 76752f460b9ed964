"""CC005: transparency."""

import numpy as np

from ..._validation import counted
from .._minority import flagged_by_class, in_one_class
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class Alpha(Check):
    """Images with transparency, which is laid over white."""

    code = "CC005"
    title = "images with transparency"
    severity = "info"
    why = "what is transparent becomes white, so that cut-out objects stand on another ground"
    remedy = "save all images without transparency, on the same ground"

    def find(self, facts: Facts) -> list[Finding]:
        """Those with alpha; a warning where others have none."""
        rows = np.flatnonzero(facts.files.has_alpha)
        n = len(rows)
        if not n:
            return []
        has = "has" if n == 1 else "have"
        message = f"{counted(n, 'image')} of {len(facts):,} {has} transparency, which becomes white"
        message += in_one_class(facts.dataset, rows)
        severity = "warning" if n < len(facts) else self.severity
        flagged = flagged_by_class(rows, "has alpha")
        return [self.finding(message, flagged, severity=severity, figures={"n": n})]
