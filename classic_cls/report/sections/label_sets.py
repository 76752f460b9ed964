"""Several labels, each yes, no or unsure: what silence costs and what it gains."""

from ..._figure_text import figure_text
from ...evaluation import LABEL_COVERAGES
from ..section import Section

_SHOWN = 0.9


class LabelSets(Section):
    """Measured coverage of every target, and what is said of every label at one of them."""

    key = "label_sets"

    def summarize(self, training) -> dict:
        """``label_sets``, for several labels with scores: what 'predict --coverage' says of them.

        A list with, for every ``target``, limits from other folds: ``present``, the share of the
        images with a label that are not told 'no', ``absent``, of those without it that are not
        told 'yes', and ``unsure``, the share of which neither is said (means over the labels), and
        for each of ``labels`` the same with ``name``, ``n_present`` and ``yes``; None where too
        few images have a label, or lack it. Targets that need more images are left out.
        """
        predictions = training.cv.predictions
        if predictions.scores is None or not predictions.multilabel:
            return {}
        found = map(training.cv.label_sets, LABEL_COVERAGES)
        return {"label_sets": [one.plain() for one in found if one is not None]}

    def show(self, summary, pictures) -> dict | None:
        """A row for every target; bars of every label at 90%, or the next lower one."""
        found = summary.get("label_sets")
        if not found:
            return None
        shown = [row for row in found if row["target"] <= _SHOWN] or found
        return {
            "sentence": _sentence(shown[-1]),
            "targets": [_texts(row) | {"target": f"{100 * row['target']:g}%"} for row in found],
            "target": f"{100 * shown[-1]['target']:g}%",
            "labels": [_label(row) for row in sorted(shown[-1]["labels"], key=_surest_last)],
            "any_without": any(row["present"] is None for row in shown[-1]["labels"]),
        }


def _sentence(row: dict) -> str:
    said = f"With a coverage of {100 * row['target']:g}% asked for, {figure_text(row['unsure'])} "
    said += "of the labels are \N{LEFT DOUBLE QUOTATION MARK}unsure\N{RIGHT DOUBLE QUOTATION MARK}"
    if row["present"] is None or row["absent"] is None:
        return said + "."
    return (
        f"{said}; of the images that have a label {figure_text(row['present'])} are not denied it, "
        f"of those that lack it {figure_text(row['absent'])} are not given it."
    )


def _texts(row: dict) -> dict:
    return {name: figure_text(row[name]) for name in ("present", "absent", "unsure")}


def _surest_last(row: dict) -> float:
    return -row["unsure"] if row["unsure"] is not None else 0.0


def _label(row: dict) -> dict:
    yes, unsure = (100 * (row[name] or 0) for name in ("yes", "unsure"))
    return _texts(row) | {
        "name": row["name"],
        "n": f"{row['n_present']:,}",
        "yes_width": round(yes, 1),
        "unsure_width": round(unsure, 1),
    }
