"""A curve for each class or label, against the rest."""

from ..._figure_text import figure_text
from ...evaluation import Ranks, record_of
from ..plane import Plane, named
from ..section import Section
from .curves import corners, thinned

MOST_CLASSES = 24
MOST_AT_ONCE = 12
MOST_POINTS = 40
_PLANE = Plane(side=120)
_TICKS = named((0, 0.5, 1))
_WORDS = {
    "precision_recall": ("Precision over recall", "average precision"),
    "roc": ("True over false positive rate (ROC)", "area"),
}


class ClassCurves(Section):
    """Small drawings side by side, one for each class, the weakest first."""

    key = "class_curves"

    def summarize(self, training) -> dict:
        """``cv``: ``class_curves``, of more than two classes or of labels that have scores.

        For ``roc`` and ``precision_recall`` a list of the 24 classes with the smallest area, each
        with ``name``, ``area``, ``operating_point`` and ``points`` (at most 40, to be joined);
        the areas of all classes are among ``curves``.
        """
        cv = training.cv
        behind = [record_of(name).behind for name in cv.figures]
        kinds = {ranks.curve for ranks in behind if isinstance(ranks, Ranks)}
        found = {kind: _weakest(cv.curves(kind)) for kind in _WORDS if kind in kinds}
        return {"cv": {"class_curves": found if cv.task != "binary" else {}}}

    def show(self, summary, pictures) -> dict | None:
        """Of each kind the drawings to see at once, and those to unfold."""
        found = summary["cv"].get("class_curves") or {}
        if not any(found.values()):
            return None
        kinds = [
            {
                "title": _WORDS[kind][0],
                "drawings": [_drawing(curve, kind) for curve in found[kind]],
            }
            for kind in _WORDS
            if found.get(kind)
        ]
        n_more = len(summary["class_names"]) - len(kinds[0]["drawings"])
        return {"kinds": kinds, "at_once": MOST_AT_ONCE, "n_more": n_more}


def _weakest(curves) -> list[dict]:
    order = sorted(curves.classes, key=lambda name: curves.classes[name].area)
    return [
        {
            "name": name,
            "area": curves.classes[name].area,
            "operating_point": curves.class_points.get(name),
            "points": thinned(corners(curves.classes[name], curves.kind), MOST_POINTS).round(3),
        }
        for name in order[:MOST_CLASSES]
    ]


def _drawing(curve: dict, kind: str) -> dict:
    area, point = (
        f"{_WORDS[kind][1]} {figure_text(curve['area'])}",
        curve["operating_point"],
    )
    return {
        "name": curve["name"],
        "area": area,
        "label": f"{curve['name']}, {_WORDS[kind][0].lower()}: {area}",
        "axes": _PLANE.axes(_TICKS, _TICKS),
        "line": _PLANE.path(curve["points"]),
        "chance": _PLANE.path([(0, 0), (1, 1)]) if kind == "roc" else None,
        "point": point and _PLANE.point(*point),
    }
