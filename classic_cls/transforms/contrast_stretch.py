"""Contrast stretching."""

from numbers import Real

import cv2
import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray
from ._levels import percentile_levels


class ContrastStretch(ImageTransformer):
    """Stretch the levels of every image linearly from black to white.

    The darkest and brightest few percent of the pixels become 0 and 255 and what lies between them
    follows linearly [1]_. That undoes every change of brightness and contrast of the whole image,
    such as haze or a faint exposure, and, unlike equalisation, keeps the shape of its histogram:
    a flat wall stays flat. Percentiles rather than the extremes, for a single dead pixel is an
    extreme too.

    Parameters
    ----------
    low : float, default=1
        Percentile of the luminance that becomes black.
    high : float, default=99
        Percentile of the luminance that becomes white; above ``low``.

    See Also
    --------
    EqualizeHistogram : Makes all levels equally frequent.
    CLAHE : Adapts to the neighbourhood.

    Notes
    -----
    With ``a`` the lowest level that ``low`` percent of the pixels reach at most, and ``b`` the
    highest that ``100 - high`` percent reach at least, ``v`` becomes ``255 (v - a) / (b - a)``,
    rounded, and cut at 0 and 255: ``skimage.exposure.rescale_intensity`` with ``in_range=(a, b)``
    within a level. Colour images: ``a`` and ``b`` of the luminance, and the same map for all three
    channels, so that colours that haze has paled come back. Twice is once for grey images. Where
    ``a = b``, as in an image of one level, the image stays as it is.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th ed., section 3.2,
       2018.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ContrastStretch
    >>> ContrastStretch().fit_transform(np.array([[[100, 101], [102, 105]]], np.uint8))
    array([[[  0,  51],
            [102, 255]]], dtype=uint8)
    """

    short_name = "stretch"

    _parameter_constraints = {
        "low": [Interval(Real, 0, 100, closed="both")],
        "high": [Interval(Real, 0, 100, closed="both")],
    }

    def __init__(self, low: float = 1, high: float = 99):
        self.low = low
        self.high = high

    def _validate_params(self) -> None:
        super()._validate_params()
        if self.low >= self.high:
            raise InvalidParameterError(
                f"ContrastStretch: low must be below high; got low={self.low!r} and "
                f"high={self.high!r}"
            )

    def _transform(self, images: ImageStack) -> ImageStack:
        pairs = zip(images, to_gray(images), strict=True)
        return np.stack([self._stretch(image, gray) for image, gray in pairs])

    def _stretch(self, image: Image, gray: Image) -> Image:
        darkest, brightest = percentile_levels(gray, self.low, self.high)
        if darkest == brightest:
            return image
        levels = 255 * (np.arange(256) - darkest) / (brightest - darkest)
        return cv2.LUT(image, np.clip(np.rint(levels), 0, 255).astype(np.uint8))
