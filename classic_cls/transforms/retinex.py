"""Multi-scale Retinex."""

from collections.abc import Sequence
from numbers import Real

import numpy as np

from .._compat import InvalidParameterError
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.uneven_light import retinex
from ._luminance import map_channels

_GAIN = 64.0


class Retinex(ImageTransformer):
    """Show every pixel relative to its surround, which takes uneven light out.

    The eye judges a surface by its contrast to what surrounds it and hardly notices the light; so
    does Retinex [1]_: the logarithm of a pixel less that of a Gaussian mean around it, averaged
    over a small, a middle and a wide surround. Shadows, gradients and tints of light vanish, and so
    do brightness and colour of large regions, which turn to mid-grey. Of the steps here it helps
    features of texture and of colour most where the light is uneven within images and different
    between them.

    Parameters
    ----------
    sigmas : sequence of float, default=(0.02, 0.06, 0.2)
        Standard deviations of the Gaussian surrounds, as shares of the longer side of the image.
        One of them makes a single-scale Retinex.

    See Also
    --------
    HomomorphicFilter : Only weakens the light; keeps the look of a photograph.
    TanTriggs : Keeps the finest structure only, of even contrast.
    CLAHE : Evens out contrast by histograms.

    Notes
    -----
    ``r``, the mean over ``sigmas`` of ``log(v + 1) - log(surround of v + 1)``, is stored as
    ``128 + 64 r``, rounded and cut at 0 and 255, the same map for every image: mid-grey is as
    bright as the surround, white 7 times as bright, black a seventh. Channel by channel, so that
    light of a colour goes too, and with it much of the colour of large regions; the authors'
    restoration of colour would bring both back. An image of one level becomes 128. Images are
    continued by reflection (``c b a | a b c``) and may be of any size. The time does not depend
    on the size of the surrounds.

    References
    ----------
    .. [1] D. J. Jobson, Z. Rahman and G. A. Woodell, "A multiscale retinex for bridging the gap
       between color images and the human observation of scenes", IEEE Trans. Image Processing
       6(7), pp. 965-976, 1997. :doi:`10.1109/83.597272`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Retinex
    >>> checks = np.where(np.indices((64, 64)).sum(axis=0) // 4 % 2, 200, 100)
    >>> shadow = np.linspace(0.2, 1, 64)
    >>> shaded, even = Retinex().fit_transform([(checks * light).astype(np.uint8)
    ...                                         for light in (shadow, 1)]).astype(int)
    >>> bool(np.abs(shaded - even).mean() < 4)
    True
    """

    short_name = "retinex"

    _parameter_constraints = {"sigmas": [tuple, list]}

    def __init__(self, sigmas: Sequence[float] = (0.02, 0.06, 0.2)):
        self.sigmas = sigmas

    def _validate_params(self) -> None:
        super()._validate_params()
        if not self.sigmas or not all(isinstance(s, Real) and float(s) > 0 for s in self.sigmas):
            raise InvalidParameterError(
                f"Retinex: sigmas must be numbers above 0, at least one; got {self.sigmas!r}"
            )

    def _transform(self, images: ImageStack) -> ImageStack:
        return map_channels(self._relate, images)

    def _relate(self, channel: Image) -> Image:
        levels = 128 + _GAIN * retinex(channel, self.sigmas)
        return np.clip(np.rint(levels), 0, 255).astype(np.uint8)
