"""CC011: images much longer than the others."""

import numpy as np

from ..._validation import counted
from .._robust import deviations
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_FAR, _FACTOR, _MOST, _FEW = 4, 2.0, 0.05, 2


class OddShapes(Check):
    """Images whose ratio of the longer to the shorter side is far from that of most."""

    code = "CC011"
    title = "images of odd shapes"
    severity = "warning"
    why = "all images are brought to one shape, so that these are squeezed more than the others"
    remedy = "crop them to the thing they show"

    def find(self, facts: Facts) -> list[Finding]:
        """The few that are twice as long as usual; lying or standing does not matter."""
        files = facts.files
        ratio = np.abs(np.log(files.width / files.height))
        odd = (deviations(ratio, 0.05) > _FAR) & (ratio - np.median(ratio) > np.log(_FACTOR))
        if not odd.any() or odd.sum() > max(_FEW, _MOST * len(odd)):
            return []
        rows = np.flatnonzero(odd)
        rows = rows[np.argsort(-ratio[rows], kind="stable")]
        flagged = [Flagged(r, f"{files.width[r]} x {files.height[r]}") for r in rows.tolist()]
        is_ = "is" if len(rows) == 1 else "are"
        usual = np.exp(np.median(ratio))
        message = f"{counted(len(rows), 'image')} {is_} far longer than usual ({usual:.1f} to 1)"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
