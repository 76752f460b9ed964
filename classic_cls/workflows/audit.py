"""Look for what is wrong with the data itself, before anything is trained."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .._typing import FilePath
from .._validation import unknown_name
from ..audit import CHECKS, SEVERITIES, Check, Facts, Finding
from ..datasets import ImageDataset
from .checks import check_cache
from .stages import Stages, check_is_dataset

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Audit:
    """What is wrong with a data set.

    Attributes
    ----------
    findings : tuple of Finding
        The most severe first, then by code.
    facts : Facts
        What was looked at: rows of findings are rows of ``facts.dataset``.
    ignored : tuple of str
        Codes of the checks that were left out.
    seconds : dict of str to float
        By stage, and ``"total"``.
    """

    findings: tuple[Finding, ...]
    facts: Facts
    ignored: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def worst(self) -> str | None:
        """The severity of the first finding; None where nothing was found."""
        return self.findings[0].severity if self.findings else None

    def plain(self) -> dict:
        """For JSON: the findings, and how many images they are about."""
        return {
            "name": self.facts.dataset.name,
            "n_images": len(self.facts),
            "findings": [finding.plain(self.facts.names) for finding in self.findings],
            "ignored": list(self.ignored),
            "seconds": self.seconds,
        }

    def frame(self) -> "pd.DataFrame":
        """A row for each image of each finding, with its code, severity, title, detail and fix."""
        import pandas as pd

        names = self.facts.names
        rows = []
        for found in self.findings:
            start = found.code, found.severity, found.title
            rows += [(*start, i.path, i.reason, None) for i in found.others]
            rows += [(*start, names[i.row], i.detail, i.fix) for i in found.flagged]
        return pd.DataFrame(rows, columns=["code", "severity", "title", "path", "detail", "fix"])


def audit(
    dataset: ImageDataset,
    *,
    ignore: Collection[str] = (),
    page: int | str | None = None,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> Audit:
    """Look for what is wrong with a data set: every image is read once, nothing is changed.

    Parameters
    ----------
    dataset : ImageDataset
        The images, with their labels, groups and official split.
    ignore : collection of str
        Codes of checks to leave out, such as ``"CC012"``.
    page : int or "max", optional
        Page of TIFF files of several.
    n_jobs : int, optional
        As in joblib.
    cache : path, optional
        Folder that keeps what was seen of every image between calls.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    Audit

    Raises
    ------
    ValueError
        If there is no check of an ignored code, or no image can be read.
    """
    check_is_dataset(dataset)
    check_cache(cache)
    checks = wanted_checks(ignore)
    stages = Stages(progress)
    with stages.stage("extract") as report:
        facts = Facts.of(dataset, page=page, n_jobs=n_jobs, cache=cache, progress=report)
    with stages.stage("checks") as report:
        findings = []
        for number, check in enumerate(checks, start=1):
            findings += check.find(facts)
            if report is not None:
                report(number, len(checks))
    return Audit(most_severe_first(findings), facts, tuple(ignore), stages.total())


def wanted_checks(ignore: Collection[str]) -> list[Check]:
    """All checks but those of the ignored codes."""
    codes = [check.code for check in CHECKS]
    for code in ignore:
        if code not in codes:
            raise ValueError(unknown_name("check", code, codes))
    return [check for check in CHECKS if check.code not in ignore]


def most_severe_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By severity, then by code; those of one check in its order."""
    return tuple(sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.code)))
