"""Local binary patterns as a step of a pipeline."""

from collections.abc import Sequence
from itertools import product
from numbers import Integral, Real

import numpy as np

from .._compat import Interval, InvalidParameterError, StrOptions
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.lbp import completed_lbp_histogram, lbp_histogram
from ..kernels.lbp_patterns import LBP_METHODS, lbp_margin, n_patterns, rotation_minima
from ._grid import cell_bounds, cell_by_cell, too_small

_MAX_POINTS = {"default": 16, "ror": 16, "uniform": 24, "nri_uniform": 24, "var": 24}
_MAX_COLUMNS = 2**16


class LBP(FeatureExtractor):
    """Local binary patterns: which neighbours of a pixel are brighter than it is.

    Points on a circle around each pixel are compared with it: one bit each, one where the point is
    not darker. Spots, edges, corners and flat places have different patterns of bits;
    how often each occurs describes a texture. Patterns do not change when the lighting does
    (``a I + b`` with ``a > 0``), and most methods do not see which way up the texture is.
    Colour images are taken in luminance.

    Parameters
    ----------
    scales : sequence of (points, radius), default=((8, 1), (8, 2), (8, 4))
        Circles, side by side: up to 24 points (up to 16 for "default" and "ror"), and the
        radius in pixels. Small circles see fine texture, large ones coarse texture.
    method : {"nri_uniform", "uniform", "ror", "default", "var"}, default="nri_uniform"
        What is counted, under the names of scikit-image:

        - "default": all ``2 ** P`` codes of ``P`` points;
        - "ror": codes that are turns of each other are one [1]_;
        - "uniform": codes of one run of ones by its length, all others together; ``P + 2``
          patterns that do not see turns, ``LBP^riu2`` in [1]_;
        - "nri_uniform": the same, but by length and place of the run; ``P (P - 1) + 3``
          patterns that do see turns, ``LBP^u2`` in [2]_, as used for faces;
        - "var": the contrast, as variance of the ``P`` values, instead of the code, ``VAR``
          in [1]_; in 16 bins, each twice as wide as the one before. It sees the lighting.
    completed : bool, default=False
        Whether to count triples of the sign, the magnitude and the centre (CLBP_S/M/C [3]_):
        magnitudes are coded like signs, one where a difference is not below the mean of
        the image, and the centre is one where the pixel is not below the mean of the image.
        Meant for "uniform", as in [3]_ (200 columns a circle of 8 points; 6962 with
        "nri_uniform"); not for "var".
    grid : int, default=1
        Cells along each axis, each with its own histograms. One cell suits textures, which are
        the same everywhere; more suit things that stay in place.
    sqrt : bool, default=False
        Whether to take the square root of the shares, so that the Euclidean distance of rows is the
        Hellinger distance of histograms: for classifiers that do not scale their columns.

    See Also
    --------
    EdgeHistogram : Edges alone, with their direction.
    classic_cls.kernels.lbp : The definition in full.

    Notes
    -----
    Codes equal those of ``skimage.feature.local_binary_pattern``, but for two things. Only pixels
    whose circle lies inside the image are counted; scikit-image continues the image in
    black, which makes patterns that are not in the texture. And where an interpolated value is
    exactly that of the pixel, the bit is one, as defined; scikit-image leaves it to rounding.

    The defaults were chosen on half of KTH-TIPS: a doubled radius adds more than further points
    on the circle, and the places of runs add as much as the magnitudes of ``completed``, at
    a third of its columns.

    A histogram adds up to 1 before the square root. A blank image has all its points not
    darker than the pixel: one column of each circle is 1. Columns are named by points, radius
    and pattern: ``lbp_p8_r1_u7`` is a run of seven ones, ``u3_t2`` a run of three that begins two
    points before the right, ``other`` all that is not uniform, ``i5`` the smallest code of
    its turns, ``d5`` a code, ``v5`` a variance of ``2 ** 3`` to ``2 ** 4``; with ``completed``,
    ``s_u7_m_u2_c1``; before it the cell, ``r0_c1``, where there are several.

    References
    ----------
    .. [1] T. Ojala, M. Pietikainen and T. Maenpaa, "Multiresolution gray-scale and rotation
       invariant texture classification with local binary patterns", IEEE PAMI 24(7), 2002.
    .. [2] T. Ahonen, A. Hadid and M. Pietikainen, "Face description with local binary patterns",
       IEEE PAMI 28(12), 2006.
    .. [3] Z. Guo, L. Zhang and D. Zhang, "A completed modeling of local binary pattern operator for
       texture classification", IEEE Trans. Image Processing 19(6), 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LBP
    >>> half_black = np.zeros((1, 10, 18), np.uint8)
    >>> half_black[:, :, 9:] = 255
    >>> lbp = LBP(scales=[(8, 1)], method="uniform").fit(half_black)
    >>> names = lbp.get_feature_names_out()
    >>> {str(names[i]): float(lbp.transform(half_black)[0, i]) for i in (5, 8)}
    {'lbp_p8_r1_u5': 0.0625, 'lbp_p8_r1_u8': 0.9375}
    """

    short_name = "lbp"

    _parameter_constraints = {
        "scales": [tuple, list],
        "method": [StrOptions(set(LBP_METHODS))],
        "completed": ["boolean"],
        "grid": [Interval(Integral, 1, None, closed="left")],
        "sqrt": ["boolean"],
    }

    def __init__(
        self,
        scales: Sequence[Sequence[int]] = ((8, 1), (8, 2), (8, 4)),
        method: str = "nri_uniform",
        completed: bool = False,
        grid: int = 1,
        sqrt: bool = False,
    ):
        self.scales = scales
        self.method = method
        self.completed = completed
        self.grid = grid
        self.sqrt = sqrt

    def _extract(self, images: ImageStack):
        images = to_gray(images)
        count = completed_lbp_histogram if self.completed else lbp_histogram
        parts = []
        for points, radius in self._checked_scales():
            rows, columns = self._bounds(images.shape[1:], radius)
            parts.append(count(images, rows, columns, points, radius, self.method))
        n_cells = self.grid**2
        cells = [part.reshape(len(images), n_cells, -1) for part in parts]
        rows = np.concatenate(cells, axis=2).reshape(len(images), -1)
        return np.sqrt(rows, out=rows) if self.sqrt else rows

    def _columns(self, shape: tuple) -> Columns:
        parts = []
        for points, radius in self._checked_scales():
            rows, columns = (b + lbp_margin(radius) for b in self._bounds(shape, radius))
            of_cell = [f"p{points}_r{radius:g}_{name}" for name in self._patterns(points)]
            parts.append(Columns.of_grid("lbp", rows, columns, of_cell, name_only_cell=False))
        return cell_by_cell(parts, self.grid**2)

    def _patterns(self, points: int) -> list[str]:
        names = _pattern_names(points, self.method)
        if not self.completed:
            return names
        return [f"s_{s}_m_{m}_c{c}" for s, m, c in product(names, names, (0, 1))]

    def _bounds(self, shape, radius):
        """Where cells begin, counted without the margin in which no circle fits."""
        height, width = (side - 2 * lbp_margin(radius) for side in shape[:2])
        if min(height, width) < self.grid:
            needed = self.grid + 2 * lbp_margin(radius)
            taken = f"radius {radius:g} in scales and grid={self.grid} take {needed} pixels"
            raise too_small(self, shape, f"is too small: {taken} each way; lower them")
        return cell_bounds((height, width), self.grid)

    def _checked_scales(self) -> list[tuple[int, float]]:
        limit = _MAX_POINTS[self.method]
        scales = [_pair(scale, limit, self.method) for scale in self.scales]
        if not scales or len(set(scales)) < len(scales):
            raise InvalidParameterError(
                f"LBP: scales is {self.scales!r}; give one or more different pairs (points, radius)"
            )
        if self.completed:
            self._check_completed(scales)
        return scales

    def _check_completed(self, scales) -> None:
        if self.method == "var":
            raise InvalidParameterError(
                "LBP: completed=True needs codes, which method='var' does not make; take another "
                "method"
            )
        n_columns = max(2 * n_patterns(points, self.method) ** 2 for points, _ in scales)
        if n_columns > _MAX_COLUMNS:
            raise InvalidParameterError(
                f"LBP: completed=True with method='{self.method}' makes {n_columns} columns a cell;"
                " take method='uniform', or fewer points in scales"
            )


def _pair(scale, limit, method) -> tuple[int, float]:
    """A scale as a pair of numbers in range."""
    pair = tuple(scale) if isinstance(scale, (tuple, list)) else ()
    kinds = (Integral, Real)
    if (
        len(pair) != 2
        or not all(isinstance(v, kind) for v, kind in zip(pair, kinds))
        or not (2 <= pair[0] <= limit and 0.5 <= pair[1] <= 1000)
    ):
        raise InvalidParameterError(
            f"LBP: scales holds {scale!r}; give pairs (points, radius) with 2 to {limit} points "
            f"for method='{method}', and a radius of 0.5 to 1000 pixels"
        )
    return int(pair[0]), float(pair[1])


def _pattern_names(points: int, method: str) -> list[str]:
    if method == "ror":
        return [f"i{code}" for code in rotation_minima(points)]
    if method == "uniform":
        return [*(f"u{ones}" for ones in range(points + 1)), "other"]
    if method == "nri_uniform":
        runs = [f"u{n}_t{turn}" for n in range(1, points) for turn in range(points)]
        return ["u0", *runs, f"u{points}", "other"]
    letter = "d" if method == "default" else "v"
    return [f"{letter}{number}" for number in range(n_patterns(points, method))]
