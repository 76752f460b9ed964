"""Where colours are: in large patches or strewn about."""

from collections.abc import Sequence
from itertools import product
from math import prod
from numbers import Integral

from .._compat import Interval, InvalidParameterError, StrOptions
from .._typing import ImageStack
from .._validation import distinct_integers, several
from ..base import Columns, FeatureExtractor
from ..kernels.color import CHANNEL_RANGES, convert_color
from ..kernels.correlogram import color_auto_correlogram
from ._color_bins import bin_names, bins_of_channels

_MAX_DISTANCE = 31
_MAX_COLORS = 2**12


class ColorAutoCorrelogram(FeatureExtractor):
    """Colour auto-correlogram: how likely a colour is found again at a distance.

    Take a pixel of some colour, and another one at chessboard distance ``d``: how likely does it
    have that colour too [1]_? For a colour in large patches that is near 1 at all distances; for
    one strewn in dots it falls quickly with the distance. A histogram says how much of a colour
    there is, this says how it lies together, and both do not care where in the image that is.
    Mirroring or turning the image by 90 degrees changes nothing, larger objects have larger
    values, and light changes it as it changes the colours. It joins colour and coarse
    texture, so it stands beside a histogram rather than in place of one.

    Parameters
    ----------
    space : {"hsv", "rgb", "lab", "opponent", "rg"}, default="rgb"
        Colour space.
    bins : int or tuple of int, default=4
        Bins of every channel, or one number for each (three; two for "rg"); the colours
        are their combinations, at most 4096.
    distances : int or tuple of int, default=(1, 3, 5, 7)
        Distances in pixels, 1 to 31.

    See Also
    --------
    ColorHistogram : How much of each colour there is.
    Haralick : How grey levels lie together.

    Notes
    -----
    Colours are the bins of ``ColorHistogram(space, bins, joint=True)``. The second pixel lies on
    the ring of ``8 d`` pixels with ``max(|dx|, |dy|) == d``; where the ring leaves the image, only
    what lies inside counts (in the paper, what lies outside counts as another colour). Values
    are in [0, 1]; an absent colour has 0, and an image of one colour has 1 at every distance
    that is smaller than the image. Columns are named by distance and colour:
    ``correlogram_rgb_d3_r0_g1_b3``.

    It says what ``ColorHistogram`` does not: use both. The default space and bins were chosen on
    Flowers-17.

    References
    ----------
    .. [1] J. Huang, S. R. Kumar, M. Mitra, W.-J. Zhu and R. Zabih, "Image indexing using color
       correlograms", Proceedings of CVPR, pp. 762-768, 1997.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ColorAutoCorrelogram
    >>> stripes = np.zeros((1, 8, 8, 3), np.uint8)
    >>> stripes[:, :, ::2] = 255
    >>> correlogram = ColorAutoCorrelogram(bins=2, distances=(1, 2)).fit(stripes)
    >>> names = correlogram.get_feature_names_out()
    >>> row = correlogram.transform(stripes)[0]
    >>> {str(names[i]): round(float(row[i]), 2) for i in (0, 8)}
    {'correlogram_rgb_d1_r0_g0_b0': 0.27, 'correlogram_rgb_d2_r0_g0_b0': 0.75}
    """

    short_name = "correlogram"

    _parameter_constraints = {
        "space": [StrOptions(set(CHANNEL_RANGES))],
        "bins": [Interval(Integral, 1, 256, closed="both"), tuple, list],
        "distances": [Interval(Integral, 1, _MAX_DISTANCE, closed="both"), tuple, list],
    }

    def __init__(
        self,
        space: str = "rgb",
        bins: int | Sequence[int] = 4,
        distances: int | Sequence[int] = (1, 3, 5, 7),
    ):
        self.space = space
        self.bins = bins
        self.distances = distances

    def _extract(self, images: ImageStack):
        bins, distances = self._checked_bins(), self._checked_distances()
        converted = convert_color(images, self.space)
        rows = color_auto_correlogram(converted, bins, CHANNEL_RANGES[self.space], distances)
        return rows.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        channels = bin_names(self._checked_bins(), self.space)
        colors = ["_".join(color) for color in product(*channels)]
        prefix = f"correlogram_{self.space}"
        distances = self._checked_distances()
        return Columns.whole(f"{prefix}_d{d}_{color}" for d in distances for color in colors)

    def _checked_bins(self) -> tuple[int, ...]:
        bins = bins_of_channels(self.bins, self.space)
        if prod(bins) > _MAX_COLORS:
            raise InvalidParameterError(
                f"ColorAutoCorrelogram: bins={self.bins!r} makes {prod(bins)} colours; lower it so "
                f"that they are at most {_MAX_COLORS}"
            )
        return bins

    def _checked_distances(self) -> tuple[int, ...]:
        distances = several(self.distances)
        if not distinct_integers(distances, 1, _MAX_DISTANCE):
            raise InvalidParameterError(
                f"ColorAutoCorrelogram: distances is {self.distances!r}; give one or more "
                f"different whole numbers of 1 to {_MAX_DISTANCE}"
            )
        return tuple(int(d) for d in distances)
