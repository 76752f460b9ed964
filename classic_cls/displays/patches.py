"""A sheet of learned patches."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from sklearn.pipeline import Pipeline

from .._validation import unknown_name
from ._axes import bare_axes
from ._tiles import GAP, TILE, mosaic

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 1024
_LARGEST_SIDE = 9.0


class PatchesDisplay:
    """A dictionary of patches as one sheet, row by row.

    Parameters
    ----------
    patches : array-like of shape (n, side, side[, channels]), uint8
        1 or 3 channels. Of more than 1,024 as many are drawn, evenly spread.
    title : str, optional
        Written above.

    Attributes
    ----------
    ax_, figure_, image_ : matplotlib Axes, Figure and AxesImage
        After `plot`.

    See Also
    --------
    classic_cls.learned_patches : Takes them from a pipeline.

    Examples
    --------
    >>> display = PatchesDisplay(np.zeros((40, 6, 6, 3), np.uint8))
    >>> display.n_columns
    7
    """

    def __init__(self, patches: ArrayLike, title: str | None = None):
        self.patches = np.asarray(patches, dtype=np.uint8)
        self.title = title
        if self.patches.ndim not in (3, 4) or not len(self.patches):
            raise ValueError(
                f"patches has shape {self.patches.shape}; give one or more, (n, side, side) or "
                "(n, side, side, channels)"
            )

    @classmethod
    def from_pipeline(cls, pipeline: Pipeline, *, feature: str | None = None) -> "PatchesDisplay":
        """Draw what a fitted pipeline has learned; ``feature`` says which of several."""
        from ..inspection import learned_patches

        found = learned_patches(pipeline)
        if not found:
            raise ValueError("the model has no learned patches: train one with the feature patches")
        name = next(iter(found)) if feature is None else feature
        if name not in found:
            raise ValueError(unknown_name("feature with learned patches", name, found))
        return cls(found[name], f"{name}: {len(found[name]):,} learned patches")

    @property
    def n_columns(self) -> int:
        """Patches in a row."""
        return int(np.ceil(np.sqrt(min(len(self.patches), _MOST))))

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of patches."""
        side = round(min(1.0 + 0.28 * self.n_columns, _LARGEST_SIDE), 2)
        return side, side + 0.3

    def plot(self, ax: "Axes | None" = None) -> "PatchesDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = bare_axes(ax, self.figure_size, self.title)
        n = len(self.patches)
        chosen = np.linspace(0, n - 1, min(n, _MOST)).round().astype(int)
        starts = range(0, len(chosen), self.n_columns)
        rows = [chosen[start : start + self.n_columns] for start in starts]
        self.image_ = ax.imshow(mosaic([self.patches[row] for row in rows]))
        # The number of the first word of every row, as far as there is room.
        every = -(-len(rows) // 16)
        places = GAP + TILE / 2 + np.arange(0, len(rows), every) * (TILE + GAP)
        ax.set_yticks(places, [str(row[0]) for row in rows[::every]], fontsize=8)
        ax.tick_params(length=0)
        return self
