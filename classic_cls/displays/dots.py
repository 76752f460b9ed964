"""A dot and an interval for each part of the images, and a line for all of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._validation import shortened
from ._axes import axes_for, finish_rows, in_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class DotDisplay:
    """A figure of every fold, group or other part, with 95% intervals (a dot plot).

    The source is W. S. Cleveland and R. McGill, "Graphical perception", JASA 79, 1984: places
    along a common scale are read more exactly than lengths.

    Parameters
    ----------
    values : array-like of shape (k,)
        Figure of every part.
    names : sequence of str
        What the parts are, drawn from top to bottom.
    limits : (low, high), each array-like of shape (k,), optional
        Interval of every part; NaN where there is none.
    pooled : float, optional
        The figure of all parts together, drawn as a line.
    name : str, default="accuracy"
        Name of the figure.
    percent : bool, default=False
        Whether the figure is a share, whose ticks are in percent.

    Attributes
    ----------
    ax_, figure_, dots_ : matplotlib Axes, Figure and PathCollection
        After `plot`.
    intervals_ : matplotlib LineCollection or None
    pooled_ : matplotlib Line2D or None

    Examples
    --------
    >>> DotDisplay([0.8, 0.9], ["fold 1", "fold 2"], pooled=0.85).figure_size
    (6.0, 1.9)
    """

    ax_: "Axes"

    def __init__(
        self,
        values: ArrayLike,
        names: Sequence[str],
        limits: ArrayLike | None = None,
        pooled: float | None = None,
        name: str = "accuracy",
        percent: bool = False,
    ):
        self.values = np.asarray(values, dtype=float)
        self.names = tuple(str(text) for text in names)
        self.limits = None if limits is None else np.asarray(limits, dtype=float)
        self.pooled = pooled
        self.name = name
        self.percent = percent
        if self.values.shape != (len(self.names),):
            raise ValueError(
                f"values has shape {self.values.shape}; there are {len(self.names)} names"
            )
        if self.limits is not None and self.limits.shape != (2, len(self.names)):
            raise ValueError(
                f"limits has shape {self.limits.shape}; {len(self.names)} names need "
                f"{(2, len(self.names))}: the lower limits, then the upper ones"
            )

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of parts."""
        return 6.0, round(min(1.4 + 0.25 * len(self.names), 16.0), 2)

    def plot(self, ax: "Axes | None" = None) -> "DotDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, self.figure_size)
        places = np.arange(len(self.names))
        self.pooled_ = self.intervals_ = None
        if self.pooled is not None:
            self.pooled_ = ax.axvline(self.pooled, color="#777777", linestyle="--", linewidth=1)
        if self.limits is not None:
            known = np.isfinite(self.limits).all(axis=0)
            ends = self.limits[:, known]
            self.intervals_ = ax.hlines(places[known], *ends, color="#08519c", linewidth=1.4)
        self.dots_ = ax.scatter(self.values, places, color="#08519c", zorder=3)
        ax.set_yticks(places, [shortened(text, 40) for text in self.names], parse_math=False)
        finish_rows(ax, places, self.name)
        if self.percent:
            in_percent(ax.xaxis)
        return self
