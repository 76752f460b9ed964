"""White balance by the mean colour."""

import cv2
import numpy as np

from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ._levels import scale_channels


class GrayWorld(ImageTransformer):
    """White balance by the assumption that the mean of a scene is grey.

    Light of a colour multiplies red, green and blue by a factor each. If the surfaces of a scene
    are grey on average, those factors are the means of the channels, and dividing by them takes the
    tint out [1]_. Good for scenes of many colours under lamps of different kinds; wrong where one
    colour fills the image, for a yellow flower in close-up turns grey with the light: where colour
    itself tells the classes apart, try without.

    See Also
    --------
    MaxRGB : Assumes that the brightest spot is white.

    Notes
    -----
    Channel ``c`` is multiplied by ``mean of all channels / mean of c``, rounded and cut at 255, so
    that the mean of the three means stays where it is, as long as nothing is cut. A channel of
    zeros stays as it is. Grey images, and colour images of three equal channels, pass as they are.
    A tint that was put over an image by three factors comes off again, but for rounding and for
    what had been cut at 255.

    References
    ----------
    .. [1] G. Buchsbaum, "A spatial processor model for object colour perception", Journal of the
       Franklin Institute 310(1), pp. 1-26, 1980. :doi:`10.1016/0016-0032(80)90058-7`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import GrayWorld
    >>> yellowish = np.array([[[[120, 120, 60], [60, 60, 30]]]], np.uint8)
    >>> GrayWorld().fit_transform(yellowish)
    array([[[[100, 100, 100],
             [ 50,  50,  50]]]], dtype=uint8)
    """

    short_name = "gray_world"

    def _transform(self, images: ImageStack) -> ImageStack:
        return images if images.ndim == 3 else np.stack([_balance(image) for image in images])


def _balance(image: Image) -> Image:
    means = np.array(cv2.mean(image)[:3])
    factors = means.mean() / np.where(means > 0, means, means.mean() or 1.0)
    return scale_channels(image, factors)
