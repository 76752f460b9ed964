"""CC104: copies that were flipped or turned."""

from ..._validation import counted
from .._copies import copies_of, kept_first
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged
from .copies import across_splits, alike


class TurnedCopies(Check):
    """Mirrored and turned copies of an image in its class, as augmentation leaves them."""

    code = "CC104"
    title = "mirrored or turned copies"
    severity = "warning"
    why = "an augmented copy of an image is no new image, but counts as one in every figure"
    remedy = "keep the originals alone, and let train augment (it keeps copies with their source)"
    needs = frozenset({"duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those to leave out, each with the image to keep."""
        copies = copies_of(facts, facts.duplicates.same_label & ~across_splits(facts))
        names = facts.names
        flagged = [
            Flagged(leave, f"{copies.words[number]} {names[keep]}", "drop", keep)
            for leave, keep, number in kept_first(facts, copies.pairs)
            if copies.is_turned[number]
        ]
        if not flagged:
            return []
        n = len(flagged)
        is_ = "is a mirrored or turned copy" if n == 1 else "are mirrored or turned copies"
        message = f"{counted(n, 'image')} {is_} of another one {alike(facts)}"
        return [self.finding(message, flagged, figures={"n": n})]
