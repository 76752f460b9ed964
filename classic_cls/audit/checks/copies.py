"""CC101: copies of an image in its class."""

import numpy as np

from ..._validation import counted
from .._copies import copies_of, kept_first
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class CopiesInClass(Check):
    """Images that are there twice or more under the same label, exactly or nearly."""

    code = "CC101"
    title = "copies of images"
    severity = "warning"
    why = "what is learned from one is tested on the other, and the figures are too high"
    remedy = "keep one of each; train keeps copies on one side of every split by itself"
    needs = frozenset({"duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """Those to leave out, each with the copy to keep; turned ones are another check's."""
        copies = copies_of(facts, facts.duplicates.same_label & ~across_splits(facts))
        out = kept_first(facts, copies.pairs)
        names, flagged = facts.names, []
        for leave, keep, number in out:
            if not copies.is_turned[number]:
                detail = f"{copies.words[number]} {names[keep]}"
                flagged.append(Flagged(leave, detail, "drop", keep))
        if not flagged:
            return []
        n = len(flagged)
        n_exact = sum(item.detail.startswith("the same") for item in flagged)
        exact = f" ({n_exact:,} exactly)" if n_exact else ""
        is_ = "is a copy" if n == 1 else "are copies"
        message = f"{counted(n, 'image')} {is_} of another one {alike(facts)}{exact}"
        return [self.finding(message, flagged, figures={"n": n, "n_exact": n_exact})]


def alike(facts: Facts) -> str:
    """What copies that contradict nothing have in common."""
    return "with the same labels" if facts.dataset.multilabel else "of the same class"


def across_splits(facts: Facts) -> np.ndarray:
    """Which pairs of near-duplicates lie on both sides of the official split: bool ``(m,)``."""
    split, pairs = facts.dataset.split, facts.duplicates.pairs
    if split is None:
        return np.zeros(len(pairs), bool)
    return split[pairs[:, 0]] != split[pairs[:, 1]]
