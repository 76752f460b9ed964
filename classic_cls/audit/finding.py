"""What a check finds, and the images that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..datasets import SetAside

SEVERITIES = ("error", "warning", "info")
"""From what makes figures wrong to what one may want to know."""


@dataclass(frozen=True)
class Flagged:
    """An image that a finding is about.

    Parameters
    ----------
    row : int
        Its row in the data set of the facts.
    detail : str
        What is wrong with it, in a few words.
    fix : str or tuple, optional
        What a cleaned list may do about it: ``"drop"`` or ``("relabel", class)``.
    other : int, optional
        Row of an image to be seen beside it, such as the one that it is a copy of.
    """

    row: int
    detail: str
    fix: str | tuple[str, str] | None = None
    other: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a sentence with its figures, and the images.

    Parameters
    ----------
    code, severity, title : str
        Of the check; the severity may be that of the case.
    message : str
        A plain sentence without the final stop.
    flagged : tuple of Flagged
        The worst first.
    figures : dict
        Numbers by name, for programs.
    others : tuple of SetAside
        Files that are no image of the data set, such as those that cannot be read.
    """

    code: str
    severity: str
    title: str
    message: str
    flagged: tuple[Flagged, ...] = ()
    figures: dict = field(default_factory=dict)
    others: tuple[SetAside, ...] = ()

    @property
    def n_files(self) -> int:
        """How many images and files it is about."""
        return len({item.row for item in self.flagged}) + len(self.others)

    def plain(self, names: Sequence[str]) -> dict:
        """For JSON, with the names of all images."""
        return {
            "code": self.code,
            "severity": self.severity,
            "title": self.title,
            "message": self.message,
            "n_images": self.n_files,
            "figures": self.figures,
            "images": [_plain(item, names) for item in self.flagged],
            "files": [{"path": item.path, "detail": item.reason} for item in self.others],
        }


def _plain(item: Flagged, names) -> dict:
    found = {"path": names[item.row], "detail": item.detail, "fix": None}
    if item.fix is not None:
        found["fix"] = item.fix if isinstance(item.fix, str) else list(item.fix)
    return found | ({} if item.other is None else {"other": names[item.other]})
