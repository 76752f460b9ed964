"""CC102: copies of one image under different labels."""

import numpy as np

from ..._validation import UNKNOWN
from .._copies import copies_of
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class LabelConflicts(Check):
    """The same image in two classes, or with other labels: one of them is wrong."""

    code = "CC102"
    title = "the same image under different labels"
    severity = "error"
    why = "one of the labels is wrong, and whichever is learned the other counts as a mistake"
    remedy = "look at both and correct one, or take both out"
    needs = frozenset({"duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """Pairs that are surely one image but differ in their labels."""
        copies = copies_of(facts, facts.duplicates.contradictory)
        if not len(copies.pairs):
            return []
        names, flagged = facts.names, []
        for (a, b), words in zip(copies.pairs.tolist(), copies.words, strict=True):
            for this, that in ((a, b), (b, a)):
                labels = f"{_label(facts.dataset, this)}, but {words} {names[that]}"
                detail = f"{labels}: {_label(facts.dataset, that)}"
                flagged.append(Flagged(this, detail, "drop", that))
        n = len(copies.pairs)
        pairs = "1 pair of images is" if n == 1 else f"{n:,} pairs of images are each"
        message = f"{pairs} the same image, but with different labels"
        return [self.finding(message, flagged, figures={"n_pairs": n})]


def _label(dataset, row: int) -> str:
    if not dataset.multilabel:
        return f"'{dataset.targets[row]}'"
    labels = dataset.targets[row]
    said = [dataset.class_names[i] for i in np.flatnonzero(labels == 1)]
    said += [f"?{dataset.class_names[i]}" for i in np.flatnonzero(labels == UNKNOWN)]
    return f"'{';'.join(said)}'"
