"""Any feature made local: in every cell of several grids."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from numbers import Integral

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import ImageStack
from .._validation import distinct_integers, several
from ..base import Columns, FeatureExtractor, Region
from ._grid import cell_bounds, larger_images
from ._wrapper import Wrapper


class SpatialPyramid(Wrapper):
    """Any feature in every cell of several grids, from the whole image to small parts.

    A histogram over the whole image says what there is, not where. Cutting the image into a grid
    and describing every cell says where, but is thrown off when things move. A pyramid [1]_ has
    both: the whole image, its quarters, its sixteenths, side by side. A pyramid of orientation
    histograms (known as PHOG) is ``SpatialPyramid(EdgeHistogram(grid=1))``.

    Parameters
    ----------
    extractor : FeatureExtractor
        What describes a cell, as if it were an image of its own.
    levels : int or tuple of int, default=(1, 2, 4)
        Cells along each axis, one number a grid; 1 is the whole image.

    See Also
    --------
    MultiScale : The same feature of the image at several sizes.

    Notes
    -----
    Cells differ by a pixel where a grid does not divide a side; features whose number depends on
    the size then differ in length from cell to cell, which does no harm. Cells of one level are not
    weighted against those of another: scale the columns in the pipeline. A column of the extractor
    named ``lbp_p8_r1_u3`` becomes ``pyramid2_r0_c1_lbp_p8_r1_u3``: the grid of 2 by 2 cells, row
    0, column 1. On the command line: ``--features "pyramid(lbp)"``, and
    ``--set pyramid_lbp.method=uniform`` for a parameter of what is inside.

    References
    ----------
    .. [1] S. Lazebnik, C. Schmid and J. Ponce, "Beyond bags of features: spatial pyramid matching
       for recognizing natural scene categories", CVPR, pp. 2169-2178, 2006.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EdgeHistogram, SpatialPyramid
    >>> half_black = np.zeros((1, 32, 32), np.uint8)
    >>> half_black[:, 20:] = 255
    >>> pyramid = SpatialPyramid(EdgeHistogram(grid=1), levels=(1, 2)).fit(half_black)
    >>> pyramid.transform(half_black).shape
    (1, 45)
    >>> pyramid.get_feature_names_out()[9]
    'pyramid2_r0_c0_edges_r0_c0_density'
    >>> pyramid.transform(half_black)[0, 9::9]  # no edge in the upper half
    array([0.   , 0.   , 0.125, 0.125], dtype=float32)
    """

    short_name = "pyramid"

    _parameter_constraints = {
        "extractor": [FeatureExtractor],
        "levels": [Interval(Integral, 1, None, closed="left"), tuple, list],
    }

    def __init__(self, extractor: FeatureExtractor, levels: int | Sequence[int] = (1, 2, 4)):
        self.extractor = extractor
        self.levels = levels

    def _grids(self, shape) -> tuple[int, ...]:
        levels = several(self.levels)
        if not distinct_integers(levels, 1):
            raise InvalidParameterError(
                "SpatialPyramid: levels must be different whole numbers of 1 or more, such as "
                f"(1, 2, 4); got {self.levels!r}"
            )
        if max(levels) > min(shape[:2]):
            raise ValueError(
                f"SpatialPyramid: levels={self.levels!r} leaves cells without a pixel on an image "
                f"of {shape[0]} x {shape[1]} pixels (height x width): take smaller ones, "
                f"{larger_images()}"
            )
        return levels

    def _where(self, grid: int) -> str:
        return f"a cell of its {grid} x {grid} grid (levels={self.levels!r})"

    def _cells(self, shape) -> Iterator[tuple[int, str, Region]]:
        """Grid, name and region of every cell."""
        for grid in self._grids(shape):
            rows, columns = (
                enumerate(pairwise(edges.tolist())) for edges in cell_bounds(shape, grid)
            )
            for (row, (top, bottom)), (column, (left, right)) in product(rows, columns):
                yield grid, f"r{row}_c{column}", Region(top, left, bottom, right)

    def _extract(self, images: ImageStack) -> np.ndarray:
        parts = []
        for grid, _, (top, left, bottom, right) in self._cells(images.shape[1:]):
            cell = np.ascontiguousarray(images[:, top:bottom, left:right])
            parts.append(self._said_where(self.extractor._extract, cell, self._where(grid)))
        return np.concatenate(parts, axis=1)

    def _columns(self, shape: tuple) -> Columns:
        parts = []
        for grid, name, region in self._cells(shape):
            cell = (region.bottom - region.top, region.right - region.left, *shape[2:])
            inner = self._said_where(self.extractor._columns, cell, self._where(grid))
            inner = inner.inside(region) if grid > 1 else inner
            parts.append(inner.prefixed(f"pyramid{grid}_{name}_"))
        return Columns.joined(parts)
