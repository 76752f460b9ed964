"""CC007: images for print."""

import numpy as np

from ..._validation import counted
from .._minority import flagged_by_class, in_one_class
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class Cmyk(Check):
    """Images in the colours of printers (CMYK), converted without their colour profile."""

    code = "CC007"
    title = "images in CMYK"
    severity = "warning"
    why = "their colours are converted roughly, and differ from those of the other images"
    remedy = "convert them to RGB with their colour profile"

    def find(self, facts: Facts) -> list[Finding]:
        """All of them."""
        rows = np.flatnonzero(facts.files.mode == "cmyk")
        if not len(rows):
            return []
        message = f"{counted(len(rows), 'image')} in CMYK" + in_one_class(facts.dataset, rows)
        return [self.finding(message, flagged_by_class(rows, "CMYK"), figures={"n": len(rows)})]
