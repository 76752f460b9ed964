"""CC201: classes of very different sizes."""

from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding

_RATIO, _LARGE_RATIO = 5, 20


class Imbalance(Check):
    """A class with many times as many images as another."""

    code = "CC201"
    title = "classes of very different sizes"
    severity = "info"
    why = "accuracy is mostly about the largest class, and rare ones are learned badly"
    remedy = "look at balanced accuracy and the recall of every class; add images of the rare ones"

    def find(self, facts: Facts) -> list[Finding]:
        """Where the largest has 5 times (info) or 20 times (warning) the smallest."""
        dataset = facts.dataset.training()
        counts = {name: n for name, n in dataset.class_counts().items() if n}
        if dataset.multilabel or len(counts) < 2:
            return []
        most, least = max(counts, key=counts.__getitem__), min(counts, key=counts.__getitem__)
        ratio = counts[most] / counts[least]
        if ratio < _RATIO:
            return []
        message = (
            f"class '{most}' has {counted(counts[most], 'image')}, '{least}' {counts[least]:,}: "
            f"{ratio:.0f} times as many"
        )
        severity = "warning" if ratio >= _LARGE_RATIO else self.severity
        return [self.finding(message, severity=severity, figures={"ratio": ratio})]
