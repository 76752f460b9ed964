"""Illumination normalisation by Tan and Triggs."""

from numbers import Real

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray
from ..kernels.tan_triggs import TAU, tan_triggs


class TanTriggs(ImageTransformer):
    """Take out light and shadow, and keep fine structure of even contrast.

    The chain of Tan and Triggs for faces under difficult light [1]_, in front of LBP and the
    like: a power opens the shadows, a difference of Gaussians takes out shading, which changes
    slowly, and contrast is divided by its own mean, robustly, so that faint and strong images come
    out alike. What is left looks like a drawing on grey: structure of some pixels' size stays,
    brightness, colour and broad regions go. Use it where the light differs between images; where
    it does not, it costs accuracy.

    Parameters
    ----------
    gamma : float, default=0.2
        Power of the levels in the first step.
    small : float, default=1.0
        Standard deviation of the inner Gaussian, in pixels; what is finer goes, as noise.
    large : float, default=2.0
        That of the outer Gaussian, above ``small``; what is coarser goes, as shading.

    See Also
    --------
    Retinex : Keeps coarser structure too, and some colour.
    CLAHE : Gentler.

    Notes
    -----
    Colour images become grey ones, for the colour of a pixel has no meaning without its brightness.
    The result of the paper, between -10 and 10 with its ``alpha = 0.1`` and ``tau = 10``, is stored
    as ``128 + 12.7 x``, rounded: 1 to 255, the same map for every image. An image of one level
    becomes 128. Images are continued by reflection (``c b a | a b c``), and may be of any size.
    Scaling the levels by a factor has no effect but for rounding.

    References
    ----------
    .. [1] X. Tan and B. Triggs, "Enhanced local texture feature sets for face recognition under
       difficult lighting conditions", IEEE Trans. Image Processing 19(6), pp. 1635-1650, 2010.
       :doi:`10.1109/TIP.2010.2042645`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import TanTriggs
    >>> step = np.repeat(np.array([40, 160], np.uint8), 4)[None, None]
    >>> TanTriggs().fit_transform(np.concatenate([step, step // 4]))[:, 0]
    array([[121, 115, 106, 115, 141, 150, 141, 135],
           [121, 115, 106, 115, 141, 150, 141, 135]], dtype=uint8)
    """

    short_name = "tan_triggs"

    _parameter_constraints = {
        "gamma": [Interval(Real, 0, 10, closed="right")],
        "small": [Interval(Real, 0, 1000, closed="right")],
        "large": [Interval(Real, 0, 1000, closed="right")],
    }

    def __init__(self, gamma: float = 0.2, small: float = 1.0, large: float = 2.0):
        self.gamma = gamma
        self.small = small
        self.large = large

    def _validate_params(self) -> None:
        super()._validate_params()
        if self.small >= self.large:
            raise InvalidParameterError(
                f"TanTriggs: small must be below large; got small={self.small!r} and "
                f"large={self.large!r}"
            )

    def _transform(self, images: ImageStack) -> ImageStack:
        return np.stack([self._normalize(gray) for gray in to_gray(images)])

    def _normalize(self, gray: Image) -> Image:
        detail = tan_triggs(gray, self.gamma, self.small, self.large)
        return np.rint(128 + 127 / TAU * detail).astype(np.uint8)
