"""Colour images to grey ones."""

from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray


class ToGray(ImageTransformer):
    """Colour images to grey ones; grey images pass as they are.

    Three channels become one, weighted as the eye weights them: green counts most, blue least. For
    classes that differ in shape or texture and not in colour, and for sets in which some images
    are in colour and others grey, which would otherwise tell them apart. Most features of shape
    and texture here take the luminance by themselves; this step makes ``HOG`` and the steps in
    between do so too.

    See Also
    --------
    EqualizeHistogram : Works on colour images too, on the same luminance.

    Notes
    -----
    The grey level is the luminance ``0.299 R + 0.587 G + 0.114 B`` of [1]_, rounded, as in
    ``cv2.COLOR_RGB2GRAY``. scikit-image's ``rgb2gray`` uses the weights of a later standard
    (0.2125, 0.7154, 0.0721).

    References
    ----------
    .. [1] ITU-R, "Recommendation BT.601: Studio encoding parameters of digital television",
       1982.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ToGray
    >>> red_green_blue = np.diag([255, 255, 255]).astype(np.uint8)[None]
    >>> ToGray().fit_transform([red_green_blue])[0]
    array([[ 76, 150,  29]], dtype=uint8)
    """

    short_name = "gray"

    def _transform(self, images: ImageStack) -> ImageStack:
        return to_gray(images)
