"""How bright, how contrasty, how mixed: statistics of grey levels."""

from numbers import Integral

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.intensity import MEASURES, intensity_statistics
from ._grid import cell_bounds


class IntensityStatistics(FeatureExtractor):
    """First-order statistics of the grey levels in every cell of a grid.

    *First-order* means: one pixel at a time, whatever its neighbours are; shuffling the pixels
    changes nothing. The histogram of the grey levels is described by where it lies (mean,
    percentiles), how wide it is (deviation, smallest and largest level), how lopsided (skewness)
    and how heavy its tails are (kurtosis), and how mixed the levels are (entropy, energy). The
    plainest description of texture [1]_, quick and easy to explain; what comes next to
    what takes second-order statistics (``Haralick``). Lighting changes most of them, but not
    skewness and kurtosis. Colour images are taken in luminance.

    Parameters
    ----------
    grid : int, default=3
        Cells along each axis; 1 is the whole image, which is the textbook form, and does not see
        where things are. Even for textures a few cells serve better.

    See Also
    --------
    ColorMoments : The first three moments of every channel of a colour space.
    Haralick : Statistics of pairs of neighbours.

    Notes
    -----
    With ``p(k)`` the share of level ``k``, 0 to 255:

    - ``mean``, ``deviation`` (with ``N``, not ``N - 1``), ``min`` and ``max``, in grey levels;
    - ``skewness`` and ``kurtosis`` as ``scipy.stats.skew`` and ``kurtosis``: 0 for a normal
      distribution (so 3 is subtracted from the fourth moment), and 0 on images of one colour;
    - ``entropy`` in bits, 0 to 8, as ``skimage.measure.shannon_entropy``; ``energy`` (or
      uniformity), the sum of ``p(k)^2``, 1/256 to 1;
    - ``p10``, ``p25``, ``p50`` (the median), ``p75`` and ``p90`` as ``numpy.percentile``.

    Columns are named ``intensity_r0_c1_mean``, or ``intensity_mean`` if there is one cell.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th edition, Pearson, 2018:
       statistical descriptors of texture.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import IntensityStatistics
    >>> half_black = np.zeros((1, 8, 8), np.uint8)
    >>> half_black[:, 4:] = 200
    >>> statistics = IntensityStatistics(grid=1).fit(half_black)
    >>> row = statistics.transform(half_black)[0]
    >>> dict(zip(statistics.get_feature_names_out()[:6].tolist(), row.tolist()))
    {'intensity_mean': 100.0, 'intensity_deviation': 100.0, 'intensity_skewness': 0.0,
     'intensity_kurtosis': -2.0, 'intensity_entropy': 1.0, 'intensity_energy': 0.5}
    """

    short_name = "intensity"

    _parameter_constraints = {"grid": [Interval(Integral, 1, None, closed="left")]}

    def __init__(self, grid: int = 3):
        self.grid = grid

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = intensity_statistics(to_gray(images), *bounds)
        return cells.reshape(len(images), -1).astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        bounds = cell_bounds(shape, self.grid)
        return Columns.of_grid("intensity", *bounds, MEASURES, name_only_cell=False)
