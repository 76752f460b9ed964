"""CC014: images that are of hardly any contrast."""

from ..._validation import counted
from .._extremes import extreme
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_LIMIT, _LEAST_SPREAD = 5.0, 0.1  # of 255


class LowContrast(Check):
    """Images of hardly any contrast, where the others have some."""

    code = "CC014"
    title = "images of low contrast"
    severity = "warning"
    why = "what they show drowns in noise and compression"
    remedy = "look at them; take them out, or stretch the contrast of all"
    needs = frozenset({"pixels"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those beyond an absolute limit that are far from what is usual in the set, too."""
        values = facts.pixels.contrast
        rows = extreme(facts, values, _LIMIT, low=True, least_spread=_LEAST_SPREAD)
        if not len(rows):
            return []
        flagged = [Flagged(row, f"contrast {values[row]:.1f}") for row in rows.tolist()]
        is_ = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'image')} {is_} of hardly any contrast"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
