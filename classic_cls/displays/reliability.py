"""Reliability diagram: what came true at every height of probability."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ._axes import axes_for, in_percent
from ._curve import checked_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOR = "#08519c"
_MOST_BINS = 10
_LARGEST, _SMALLEST = 90.0, 12.0


class ReliabilityDisplay:
    """Share that came true over the probability that was given, with 95% intervals.

    Parameters
    ----------
    probability, share : array-like of shape (m,)
        Mean probability of each bin and the share that came true in it, in [0, 1].
    limits : (low, high), each array-like of shape (m,), optional
        Interval of every share.
    n : array-like of shape (m,), optional
        How many are in each bin; the area of its point.
    name : str, default="bins"
        What the points are.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    points_ : matplotlib PathCollection
    intervals_ : matplotlib LineCollection or None
    perfect_ : matplotlib Line2D
        Where probabilities mean what they say.

    See Also
    --------
    sklearn.calibration.CalibrationDisplay : A line through bins, without intervals.

    References
    ----------
    M. DeGroot and S. Fienberg (1983), "The comparison and evaluation of forecasters",
    The Statistician 32.

    Examples
    --------
    >>> display = ReliabilityDisplay.from_predictions([0, 1, 1, 0], [0.2, 0.8, 0.6, 0.4], n_bins=2)
    >>> display.probability.round(1).tolist(), display.share.tolist(), display.n.tolist()
    ([0.3, 0.7], [0.0, 1.0], [2, 2])
    """

    ax_: "Axes"

    def __init__(
        self,
        probability: ArrayLike,
        share: ArrayLike,
        limits: ArrayLike | None = None,
        n: ArrayLike | None = None,
        name: str = "bins",
    ):
        self.probability, self.share = checked_curve(probability, share, ("probability", "share"))
        self.limits = None if limits is None else np.asarray(limits, dtype=float)
        self.n = None if n is None else np.asarray(n)
        self.name = name

    @classmethod
    def from_predictions(
        cls, y_true: ArrayLike, y_prob: ArrayLike, n_bins: int = _MOST_BINS, name: str = "bins"
    ) -> "ReliabilityDisplay":
        """From a truth of 0 and 1 and probabilities of the positive class, without intervals.

        The bins hold about equally many; equal probabilities are in one bin.
        """
        truth, found = checked_curve(y_true, y_prob, ("y_true", "y_prob"))
        in_range = np.isin(truth, (0, 1)) & (found >= 0) & (found <= 1)
        if len(found) == 0 or not in_range.all():
            raise ValueError("y_true holds 0 and 1, y_prob probabilities from 0 to 1")
        starts = np.sort(found)[np.arange(1, n_bins) * len(found) // n_bins]
        bins = np.searchsorted(np.unique(starts), found, side="right")
        bins = np.unique(bins, return_inverse=True)[1]
        n = np.bincount(bins)
        said, share = (np.bincount(bins, weights=x) / n for x in (found, truth))
        return cls(said, share, n=n, name=name)

    def plot(self, ax: "Axes | None" = None) -> "ReliabilityDisplay":
        """Draw on ``ax``, by default on a new figure."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, (5.0, 4.6))
        style: Any = {"color": "#777777", "linestyle": "--", "linewidth": 1}
        self.perfect_ = ax.plot([0, 1], [0, 1], label="probability = share", **style)[0]
        self.intervals_ = None
        if self.limits is not None:
            self.intervals_ = ax.vlines(self.probability, *self.limits, color=_COLOR, alpha=0.6)
        self.points_ = ax.scatter(
            self.probability, self.share, self._areas, color=_COLOR, label=self.name, zorder=3
        )
        ax.set(xlabel="probability given", ylabel="share that came true", aspect="equal")
        ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
        in_percent(ax.xaxis, ax.yaxis)
        ax.grid(alpha=0.3)
        ax.legend(loc="upper left", fontsize=9)
        ax.spines[["top", "right"]].set_visible(False)
        return self

    @property
    def _areas(self) -> ArrayLike:
        """Areas of the points, in points squared."""
        if self.n is None or len(self.n) == 0:
            return 36.0
        return np.maximum(_LARGEST * self.n / self.n.max(), _SMALLEST)
