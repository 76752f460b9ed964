"""Confusion matrix that stays readable from 2 to 100 classes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._validation import checked_labels, shortened
from ._axes import axes_for
from ._labels import font_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SMALLEST_COUNT = 5.0
_POINTS_PER_INCH = 72
_MAP = "Blues"


class ConfusionDisplay:
    """Confusion matrix: colours by share of the true class, counts where they fit.

    Parameters
    ----------
    confusion : array-like of shape (k, k)
        Counts; true classes in rows, predicted ones in columns.
    class_names : sequence of str
        Names of the classes.

    Attributes
    ----------
    ax_, figure_, image_ : matplotlib Axes, Figure and AxesImage
        After `plot`.
    texts_ : list of matplotlib Text
        The counts; empty where they do not fit.

    See Also
    --------
    sklearn.metrics.ConfusionMatrixDisplay : Prints every count, which suits few classes.

    Examples
    --------
    >>> display = ConfusionDisplay.from_predictions(list("aab"), list("abb"))
    >>> display.confusion.tolist()
    [[1, 1], [0, 1]]
    """

    def __init__(self, confusion: ArrayLike, class_names: Sequence[str]):
        self.confusion = np.asarray(confusion)
        self.class_names = tuple(str(name) for name in class_names)
        k = len(self.class_names)
        if self.confusion.shape != (k, k):
            raise ValueError(
                f"confusion has shape {self.confusion.shape}; {k} class names need ({k}, {k})"
            )

    @classmethod
    def from_predictions(
        cls, y_true: ArrayLike, y_pred: ArrayLike, class_names: Sequence[str] | None = None
    ) -> "ConfusionDisplay":
        """Count the pairs of labels; ``class_names`` orders the classes, by default sorted."""
        from sklearn.metrics import confusion_matrix

        y_true = checked_labels(y_true, name="y_true")
        y_pred = checked_labels(y_pred, len(y_true), name="y_pred")
        if class_names is None:
            class_names = np.union1d(y_true, y_pred).tolist()
        return cls(confusion_matrix(y_true, y_pred, labels=class_names), class_names)

    @property
    def shares(self) -> np.ndarray:
        """Counts over those of their true class, in [0, 1]; 0 for a class without images."""
        totals = self.confusion.sum(axis=1, keepdims=True)
        return self.confusion / np.maximum(totals, 1)

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of classes."""
        side = float(np.clip(1.4 + 0.28 * len(self.class_names), 2.4, 14.0))
        points = font_size(side * _POINTS_PER_INCH / len(self.class_names))
        longest = max(len(shortened(name)) for name in self.class_names)
        names = 0.6 * longest * points / _POINTS_PER_INCH
        return round(side + names + 2.2, 2), round(side + names + 0.6, 2)

    def plot(self, ax: "Axes | None" = None) -> "ConfusionDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        from matplotlib.colors import PowerNorm

        # A square-root scale shows mistakes of a few per cent, where the reader looks.
        norm = PowerNorm(0.5, vmin=0, vmax=1)
        self.ax_, self.figure_ = ax, _ = axes_for(ax, self.figure_size)
        self.image_ = ax.imshow(self.shares, cmap=_MAP, norm=norm, interpolation="nearest")
        bar = self.figure_.colorbar(self.image_, ax=ax, fraction=0.045, pad=0.03)
        bar.set_label("share of the true class")
        bar.set_ticks([0, 0.01, 0.05, 0.1, 0.25, 0.5, 1], labels=_percent_labels())
        self._name_axes()
        self.texts_ = self._print_counts()
        return self

    def _cell_points(self) -> float:
        """Side of a cell in points: the picture takes about three quarters of the height."""
        box = self.ax_.get_position()
        width, height = self.figure_.get_size_inches()
        side = min(width * box.width, height * box.height)
        return 0.8 * side * _POINTS_PER_INCH / len(self.class_names)

    def _name_axes(self) -> None:
        names = [shortened(name) for name in self.class_names]
        size = font_size(self._cell_points())
        ticks = np.arange(len(names))
        upright = max(map(len, names)) * size * 0.6 > self._cell_points()
        rotation = 90 if upright else 0
        self.ax_.set_xticks(ticks, names, rotation=rotation, fontsize=size, parse_math=False)
        self.ax_.set_yticks(ticks, names, fontsize=size, parse_math=False)
        self.ax_.set(xlabel="predicted class", ylabel="true class")
        self.ax_.tick_params(length=0)

    def _print_counts(self) -> list:
        n_digits = len(f"{self.confusion.max():.0f}")
        size = min(10.0, self._cell_points() / (0.75 * max(n_digits, 2)))
        if size < _SMALLEST_COUNT:
            return []
        colors = np.where(self.shares > 0.35, "white", "black")
        return [
            self._text(row, column, size, colors[row, column])
            for row, column in np.argwhere(self.confusion > 0)
        ]

    def _text(self, row, column, size, color):
        count = f"{self.confusion[row, column]:.0f}"
        return self.ax_.text(
            column, row, count, ha="center", va="center", fontsize=size, color=color
        )


def _percent_labels() -> list[str]:
    return ["0", "1%", "5%", "10%", "25%", "50%", "100%"]
