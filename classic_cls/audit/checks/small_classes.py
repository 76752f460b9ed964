"""CC202: classes too small to cross-validate."""

import numpy as np

from ..._validation import quoted
from ..check import Check
from ..facts import Facts
from ..finding import Finding, Flagged

_FOLDS = 5


class SmallClasses(Check):
    """Classes of fewer images, or groups, than there are folds."""

    code = "CC202"
    title = "classes too small to cross-validate"
    severity = "warning"
    why = "a class must be in every training part, and in a test; its figure says little"
    remedy = "add images of them, join them with others, or leave them out"

    def find(self, facts: Facts) -> list[Finding]:
        """Those of fewer than 5 images or groups; of fewer than 2 as an error."""
        dataset = facts.dataset
        units = _units_of_classes(dataset.training())
        what = "image" if dataset.groups is None else "group"
        found = []
        for least, most, severity in ((0, 1, "error"), (2, _FOLDS - 1, "warning")):
            few = [name for name, n in units.items() if least <= n <= most]
            if few:
                found.append(self._of(few, most, what, severity, dataset))
        return found

    def _of(self, few: list[str], most: int, what: str, severity: str, dataset) -> Finding:
        how = f"fewer than 2 {what}s" if most < 2 else f"{most} {what}s or fewer"
        has = "class has" if len(few) == 1 else "classes have"
        message = f"{len(few):,} {has} {how}: {quoted(few)}"
        flagged = []
        if not dataset.multilabel:
            rows = np.flatnonzero(np.isin(dataset.targets, few))
            flagged = [Flagged(row, f"of '{dataset.targets[row]}'") for row in rows.tolist()]
        return self.finding(message, flagged, severity=severity, figures={"classes": few})


def _units_of_classes(dataset) -> dict[str, int]:
    """How many images, or groups, each class or (multilabel) positive label has."""
    units = np.arange(len(dataset)) if dataset.groups is None else dataset.groups
    if dataset.multilabel:
        columns = (dataset.targets == 1).T
    else:
        columns = (dataset.targets == name for name in dataset.class_names)
    pairs = zip(dataset.class_names, columns, strict=True)
    found = {name: len(np.unique(units[column])) for name, column in pairs}
    # A label that no image has is no small class but a constant label.
    return {name: n for name, n in found.items() if n or not dataset.multilabel}
