"""White balance by the brightest spots."""

from numbers import Real

import cv2
import numpy as np

from .._compat import Interval
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ._levels import percentile_levels, scale_channels


class MaxRGB(ImageTransformer):
    """White balance by the assumption that the brightest spot is white.

    Light of a colour multiplies red, green and blue by a factor each. A white surface, or a gloss,
    sends the light back as it came, so that the largest value of each channel is the colour of the
    light; dividing by it takes the tint out. It is the colour part of Land's Retinex theory [1]_,
    known as the white patch too. Unlike ``GrayWorld`` it copes with scenes of one colour, but
    goes wrong where nothing is white, and does nothing where all three channels are overexposed.

    Parameters
    ----------
    percentile : float, default=99
        Percentile that counts as the largest value of a channel. 100 is the textbook's
        definition, which one dead pixel or a few clipped ones mislead.

    See Also
    --------
    GrayWorld : Assumes that the mean is grey.
    ContrastStretch : Makes the brightest spots bright; here they change their colour only.

    Notes
    -----
    With ``m_c`` the highest level that ``100 - percentile`` percent of the pixels of channel ``c``
    reach, at least one pixel, the channel is multiplied by ``max(m_r, m_g, m_b) / m_c``, rounded
    and cut at 255. The strongest channel stays as it is, so that the exposure does; the textbook
    multiplies all by ``255 / m_c``. A channel with ``m_c = 0`` stays too. Grey images, and colour
    images of three equal channels, pass as they are. Twice is once.

    References
    ----------
    .. [1] E. H. Land and J. J. McCann, "Lightness and Retinex theory", Journal of the Optical
       Society of America 61(1), pp. 1-11, 1971. :doi:`10.1364/JOSA.61.000001`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import MaxRGB
    >>> yellowish = np.array([[[[200, 200, 100], [80, 20, 10]]]], np.uint8)
    >>> MaxRGB().fit_transform(yellowish)
    array([[[[200, 200, 200],
             [ 80,  20,  20]]]], dtype=uint8)
    """

    short_name = "max_rgb"

    _parameter_constraints = {"percentile": [Interval(Real, 0, 100, closed="right")]}

    def __init__(self, percentile: float = 99):
        self.percentile = percentile

    def _transform(self, images: ImageStack) -> ImageStack:
        return images if images.ndim == 3 else np.stack([self._balance(i) for i in images])

    def _balance(self, image: Image) -> Image:
        light = np.array([percentile_levels(c, 0, self.percentile)[1] for c in cv2.split(image)])
        return scale_channels(image, light.max() / np.where(light > 0, light, max(light.max(), 1)))
