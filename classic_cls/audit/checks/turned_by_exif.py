"""CC009: images that EXIF turns."""

import numpy as np

from ..._validation import counted
from .._minority import flagged_by_class, in_one_class
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class TurnedByExif(Check):
    """Images stored lying or mirrored, which EXIF says to turn; here they are turned."""

    code = "CC009"
    title = "images turned by EXIF"
    severity = "info"
    why = "programs that do not heed EXIF, labelling tools among them, show them lying"
    remedy = "nothing for this package; turn the pixels before boxes or masks are drawn elsewhere"

    def find(self, facts: Facts) -> list[Finding]:
        """Those whose orientation is not 1."""
        rows = np.flatnonzero(facts.files.orientation != 1)
        if not len(rows):
            return []
        is_ = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'image')} {is_} turned upright as EXIF says"
        message += in_one_class(facts.dataset, rows)
        return [self.finding(message, flagged_by_class(rows, "turned"), figures={"n": len(rows)})]
