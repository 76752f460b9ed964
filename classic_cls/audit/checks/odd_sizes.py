"""CC010: images much smaller or larger than the others."""

import numpy as np

from ..._validation import counted
from .._robust import deviations
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_FAR, _FACTOR, _MOST, _FEW = 4, 3.0, 0.05, 2
_TINY = 8


class OddSizes(Check):
    """Images whose sides are far from those of most, or of a few pixels only."""

    code = "CC010"
    title = "images of odd sizes"
    severity = "warning"
    why = "thumbnails and icons among photos hold less detail, and may be no photos at all"
    remedy = "look at them; replace thumbnails by the images themselves"

    def find(self, facts: Facts) -> list[Finding]:
        """Those of fewer than 8 pixels, and the few that are three times as large or as small."""
        files = facts.files
        side = np.sqrt(files.width.astype(float) * files.height)
        logs = np.log(side)
        far = np.abs(deviations(logs, 0.1)) > _FAR
        odd = far & (np.abs(logs - np.median(logs)) > np.log(_FACTOR))
        if odd.sum() > max(_FEW, _MOST * len(odd)):  # then they are no exceptions
            odd[:] = False
        rows = np.flatnonzero(odd | (np.minimum(files.width, files.height) < _TINY))
        if not len(rows):
            return []
        rows = rows[np.argsort(-np.abs(logs - np.median(logs))[rows], kind="stable")]
        flagged = [Flagged(r, f"{files.width[r]} x {files.height[r]}") for r in rows.tolist()]
        usual = f"{np.median(files.width):.0f} x {np.median(files.height):.0f}"
        is_ = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'image')} {is_} far from the usual size ({usual} pixels)"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
