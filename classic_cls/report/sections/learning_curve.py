"""Figures with fewer training images, and what more would bring."""

import numpy as np

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..plane import Plane, named
from ..section import Section
from .learned_classes import class_rows

SIDE = 240
_STEPS, _MOST_STEPS = (0.02, 0.05, 0.1, 0.2), 6  # between ticks: whole percents


class LearningCurve(Section):
    """The figure over the number of training images, drawn on a square of 240 units."""

    key = "learning_curve"

    def summarize(self, training) -> dict:
        """``learning_curve``, only where it was asked for.

        ``figure``: its name. ``sizes``: for every number of ``images`` learned from (means over the
        folds) the figure on tested images (``test``, ``low`` and ``high``) and on those learned
        from (``train``), and the ``gap``. ``law``: None, or ``a``, ``b`` and ``c`` of 1 less the
        figure = a + b * images ** -c. ``doubling``: None, or the ``gain`` with twice the images
        and its ``interval``. ``verdict``: "told", "little", "unclear", "flat" or "untold"
        (see `LearningCurve`), with a ``sentence`` and a ``gap_sentence``. ``drawn``: None, or the
        law at some numbers of ``images``: ``value``, ``low``, ``high``.
        ``classes``: of every class or label, those that gain most first, its ``name``, ``n_tested``
        (images or groups), ``sizes`` with its own ``images`` learned from, its ``f1`` with ``low``
        and ``high``, ``recall`` and ``precision``, and its ``law``, ``doubling`` (of all classes)
        and ``verdict`` (see `ClassCurve`) about the F1. ``class_sentence``: None, or which gains
        most.
        """
        curve = training.learning_curve
        return {} if curve is None else {"learning_curve": curve.plain()}

    def show(self, summary, pictures) -> dict | None:
        """Sentences, a table, and the drawing: ticks, and places of points and lines."""
        found = summary.get("learning_curve")
        if found is None:
            return None
        title, law = record_of(found["figure"], summary["task"]).title, found["law"]
        return {
            "title": title,
            "sentences": [_sentence(found["sentence"]), _sentence(found["gap_sentence"])],
            "law": law and f"{law['a']:.3f} + {law['b']:.3g} · n^\N{MINUS SIGN}{law['c']:.2f}",
            "rows": [_row(size) for size in found["sizes"]],
            "plot": _plot(found),
            "class_sentence": found["class_sentence"] and _sentence(found["class_sentence"]),
            "classes": class_rows(found),
        }


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _row(size: dict) -> dict:
    texts = {name: figure_text(size[name]) for name in ("test", "train")}
    limits = interval_text([size["low"], size["high"]])
    gap = f"{100 * size['gap']:.1f}"
    return texts | {"images": f"{size['images']:,.0f}", "interval": limits, "gap": gap}


def _plot(found: dict) -> dict:
    sizes, drawn = found["sizes"], found["drawn"] or {"images": [], "low": [], "high": []}
    images = [size["images"] for size in sizes]
    heights = [size[name] for size in sizes for name in ("test", "train", "low", "high")]
    heights += [*drawn["low"], *drawn["high"]]
    shown = [*images, *drawn["images"]]
    low, high, ticks = _upwards(min(heights), max(heights))
    plane = Plane((min(shown), max(shown)), (low, high), logarithmic=True)
    ends = [*zip(drawn["images"], drawn["low"], strict=True)]
    ends += reversed([*zip(drawn["images"], drawn["high"], strict=True)])
    right = [(n, f"{n:,.0f}") for n in [*images, *drawn["images"][-1:]]]
    law = [("chance", "the law, with its range")] if ends else []
    return {
        "axes": plane.axes(right, named(ticks, "%", 100), "training images"),
        "band": plane.path(ends) if ends else None,
        "line": plane.path(zip(drawn["images"], drawn["value"], strict=True)) if ends else None,
        "train": plane.path([(size["images"], size["train"]) for size in sizes]),
        "points": [
            {
                "at": plane.point(size["images"], size["test"]),
                "bar": plane.bar(size["images"], size["low"], size["high"]),
            }
            for size in sizes
        ],
        "legend": [
            ("point", "tested images, with 95% intervals"),
            ("tested", "training images"),
            *law,
        ],
    }


def _upwards(lowest: float, highest: float) -> tuple[float, float, list[float]]:
    """Round ends of the scale, and its ticks."""
    low = np.floor(10 * lowest) / 10
    height = max(np.ceil(10 * highest) / 10 - low, 0.1)
    step = next(step for step in _STEPS if height <= _MOST_STEPS * step + 1e-9)
    return low, low + height, np.arange(low, low + height + 1e-9, step).tolist()
