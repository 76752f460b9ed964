"""What comes out of a comparison, and its file."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._file_names import json_text, write_csv
from .._typing import FilePath
from ..datasets import SetAside
from ..evaluation import (
    BestComparison,
    CrossValidationResult,
    Estimate,
    ModelComparison,
    record_of,
)
from ..notes import without_names
from ..report import plain, render_comparison
from .outputs import write_together

if TYPE_CHECKING:
    import pandas as pd

LEADERBOARD = "leaderboard.csv"
COMPARISON_FILES = {"leaderboard": LEADERBOARD, "result": "result.json", "report": "report.html"}


@dataclass(frozen=True)
class ComparisonEntry:
    """One pipeline, or the predictions of another tool.

    Attributes
    ----------
    title : str
        Its name.
    features, classifier : str
        What it describes images by, and decides by.
    cv : CrossValidationResult
        On the same folds as every other entry.
    fit_seconds : float or None
        Mean over folds; None of another tool.
    predict_seconds_per_image : float or None
        From features to labels.
    memory_bytes : int or None
        Most memory that its folds took beyond what there was before, such as the features of all;
        None where the system does not tell (it does on Linux), and of results taken up again.
    given : bool
        Whether these are the predictions of another tool.
    """

    title: str
    features: str
    classifier: str
    cv: CrossValidationResult
    fit_seconds: float | None
    predict_seconds_per_image: float | None
    memory_bytes: int | None = None
    given: bool = False

    @property
    def model_bytes(self) -> int | None:
        """About the size of its model file; None of another tool."""
        return None if self.given else self.cv.model_bytes


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A leaderboard.

    Attributes
    ----------
    entries : tuple of ComparisonEntry
        Best first by the headline figure, those of other tools among them.
    headline : str
        Name of that figure.
    to_best : BestComparison
        Every pipeline against the best one, by `title`.
    corrected : Estimate or None
        The headline figure of the best entry, corrected for having been chosen by it: the best of
        several looks better than it is. None for a single entry, and for a scikit-learn scorer.
    against : dict of str to ModelComparison
        The best pipeline against each other tool, by `title`. These were not chosen, so the
        difference is that of the corrected figure.
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
    corrected: Estimate | None
    rejected: tuple[SetAside, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...]
    against: dict[str, ModelComparison] = field(default_factory=dict)

    @property
    def best(self) -> ComparisonEntry:
        """The best pipeline."""
        return next(entry for entry in self.entries if entry.title == self.to_best.best)

    def frame(self) -> "pd.DataFrame":
        """The leaderboard as a table, one row per entry.

        Names; the headline figure as ``NAME``, ``NAME_low`` and ``NAME_high``; how much better the
        best one is as ``best_lead`` with ``best_lead_low``, ``best_lead_high`` and ``best_lead_p``
        (corrected for the number of entries, after Holm), empty for the best itself, below 0 where
        another tool is better; for the best ``NAME_corrected`` with ``_low``
        and ``_high``; the dummy's headline figure; times in seconds; ``memory_bytes``, and
        ``model_bytes``, about the size of the model file; all other figures.
        """
        import pandas as pd

        return pd.DataFrame([self._row(entry) for entry in self.entries])

    def _row(self, entry: ComparisonEntry) -> dict:
        row = {"name": entry.title, "features": entry.features, "classifier": entry.classifier}
        row |= _figure(entry.cv, self.headline) | self._lead(entry) | self._corrected(entry)
        dummy = entry.cv.dummy.get(self.headline)
        row[f"dummy_{self.headline}"] = None if dummy is None else dummy.value
        row["fit_seconds"] = entry.fit_seconds
        row["predict_seconds_per_image"] = entry.predict_seconds_per_image
        row |= {"memory_bytes": entry.memory_bytes, "model_bytes": entry.model_bytes}
        for name in entry.cv.figure_names:
            row |= _figure(entry.cv, name)
        return row

    def plain(self) -> dict:
        """As plain values: the content of ``result.json`` and of the page."""
        cv, corrected = self.best.cv, self.corrected
        dummy = cv.dummy.get(self.headline)
        return plain({
            "created": date.today().isoformat(),
            "task": cv.task, "class_names": cv.class_names, "positive": cv.positive,
            "n_images": cv.n_images, "protocol": cv.protocol_words, "headline": self.headline,
            "best": self.to_best.best, "corrected": corrected and _value_of(corrected),
            "not_distinguishable": self.to_best.not_distinguishable,
            "dummy": None if dummy is None else dummy.value,
            "entries": [self._plain_entry(entry) for entry in self.entries],
            "against": [found.verdict for found in self.against.values()],
            "notes": [without_names(note) for note in self.notes],
            "set_aside": [{"path": one.path, "reason": one.reason} for one in self.rejected],
            "seconds": self.seconds,
        })  # fmt: skip

    def _plain_entry(self, entry: ComparisonEntry) -> dict:
        found, lead = self.against_best(entry), self._lead(entry)
        train = entry.cv.train.get(self.headline)
        return {
            "name": entry.title, "features": entry.features, "classifier": entry.classifier,
            "given": entry.given, **_value_of(self.headline_of(entry)),
            "measured": entry.cv.figures[self.headline].value,
            "train": None if train is None else train.value,
            "lead": found and {
                "difference": lead["best_lead"],
                "interval": [lead["best_lead_low"], lead["best_lead_high"]],
                "p_value": lead["best_lead_p"], "told": found.better is not None,
            },
            "fit_seconds": entry.fit_seconds,
            "predict_seconds_per_image": entry.predict_seconds_per_image,
            "figures": entry.cv.plain(),
        }  # fmt: skip

    def against_best(self, entry: ComparisonEntry) -> Any:
        """`ModelComparison` of the best entry and another; None for the best itself."""
        compared = self.against if entry.given else self.to_best.comparisons
        return compared.get(entry.title)

    def headline_of(self, entry: ComparisonEntry) -> Estimate:
        """The headline figure of an entry; that of the best corrected for the choice."""
        if self.corrected is not None and entry is self.best:
            return self.corrected
        return entry.cv.figures[self.headline]

    def _corrected(self, entry: ComparisonEntry) -> dict:
        found = self.corrected if entry is self.best else None
        low, high, _ = (found and found.interval) or (None, None, None)
        name = f"{self.headline}_corrected"
        return {name: found and found.value, f"{name}_low": low, f"{name}_high": high}

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


def with_note_on_choice(comparison: Comparison) -> Comparison:
    """The same with a note on how much the best looks better than it is."""
    n, name = sum(not entry.given for entry in comparison.entries), comparison.headline
    if n < 2:
        return comparison
    shown = record_of(name).text
    raw = shown(comparison.best.cv.figures[name].value)
    said = f"the best of {n} entries looks better than it is, as it was chosen by its {name}"
    if comparison.corrected is None:
        note = f"{said}: {raw} is too good, and could not be corrected"
    else:
        value = shown(comparison.corrected.value)
        note = f"{said}: {raw} as measured, {value} corrected for the choice"
    return replace(comparison, notes=(*comparison.notes, note))


def _value_of(estimate: Estimate) -> dict:
    interval = estimate.interval
    return {"value": estimate.value, "interval": interval and list(interval[:2])}


def _figure(cv: CrossValidationResult, name: str) -> dict:
    low, high, _ = cv.figures[name].interval or (None, None, None)
    return {name: cv.figures[name].value, f"{name}_low": low, f"{name}_high": high}


def save_comparison(
    comparison: Comparison,
    out: FilePath,
    *,
    name: str | None = None,
    command: str | None = None,
    force: bool = False,
) -> Path:
    """Write ``leaderboard.csv`` into a folder; with a ``name`` ``result.json`` and a page too.

    Parameters
    ----------
    comparison : Comparison
    out : path
        Folder; made where it is missing.
    name : str, optional
        Title of the page ``report.html``, such as the name of the data set.
    command : str, optional
        What a person typed, for the record.
    force : bool
        Whether existing files of these names are replaced.

    Returns
    -------
    Path

    Raises
    ------
    OutputExists
        If a file exists and ``force`` is False.
    """
    files = COMPARISON_FILES if name is not None else {"leaderboard": LEADERBOARD}
    with write_together(out, files.values(), force) as folder:
        write_csv(comparison.frame(), folder / LEADERBOARD)
        if name is not None:
            found = {"command": command, **comparison.plain()}
            (folder / files["result"]).write_text(json_text(found) + "\n", encoding="utf-8")
            page = render_comparison(found, name=name)
            (folder / files["report"]).write_text(page + "\n", encoding="utf-8")
    return Path(out) / LEADERBOARD
