"""CC001: files that cannot be read."""

from ..check import Check
from ..facts import Facts
from ..finding import Finding


class Unreadable(Check):
    """Files that take no part: unreadable, truncated, no images at all, or named wrongly."""

    code = "CC001"
    title = "files that take no part"
    severity = "error"
    why = "what cannot be read is left out of every figure, and may be missing from one class only"
    remedy = "copy or download the files again, or take them out of the data"

    def find(self, facts: Facts) -> list[Finding]:
        """All files and rows that were set aside, under their reasons."""
        n = len(facts.rejected)
        if not n:
            return []
        total = n + len(facts)
        message = f"{n:,} of {total:,} files or rows cannot be used"
        return [self.finding(message, others=facts.rejected, figures={"n": n, "n_of": total})]
