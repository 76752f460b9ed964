"""CC006: images of more than 8 bits."""

import numpy as np

from ..._validation import counted
from .._minority import fewer, flagged_by_class, in_one_class
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class Depth(Check):
    """Images of 16 bits or floats, and 8-bit ones beside them."""

    code = "CC006"
    title = "images of more than 8 bits"
    severity = "info"
    why = (
        "deep values are mapped to 8 bits by one range for all, so 8-bit images beside them differ"
    )
    remedy = "export all images in the same depth"
    told_by_train = True

    def find(self, facts: Facts) -> list[Finding]:
        """Those deeper than 8 bits; of a mixture the fewer, as a warning."""
        deep = facts.files.depth > 8
        n = int(deep.sum())
        if not n:
            return []
        is_mixed = n < len(facts)
        rows, kind, _ = (
            fewer(deep, "more than 8 bits", "8 bits")
            if is_mixed
            else (
                np.arange(n),
                "more than 8 bits",
                True,
            )
        )
        message = f"{counted(n, 'image')} of {len(facts):,} of more than 8 bits"
        message += in_one_class(facts.dataset, rows) if is_mixed else ""
        severity = "warning" if is_mixed else self.severity
        flagged = flagged_by_class(rows, kind)
        return [self.finding(message, flagged, severity=severity, figures={"n": n})]
