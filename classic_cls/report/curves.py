"""ROC and precision-recall curves as places in a drawing."""

from .wording import figure

__all__ = ["curve_plots"]

SIDE = 240
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
_TICKS = (0, 0.25, 0.5, 0.75, 1)


def curve_plots(summary: dict) -> list[dict]:
    """Drawings of the curves, on squares of 240 units.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of dict
        ``title``, the names ``x`` and ``y`` of the axes, ``ticks`` with ``text``, ``right``
        and ``down``; ``line`` and ``test`` as path data (None without a test); ``chance`` as
        path data, ``point`` as a place; ``legend`` as texts of each. Empty without scores.

    Examples
    --------
    >>> curve = {"points": [[0, 0], [0, 1], [1, 1]], "area": 1, "chance": None,
    ...          "operating_point": [0, 1], "class_areas": {"a": 1}}
    >>> plot = curve_plots({"cv": {"curves": {"roc": curve}}, "test": {"curves": None}})[0]
    >>> plot["line"], plot["legend"]["line"]
    ('M0 240L0 0L240 0', 'cross-validation, area 1.000')
    """
    curves, tested = summary["cv"]["curves"], summary["test"]["curves"] or {}
    return [_plot(kind, curves[kind], tested.get(kind)) for kind in _WORDS if kind in curves]


def _plot(kind: str, curve: dict, test: dict | None) -> dict:
    level = curve["chance"]
    chance = [[0, 0], [1, 1]] if kind == "roc" else [[0, level], [1, level]]
    return _WORDS[kind] | {
        "ticks": [_tick(value) for value in _TICKS],
        "line": _path(curve["points"]),
        "test": None if test is None else _path(test["points"]),
        "chance": _path(chance),
        "point": dict(zip(("right", "down"), _place(curve["operating_point"]), strict=True)),
        "legend": {
            "line": f"cross-validation, {_area(curve, kind)}",
            "test": None if test is None else f"test part, {_area(test, kind)}",
            "chance": "guessing" if level is None else f"guessing {figure(level, share=False)}",
            "point": "the answers given",
        },
    }


def _area(curve: dict, kind: str) -> str:
    name = "area" if kind == "roc" else "average precision"
    return f"{name} {figure(curve['area'], share=False)}"


def _tick(value: float) -> dict:
    right, down = _place((value, value))
    return {"text": f"{value:g}", "right": right, "down": down}


def _path(points) -> str:
    places = [_place(point) for point in points]
    return "M" + "L".join(f"{right:g} {down:g}" for right, down in places)


def _place(point) -> tuple[float, float]:
    return round(SIDE * point[0], 1), round(SIDE * (1 - point[1]), 1)
