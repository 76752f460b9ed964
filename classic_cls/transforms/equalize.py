"""Global histogram equalisation."""

import cv2

from .._typing import ImageStack
from ..base import ImageTransformer
from ._luminance import map_luminance


class EqualizeHistogram(ImageTransformer):
    """Spread the grey levels of every image evenly over the full range.

    Levels that many pixels have are spread out, and rare ones are moved together, until all are
    about equally frequent [1]_. That takes out differences of exposure and contrast between images:
    whatever order-preserving change of levels an image has gone through, the result is nearly the
    same. But it takes the brightness itself out as well, and in an image that is mostly flat it
    makes noise visible. Light that is uneven *within* an image stays uneven. Colour images are
    equalised in luminance, Y of Y'CrCb, and keep their chroma.

    See Also
    --------
    CLAHE : Adapts to the neighbourhood and limits the amplification of noise.

    Notes
    -----
    With ``c(v)`` the number of pixels of level ``v`` or less, ``n`` that of all pixels and ``v0``
    the darkest level, ``v`` becomes ``255 (c(v) - c(v0)) / (n - c(v0))``, rounded: equal to
    ``cv2.equalizeHist``, and to ``skimage.exposure.equalize_hist`` up to the term ``c(v0)``,
    which sends the darkest level to 0. An image of one level stays as it is.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th ed., section 3.3,
       2018.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EqualizeHistogram
    >>> EqualizeHistogram().fit_transform(np.array([[[100, 101], [102, 103]]], np.uint8))
    array([[[  0,  85],
            [170, 255]]], dtype=uint8)
    """

    short_name = "equalize"

    def _transform(self, images: ImageStack) -> ImageStack:
        return map_luminance(cv2.equalizeHist, images)
