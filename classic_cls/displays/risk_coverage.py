"""Errors among the answers, over the share of images that get one."""

from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from ._axes import axes_for, in_percent
from ._curve import checked_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOR, _PROMISED = "#08519c", "#d94801"


class RiskCoverageDisplay:
    """Share of wrong answers over the share of images that are answered, the surest first.

    Parameters
    ----------
    share, error : array-like of shape (m,)
        Share of the images that get an answer, and of these that are wrong, in [0, 1].
    promised : dict of float to float, optional
        Errors that are promised not to be exceeded, and the share that is answered then.
    name : str, default="answers"
        Name of the curve.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    line_ : matplotlib Line2D
    promised_ : matplotlib PathCollection or None

    Examples
    --------
    >>> RiskCoverageDisplay([0.5, 1.0], [0.0, 0.1], {0.05: 0.5}).promised
    {0.05: 0.5}
    """

    ax_: "Axes"

    def __init__(
        self,
        share: ArrayLike,
        error: ArrayLike,
        promised: dict[float, float] | None = None,
        name: str = "answers",
    ):
        self.share, self.error = checked_curve(share, error, ("share", "error"))
        self.promised = promised or {}
        self.name = name

    def plot(self, ax: "Axes | None" = None) -> "RiskCoverageDisplay":
        """Draw on ``ax``, by default on a new figure."""
        self.ax_, self.figure_ = ax, _ = axes_for(ax, (5.0, 4.0))
        style: Any = {"color": _COLOR, "linewidth": 1.6, "drawstyle": "steps-mid"}
        self.line_ = ax.plot(self.share, self.error, label=self.name, **style)[0]
        self.promised_ = None
        if self.promised:
            places = list(self.promised.values()), list(self.promised)
            label = "promised with 95% confidence"
            self.promised_ = ax.scatter(*places, color=_PROMISED, label=label, zorder=3)
        ax.set(xlabel="share of images answered", ylabel="share of answers that are wrong")
        ax.set_xlim(0, 1)
        ax.set_ylim(bottom=0)
        in_percent(ax.xaxis, ax.yaxis)
        ax.grid(alpha=0.3)
        ax.legend(loc="best", fontsize=9)
        ax.spines[["top", "right"]].set_visible(False)
        return self
