"""Homomorphic filtering."""

from numbers import Real

import numpy as np

from .._compat import Interval
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.uneven_light import homomorphic
from ._luminance import map_luminance


class HomomorphicFilter(ImageTransformer):
    """Weaken uneven light and strengthen detail.

    An image is light times reflectance; its logarithm is their sum, in which light, that changes
    slowly, is the low frequencies. The filter multiplies those by ``low`` and the others by
    ``high`` and goes back [1]_: shadows are opened and highlights dimmed while the picture still
    looks like a photograph. It helps features of gradients and of texture where the light is
    uneven, and costs them nothing where it is even. Beside a large dark thing on a bright ground it
    leaves a bright halo, since the filter takes the thing for a shadow.

    Parameters
    ----------
    sigma : float, default=0.1
        Standard deviation of the Gaussian that parts light from detail, as a share of the longer
        side of the image.
    low : float, default=0.2
        What is left of the contrast of the light: 0 takes it out, 1 leaves it.
    high : float, default=1.5
        Factor of the contrast of detail.

    See Also
    --------
    Retinex : Takes the light out, and the brightness of large regions with it.
    CLAHE : Evens out contrast by histograms.

    Notes
    -----
    With ``l = log(v + 1)``, ``b`` its Gaussian mean and ``m`` the mean of ``l`` over the image,
    level ``v`` becomes ``exp(m + low (b - m) + high (l - b)) - 1``, rounded and cut at 0 and 255:
    a high-emphasis filter with a Gaussian transition, whose gain at frequency 0 is 1 and not
    ``low``, so that the geometric mean of the brightness stays where it is. Colour images are
    changed in luminance, Y of Y'CrCb, and keep their chroma. Images of one level stay as they are.
    Images are continued by reflection (``c b a | a b c``), not periodically as is often
    done, and may be of any size.

    References
    ----------
    .. [1] A. V. Oppenheim, R. W. Schafer and T. G. Stockham, "Nonlinear filtering of multiplied and
       convolved signals", Proceedings of the IEEE 56(8), pp. 1264-1291, 1968.
       :doi:`10.1109/PROC.1968.6570`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import HomomorphicFilter
    >>> checks = np.where(np.indices((64, 64)).sum(axis=0) // 4 % 2, 200, 100)
    >>> shaded = (checks * np.linspace(0.2, 1, 64)).astype(np.uint8)[None]
    >>> filtered = HomomorphicFilter(low=0.0, high=1.0).fit_transform(shaded)
    >>> left_and_right = slice(0, 8), slice(56, 64)
    >>> [int(image[0, :, side].mean()) for image in (shaded, filtered) for side in left_and_right]
    [36, 142, 74, 84]
    """

    short_name = "homomorphic"

    _parameter_constraints = {
        "sigma": [Interval(Real, 0, 1000, closed="right")],
        "low": [Interval(Real, 0, 1000, closed="both")],
        "high": [Interval(Real, 0, 1000, closed="both")],
    }

    def __init__(self, sigma: float = 0.1, low: float = 0.2, high: float = 1.5):
        self.sigma = sigma
        self.low = low
        self.high = high

    def _transform(self, images: ImageStack) -> ImageStack:
        return map_luminance(self._filter, images)

    def _filter(self, gray: Image) -> Image:
        levels = homomorphic(gray, self.sigma, self.low, self.high)
        return np.clip(np.rint(levels), 0, 255).astype(np.uint8)
