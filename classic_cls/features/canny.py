"""Canny edges: how many and in which direction, on a grid."""

from numbers import Integral, Real

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.canny import canny_grid
from ..kernels.color import to_gray
from ._grid import cell_bounds


class CannyEdges(FeatureExtractor):
    """Density and orientations of Canny's thin, connected edges in every cell of a grid.

    Canny's detector [1]_ draws the outlines of an image as lines of one pixel: of the pixels across
    an edge only the one with the longest gradient stays, and of the thin edges those are kept that
    are strong, or weak but connected to a strong one (hysteresis). For each of ``grid * grid``
    cells, the share of its pixels on such lines, and a histogram of the orientations of the
    gradient there, each pixel counting one. Lengths of outlines are thus measured whatever their
    contrast, while ``EdgeHistogram`` lets every pixel vote with the length of its gradient. The
    thresholds follow the contrast of the image, so that multiplying its values changes (but for
    rounding) only the first column, which tells the threshold. Mirroring the image or turning it by
    90 degrees permutes cells and bins. Good for outlines and layout; noise makes short edges
    everywhere, so smooth noisy images before. Colour images are taken in luminance.

    Parameters
    ----------
    grid : int, default=4
        Cells along each axis. Cells differ by a pixel where it does not divide the side.
    orientations : int, default=8
        Bins over 180 degrees. An even number puts horizontal and vertical edges in the middle of
        a bin.
    threshold : float, default=1.25
        Gradient of a strong edge, in multiples of the root mean square of all gradients of the
        image, but at least 5 grey levels; a weak edge has half of it. Lower, and more edges
        are drawn.

    See Also
    --------
    EdgeHistogram : Every pixel votes with its gradient.
    classic_cls.kernels.canny : The definition in full.

    Notes
    -----
    Edges are those of ``cv2.Canny`` with ``L2gradient=True`` at the same thresholds, which does not
    smooth the image either. Columns: ``canny_threshold``, the gradient of a strong edge as height
    of a straight step in grey levels; then of each cell ``density`` and the shares of its edge
    pixels by orientation, which add up to 1, or zeros where there is no edge. Orientations are
    of the gradient, modulo 180 degrees; edges are at 90 degrees to them. Bin ``o`` is *centred* on
    ``180 o / orientations`` degrees: ``o0`` holds gradients along a row, that is upright edges.

    The defaults were chosen on half of KTH-TIPS and of Flowers-17, where a threshold that follows
    the image, with its column, did better than a fixed one.

    References
    ----------
    .. [1] J. Canny, "A computational approach to edge detection", IEEE PAMI 8(6), pp. 679-698,
       1986.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import CannyEdges
    >>> half_black = np.zeros((1, 32, 32), np.uint8)
    >>> half_black[:, :, 16:] = 160
    >>> edges = CannyEdges(grid=1, orientations=4).fit(half_black)
    >>> edges.get_feature_names_out()[:3].tolist()
    ['canny_threshold', 'canny_r0_c0_density', 'canny_r0_c0_o0']
    >>> edges.transform(half_black)[0].tolist()
    [50.0, 0.03125, 1.0, 0.0, 0.0, 0.0]
    """

    short_name = "canny"

    _parameter_constraints = {
        "grid": [Interval(Integral, 1, None, closed="left")],
        "orientations": [Interval(Integral, 1, 255, closed="both")],
        "threshold": [Interval(Real, 0, 1e6, closed="right")],
    }

    def __init__(self, grid: int = 4, orientations: int = 8, threshold: float = 1.25):
        self.grid = grid
        self.orientations = orientations
        self.threshold = threshold

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        settings = (self.orientations, self.threshold)
        thresholds, cells = canny_grid(to_gray(images), *bounds, *settings)
        return np.concatenate([thresholds[:, None], cells.reshape(len(images), -1)], axis=1)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = ["density", *(f"o{o}" for o in range(self.orientations))]
        cells = Columns.of_grid("canny", *cell_bounds(shape, self.grid), of_cell)
        return Columns.joined([Columns.whole(["canny_threshold"]), cells])
