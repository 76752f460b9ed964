"""Gaussian smoothing."""

from numbers import Real

import cv2
import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.gaussian import gaussian


class GaussianBlur(ImageTransformer):
    """Smooth images with a Gaussian.

    Every pixel becomes a mean of its neighbours, weighted by ``exp(-r^2 / (2 sigma^2))``: noise
    that is independent from pixel to pixel falls to ``1 / (2 sqrt(pi) sigma)`` of its deviation,
    and details smaller than about ``2 sigma`` go with it, edges included. The only smoothing that
    never makes a structure that was not there, which is why scale spaces are built from it [1]_.

    Parameters
    ----------
    sigma : float, default=1.0
        Standard deviation of the Gaussian, in pixels.

    See Also
    --------
    MedianFilter : For single wrong pixels.
    BilateralFilter : Spares the edges.

    Notes
    -----
    Channel by channel; the Gaussian is cut at 4 sigma, images are continued by reflection
    (``c b a | a b c``), and results rounded once: ``skimage.filters.gaussian`` with
    ``mode="reflect"`` within a level. Images of one level stay as they are. Images may be smaller
    than the Gaussian.

    References
    ----------
    .. [1] J. J. Koenderink, "The structure of images", Biological Cybernetics 50(5), pp. 363-370,
       1984. :doi:`10.1007/BF00336961`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import GaussianBlur
    >>> step = np.repeat(np.array([0, 200], np.uint8), 4)[None, None]
    >>> GaussianBlur(sigma=1.0).fit_transform(step)
    array([[[  0,   1,  12,  60, 140, 188, 199, 200]]], dtype=uint8)
    """

    short_name = "gaussian"

    _parameter_constraints = {"sigma": [Interval(Real, 0, 1000, closed="right")]}

    def __init__(self, sigma: float = 1.0):
        self.sigma = sigma

    def _transform(self, images: ImageStack) -> ImageStack:
        return np.stack([cv2.convertScaleAbs(gaussian(image, self.sigma)) for image in images])
