"""Look for what is wrong with the data itself, before anything is trained."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from .._file_names import json_text
from .._typing import FilePath
from .._validation import counted, unknown_name
from ..audit import CHECKS, SEVERITIES, Check, Facts, Finding
from ..datasets import ImageDataset
from ..report import plain, render_audit
from .checks import check_cache
from .outputs import write_together
from .stages import Stages, check_is_dataset

if TYPE_CHECKING:
    import pandas as pd


AUDIT_FILES = {"result": "audit.json", "page": "audit.html"}


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

    @property
    def verdict(self) -> str:
        """How many findings of which severity, in words."""
        counts = {severity: 0 for severity in SEVERITIES}
        for finding in self.findings:
            counts[finding.severity] += 1
        names = {"error": "error", "warning": "warning", "info": "remark"}
        said = [counted(n, names[severity]) for severity, n in counts.items() if n]
        return ", ".join(said) or "nothing was found"

    def plain(self) -> dict:
        """For JSON: the findings, and how many images they are about."""
        dataset, checks = self.facts.dataset, {check.code: check for check in CHECKS}
        return {
            "name": dataset.name,
            "created": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
            "version": __version__,
            "n_images": len(dataset),
            "n_classes": len(dataset.class_names),
            "task": dataset.task,
            "n_checks": len(CHECKS) - len(self.ignored),
            "verdict": self.verdict,
            "findings": [
                finding.plain(self.facts.names)
                | {"why": checks[finding.code].why, "remedy": checks[finding.code].remedy}
                for finding in self.findings
            ],
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


def audit_images(
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


def save_audit(
    audit: Audit, out: FilePath, *, images: bool = True, force: bool = False
) -> dict[str, Path]:
    """Write what was found as ``audit.json``, and as a page with pictures, ``audit.html``.

    Parameters
    ----------
    audit : Audit
        From :func:`audit_images`.
    out : path
        Folder; made where it is missing.
    images : bool
        Whether the page may show pictures and file names.
    force : bool
        Whether files of an earlier run are replaced.

    Returns
    -------
    dict of str to Path
        ``result`` and ``page``.

    Raises
    ------
    OutputExists
        If a file exists and ``force`` is False.
    """
    summary = plain(audit.plain())
    facts = audit.facts if images else None
    with write_together(out, AUDIT_FILES.values(), force) as folder:
        texts = json_text(summary), render_audit(summary, audit.findings, facts)
        for name, text in zip(AUDIT_FILES.values(), texts, strict=True):
            (folder / name).write_text(text + "\n", encoding="utf-8")
    return {key: Path(out) / name for key, name in AUDIT_FILES.items()}


def wanted_checks(ignore: Collection[str]) -> list[Check]:
    """All checks but those of the ignored codes."""
    check_codes(ignore)
    return [check for check in CHECKS if check.code not in ignore]


def check_codes(codes: Iterable[str]) -> None:
    """Refuse what is no code of a check."""
    known = [check.code for check in CHECKS]
    for code in codes:
        if code not in known:
            raise ValueError(unknown_name("check", code, known))


def most_severe_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By severity, then by code; those of one check in its order."""
    return tuple(sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.code)))
