"""Straighten what leans."""

import numpy as np

from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.border import border_levels
from ..kernels.color import to_gray
from ..kernels.shear import shear_rows, slant

_STEEPEST = 1.0
# The median distance of normal noise times this is 3 standard deviations.
_THREE_DEVIATIONS = 4.4478


class Deskew(ImageTransformer):
    """Straighten what leans, by its moments.

    Handwriting leans by the writer's habit, which says nothing about the character. The line of
    regression of x on y through the object's pixels tells how far; every row is moved sideways
    until that line is upright. The object keeps its height, its rows and its middle.

    Good for single characters and other upright strokes before a plain background, on which
    raw pixels and HOG gain most; objects that are wide rather than tall have no lean worth the
    name, and photographs should be left alone.

    See Also
    --------
    ContentCrop : Takes out differences of place and size.

    Notes
    -----
    A pixel weighs ``w = max(|g - b| - t, 0)``, with ``g`` its luminance, ``b`` the median
    luminance along the border, so that the object may be lighter or darker than the background,
    and ``t`` three standard deviations of the border's noise (4.45 times the median distance from
    ``b``). With central moments ``m_pq = sum(w (x - x_)^p (y - y_)^q)`` row ``y`` moves by
    ``(y - y_) m_11 / m_02`` pixels to the left [1]_; the slope is limited to 1, 45 degrees, since
    a nearly horizontal stroke would be torn apart. Values between pixels are interpolated
    linearly, what comes in from outside has the border's median colour, and an image in which
    nothing stands out stays as it is.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to
       document recognition", Proceedings of the IEEE 86(11), pp. 2278-2324, 1998.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Deskew
    >>> Deskew().fit_transform(200 * np.eye(5, dtype=np.uint8)[None])
    array([[[  0,   0, 200,   0,   0],
            [  0,   0, 200,   0,   0],
            [  0,   0, 200,   0,   0],
            [  0,   0, 200,   0,   0],
            [  0,   0, 200,   0,   0]]], dtype=uint8)
    """

    short_name = "deskew"

    def _transform(self, images: ImageStack) -> ImageStack:
        return shear_rows(images, *_slants(to_gray(images)), border_levels(images)[0])

    def _regions_back(self, regions, image):
        (slope,), (row,) = _slants(to_gray(image[np.newaxis]))
        top, left, bottom, right = regions.T
        first, last = slope * (top - row), slope * (bottom - 1 - row)
        left, right = left + np.minimum(first, last), right + np.maximum(first, last)
        return np.stack([top, left, bottom, right], axis=1)


def _slants(gray: ImageStack) -> tuple[np.ndarray, np.ndarray]:
    """Slope of every image, and the row that stays."""
    background, spread = border_levels(gray)
    noise = np.rint(_THREE_DEVIATIONS * spread[:, 0])
    slants, rows = slant(gray, background[:, 0], noise)
    return slants.clip(-_STEEPEST, _STEEPEST), rows
