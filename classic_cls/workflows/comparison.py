"""What comes out of a comparison, and its file."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._typing import FilePath
from ..datasets import SetAside
from ..evaluation import BestComparison, CrossValidationResult, record_of
from .outputs import write_together

if TYPE_CHECKING:
    import pandas as pd

LEADERBOARD = "leaderboard.csv"


@dataclass(frozen=True)
class ComparisonEntry:
    """One pipeline.

    Attributes
    ----------
    title : str
        Its name.
    features, classifier : str
        What it describes images by, and decides by.
    cv : CrossValidationResult
        On the same folds as every other entry.
    fit_seconds : float
        Mean over folds.
    predict_seconds_per_image : float
        From features to labels.
    """

    title: str
    features: str
    classifier: str
    cv: CrossValidationResult
    fit_seconds: float
    predict_seconds_per_image: float


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A leaderboard.

    Attributes
    ----------
    entries : tuple of ComparisonEntry
        Best first by the headline figure.
    headline : str
        Name of that figure.
    to_best : BestComparison
        Every entry against the best one, by `title`.
    rejected : tuple of SetAside
        Images that took no part.
    seconds : dict
        Wall time by stage.
    notes : tuple of str
        What a person should be told.
    """

    entries: tuple[ComparisonEntry, ...]
    headline: str
    to_best: BestComparison
    rejected: tuple[SetAside, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...]

    def frame(self) -> "pd.DataFrame":
        """The leaderboard as a table, one row per entry.

        Names; the headline figure as ``NAME``, ``NAME_low`` and ``NAME_high``; how much better the
        best one is as ``best_lead`` with ``best_lead_low``, ``best_lead_high`` and ``best_lead_p``
        (corrected for the number of entries, after Holm), empty for the best itself; the dummy's
        headline figure; times in seconds; all other figures.
        """
        import pandas as pd

        return pd.DataFrame([self._row(entry) for entry in self.entries])

    def _row(self, entry: ComparisonEntry) -> dict:
        row = {"name": entry.title, "features": entry.features, "classifier": entry.classifier}
        row |= _figure(entry.cv, self.headline) | self._lead(entry)
        dummy = entry.cv.dummy.get(self.headline)
        row[f"dummy_{self.headline}"] = None if dummy is None else dummy.value
        row["fit_seconds"] = entry.fit_seconds
        row["predict_seconds_per_image"] = entry.predict_seconds_per_image
        for name in entry.cv.figure_names:
            row |= _figure(entry.cv, name)
        return row

    def against_best(self, entry: ComparisonEntry) -> Any:
        """`ModelComparison` of the best entry and another; None for the best itself."""
        return self.to_best.comparisons.get(entry.title)

    def _lead(self, entry: ComparisonEntry) -> dict:
        """How much better the best is: a positive number, whichever way the figure runs."""
        found = self.against_best(entry)
        names = ("best_lead", "best_lead_low", "best_lead_high", "best_lead_p")
        if found is None:
            return dict.fromkeys(names)
        lead = (found.difference, *found.interval[:2])
        if record_of(self.headline).lower_is_better:
            lead = (-found.difference, -found.interval.high, -found.interval.low)
        return dict(zip(names, (*lead, found.p_value), strict=True))


def _figure(cv: CrossValidationResult, name: str) -> dict:
    low, high, _ = cv.figures[name].interval or (None, None, None)
    return {name: cv.figures[name].value, f"{name}_low": low, f"{name}_high": high}


def save_comparison(comparison: Comparison, out: FilePath, *, force: bool = False) -> Path:
    """Write ``leaderboard.csv`` into a folder.

    Parameters
    ----------
    comparison : Comparison
    out : path
        Folder; made where it is missing.
    force : bool
        Whether an existing leaderboard is replaced.

    Returns
    -------
    Path

    Raises
    ------
    OutputExists
        If it exists and ``force`` is False.
    """
    with write_together(out, [LEADERBOARD], force) as folder:
        comparison.frame().to_csv(folder / LEADERBOARD, index=False, encoding="utf-8")
    return Path(out) / LEADERBOARD
