"""Bilateral filter."""

from math import ceil
from numbers import Real

import cv2
import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import ImageTransformer


class BilateralFilter(ImageTransformer):
    """Smooth within regions and spare the edges between them.

    Every pixel becomes a mean of its neighbours, weighted by nearness in the image, as with
    ``GaussianBlur``, *and* by nearness in value: what lies beyond an edge differs too much
    to count [1]_. It flattens noise and weak texture and keeps outlines, which suits features of
    shape and colour, and robs features of texture.

    Parameters
    ----------
    sigma_color : float, default=25.0
        How far values may differ, in grey levels: differences of ``2 sigma_color`` count little.
        About twice to three times the deviation of the noise.
    sigma_space : float, default=2.0
        Standard deviation of the Gaussian in the image, in pixels.

    See Also
    --------
    NonLocalMeans : Compares neighbourhoods, not pixels; better and slower.
    TotalVariation : Regions flatter still.

    Notes
    -----
    Weights are ``exp(-r^2 / (2 sigma_space^2)) exp(-d^2 / (2 sigma_color^2))`` in a disc of radius
    ``2 sigma_space``, rounded up and at least 3, with ``d`` the difference in grey level, or in
    colour the mean of the three absolute differences, so that all channels get the same weights.
    Images are continued by their nearest pixel. It is ``cv2.bilateralFilter``;
    ``skimage.restoration.denoise_bilateral`` differs in its square window and measures colours by
    the Euclidean distance. Images of one level stay as they are, and images may be smaller than
    the window.

    References
    ----------
    .. [1] C. Tomasi and R. Manduchi, "Bilateral filtering for gray and color images", ICCV,
       pp. 839-846, 1998. :doi:`10.1109/ICCV.1998.710815`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import BilateralFilter
    >>> noisy_step = np.array([[[20, 24, 18, 22, 200, 206, 202, 204]]], np.uint8)
    >>> BilateralFilter().fit_transform(noisy_step)
    array([[[ 21,  21,  21,  21, 203, 203, 203, 204]]], dtype=uint8)
    """

    short_name = "bilateral"

    _parameter_constraints = {
        "sigma_color": [Interval(Real, 0, 1e6, closed="right")],
        "sigma_space": [Interval(Real, 0, 100, closed="right")],
    }

    def __init__(self, sigma_color: float = 25.0, sigma_space: float = 2.0):
        self.sigma_color = sigma_color
        self.sigma_space = sigma_space

    def _transform(self, images: ImageStack) -> ImageStack:
        # With windows of 3 and 5 pixels, OpenCV cuts grey levels off instead of rounding them.
        side = 2 * max(3, ceil(2 * self.sigma_space)) + 1
        # OpenCV adds the differences of the channels up.
        sigma_color = self.sigma_color * (images.shape[3] if images.ndim == 4 else 1)
        sigmas, border = (sigma_color, self.sigma_space), cv2.BORDER_REPLICATE
        filtered = [cv2.bilateralFilter(i, side, *sigmas, borderType=border) for i in images]
        return np.stack(filtered)
