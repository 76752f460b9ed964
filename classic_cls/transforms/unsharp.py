"""Unsharp masking."""

from numbers import Real

import cv2
import numpy as np

from .._compat import Interval
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.gaussian import gaussian


class UnsharpMask(ImageTransformer):
    """Sharpen images by adding what a blur takes away.

    The difference between an image and its blurred copy is its fine detail; some of it on top makes
    edges steeper and texture stronger, in old darkrooms with a film out of focus as the mask
    [1]_. For sets where some images are softer than others. Noise is fine detail too and grows by
    up to ``1 + amount``: put a noise filter before it.

    Parameters
    ----------
    sigma : float, default=1.0
        Standard deviation of the Gaussian blur, in pixels: the size of detail that is lifted.
    amount : float, default=1.0
        How much of the detail is added; 0 changes nothing.

    See Also
    --------
    GaussianBlur : The opposite.
    CLAHE : Lifts contrast over larger areas.

    Notes
    -----
    ``v + amount (v - blurred)``, channel by channel, rounded and cut at 0 and 255; images are
    continued by reflection (``c b a | a b c``) and the Gaussian is cut at 4 sigma:
    ``skimage.filters.unsharp_mask`` with ``radius=sigma``, within a level. Images of one
    level stay as they are. Images may be smaller than the Gaussian.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th ed., section 3.6,
       2018.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import UnsharpMask
    >>> soft = np.array([[[50, 50, 50, 80, 120, 150, 150, 150]]], np.uint8)
    >>> UnsharpMask().fit_transform(soft)
    array([[[ 50,  48,  39,  75, 125, 161, 152, 150]]], dtype=uint8)
    """

    short_name = "unsharp"

    _parameter_constraints = {
        "sigma": [Interval(Real, 0, 1000, closed="right")],
        "amount": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(self, sigma: float = 1.0, amount: float = 1.0):
        self.sigma = sigma
        self.amount = amount

    def _transform(self, images: ImageStack) -> ImageStack:
        return np.stack([self._sharpen(image) for image in images])

    def _sharpen(self, image: Image) -> Image:
        blurred = gaussian(image, self.sigma)
        # Rounds and cuts at 0 and 255.
        return cv2.addWeighted(image, 1 + self.amount, blurred, -self.amount, 0, dtype=cv2.CV_8U)
