"""Gamma correction."""

from numbers import Real

import cv2
import numpy as np

from .._compat import Interval, StrOptions
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray

_LIMIT = 4.0


class GammaCorrection(ImageTransformer):
    """Brighten or darken images by a power of their levels, black and white staying put.

    Level ``v`` becomes ``255 (v / 255) ** gamma``: below 1 brightens, the shadows
    most; above 1 darkens [1]_.
    A camera's exposure error acts on all levels by one factor, and a power is the smooth bend that
    makes up for most of it without clipping at either end. ``"auto"`` chooses ``gamma`` for every
    image so that its mean brightness moves to the middle, which takes differences of exposure out
    of a set. It is of no use against light that is uneven *within* an image.

    Parameters
    ----------
    gamma : float or "auto", default="auto"
        The power. With ``"auto"``, ``log(0.5) / log(m / 255)`` with ``m`` the image's mean
        luminance, and between 1/4 and 4.

    See Also
    --------
    ContrastStretch : Spreads the levels that are there over the whole range.
    TanTriggs : Against uneven light.

    Notes
    -----
    One table for all three channels of a colour image, and equal to
    ``skimage.exposure.adjust_gamma``. Black, white and the order of levels stay; 8 bits make
    ``1 / gamma`` afterwards bring back the bright levels only within some levels, and merge dark
    ones. An image that is all black or all white stays as it is.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th ed., section 3.2,
       2018.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import GammaCorrection
    >>> GammaCorrection(gamma=0.5).fit_transform(np.array([[[0, 64, 128, 192, 255]]], np.uint8))
    array([[[  0, 128, 181, 221, 255]]], dtype=uint8)
    >>> GammaCorrection().fit_transform(np.full((1, 1, 5), 64, np.uint8))
    array([[[128, 128, 128, 128, 128]]], dtype=uint8)
    """

    short_name = "gamma"

    _parameter_constraints = {
        "gamma": [Interval(Real, 0, None, closed="neither"), StrOptions({"auto"})],
    }

    def __init__(self, gamma: float | str = "auto"):
        self.gamma = gamma

    def _transform(self, images: ImageStack) -> ImageStack:
        if self.gamma != "auto":
            table = _table(float(self.gamma))
            return cv2.LUT(images.reshape(-1, 1), table).reshape(images.shape)
        tables = [_table(_centering_power(gray)) for gray in to_gray(images)]
        return np.stack([cv2.LUT(i, table) for i, table in zip(images, tables, strict=True)])


def _table(power: float) -> np.ndarray:
    return np.rint(255 * np.linspace(0, 1, 256) ** power).astype(np.uint8)


def _centering_power(gray: Image) -> float:
    # Half a level off the ends, where the logarithm is not finite or zero.
    mean = np.clip(cv2.mean(gray)[0], 0.5, 254.5) / 255
    return float(np.clip(np.log(0.5) / np.log(mean), 1 / _LIMIT, _LIMIT))
