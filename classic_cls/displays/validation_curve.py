"""Training and validation score over the values of a parameter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ._axes import axes_for, in_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TEST, _TRAIN = "#08519c", "#d94801"


class ValidationCurveDisplay:
    """Scores at every value of a parameter, side by side, with 95% intervals.

    Parameters
    ----------
    values : sequence of str
        What was tried.
    test, train : array-like of shape (m,)
        The scores.
    limits : (low, high), each array-like of shape (m,), optional
        Interval of every validation score.
    current : int, optional
        Place of the value in use, which is marked.
    name : str, default="accuracy"
        Name of the figure.
    parameter : str, default="value"
        Name of the parameter.
    percent : bool, default=False
        Whether the figure is a share, whose ticks are in percent.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    test_, train_ : matplotlib Line2D

    Examples
    --------
    >>> ValidationCurveDisplay(["1", "10"], [0.6, 0.7], [1.0, 0.9]).gap.round(1).tolist()
    [0.4, 0.2]
    """

    def __init__(
        self,
        values: Sequence[str],
        test: ArrayLike,
        train: ArrayLike,
        limits: ArrayLike | None = None,
        current: int | None = None,
        name: str = "accuracy",
        parameter: str = "value",
        percent: bool = False,
    ):
        self.values = list(values)
        self.test, self.train = (np.asarray(scores, dtype=float) for scores in (test, train))
        if not (len(self.values),) == self.test.shape == self.train.shape:
            raise ValueError(
                f"there are {len(self.values)} values, test has shape {self.test.shape} and train "
                f"{self.train.shape}; they are about the same values"
            )
        self.limits = None if limits is None else np.asarray(limits, dtype=float)
        self.current = current
        self.name = name
        self.percent = percent
        self.parameter = parameter

    @property
    def gap(self) -> np.ndarray:
        """Training score less validation score ``(m,)``."""
        return self.train - self.test

    def plot(self, ax: "Axes | None" = None) -> "ValidationCurveDisplay":
        """Draw on ``ax``, by default on a new figure."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, (5.6, 4.0))
        places = np.arange(len(self.values))
        if self.current is not None:
            ax.axvline(self.current, color="#bbbbbb", linestyle=":", label="current value")
        if self.limits is not None:
            ax.vlines(places, *self.limits, color=_TEST, linewidth=1.2)
        self.test_ = ax.plot(places, self.test, "o-", color=_TEST, label="validation images")[0]
        self.train_ = ax.plot(places, self.train, "s-", color=_TRAIN, label="training images")[0]
        ax.set_xticks(places, self.values)
        ax.set(xlabel=self.parameter, ylabel=self.name)
        if self.percent:
            in_percent(ax.yaxis)
        ax.grid(alpha=0.3)
        ax.legend(loc="best", fontsize=9)
        ax.spines[["top", "right"]].set_visible(False)
        return self
