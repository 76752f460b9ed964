"""Colour histograms, on the whole image or a grid."""

from collections.abc import Sequence
from itertools import product
from math import prod
from numbers import Integral

from .._compat import Interval, InvalidParameterError, StrOptions
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import CHANNEL_RANGES, CIRCULAR_CHANNELS, convert_color
from ..kernels.color_histogram import (
    channel_histogram,
    joint_histogram,
    soft_channel_histogram,
    soft_joint_histogram,
)
from ._color_bins import bin_names, bins_of_channels
from ._grid import cell_bounds

_MAX_JOINT = 2**16


class ColorHistogram(FeatureExtractor):
    """Histograms of colours, in every cell of a grid or the whole image.

    Each pixel votes for the bin of its colour, and the share of every bin describes the cell [1]_:
    what colours there are and how much of each, whatever lies where. So a histogram does not change
    when things in the cell move, turn or are mirrored, hardly changes when the picture is
    scaled, and knows nothing of shape or texture. It does change with the light, and the
    space decides how: light that is only brighter or darker leaves hue, saturation and the
    normalised "rg" as they are; white light that is added, as by highlights or haze, changes only
    the intensity of "opponent" [2]_; equal distances in "lab" look about equally different.

    Parameters
    ----------
    space : {"hsv", "rgb", "lab", "opponent", "rg"}, default="hsv"
        Colour space.
    bins : int or tuple of int, default=8
        Bins of every channel, or one number for each (three; two for "rg"); 1 to 256.
    joint : bool, default=False
        If False, one histogram per channel, side by side: ``sum(bins)`` columns per cell. If
        True, one histogram of all channels together: ``prod(bins)`` columns per cell, at most
        65536.
    grid : int, default=3
        Cells along each axis; 1 is the whole image. Knowing roughly where a colour is helps on
        most photographs; prefer 1 where the same thing may lie anywhere.
    soft : bool, default=False
        Whether each value is shared between the two bins with the nearest centres, by linear
        interpolation (of all channels together if joint), instead of falling into one bin. A
        small change of light or colour then moves the histogram little.

    See Also
    --------
    ColorAutoCorrelogram : How far each colour reaches.
    RawPixels : The colours themselves, place by place.

    Notes
    -----
    Channels are 8-bit, HSV and Lab as OpenCV makes them, and bin ``i`` of ``n`` holds these values:

    - RGB: 256 levels, ``[256 i / n, 256 (i + 1) / n)``.
    - HSV: hue in steps of 2 degrees, ``[360 i / n, 360 (i + 1) / n)`` degrees. Red, at 0, lies
      in the first bin and, from below, in the last; pixels without a hue (greys) count as 0.
      Saturation and value as in RGB.
    - Lab: ``L`` is stretched from 0..100 to 0..255, ``a`` and ``b`` are raised by 128; then as
      in RGB.
    - Opponent: red against green, ``(R - G) / 2 + 128``, yellow against blue,
      ``(R + G - 2 B) / 4 + 128``, both rounded down, and the intensity ``(R + G + B) / 3``; then
      as in RGB.
    - rg: ``255 R / (R + G + B)`` and ``255 G / (R + G + B)``, then as in RGB. Black counts as
      grey, a third each. Bins where both are large stay empty.

    With soft bins, value ``v`` of ``r`` lies at ``(v + 1/2) n / r - 1/2``, in bins from the centre
    of the first; beyond the outermost centres all goes to the outermost bin, but hues are a
    circle. With as many bins as values, soft and hard are the same. Soft bins are mostly a
    little better, hard ones faster.

    Each histogram (one per cell if joint, else one per channel of a cell) adds up to 1. Grey
    images are treated as colour images with ``R = G = B``. Columns are named ``hsv_r0_c1_h2``, or
    ``hsv_r0_c1_h2_s0_v5`` if joint; without the cell if there is only one. The channels of
    "opponent" are ``rg``, ``yb`` and ``i``.

    References
    ----------
    .. [1] M. J. Swain and D. H. Ballard, "Color indexing", International Journal of Computer
       Vision 7(1), pp. 11-32, 1991.
    .. [2] K. E. A. van de Sande, T. Gevers and C. G. M. Snoek, "Evaluating color descriptors for
       object and scene recognition", IEEE PAMI 32(9), pp. 1582-1596, 2010.

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
        "space": [StrOptions(set(CHANNEL_RANGES))],
        "bins": [Interval(Integral, 1, 256, closed="both"), tuple, list],
        "joint": ["boolean"],
        "grid": [Interval(Integral, 1, None, closed="left")],
        "soft": ["boolean"],
    }

    def __init__(
        self,
        space: str = "hsv",
        bins: int | Sequence[int] = 8,
        joint: bool = False,
        grid: int = 3,
        soft: bool = False,
    ):
        self.space = space
        self.bins = bins
        self.joint = joint
        self.grid = grid
        self.soft = soft

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        ranges = CHANNEL_RANGES[self.space]
        parameters = [*bounds, self._checked_bins(), ranges]
        histogram = joint_histogram if self.joint else channel_histogram
        if self.soft:
            histogram = soft_joint_histogram if self.joint else soft_channel_histogram
            parameters.append(CIRCULAR_CHANNELS.get(self.space, ()))
        cells = histogram(convert_color(images, self.space), *parameters)
        return cells.reshape(len(images), -1)

    def _checked_bins(self) -> tuple[int, ...]:
        bins = bins_of_channels(self.bins, self.space)
        if self.joint and prod(bins) > _MAX_JOINT:
            raise InvalidParameterError(
                f"ColorHistogram: bins={self.bins!r} with joint=True makes {prod(bins)} columns a "
                f"cell; lower it so that they are at most {_MAX_JOINT}"
            )
        return bins

    def _columns(self, shape: tuple) -> Columns:
        self._checked_bins()
        channels = bin_names(self.bins, self.space)
        of_cell = map("_".join, product(*channels)) if self.joint else sum(channels, [])
        bounds = cell_bounds(shape, self.grid)
        return Columns.of_grid(self.space, *bounds, of_cell, name_only_cell=False)
