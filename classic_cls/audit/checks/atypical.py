"""CC302: images unlike all others of their class."""

import numpy as np

from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged
from ..oddness import oddness

_ODD = 3.5


class Atypical(Check):
    """Images far from all others of their class: another thing, a drawing, a damaged one."""

    code = "CC302"
    title = "images unlike their class"
    severity = "info"
    why = "an image of something else teaches nothing, or wrong things, whatever its label"
    remedy = "look at them; drop those that are none of the classes"
    fixes_unasked = False  # what a model finds hard is not left out by a model, but by a person
    needs = frozenset({"features", "duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """The oddest first; of several labels, compared with all images."""
        targets = facts.dataset.targets
        several = targets.ndim == 2
        kind = np.zeros(len(facts), int) if several else np.unique(targets, return_inverse=True)[1]
        odd = oddness(facts.rows, kind, facts.units)
        rows = np.flatnonzero(odd >= _ODD)
        if not len(rows):
            return []
        rows = rows[np.argsort(-odd[rows], kind="stable")]
        what = "all others" if several else "the others of its class"
        detail = "{:.1f} deviations farther from {} than usual"
        flagged = [Flagged(row, detail.format(odd[row], what), "drop") for row in rows.tolist()]
        one = len(rows) == 1
        whom = "" if several else " of its class" if one else " of their class"
        message = f"{len(rows):,} {'image is' if one else 'images are'} unlike all others{whom}"
        return [self.finding(message, flagged, figures={"n": len(rows), "n_of": len(facts)})]
