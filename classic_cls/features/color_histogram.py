"""Colour histograms, on the whole image or a grid."""

from itertools import product
from numbers import Integral

from .._compat import Interval, StrOptions
from .._typing import ImageStack
from ..base import FeatureExtractor
from ..kernels.color import CHANNEL_RANGES, convert_color
from ..kernels.color_histogram import channel_histogram, joint_histogram
from ._grid import cell_bounds, cell_names

__all__ = ["ColorHistogram"]


class ColorHistogram(FeatureExtractor):
    """Histograms of colours, in every cell of a grid or the whole image.

    Parameters
    ----------
    space : {"hsv", "rgb", "lab"}, default="hsv"
        Colour space.
    bins : int or (int, int, int), default=8
        Bins of every channel, or of each of the three; 1 to 256.
    joint : bool, default=False
        If False, one histogram per channel, side by side: ``sum(bins)`` columns per cell. If
        True, one histogram of all three channels together [1]_: ``prod(bins)`` columns per cell.
    grid : int, default=3
        Cells along each axis; 1 is the whole image. Knowing roughly where a colour is helps on
        most photographs; prefer 1 where the same thing may lie anywhere.

    See Also
    --------
    RawPixels : The colours themselves, place by place.

    Notes
    -----
    Channels are 8-bit, as OpenCV makes them, and bin ``i`` of ``n`` holds these values:

    - RGB: 256 levels, ``[256 i / n, 256 (i + 1) / n)``.
    - HSV: hue in steps of 2 degrees, ``[360 i / n, 360 (i + 1) / n)`` degrees. Red, at 0, lies
      in the first bin and, from below, in the last; pixels without a hue (greys) count as 0.
      Saturation and value as in RGB.
    - Lab: ``L`` is stretched from 0..100 to 0..255, ``a`` and ``b`` are raised by 128; then as
      in RGB.

    Each histogram (one per cell if joint, else one per channel of a cell) adds up to 1. Grey
    images are treated as colour images with ``R = G = B``. Columns are named ``hsv_r0_c1_h2``, or
    ``hsv_r0_c1_h2_s0_v5`` if joint; without the cell if there is only one.

    References
    ----------
    .. [1] M. J. Swain and D. H. Ballard, "Color indexing", International Journal of Computer
       Vision 7(1), pp. 11-32, 1991.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ColorHistogram
    >>> blue = np.full((1, 4, 4, 3), (0, 0, 255), np.uint8)
    >>> histogram = ColorHistogram(bins=(6, 1, 2), grid=1).fit(blue)
    >>> names = histogram.get_feature_names_out()
    >>> names.tolist()
    ['hsv_h0', 'hsv_h1', 'hsv_h2', 'hsv_h3', 'hsv_h4', 'hsv_h5', 'hsv_s0', 'hsv_v0', 'hsv_v1']
    >>> names[histogram.transform(blue)[0] == 1].tolist()
    ['hsv_h4', 'hsv_s0', 'hsv_v1']
    """

    short_name = "color_hist"

    _parameter_constraints = {
        "space": [StrOptions({"hsv", "rgb", "lab"})],
        "bins": [Interval(Integral, 1, 256, closed="both"), tuple, list],
        "joint": ["boolean"],
        "grid": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, space="hsv", bins=8, joint=False, grid=3):
        self.space = space
        self.bins = bins
        self.joint = joint
        self.grid = grid

    def _bins_of_channels(self) -> tuple[int, int, int]:
        if isinstance(self.bins, Integral):
            return (int(self.bins),) * 3
        bins = tuple(self.bins)
        if len(bins) != 3 or not all(isinstance(b, Integral) and 1 <= b <= 256 for b in bins):
            raise ValueError(f"bins must be an int of 1 to 256 or three of them, got {self.bins!r}")
        return tuple(int(b) for b in bins)

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        bins, ranges = self._bins_of_channels(), CHANNEL_RANGES[self.space]
        histogram = joint_histogram if self.joint else channel_histogram
        cells = histogram(convert_color(images, self.space), *bounds, bins, ranges)
        return cells.reshape(len(images), -1)

    def _names(self, shape: tuple) -> list[str]:
        cells = [""] if self.grid == 1 else [f"{c}_" for c in cell_names(shape, self.grid)]
        letters = zip(self.space, self._bins_of_channels(), strict=True)
        channels = [[f"{letter}{b}" for b in range(n)] for letter, n in letters]
        columns = map("_".join, product(*channels)) if self.joint else sum(channels, [])
        columns = list(columns)
        return [f"{self.space}_{cell}{column}" for cell in cells for column in columns]
