"""ROC and precision-recall curves."""

import numpy as np

from ..._figure_text import figure_text
from ...evaluation import Ranks, record_of
from ..plane import QUARTERS, Plane, named
from ..section import Section, of_both
from ..sentences import main_part

MOST_POINTS = 200
_WORDS = {
    "roc": {
        "title": "ROC curve",
        "x": "false positive rate",
        "y": "true positive rate (recall)",
    },
    "precision_recall": {
        "title": "Precision-recall curve",
        "x": "recall",
        "y": "precision",
    },
}
_PLANE = Plane()


class Curves(Section):
    """Drawings of the curves of cross-validation and test part, on squares of 240 units."""

    key = "curves"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``curves``, None without a test part.

        ``roc`` and ``precision_recall``, as far as there are scores: ``points`` (at most 200, to
        be joined), ``area``, ``chance``, ``operating_point`` and ``class_areas``.
        """
        return of_both(training, "curves", _curves)

    def show(self, summary, pictures) -> dict | None:
        """Each drawing: lines as path data, axes, ticks, and a legend."""
        curves, tested = summary["cv"]["curves"], summary["test"]["curves"] or {}
        plots = [
            _plot(kind, curves[kind], tested.get(kind), main_part(summary))
            for kind in _WORDS
            if kind in curves
        ]
        return {"plots": plots} if plots else None


def _curves(result) -> dict:
    """Of each kind whose area is among the figures, for the two agree."""
    behind = [record_of(name).behind for name in result.figures]
    shown = {ranks.curve for ranks in behind if isinstance(ranks, Ranks)}
    return {kind: _curve(result.curves(kind)) for kind in _WORDS if kind in shown}


def _curve(curves) -> dict:
    return {
        "points": thinned(corners(curves.mean, curves.kind)).round(4),
        "area": curves.mean.area,
        "chance": curves.chance,
        "operating_point": curves.operating_point,
        "class_areas": {name: curve.area for name, curve in curves.classes.items()},
    }


def corners(curve, kind) -> np.ndarray:
    """Points ``(m, 2)`` to join by straight lines; precision goes in steps."""
    if kind == "roc":
        return np.column_stack([curve.x, curve.y])
    x = np.repeat(curve.x, 2)[:-1]
    y = np.append(curve.y[0], np.repeat(curve.y[1:], 2))
    return np.column_stack([x, y])


def thinned(points, most: int = MOST_POINTS) -> np.ndarray:
    """At most so many of the points, evenly along the line, its ends among them."""
    if len(points) > most:
        length = np.append(0.0, np.abs(np.diff(points, axis=0)).sum(axis=1).cumsum())
        at = np.searchsorted(length, np.linspace(0, length[-1], most) - 1e-12)
        points = points[np.unique([0, *at[1:-1].tolist(), len(points) - 1])]
    return points


def _plot(kind: str, curve: dict, test: dict | None, part: str) -> dict:
    level, words = curve["chance"], _WORDS[kind]
    chance = [[0, 0], [1, 1]] if kind == "roc" else [[0, level], [1, level]]
    guessing = "guessing" if level is None else f"guessing {figure_text(level)}"
    tested = [] if test is None else [("tested", f"test part, {_area(test, kind)}")]
    ticks = named(QUARTERS)
    return {
        "title": words["title"],
        "axes": _PLANE.axes(ticks, ticks, words["x"], words["y"]),
        "line": _PLANE.path(curve["points"]),
        "test": None if test is None else _PLANE.path(test["points"]),
        "chance": _PLANE.path(chance),
        "point": _PLANE.point(*curve["operating_point"]),
        "legend": [
            ("curve", f"{part}, {_area(curve, kind)}"),
            *tested,
            ("chance", guessing),
            ("point", "the answers given"),
        ],
    }


def _area(curve: dict, kind: str) -> str:
    name = "area" if kind == "roc" else "average precision"
    return f"{name} {figure_text(curve['area'])}"
