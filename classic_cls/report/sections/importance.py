"""What every family of features is worth."""

from ..._figure_text import figure_text, interval_text, number_text
from ...evaluation import HOW_TO_READ_IMPORTANCE, record_of
from ..section import Section


class Importance(Section):
    """A row for every family of features: shuffled, and left out."""

    key = "importance"

    def summarize(self, training) -> dict:
        """``importance``, only where it was asked for.

        ``figure``, and its ``value`` with all features. ``families``: of each its ``name``, the
        ``members`` of the union that it holds, ``n_columns``, and ``shuffled`` and ``left_out``:
        the ``value`` of the figure then, how much ``worse`` that is, and the paired ``interval`` of
        this (None of a single fold); ``left_out`` is None where there is no other family.
        ``n_shuffles``: how often it was shuffled in every fold. ``sentence``: what it means.
        """
        found = training.importance
        return {} if found is None else {"importance": found.plain()}

    def show(self, summary, pictures) -> dict | None:
        """The sentence, and a row for every family, the one that is leant on most first."""
        found = summary.get("importance")
        if found is None:
            return None
        record = record_of(found["figure"], summary["task"])
        sentence = found["sentence"]
        return {
            "sentence": f"{sentence[0].upper()}{sentence[1:]}.",
            "reading": HOW_TO_READ_IMPORTANCE,
            "title": record.title,
            "percent": record.percent,
            "value": figure_text(found["value"], record.percent),
            "n_shuffles": found["n_shuffles"],
            "rows": [
                row
                | {name: _told(row[name], record.percent) for name in ("shuffled", "left_out")}
                | {"holds": ", ".join(row["members"]) if len(row["members"]) > 1 else ""}
                for row in found["families"]
            ],
        }


def _told(change: dict | None, percent: bool) -> dict | None:
    if change is None:
        return None
    worse, ends = change["worse"], change["interval"]
    return {
        "value": figure_text(change["value"], percent),
        "worse": "not defined" if worse is None else number_text(worse, percent, "+"),
        "interval": interval_text(ends, percent),
        "told": ends is not None and not ends[0] <= 0 <= ends[1],
    }
