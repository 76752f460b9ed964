"""An image beside the labelled images that a model finds it near to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .._typing import Image
from .._validation import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..inspection import NearestImages

_PANEL = 1.7
_AGREES, _DIFFERS = "#1b7837", "#b35806"


class NearestImagesDisplay:
    """An image, below it rows of other images, each under a caption.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
    rows : sequence of (str, sequence of (picture, str, bool))
        Title of a row; of each of its images the picture, its caption, and whether it agrees with
        the answer, which is green, else orange.
    title : str, optional

    Attributes
    ----------
    figure_ : matplotlib Figure
        After `plot`.

    Examples
    --------
    >>> black = np.zeros((8, 8), np.uint8)
    >>> NearestImagesDisplay(black, [("nearest", [(black, "cat", True)] * 5)]).figure_size
    (10.2, 2.4)
    """

    def __init__(self, image: Image, rows: Sequence, title: str | None = None):
        self.image = np.asarray(image)
        self.rows = [(str(name), list(some)) for name, some in rows]
        self.title = title

    @classmethod
    def from_nearest(
        cls, found: "NearestImages", title: str | None = None
    ) -> "NearestImagesDisplay":
        """Draw what :func:`nearest_images` has found for one image."""

        def cell(one, first):
            agrees = bool({*one.labels} & {*found.answers})
            new = "\nnot learned from" if one.learned is False else ""
            return found.picture(one.source), f"{first}\n{one.distance:.3g}{new}", agrees

        nearest = [cell(one, ", ".join(one.labels)) for one in found.nearest]
        of_classes = [cell(one, f"of {name}") for name, one in found.of_classes.items()]
        rows = [("nearest images, and distances", nearest)]
        rows += [("nearest of each likely class", of_classes)] if of_classes else []
        answer = ", ".join(found.answers) or "no label"
        return cls(found.picture(found.source), rows, title or f"answered: {answer}")

    @property
    def n_columns(self) -> int:
        """Images in the longest row, and the one that is judged."""
        return 1 + max((len(some) for _, some in self.rows), default=0)

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the rows."""
        return round(_PANEL * self.n_columns, 2), round(0.4 + 2.0 * len(self.rows), 2)

    def plot(self, figure: "Figure | None" = None) -> "NearestImagesDisplay":
        """Draw on ``figure``, by default on a new one of `figure_size`."""
        if figure is None:
            import matplotlib.pyplot as plt

            figure = plt.figure(figsize=self.figure_size, layout="constrained")
        self.figure_ = figure
        if self.title:
            figure.suptitle(self.title, fontsize=11, parse_math=False)
        axes = figure.subplots(max(1, len(self.rows)), self.n_columns, squeeze=False)
        for ax in axes.ravel():
            ax.set_axis_off()
        _show(axes[0, 0], self.image, "the image", "#333333")
        for (name, some), (head, *cells) in zip(self.rows, axes, strict=True):
            for ax, (picture, caption, agrees) in zip(cells, some, strict=False):
                _show(ax, picture, caption, _AGREES if agrees else _DIFFERS)
            words = name.replace(", ", ",\n").replace(" of ", "\nof ")
            head.text(
                0.5, -0.04, words, transform=head.transAxes, fontsize=8, ha="center", va="top"
            )
        return self


def _show(ax, picture, caption: str, color: str) -> None:
    ax.imshow(picture, cmap="gray", vmin=0, vmax=255)
    lines = [shortened(line, 22) for line in caption.split("\n")]
    ax.set_title("\n".join(lines), fontsize=8, color=color, parse_math=False)
