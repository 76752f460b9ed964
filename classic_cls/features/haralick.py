"""Texture by grey-level co-occurrence: the 13 classical measures of Haralick and others."""

from collections.abc import Sequence
from itertools import product
from numbers import Integral

import numpy as np

from .._compat import Interval, InvalidParameterError, StrOptions
from .._typing import ImageStack
from .._validation import distinct_integers, several
from ..base import Columns, FeatureExtractor
from ..kernels import glcm
from ..kernels.color import to_gray
from ._grid import too_small


class Haralick(FeatureExtractor):
    """The 13 texture measures of co-occurring grey levels.

    How often does grey level ``i`` have level ``j`` as its neighbour, at a given distance and in a
    given direction? That table, the grey-level co-occurrence matrix, is narrow around its diagonal
    for smooth texture and wide for rough one; 13 figures describe its shape [1]_. They do not
    depend on where things are. Colour images are taken in luminance.

    Parameters
    ----------
    levels : int from 2 to 256, default=32
        Grey levels that are told apart: value ``g`` has level ``floor(g * levels / 256)``. Fewer
        are more robust against noise; with more, small images fill the matrix too thinly.
    distances : int or tuple of int, default=(1, 2, 4, 8)
        Steps from a pixel to its neighbour, along a row, along a column, or along both (diagonals).
        Each distance has matrices, and columns, of its own; fine texture shows at small
        distances, and coarse texture at large ones. Images must be larger than the largest.
    directions : {"mean_range", "all"}, default="mean_range"
        What is kept of the four directions 0, 45, 90 and 135 degrees: the mean and the range
        (largest minus smallest) of each measure, as the paper proposes, or all four values. Mean
        and range do not change when the image is mirrored or turned by 90 degrees; the
        range tells texture with a direction from texture without one.

    See Also
    --------
    classic_cls.kernels.glcm.haralick : The definition in full, as a function.
    EdgeHistogram : Which directions there are, and where.

    Notes
    -----
    Let ``p(i, j)`` be the matrix, symmetric (each pair counts both ways) and with sum 1, and let a
    pair of neighbours ``(i, j)`` be drawn from it. In the order of the paper:

    1. ``asm``, angular second moment: the sum of squares of the matrix; 1 on a blank image, and
       small where many different pairs occur.
    2. ``contrast``: the mean square of ``i - j``.
    3. ``correlation`` of ``i`` and ``j``, from -1 to 1; near 1 if neighbours are alike
       compared with the whole image.
    4. ``variance`` of ``i``: the contrast of the whole image.
    5. ``idm``, inverse difference moment or homogeneity: the mean of ``1 / (1 + (i - j)^2)``.
    6. ``sum_average``: the mean of ``i + j``, twice the mean level.
    7. ``sum_variance``: the variance of ``i + j``.
    8. ``sum_entropy``: the entropy of ``i + j``.
    9. ``entropy`` of the pairs, ``HXY``.
    10. ``difference_variance``: the variance of ``|i - j|``.
    11. ``difference_entropy``: the entropy of ``|i - j|``.
    12. ``imc1``, first information measure of correlation: ``(HXY - 2 HX) / HX`` with ``HX`` the
        entropy of ``i``; 0 if neighbours are independent, -1 if one determines the other.
    13. ``imc2``, the second: ``sqrt(1 - exp(-2 (2 HX - HXY)))``, from 0 (independent) to 1.

    Where readings of the paper differ: levels count from 0 (from 1 in the paper: only measure 6
    shows it); entropies are in bits, also inside measure 13; measure 7 is taken around the mean,
    measure 6 (the paper prints measure 8, a known slip); measure 10 is the variance of ``|i - j|``,
    not of the heights of its histogram. All 13 equal those of ``mahotas.features.haralick(levels,
    use_x_minus_y_variance=True)``, whose directions come in the order 0, 135, 90, 45; measures 1 to
    5 equal ``skimage.feature.graycoprops`` as ``ASM``, ``contrast``, ``correlation``, ``variance``
    and ``homogeneity`` (its matrices count 45 and 135 degrees the other way round, and take shorter
    steps along diagonals). The 14th measure of the paper, unstable in practice, is left out.

    On a blank image measures 1, 3 and 5 are 1, measure 6 is twice its level, and the others,
    like all ranges, are 0. No value is ever infinite or missing. The scales of the measures are
    very different: standardise them before a classifier that compares columns.

    References
    ----------
    .. [1] R. M. Haralick, K. Shanmugam and I. Dinstein, "Textural features for image
       classification", IEEE Transactions on Systems, Man, and Cybernetics SMC-3(6),
       pp. 610-621, 1973.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Haralick
    >>> stripes = np.tile(np.array([0, 255], np.uint8), (1, 16, 8))
    >>> texture = Haralick(levels=2, distances=1).fit(stripes)
    >>> texture.get_feature_names_out()[2:4].tolist()
    ['haralick_contrast_d1_mean', 'haralick_contrast_d1_range']
    >>> texture.transform(stripes)[0, 2:4]  # one direction of four runs along the stripes
    array([0.75, 1.  ], dtype=float32)
    """

    short_name = "haralick"

    _parameter_constraints = {
        "levels": [Interval(Integral, 2, 256, closed="both")],
        "distances": [Interval(Integral, 1, None, closed="left"), tuple, list],
        "directions": [StrOptions({"mean_range", "all"})],
    }

    def __init__(
        self,
        levels: int = 32,
        distances: int | Sequence[int] = (1, 2, 4, 8),
        directions: str = "mean_range",
    ):
        self.levels = levels
        self.distances = distances
        self.directions = directions

    def _extract(self, images: ImageStack):
        distances = self._distances_within(images.shape[1:])
        gray = to_gray(images)
        parts = []
        for distance in distances:
            measures = glcm.haralick(gray, self.levels, distance)
            if self.directions == "mean_range":
                measures = np.stack([measures.mean(axis=1), np.ptp(measures, axis=1)], axis=1)
            parts.append(measures.swapaxes(1, 2).reshape(len(images), -1))
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def _columns(self, shape: tuple) -> Columns:
        kept = ("mean", "range") if self.directions == "mean_range" else glcm.DIRECTIONS
        of_all = product(self._distances_within(shape), glcm.MEASURES, kept)
        return Columns.whole(f"haralick_{measure}_d{d}_{kind}" for d, measure, kind in of_all)

    def _distances_within(self, shape) -> tuple[int, ...]:
        """The distances, if the image is large enough to have pairs at all of them."""
        distances = several(self.distances)
        if not distinct_integers(distances, 1):
            raise InvalidParameterError(
                f"Haralick: distances is {self.distances!r}; give a whole number from 1 up, or "
                "several different ones"
            )
        if max(distances) >= min(shape[:2]):
            why = f"has no pairs at distance {max(distances)} in some direction; lower distances"
            raise too_small(self, shape, why)
        return tuple(int(d) for d in distances)
