"""Corners: how strong and how many, on a grid."""

from numbers import Integral, Real

from .._compat import Interval, StrOptions
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.corners import corner_grid
from ._grid import cell_bounds


class CornerGrid(FeatureExtractor):
    """Response and number of corners in every cell of a grid.

    Look at an image through a small window and move the window a little: over a flat place nothing
    changes, along an edge nothing changes either, but over a corner every move shows something
    else. Harris [1]_ and Shi and Tomasi [2]_ measure that from the gradients in the window. For
    each of ``grid * grid`` cells, the mean and the largest response of such a detector, and the
    number of corners.

    Good for things with joints, tips and crossings (letters, leaves, buildings) that stand roughly
    in place, and for how busy a texture is. Turning the image by 90 degrees turns the cells with
    it; brightness does not matter, contrast does; corners of another size than ``sigma`` are
    missed. Colour images are taken in luminance.

    Parameters
    ----------
    method : {"harris", "shi_tomasi"}, default="harris"
        Detector: Harris and Stephens [1]_, whose response is negative on edges, or
        Shi and Tomasi [2]_, whose response is never negative.
    grid : int, default=4
        Cells along each axis. Cells differ by a pixel where it does not divide the side.
    threshold : float, default=0.01
        Share of the largest response of the image that a corner must exceed.
    sigma : float, default=1.0
        Standard deviation, in pixels, of the Gaussian window in which gradients are gathered: the
        size of the corners looked for.
    k : float, default=0.05
        Weight of the edge term of Harris, usually 0.04 to 0.06; unused by Shi and Tomasi.

    See Also
    --------
    EdgeHistogram : Density and orientation of edges on the same grid.
    FASTCorners : Corners by a test of the circle around a pixel; quicker, and of one size.

    Notes
    -----
    Responses equal ``skimage.feature.corner_harris`` and ``corner_shi_tomasi`` but near the border,
    which is continued by the nearest pixel instead of black. Before they enter mean and maximum
    they are taken to the unit of a gradient by the fourth root (Harris, the sign kept) or the
    square root (Shi and Tomasi); so corners of full contrast are of the order of 1, and contrast
    counts in proportion. A corner is a pixel that is the largest of its 3x3 neighbours and
    exceeds both ``threshold`` and the response to one grey level of contrast. Counts are plain
    numbers: compare them between images of one size.

    References
    ----------
    .. [1] C. Harris and M. Stephens, "A combined corner and edge detector", Alvey Vision
       Conference, pp. 147-151, 1988.
    .. [2] J. Shi and C. Tomasi, "Good features to track", CVPR, pp. 593-600, 1994.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import CornerGrid
    >>> square = np.zeros((1, 32, 32), np.uint8)
    >>> square[:, 8:24, 8:24] = 255
    >>> corners = CornerGrid(grid=2).fit(square)
    >>> corners.get_feature_names_out()[:3].tolist()
    ['corners_r0_c0_mean', 'corners_r0_c0_max', 'corners_r0_c0_count']
    >>> corners.transform(square)[0, 2::3]
    array([1., 1., 1., 1.], dtype=float32)
    """

    short_name = "corners"

    _parameter_constraints = {
        "method": [StrOptions({"harris", "shi_tomasi"})],
        "grid": [Interval(Integral, 1, None, closed="left")],
        "threshold": [Interval(Real, 0, 1, closed="left")],
        "sigma": [Interval(Real, 0, 1000, closed="right")],
        "k": [Interval(Real, 0, 0.25, closed="left")],
    }

    def __init__(
        self,
        method: str = "harris",
        grid: int = 4,
        threshold: float = 0.01,
        sigma: float = 1.0,
        k: float = 0.05,
    ):
        self.method = method
        self.grid = grid
        self.threshold = threshold
        self.sigma = sigma
        self.k = k

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = corner_grid(
            to_gray(images), *bounds, self.method, self.threshold, self.sigma, self.k
        )
        return cells.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = ("mean", "max", "count")
        return Columns.of_grid("corners", *cell_bounds(shape, self.grid), of_cell)
