"""What parts of an image add to a score, over the image."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._typing import Image
from ._axes import bare_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Single peaks above this share of the cells do not pale all others.
_FULL_COLOR = 0.995
_FAINTEST, _STRONGEST = 0.1, 0.85


class HeatMapDisplay:
    """A heat map over a pale copy of an image: red speaks for a class, blue against it.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
    heat_map : array-like of shape (rows, columns)
        What each part adds; it covers the whole image, whatever its size.
    title : str, optional
    limit : float, optional
        Value of the fullest colour; by default nearly the largest of the map.

    Attributes
    ----------
    ax_, figure_, image_, heat_ : matplotlib objects
        After `plot`.

    See Also
    --------
    classic_cls.explain : Finds heat maps.

    Examples
    --------
    >>> HeatMapDisplay(np.zeros((8, 8), np.uint8), [[0.0, 2.0], [-1.0, 0.0]]).limit
    2.0
    """

    def __init__(
        self,
        image: Image,
        heat_map: ArrayLike,
        title: str | None = None,
        limit: float | None = None,
    ):
        self.image = np.asarray(image)
        self.heat_map = np.asarray(heat_map, dtype=float)
        self.title = title
        if self.heat_map.ndim != 2 or not self.heat_map.size:
            raise ValueError(f"heat_map has shape {self.heat_map.shape}; give (rows, columns)")
        if limit is None:
            limit = float(np.quantile(np.abs(self.heat_map), _FULL_COLOR, method="higher"))
        self.limit = limit or 1.0

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the image."""
        height, width = self.image.shape[:2]
        scale = 4.0 / max(height, width)
        return round(max(scale * width, 1.5), 2), round(max(scale * height, 1.5) + 0.4, 2)

    def plot(self, ax: "Axes | None" = None) -> "HeatMapDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = bare_axes(ax, self.figure_size, self.title)
        height, width = self.image.shape[:2]
        extent = (-0.5, width - 0.5, height - 0.5, -0.5)
        self.image_ = ax.imshow(_pale(self.image), extent=extent)
        strength = np.abs(self.heat_map) / self.limit
        self.heat_ = ax.imshow(
            self.heat_map, cmap="RdBu_r", vmin=-self.limit, vmax=self.limit, extent=extent,
            alpha=(_FAINTEST + strength).clip(0, _STRONGEST), interpolation="nearest",
        )  # fmt: skip
        return self


def _pale(image) -> np.ndarray:
    """Grey and light, so that colours are those of the map."""
    grey = image if image.ndim == 2 else image @ [0.299, 0.587, 0.114]
    grey = (105 + grey * 150 / 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)
