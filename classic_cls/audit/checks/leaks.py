"""CC103: copies of test images among the training images."""

import numpy as np

from .._copies import copies_of
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged
from .copies import across_splits


class Leaks(Check):
    """Images of the official test part of which the training part holds a copy."""

    code = "CC103"
    title = "test images in the training part"
    severity = "error"
    why = "they were seen in training, so the test figure is too high"
    remedy = "take the copies out of the training part, so that the test part stays what it was"
    needs = frozenset({"duplicates"})

    def find(self, facts: Facts) -> list[Finding]:
        """The training images to leave out, each with its copy in the test part."""
        across, split = across_splits(facts), facts.dataset.split
        if split is None or not across.any():
            return []
        copies = copies_of(facts, across)
        is_test = split == "test"
        names, tested = facts.names, set()
        flagged: dict[int, Flagged] = {}
        for (a, b), words in zip(copies.pairs.tolist(), copies.words, strict=True):
            train, test = (b, a) if is_test[a] else (a, b)
            tested.add(test)
            detail = f"{words} {names[test]} of the test part"
            flagged.setdefault(train, Flagged(train, detail, "drop", test))
        if not flagged:
            return []
        n, n_test = len(tested), int(np.count_nonzero(is_test))
        has = "has a copy" if n == 1 else "have copies"
        message = f"{n:,} of {n_test:,} test images {has} among the training images"
        return [self.finding(message, flagged.values(), figures={"n_test": n, "of": n_test})]
