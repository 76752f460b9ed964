"""CC013: images that are nearly white."""

from ..._validation import counted
from .._extremes import extreme
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_LIMIT, _LEAST_SPREAD = 239.0, 5.0  # of 255


class TooBright(Check):
    """Images that are nearly white, where the others are not."""

    code = "CC013"
    title = "nearly white images"
    severity = "warning"
    why = "there is hardly anything to see, so the label is learned from noise"
    remedy = "look at them; take them out"
    needs = frozenset({"pixels"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those beyond an absolute limit that are far from what is usual in the set, too."""
        values = facts.pixels.brightness
        rows = extreme(facts, values, _LIMIT, low=False, least_spread=_LEAST_SPREAD)
        if not len(rows):
            return []
        flagged = [Flagged(row, f"brightness {values[row]:.0f}") for row in rows.tolist()]
        is_ = "is" if len(rows) == 1 else "are"
        message = f"{counted(len(rows), 'image')} {is_} nearly white"
        return [self.finding(message, flagged, figures={"n": len(rows)})]
