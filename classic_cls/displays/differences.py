"""A point and an interval per difference, around a line at 0."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._validation import shortened
from ._axes import axes_for, finish_rows, in_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class DifferenceDisplay:
    """Differences of one figure between models, with 95% intervals.

    Parameters
    ----------
    differences : array-like of shape (k,)
    names : sequence of str
        What was compared, drawn from top to bottom.
    limits : (low, high), each array-like of shape (k,)
        Interval of every difference.
    name : str, default="accuracy"
        Name of the figure.
    percent : bool, default=False
        Whether the figure is a share, whose ticks are in percent.

    Attributes
    ----------
    ax_, figure_, points_, intervals_ : matplotlib objects
        After `plot`.

    Examples
    --------
    >>> DifferenceDisplay([0.02], ["svm - lda"], ([-0.01], [0.05])).figure_size
    (6.0, 1.7)
    """

    def __init__(
        self,
        differences: ArrayLike,
        names: Sequence[str],
        limits: ArrayLike,
        name: str = "accuracy",
        percent: bool = False,
    ):
        self.differences = np.asarray(differences, dtype=float)
        self.names = tuple(str(text) for text in names)
        self.limits = np.asarray(limits, dtype=float)
        self.name = name
        self.percent = percent
        if self.differences.shape != (len(self.names),):
            raise ValueError(
                f"differences has shape {self.differences.shape}; there are {len(self.names)} names"
            )

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of differences."""
        return 6.0, round(min(1.4 + 0.3 * len(self.names), 16.0), 2)

    def plot(self, ax: "Axes | None" = None) -> "DifferenceDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, self.figure_size)
        places = np.arange(len(self.names))
        ax.axvline(0, color="#999999", linewidth=1)
        self.intervals_ = ax.hlines(places, *self.limits, color="#333333", linewidth=1.2)
        self.points_ = ax.scatter(self.differences, places, color="#3182bd", zorder=3)
        ax.set_yticks(places, [shortened(text, 40) for text in self.names], parse_math=False)
        unit = " in points" if self.percent else ""
        finish_rows(ax, places, f"difference of {self.name}{unit}")
        if self.percent:
            in_percent(ax.xaxis, sign=None)
        return self
