"""What other thresholds would give."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import operating_points
from ..estimates import value_and_interval
from ..section import Section

_FIGURES = ("sensitivity", "specificity", "precision")


class OperatingPoints(Section):
    """A row for each sensitivity to aim at: what it would cost, with intervals."""

    key = "operating_points"

    def summarize(self, training) -> dict:
        """``cv``: ``operating_points``, of a positive class with scores and without an aim.

        Of each ``aim`` (a sensitivity) the lowest and the highest of the ``thresholds`` of the
        folds, each chosen on the other folds, and ``sensitivity``, ``specificity`` and
        ``precision`` as figures are, where they are defined.
        """
        found = [] if training.cv.aim is not None else operating_points(training.cv.predictions)
        rows = [
            {"aim": point.aim, "thresholds": point.thresholds}
            | {name: value_and_interval(estimate) for name, estimate in point.figures.items()}
            for point in found
        ]
        return {"cv": {"operating_points": rows}}

    def show(self, summary, pictures) -> dict | None:
        """Rows of text."""
        rows = summary["cv"].get("operating_points")
        return {"rows": [_row(row) for row in rows]} if rows else None


def _row(row: dict) -> dict:
    cells = [_cell(row.get(name)) for name in _FIGURES]
    ends = dict.fromkeys(f"{value:.3g}" for value in row["thresholds"])
    return {"aim": f"{100 * row['aim']:g}%", "thresholds": " to ".join(ends), "cells": cells}


def _cell(found: dict | None) -> dict:
    if found is None:
        return {"value": figure_text(None), "interval": ""}
    return {"value": figure_text(found["value"]), "interval": interval_text(found["interval"])}
