"""What the two curve displays share."""

import numpy as np

from ._axes import axes_for, in_percent

_COLOR = "#08519c"
_PART_COLOR = "#9ecae1"


def checked_curve(x, y, names):
    """Both as float arrays of one length; ``names`` are for the message.

    >>> checked_curve([0, 1], [0, 1], ("fpr", "tpr"))[0].tolist()
    [0.0, 1.0]
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(
            f"{names[0]} has shape {x.shape} and {names[1]} {y.shape}; they are the places of "
            "the same points"
        )
    return x, y


def draw_curve(display, ax, label, steps=False):
    """Thin parts, then the curve itself; sets ``ax_``, ``figure_``, ``parts_`` and ``line_``."""
    display.ax_, display.figure_ = ax, _ = axes_for(ax, (5.0, 4.6))
    style = {"drawstyle": "steps-pre"} if steps else {}
    display.parts_ = [
        ax.plot(x, y, color=_PART_COLOR, linewidth=0.8, label=part, **style)[0]
        for (x, y), part in zip(display.parts, _labels(display), strict=True)
    ]
    display.line_ = ax.plot(display.x, display.y, color=_COLOR, label=label, **style)[0]


def _labels(display):
    """One entry of the legend for all parts together."""
    return [display.parts_name if i == 0 else None for i in range(len(display.parts))]


def draw_point(display, xlabel, ylabel, place):
    """The operating point and the axes; sets ``point_``."""
    ax = display.ax_
    display.point_ = None
    if display.operating_point is not None:
        x, y = display.operating_point
        display.point_ = ax.plot([x], [y], "o", color="#d94801", label="predicted labels")[0]
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
    in_percent(ax.xaxis, ax.yaxis)
    ax.grid(alpha=0.3)
    ax.legend(loc=place, fontsize=9)
    ax.spines[["top", "right"]].set_visible(False)
