"""A bar per label, with its interval."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._validation import shortened
from ._axes import axes_for, finish_rows, in_percent
from ._labels import font_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS_PER_INCH = 72


class PerLabelDisplay:
    """Horizontal bars of one figure per label, with 95% intervals.

    Parameters
    ----------
    values : array-like of shape (k,)
        Figure of every label, in [0, 1].
    class_names : sequence of str
        Names of the labels, drawn from top to bottom.
    limits : (low, high), each array-like of shape (k,), optional
        Interval of every label.
    name : str, default="F1"
        Name of the figure.

    Attributes
    ----------
    ax_, figure_, bars_ : matplotlib Axes, Figure and BarContainer
        After `plot`.

    Examples
    --------
    >>> PerLabelDisplay([0.5, 0.75], ["tree", "water"]).figure_size
    (6.0, 1.7)
    """

    def __init__(
        self,
        values: ArrayLike,
        class_names: Sequence[str],
        limits: ArrayLike | None = None,
        name: str = "F1",
    ):
        self.values = np.asarray(values, dtype=float)
        self.class_names = tuple(str(label) for label in class_names)
        self.limits = None if limits is None else np.asarray(limits, dtype=float)
        self.name = name
        if self.values.shape != (len(self.class_names),):
            raise ValueError(
                f"values has shape {self.values.shape}; there are {len(self.class_names)} names"
            )

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of labels."""
        return 6.0, round(min(1.2 + 0.25 * len(self.class_names), 16.0), 2)

    def plot(self, ax: "Axes | None" = None) -> "PerLabelDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, figure = axes_for(ax, self.figure_size)
        places = np.arange(len(self.values))
        self.bars_ = ax.barh(places, self.values, color="#9ecae1")
        if self.limits is not None:
            self.intervals_ = ax.hlines(places, *self.limits, color="#333333", linewidth=1.2)
        height = figure.get_size_inches()[1] * ax.get_position().height
        size = font_size(height * _POINTS_PER_INCH / len(places))
        names = [shortened(name, 32) for name in self.class_names]
        ax.set_yticks(places, names, fontsize=size, parse_math=False)
        finish_rows(ax, places, self.name, xlim=(0, 1))
        in_percent(ax.xaxis)
        return self
