"""Training and validation score at every value of a parameter."""

import numpy as np

from ...evaluation import record_of
from ..plane import SIDE, Plane, named
from ..section import Section

_N_TICKS = 5


class ValidationCurve(Section):
    """Both scores over the values, drawn side by side on a square of 240 units."""

    key = "validation_curve"

    def summarize(self, training) -> dict:
        """``validation_curve``, only where it was asked for.

        ``parameter`` and ``figure``: names. ``values``: for every ``value`` the figure on
        validation images (``test``, ``low`` and ``high``, or None) and on training images
        (``train``), and the ``gap``. ``current`` and ``best``: places among these; ``within``:
        whether the current one is within the interval of the best; ``fit``: "fine", "underfits",
        "overfits" or "unclear"; ``sentence`` and ``gap_sentence``.
        """
        curve = training.validation_curve
        return {} if curve is None else {"validation_curve": curve.plain()}

    def show(self, summary, pictures) -> dict | None:
        """Sentences, a table and the drawing."""
        found = summary.get("validation_curve")
        if found is None:
            return None
        record = record_of(found["figure"], summary["task"])
        return {
            "title": record.title,
            "parameter": found["parameter"],
            "sentences": [_sentence(found["sentence"]), _sentence(found["gap_sentence"])],
            "rows": [_row(i, row, found, record) for i, row in enumerate(found["values"])],
            "plot": _plot(found["values"], found["parameter"], record),
        }


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _named(value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _row(place, row, found, record) -> dict:
    known = row["low"] is not None
    return {
        "value": _named(row["value"]),
        "mark": ", ".join(name for name in ("current", "best") if found[name] == place),
        "test": record.text(row["test"]),
        "train": record.text(row["train"]),
        "interval": record.limits([row["low"], row["high"]]) if known else "",
    }


def _plot(rows, parameter, record) -> dict:
    """Places of points; values stand at equal distances."""
    heights = [r[n] for r in rows for n in ("test", "train", "low", "high") if r[n] is not None]
    low, high = min(heights), max(heights)
    low, high = np.floor(20 * low) / 20, max(np.ceil(20 * high) / 20, np.floor(20 * low) / 20 + 0.1)
    plane, places = Plane((0, SIDE), (low, high)), np.linspace(12, SIDE - 12, len(rows)).tolist()
    values = [(x, _named(row["value"])) for x, row in zip(places, rows, strict=True)]
    sign, times = ("%", 100) if record.percent else ("", 1)
    ticks = named(np.linspace(low, high, _N_TICKS), sign, times)
    points = [_point(plane, x, row) for x, row in zip(places, rows, strict=True)]
    lines = {
        name: plane.path((x, row[name]) for x, row in zip(places, rows, strict=True))
        for name in ("train", "test")
    }
    return lines | {"axes": plane.axes(values, ticks, parameter, lines=False), "points": points}


def _point(plane, x, row) -> dict:
    known = row["low"] is not None
    bar = plane.bar(x, row["low"], row["high"]) if known else None
    return {"at": plane.point(x, row["test"]), "bar": bar}
