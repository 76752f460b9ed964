"""CC002: files and rows that take no part."""

from collections import Counter

from ..check import Check
from ..facts import Facts
from ..finding import Finding

_MOST_REASONS = 3


class SetAsideEntries(Check):
    """Files of a folder or rows of a table that are no images of the data, such as masks."""

    code = "CC002"
    title = "files or rows that take no part"
    severity = "info"
    why = "what is left out by mistake is missing from the figures"
    remedy = "look whether they were meant to take part; if so, mend the names or the rows"

    def find(self, facts: Facts) -> list[Finding]:
        """All of them, with the reasons; a file that a table names and nobody finds is an error."""
        out = facts.dataset.set_aside
        if not out:
            return []
        missing = any(item.reason == "file not found" for item in out)
        reasons = Counter(str(item.reason) for item in out).most_common(_MOST_REASONS)
        said = ", ".join(f"{reason} ({n:,})" for reason, n in reasons)
        message = f"{len(out):,} files or rows set aside: {said}"
        severity = "error" if missing else self.severity
        figures = {"n": len(out)}
        return [self.finding(message, others=out, severity=severity, figures=figures)]
