"""Dot plots: a figure of each of some parts with its interval, and a line for all of them."""

from math import ceil, floor

from .._validation import shortened
from .plane import SIDE

MOST_ROWS = 40
_ROW = 18
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10)


def dot_plot(rows, pooled: float, record) -> dict | None:
    """Places for the macro ``dots`` of ``plots.html``; of the first 40 rows.

    ``rows``: pairs of a name and a dict with ``value`` and ``interval``, either of them None.
    None where fewer than two have a value.
    """
    known = [(name, row) for name, row in rows if row["value"] is not None]
    if len(known) < 2:
        return None
    shown = known[:MOST_ROWS]
    ends = [end for _, row in shown for end in (row["interval"] or [row["value"]])]
    low, high, ticks = _scale(min(*ends, pooled), max(*ends, pooled))
    sign, times = ("%", 100) if record.percent else ("", 1)

    def right(value):
        return round(SIDE * (value - low) / (high - low), 1)

    return {
        "height": _ROW * len(shown),
        "ticks": [{"right": right(t), "text": f"{times * t:.3g}{sign}"} for t in ticks],
        "pooled": right(pooled),
        "n_more": len(known) - len(shown),
        "rows": [_row(i, name, row, right, record) for i, (name, row) in enumerate(shown)],
    }


def _row(i, name, row, right, record) -> dict:
    ends = row["interval"]
    said = f"{name}: {record.text(row['value'])}"
    if ends:
        said += f" (95% interval {record.limits(ends)})"
    line = None if ends is None else {"low": right(ends[0]), "high": right(ends[1])}
    down = _ROW * i + _ROW // 2
    return {"name": shortened(name, 17), "said": said, "down": down, "line": line} | {
        "at": right(row["value"])
    }


def _scale(lowest: float, highest: float) -> tuple[float, float, list[float]]:
    """Round ends and ticks that hold all values, at most six ticks."""
    step = next(s for s in (*_STEPS, highest - lowest) if (highest - lowest) / s <= 4)
    first, last = floor(lowest / step + 1e-9), max(ceil(highest / step - 1e-9), 1)
    last = max(last, first + 1)
    ticks = [round(step * i, 6) for i in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks
