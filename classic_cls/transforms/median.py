"""Median filter."""

from numbers import Integral

import cv2
import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import ImageStack
from ..base import ImageTransformer

# Of larger windows OpenCV's 16-bit counters overflow.
_LARGEST = 255


class MedianFilter(ImageTransformer):
    """Replace every pixel by the median of its neighbourhood.

    The filter against single wrong pixels (salt and pepper noise, dead pixels, dust), which a mean
    would smear: up to half of a window may be wrong without any effect [1]_. Straight edges stay
    sharp; corners are rounded, and lines thinner than half the window vanish, so that it harms
    fine texture.

    Parameters
    ----------
    size : int, default=3
        Side of the square window, in pixels; odd, up to 255.

    See Also
    --------
    GaussianBlur : Stronger against noise of small amplitude in every pixel.
    BilateralFilter : Also against small noise in every pixel, but spares the edges.

    Notes
    -----
    Channel by channel, with images continued by their nearest pixel: equal to ``cv2.medianBlur``
    and to ``skimage.filters.median`` with a square footprint. Images may be smaller than the
    window; those of one level stay as they are.

    References
    ----------
    .. [1] T. S. Huang, G. J. Yang and G. Y. Tang, "A fast two-dimensional median filtering
       algorithm", IEEE Trans. Acoustics, Speech, and Signal Processing 27(1), pp. 13-18, 1979.
       :doi:`10.1109/TASSP.1979.1163188`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import MedianFilter
    >>> speck = np.full((1, 3, 5), 20, np.uint8)
    >>> speck[0, 1, 2] = 255
    >>> int(MedianFilter().fit_transform(speck).max())
    20
    """

    short_name = "median"

    _parameter_constraints = {"size": [Interval(Integral, 1, _LARGEST, closed="both")]}

    def __init__(self, size: int = 3):
        self.size = size

    def _validate_params(self) -> None:
        super()._validate_params()
        if self.size % 2 == 0:
            raise InvalidParameterError(
                f"MedianFilter: size must be odd, so that a window has a middle; got {self.size!r}"
            )

    def _transform(self, images: ImageStack) -> ImageStack:
        return np.stack([cv2.medianBlur(image, int(self.size)) for image in images])
