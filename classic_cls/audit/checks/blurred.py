"""CC015: images that are blurred."""

from ..._validation import counted
from .._extremes import extreme
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_LIMIT, _LEAST_SPREAD = 0.35, 0.05


class Blurred(Check):
    """Images that lose little by another blur, where the others lose much (Crete et al., 2007)."""

    code = "CC015"
    title = "blurred images"
    severity = "warning"
    why = "fine detail is missing, and a class that is blurred more often is told by that"
    remedy = "look at them; take them out, or photograph again"
    needs = frozenset({"pixels"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those beyond an absolute limit that are far from what is usual in the set, too."""
        values = facts.pixels.sharpness
        rows = extreme(facts, values, _LIMIT, low=True, least_spread=_LEAST_SPREAD)
        if not len(rows):
            return []
        flagged = [Flagged(row, f"sharpness {values[row]:.2f}") for row in rows.tolist()]
        is_ = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'image')} {is_} far less sharp than the others"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
