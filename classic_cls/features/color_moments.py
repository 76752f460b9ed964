"""Colour moments, on the whole image or a grid."""

from numbers import Integral

import numpy as np

from .._compat import Interval, StrOptions
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import CHANNEL_NAMES, CHANNEL_RANGES, convert_color
from ..kernels.color_moments import MOMENTS, color_moments
from ._grid import cell_bounds


class ColorMoments(FeatureExtractor):
    """Mean, deviation and skewness of every colour channel, in every cell of a grid.

    A histogram of colours is mostly known once one knows where it lies, how wide it is and which
    way it leans: three numbers per channel instead of a histogram [1]_. So few columns can
    be learned from few images, and similar colours count as near, which bins do not see; but which
    colours make up a cell of many is lost, and so is which channel goes with which. Places
    within a cell do not matter.

    Parameters
    ----------
    space : {"hsv", "rgb", "lab", "opponent", "rg"}, default="opponent"
        Colour space, as in ``ColorHistogram``; the paper used "hsv". On photographs
        "opponent" and "lab", which keep brightness apart from colour, do best.
    grid : int, default=3
        Cells along each axis; 1 is the whole image. Knowing roughly where a colour is helps on
        most photographs.

    See Also
    --------
    ColorHistogram : More numbers, which can tell two colours from one between them.
    IntensityStatistics : More statistics, of the grey levels.

    Notes
    -----
    All three are in the unit of the 8-bit channel (``kernels.color.convert_color`` says how each is
    stored): the mean, the standard deviation with ``N``, not ``N - 1``, and the cube root of
    the third central moment, which equals the deviation times ``cbrt(scipy.stats.skew)``. The last
    two are 0 in cells of one colour. Hue is taken as a number, not as an angle: reds lie at both
    ends of it, and a red thing may have any mean. Grey images are treated as colour images with
    ``R = G = B``. Columns are named ``color_moments_lab_r0_c1_a_skewness``, without the cell
    if there is only one.

    References
    ----------
    .. [1] M. Stricker and M. Orengo, "Similarity of color images", Storage and Retrieval for Image
       and Video Databases III, Proc. SPIE 2420, pp. 381-392, 1995.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ColorMoments
    >>> image = np.zeros((1, 4, 4, 3), np.uint8)
    >>> image[:, 0, :, 0] = 200  # a quarter of the pixels is red
    >>> moments = ColorMoments("rgb", grid=1).fit(image)
    >>> moments.get_feature_names_out()[:2].tolist()
    ['color_moments_rgb_r_mean', 'color_moments_rgb_r_deviation']
    >>> moments.transform(image)[0, :3].round(1)
    array([50. , 86.6, 90.9], dtype=float32)
    """

    short_name = "color_moments"

    _parameter_constraints = {
        "space": [StrOptions(set(CHANNEL_RANGES))],
        "grid": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, space: str = "opponent", grid: int = 3):
        self.space = space
        self.grid = grid

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = color_moments(convert_color(images, self.space), *bounds)
        return cells.reshape(len(images), -1).astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = [f"{c}_{moment}" for c in CHANNEL_NAMES[self.space] for moment in MOMENTS]
        prefix, bounds = f"color_moments_{self.space}", cell_bounds(shape, self.grid)
        return Columns.of_grid(prefix, *bounds, of_cell, name_only_cell=False)
