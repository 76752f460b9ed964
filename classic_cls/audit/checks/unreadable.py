"""CC001: files that cannot be read."""

from ..._validation import counted
from ..check import Check
from ..facts import Facts
from ..finding import Finding


class Unreadable(Check):
    """Files of the data that cannot be decoded: damaged, cut short, or no images at all."""

    code = "CC001"
    title = "files that cannot be read"
    severity = "error"
    why = "they are left out of every figure, and may be missing from one class only"
    remedy = "copy or download the files again, or take them out of the data"

    def find(self, facts: Facts) -> list[Finding]:
        """All of them, with the reasons."""
        n = len(facts.unreadable)
        if not n:
            return []
        message = f"{counted(n, 'file')} of {n + len(facts):,} cannot be read"
        figures = {"n": n, "n_of": n + len(facts)}
        return [self.finding(message, others=facts.unreadable, figures=figures)]
