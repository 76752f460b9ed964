"""CC004: animations and files of several pages."""

import numpy as np

from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class Animated(Check):
    """Animations (GIF, PNG, WebP), of which only the first frame is looked at."""

    code = "CC004"
    title = "animations"
    severity = "warning"
    why = "only the first frame is looked at, which may be blank or a title"
    remedy = "save the frame that shows the thing as an image of its own"

    def find(self, facts: Facts) -> list[Finding]:
        """Those of more than one frame; pages of a TIFF were chosen by a person."""
        files = facts.files
        rows = np.flatnonzero((files.n_frames > 1) & (files.format != "TIFF"))
        if not len(rows):
            return []
        flagged = [Flagged(row, f"{files.n_frames[row]} frames") for row in rows.tolist()]
        has = "has" if len(rows) == 1 else "have"
        message = f"{counted(len(rows), 'image')} {has} several frames; the first is used"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
