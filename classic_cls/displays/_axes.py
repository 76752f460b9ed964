"""The axes that a display draws on."""

from typing import Any


def axes_for(ax, size) -> tuple[Any, Any]:
    """The given axes, by default those of a new figure of a size in inches, and their figure."""
    if ax is None:
        import matplotlib.pyplot as plt

        ax = plt.subplots(figsize=size, layout="constrained")[1]
    return ax, ax.figure


def bare_axes(ax, size, title) -> tuple[Any, Any]:
    """The same without frame and ticks, with a title where there is one."""
    ax, figure = axes_for(ax, size)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if title:
        ax.set_title(title, loc="left", fontsize=11, parse_math=False)
    return ax, figure


def in_percent(*axes, sign: str | None = "%") -> None:
    """Ticks of shares as people read them; without a sign, points."""
    from matplotlib.ticker import PercentFormatter

    for axis in axes:
        axis.set_major_formatter(PercentFormatter(1, symbol=sign))


def finish_rows(ax, places, xlabel, **limits) -> None:
    """Axes of what stands row by row, the first at the top."""
    ax.set(xlabel=xlabel, ylim=(len(places) - 0.4, -0.6), **limits)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", alpha=0.3)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
