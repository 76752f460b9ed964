"""Precision-recall curve with the folds or classes behind it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from .._figure_text import figure_text
from ._curve import checked_curve, draw_curve, draw_point

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class PrecisionRecallDisplay:
    """Precision over recall, with the precision of guessing.

    Parameters
    ----------
    recall, precision : array-like of shape (m,)
        In [0, 1], recall ascending. Between two points the precision is that of the
        higher recall, as average precision counts it.
    average_precision : float, optional
        For the legend.
    name : str, default="precision-recall"
        What the curve is.
    parts : sequence of (recall, precision), default=()
        Thin curves behind it, such as those of the folds that it is the mean of.
    parts_name : str, default="folds"
        What the parts are.
    chance : float, optional
        Precision of guessing: the share of positive images.
    operating_point : (recall, precision), optional
        Where the predicted labels are.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    line_ : matplotlib Line2D
        The curve.
    chance_, point_ : matplotlib Line2D or None
    parts_ : list of matplotlib Line2D

    See Also
    --------
    sklearn.metrics.PrecisionRecallDisplay : One curve, or one per fold.

    Examples
    --------
    >>> display = PrecisionRecallDisplay.from_predictions([0, 1, 1], [0.1, 0.4, 0.8])
    >>> display.average_precision, round(display.chance, 2)
    (1.0, 0.67)
    """

    ax_: "Axes"

    def __init__(
        self,
        recall: ArrayLike,
        precision: ArrayLike,
        average_precision: float | None = None,
        name: str = "precision-recall",
        parts: Sequence[tuple[ArrayLike, ArrayLike]] = (),
        parts_name: str = "folds",
        chance: float | None = None,
        operating_point: tuple[float, float] | None = None,
    ):
        self.x, self.y = checked_curve(recall, precision, ("recall", "precision"))
        self.average_precision = average_precision
        self.name = name
        self.parts = [checked_curve(*part, ("recall", "precision")) for part in parts]
        self.parts_name = parts_name
        self.chance = chance
        self.operating_point = operating_point

    @classmethod
    def from_predictions(
        cls, y_true: ArrayLike, y_score: ArrayLike, name: str = "precision-recall"
    ) -> "PrecisionRecallDisplay":
        """From a truth of 0 and 1 and scores of the positive class."""
        import numpy as np
        from sklearn.metrics import average_precision_score, precision_recall_curve

        precision, recall, _ = precision_recall_curve(y_true, y_score)
        area = float(average_precision_score(y_true, y_score))
        chance = float(np.asarray(y_true).mean())
        return cls(recall[::-1], precision[::-1], area, name, chance=chance)

    def plot(self, ax: "Axes | None" = None) -> "PrecisionRecallDisplay":
        """Draw on ``ax``, by default on a new figure."""
        area = ""
        if self.average_precision is not None:
            area = f" (average precision {figure_text(self.average_precision)})"
        draw_curve(self, ax, f"{self.name}{area}", steps=True)
        self.chance_ = None
        if self.chance is not None:
            style: Any = {"color": "#777777", "linestyle": "--", "linewidth": 1}
            label = f"guessing ({figure_text(self.chance)})"
            self.chance_ = self.ax_.plot([0, 1], [self.chance] * 2, label=label, **style)[0]
        draw_point(self, "recall", "precision", "lower left")
        return self
