"""Test and training score over the number of training images."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ._axes import axes_for, in_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TEST, _TRAIN = "#08519c", "#d94801"


class LearningCurveDisplay:
    """Scores over the number of training images, on a logarithmic axis, and the law behind them.

    Parameters
    ----------
    sizes, test, train : array-like of shape (m,)
        Numbers of training images, ascending, and the scores.
    limits : (low, high), each array-like of shape (m,), optional
        Interval of every test score.
    law : (sizes, values, low, high), each array-like of shape (p,), optional
        What is expected at further numbers of images, and its limits.
    name : str, default="accuracy"
        Name of the figure.
    percent : bool, default=False
        Whether the figure is a share, whose ticks are in percent.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    test_, train_ : matplotlib Line2D
    law_ : matplotlib Line2D or None

    Examples
    --------
    >>> LearningCurveDisplay([10, 20], [0.6, 0.7], [1.0, 0.9]).gap.round(1).tolist()
    [0.4, 0.2]
    """

    def __init__(
        self,
        sizes: ArrayLike,
        test: ArrayLike,
        train: ArrayLike,
        limits: ArrayLike | None = None,
        law: ArrayLike | None = None,
        name: str = "accuracy",
        percent: bool = False,
    ):
        self.sizes, self.test, self.train = (
            np.asarray(values, dtype=float) for values in (sizes, test, train)
        )
        if not self.sizes.shape == self.test.shape == self.train.shape:
            raise ValueError(
                f"sizes has shape {self.sizes.shape}, test {self.test.shape} and train "
                f"{self.train.shape}; they are about the same numbers of images"
            )
        self.limits = None if limits is None else np.asarray(limits, dtype=float)
        self.law = None if law is None else np.asarray(law, dtype=float)
        self.name = name
        self.percent = percent

    @property
    def gap(self) -> np.ndarray:
        """Training score less test score ``(m,)``."""
        return self.train - self.test

    def plot(self, ax: "Axes | None" = None) -> "LearningCurveDisplay":
        """Draw on ``ax``, by default on a new figure."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, (5.6, 4.0))
        self.law_ = None
        if self.law is not None:
            x, value, low, high = self.law
            ax.fill_between(x, low, high, color=_TEST, alpha=0.12, linewidth=0)
            style: Any = {"color": _TEST, "linestyle": "--", "linewidth": 1.2}
            self.law_ = ax.plot(x, value, label="power law", **style)[0]
        if self.limits is not None:
            ax.vlines(self.sizes, *self.limits, color=_TEST, linewidth=1.2)
        self.test_ = ax.plot(self.sizes, self.test, "o", color=_TEST, label="tested images")[0]
        small: Any = {"color": _TRAIN, "linewidth": 1.2, "markersize": 4}
        self.train_ = ax.plot(self.sizes, self.train, "s-", label="training images", **small)[0]
        self._finish(ax)
        return self

    def _finish(self, ax) -> None:
        ax.set_xscale("log", base=2)
        last = [] if self.law is None else [self.law[0][-1]]
        ticks = [*self.sizes.tolist(), *last]
        ax.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks])
        ax.minorticks_off()
        ax.set(xlabel="training images", ylabel=self.name)
        if self.percent:
            in_percent(ax.yaxis)
        ax.grid(alpha=0.3)
        ax.legend(loc="best", fontsize=9)
        ax.spines[["top", "right"]].set_visible(False)
