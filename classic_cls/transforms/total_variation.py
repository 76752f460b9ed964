"""Total variation noise reduction."""

from numbers import Real

from .._compat import Interval
from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.total_variation import total_variation
from ._luminance import map_channels


class TotalVariation(ImageTransformer):
    """Reduce noise to patches of even brightness with sharp edges.

    Of all images near the given one, it takes one whose total variation, the sum of the lengths of
    all gradients, is small [1]_. A sharp edge costs no more than a soft one of the same height,
    but every ripple costs: noise and texture go, edges stay, and slopes turn into steps. The look
    is that of a cartoon, good for features of shape, bad for those of texture; contrast of small
    things shrinks.

    Parameters
    ----------
    weight : float, default=0.05
        How much smoothness counts against likeness, for values scaled to [0, 1]; 0.1 and above
        gives the look of a cartoon.

    See Also
    --------
    BilateralFilter : Faster, and spares slopes.
    NonLocalMeans : Spares texture that repeats.

    Notes
    -----
    Equal to ``skimage.restoration.denoise_tv_chambolle``, channel by channel, within a level: it
    minimises ``sum |u - f|^2 / 2 + weight * sum |grad u|`` by the dual algorithm of [2]_.
    Beyond its borders an image goes on by its nearest pixel; sizes down to a single pixel
    have a defined result. Images of one level stay as they are, and the mean of an image stays but
    for rounding.

    References
    ----------
    .. [1] L. I. Rudin, S. Osher and E. Fatemi, "Nonlinear total variation based noise removal
       algorithms", Physica D 60, pp. 259-268, 1992. :doi:`10.1016/0167-2789(92)90242-F`
    .. [2] A. Chambolle, "An algorithm for total variation minimization and applications",
       Journal of Mathematical Imaging and Vision 20, pp. 89-97, 2004.
       :doi:`10.1023/B:JMIV.0000011325.36760.1e`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import TotalVariation
    >>> noisy_step = np.array([[[20, 24, 18, 22, 200, 206, 202, 204]]], np.uint8)
    >>> TotalVariation(weight=0.1).fit_transform(noisy_step)
    array([[[ 27,  27,  27,  28, 196, 197, 197, 197]]], dtype=uint8)
    """

    short_name = "tv"

    _parameter_constraints = {"weight": [Interval(Real, 1e-6, 1000, closed="both")]}

    def __init__(self, weight: float = 0.05):
        self.weight = weight

    def _transform(self, images: ImageStack) -> ImageStack:
        return map_channels(lambda channel: total_variation(channel, self.weight), images)
