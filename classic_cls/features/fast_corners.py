"""FAST corners: how strong and how many, on a grid."""

from numbers import Integral

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.fast_corners import fast_corner_grid
from ._grid import cell_bounds


class FASTCorners(FeatureExtractor):
    """Strength and number of FAST corners, bright and dark, in every cell of a grid.

    FAST [1]_ (features from accelerated segment test) looks at the circle of 16 pixels around
    a pixel. Where 9 of them that follow each other are all brighter than the pixel by more than a
    threshold, or all darker, the pixel is the tip of a corner or a spot: a straight edge takes
    up only half of the circle on either side. It is the quickest of all corner detectors, and
    mirroring the image or turning it by 90 degrees turns the corners with it. It knows one size
    of corner only (3 pixels around), takes strong noise for corners, and, as the threshold is in
    grey levels, sees fewer of them where there is less contrast. Colour images are taken in
    luminance.

    Parameters
    ----------
    grid : int, default=4
        Cells along each axis. Cells differ by a pixel where it does not divide the side.
    threshold : int, default=10
        Grey levels by which the 9 pixels must differ: contrast below it, such as noise, counts as
        nothing.

    See Also
    --------
    CornerGrid : Corners of a size that can be chosen, by Harris or Shi and Tomasi.
    classic_cls.kernels.fast_corners : The definition in full.

    Notes
    -----
    Positions and strengths of corners are those of ``cv2.FastFeatureDetector`` (type 9 of 16 with
    suppression of non-maxima). Bright ones, whose arc is brighter than the pixel (a dark spot,
    say), are told from dark ones. For each of both and each cell: the mean over all its pixels of
    the strength, in grey levels, before the suppression, 0 where a pixel is none (``mean``); the
    largest strength (``max``); the number of corners (``count``), a plain number, to be compared
    between images of one size. Of neighbours of equal strength none counts as a corner, and the
    outer 3 rows and columns hold none.

    The defaults were chosen on half of KTH-TIPS and of Flowers-17, where bright and dark corners
    told more apart than together.

    References
    ----------
    .. [1] E. Rosten and T. Drummond, "Machine learning for high-speed corner detection", ECCV,
       pp. 430-443, 2006.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import FASTCorners
    >>> spots = np.full((1, 32, 32), 200, np.uint8)
    >>> spots[0, 8, [8, 24]] = 99
    >>> corners = FASTCorners(grid=2).fit(spots)
    >>> corners.get_feature_names_out()[:3].tolist()
    ['fast_r0_c0_bright_mean', 'fast_r0_c0_bright_max', 'fast_r0_c0_bright_count']
    >>> corners.transform(spots)[0, 1::3]
    array([100.,   0., 100.,   0.,   0.,   0.,   0.,   0.], dtype=float32)
    """

    short_name = "fast"

    _parameter_constraints = {
        "grid": [Interval(Integral, 1, None, closed="left")],
        "threshold": [Interval(Integral, 1, 254, closed="both")],
    }

    def __init__(self, grid: int = 4, threshold: int = 10):
        self.grid = grid
        self.threshold = threshold

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = fast_corner_grid(to_gray(images), *bounds, self.threshold)
        return cells.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = [f"{kind}_{c}" for kind in ("bright", "dark") for c in ("mean", "max", "count")]
        return Columns.of_grid("fast", *cell_bounds(shape, self.grid), of_cell)
