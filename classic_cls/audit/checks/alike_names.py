"""CC203: names of classes that are hardly meant to be different."""

import numpy as np

from ..._validation import quoted
from ...datasets import alike_names
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged


class AlikeNames(Check):
    """Classes whose names differ in case, blanks, underscores or hidden characters only."""

    code = "CC203"
    title = "class names that look the same"
    severity = "error"
    why = "what is one class is learned as two, and counted as confused with itself"
    remedy = "give them one name, in the table or by moving the images into one folder"

    def find(self, facts: Facts) -> list[Finding]:
        """Each set of such names; the fix is the name of most images."""
        dataset, counts = facts.dataset, facts.dataset.class_counts()
        return [
            self._of(names, max(names, key=lambda name: counts[name]), dataset)
            for names in alike_names(dataset.class_names)
        ]

    def _of(self, names: list[str], usual: str, dataset) -> Finding:
        message = f"classes {quoted(names)} differ in case, blanks or marks only"
        flagged = []
        if not dataset.multilabel:
            others = [name for name in names if name != usual]
            flagged = [
                Flagged(row, f"of '{dataset.targets[row]}'", ("relabel", usual))
                for row in np.flatnonzero(np.isin(dataset.targets, others)).tolist()
            ]
        return self.finding(message, flagged, figures={"names": names})
