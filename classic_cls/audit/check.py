"""What every check of the audit is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from ..datasets import SetAside
from .facts import Facts
from .finding import SEVERITIES, Finding, Flagged


class Check(ABC):
    """One thing that may be wrong with a data set: a file in `checks`, an entry in its list.

    Attributes
    ----------
    code : str
        What it is called for good, such as ``"CC012"``.
    title : str
        What is wrong, in a few words.
    severity : str
        ``"error"`` (figures would be wrong), ``"warning"`` (look at it) or ``"info"``.
    why : str
        One sentence: why it matters.
    remedy : str
        What to do.
    fixes_unasked : bool
        Whether a cleaned list applies the fixes of this check where nobody chose any.
    told_by_train : bool
        Whether `train` says it, as far as it is more than a remark; for checks that need nothing.
    needs : frozenset of str
        The costly facts that it looks at: ``"pixels"``, ``"duplicates"``, ``"features"`` and
        ``"probabilities"``.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str]
    fixes_unasked: ClassVar[bool] = True
    told_by_train: ClassVar[bool] = False
    needs: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def find(self, facts: Facts) -> list[Finding]:
        """What is wrong; an empty list where nothing is."""

    def finding(
        self,
        message: str,
        flagged: Iterable[Flagged] = (),
        *,
        others: Iterable[SetAside] = (),
        severity: str | None = None,
        figures: dict | None = None,
    ) -> Finding:
        """A finding of this check, with another severity where the case is another."""
        severity = self.severity if severity is None else severity
        if severity not in SEVERITIES:
            raise ValueError(f"severity={severity!r} must be one of {', '.join(SEVERITIES)}")
        return Finding(
            self.code, severity, self.title, message, tuple(flagged), figures or {}, tuple(others)
        )
