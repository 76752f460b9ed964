"""A small curve and a line of text for every class of a learning curve."""

import numpy as np

from ..._figure_text import figure_text, interval_text

WIDTH, HEIGHT = 100, 26
_EXPECTED = {
    "unclear": "unclear",
    "little": "less than 1",
    "flat": "did not rise",
    "untold": "too few images",
}


def class_rows(found: dict) -> list[dict]:
    """Of every class, in the order given: texts, and the drawing of its F1 over the images."""
    return [_row(curve) for curve in found.get("classes", [])]


def _row(curve: dict) -> dict:
    last = curve["sizes"][-1]
    tested = last["f1"] is not None
    told = curve["verdict"] == "told"
    return {
        "name": curve["name"],
        "images": f"{last['images']:,.0f}",
        "f1": figure_text(last["f1"]),
        "recall": figure_text(last["recall"]),
        "precision": figure_text(last["precision"]),
        "more": f"{last['images']:,.0f}" if told else "",
        "gain": _gain(curve["doubling"]) if told else _EXPECTED[curve["verdict"]],
        "told": told,
        "interval": interval_text(_expected(curve, last)) if told else "",
        "drawing": _drawing(curve) if tested else None,
    }


def _gain(doubling: dict) -> str:
    return f"+{100 * doubling['gain']:.0f}"


def _expected(curve: dict, last: dict) -> list[float]:
    """Limits of the F1 with twice the images."""
    return [min(1.0, last["f1"] + more) for more in curve["doubling"]["interval"]]


def _drawing(curve: dict) -> dict:
    """Measured points and the law behind them, up to twice the images, from 0 to 100%."""
    sizes = [size for size in curve["sizes"] if size["f1"] is not None and size["images"] > 0]
    first, end = np.log([sizes[0]["images"], 2 * sizes[-1]["images"]])

    def place(n, value) -> tuple[float, float]:
        right = WIDTH * (np.log(n) - first) / (end - first)
        return round(float(right), 1), round(float(HEIGHT * (1 - value)), 1)

    points = [place(size["images"], size["f1"]) for size in sizes]
    law, line = curve["law"], None
    if law is not None and curve["verdict"] != "flat":
        at = np.exp(np.linspace(first, end, 16))
        line = _path([place(n, 1 - law["a"] - law["b"] * n ** -law["c"]) for n in at])
    return {"points": points, "law": line}


def _path(points) -> str:
    return "M" + "L".join(f"{right:g} {down:g}" for right, down in points)
