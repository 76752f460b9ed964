"""ROC curve with the folds or classes behind it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from .._figure_text import figure_text
from ._curve import checked_curve, draw_curve, draw_point

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class RocDisplay:
    """True positive rate over false positive rate, with the line of guessing.

    Parameters
    ----------
    fpr, tpr : array-like of shape (m,)
        False and true positive rates, in [0, 1], ascending.
    roc_auc : float, optional
        Area under the curve, for the legend.
    name : str, default="ROC"
        What the curve is.
    parts : sequence of (fpr, tpr), default=()
        Thin curves behind it, such as those of the folds that it is the mean of.
    parts_name : str, default="folds"
        What the parts are.
    operating_point : (fpr, tpr), optional
        Where the predicted labels are.

    Attributes
    ----------
    ax_, figure_ : matplotlib Axes and Figure
        After `plot`.
    line_, chance_ : matplotlib Line2D
        The curve, and the line of guessing.
    parts_ : list of matplotlib Line2D
    point_ : matplotlib Line2D or None

    See Also
    --------
    sklearn.metrics.RocCurveDisplay : One curve, or one per fold.

    Examples
    --------
    >>> display = RocDisplay.from_predictions([0, 1, 1], [0.1, 0.4, 0.8])
    >>> display.roc_auc
    1.0
    """

    ax_: "Axes"

    def __init__(
        self,
        fpr: ArrayLike,
        tpr: ArrayLike,
        roc_auc: float | None = None,
        name: str = "ROC",
        parts: Sequence[tuple[ArrayLike, ArrayLike]] = (),
        parts_name: str = "folds",
        operating_point: tuple[float, float] | None = None,
    ):
        self.x, self.y = checked_curve(fpr, tpr, ("fpr", "tpr"))
        self.roc_auc = roc_auc
        self.name = name
        self.parts = [checked_curve(*part, ("fpr", "tpr")) for part in parts]
        self.parts_name = parts_name
        self.operating_point = operating_point

    @classmethod
    def from_predictions(
        cls, y_true: ArrayLike, y_score: ArrayLike, name: str = "ROC"
    ) -> "RocDisplay":
        """From a truth of 0 and 1 and scores of the positive class."""
        from sklearn.metrics import roc_auc_score, roc_curve

        fpr, tpr, _ = roc_curve(y_true, y_score)
        return cls(fpr, tpr, float(roc_auc_score(y_true, y_score)), name)

    def plot(self, ax: "Axes | None" = None) -> "RocDisplay":
        """Draw on ``ax``, by default on a new figure."""
        area = "" if self.roc_auc is None else f" (area {figure_text(self.roc_auc)})"
        draw_curve(self, ax, f"{self.name}{area}")
        style: Any = {"color": "#777777", "linestyle": "--", "linewidth": 1}
        self.chance_ = self.ax_.plot([0, 1], [0, 1], label="guessing (area 50%)", **style)[0]
        draw_point(self, "false positive rate", "true positive rate", "lower right")
        return self
