"""Shape by Zernike moments."""

from numbers import Integral, Real

import numpy as np

from .._compat import Interval, StrOptions
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.zernike import zernike_magnitudes, zernike_orders


class ZernikeMoments(FeatureExtractor):
    """Shape within a disc, whichever way up: magnitudes of Zernike moments.

    How much does a disc cut from the image look like each of a set of patterns? The patterns are
    waves, ``m`` of them around the circle and more of them from the centre outwards the larger
    ``n`` is; they are orthogonal, so that each one tells something new. Turning the image about
    the centre of the disc shifts the waves, but their strength, which is what is kept, stays [1]_
    [2]_: as it does when all grey values are multiplied, and, as the disc follows the centre of
    mass, when a bright thing moves about on black. Good for single things on an even, dark
    background (signs, leaves, cells, digits), where a few numbers say the shape; poor for textures
    and for scenes. Colour images are taken in luminance.

    Parameters
    ----------
    degree : int from 0 to 20, default=8
        Largest ``n``. Higher degrees see finer details, and more noise.
    radius : float or None, default=None
        Radius of the disc in pixels; None is half the shorter side of the image. What lies
        outside is not seen.
    center : {"mass", "image"}, default="mass"
        Centre of the disc: the centre of mass of the grey levels (the brighter the heavier), which
        follows a bright thing on a dark background, or the middle of the image.

    See Also
    --------
    classic_cls.kernels.zernike : The definition in full.
    HuMoments : Seven older invariants.

    Notes
    -----
    All values equal ``mahotas.features.zernike_moments(image, radius, degree)``, and with
    ``center="image"`` the same with the middle as its ``cm``, in the same order: ``n`` upwards,
    then ``m``. ``zernike_n4_m2`` is ``|Z_42|``. Values run from 0 to ``(n + 1) / pi``, since grey
    levels are divided by their sum in the disc; so ``zernike_n0_m0`` is always ``1 / pi``, unless
    the disc is black: then the row is zero. Only quarter turns and mirrors take pixels to
    pixels: after them rows are equal but for rounding, and nearly so after other turns. Light that
    adds to the grey values changes them.

    References
    ----------
    .. [1] M. R. Teague, "Image analysis via the general theory of moments", Journal of the
       Optical Society of America 70(8), pp. 920-930, 1980.
    .. [2] A. Khotanzad and Y. H. Hong, "Invariant image recognition by Zernike moments", IEEE
       Transactions on Pattern Analysis and Machine Intelligence 12(5), pp. 489-497, 1990.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ZernikeMoments
    >>> bar = np.zeros((1, 33, 33), np.uint8)
    >>> bar[:, 14:19, 4:29] = 255
    >>> moments = ZernikeMoments(degree=2).fit(bar)
    >>> moments.get_feature_names_out().tolist()
    ['zernike_n0_m0', 'zernike_n1_m1', 'zernike_n2_m0', 'zernike_n2_m2']
    >>> moments.transform(bar).round(3)
    array([[0.318, 0.   , 0.576, 0.175]], dtype=float32)
    >>> upright = np.rot90(bar, axes=(1, 2))
    >>> bool(np.allclose(moments.transform(upright), moments.transform(bar), atol=1e-6))
    True
    """

    short_name = "zernike"

    _parameter_constraints = {
        "degree": [Interval(Integral, 0, 20, closed="both")],
        "radius": [Interval(Real, 0.5, None, closed="left"), None],
        "center": [StrOptions({"mass", "image"})],
    }

    def __init__(self, degree: int = 8, radius: float | None = None, center: str = "mass"):
        self.degree = degree
        self.radius = radius
        self.center = center

    def _extract(self, images: ImageStack):
        radius = min(images.shape[1:3]) / 2 if self.radius is None else self.radius
        gray = to_gray(images)
        moments = zernike_magnitudes(gray, self.degree, radius, self.center == "mass")
        return moments.astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        return Columns.whole(f"zernike_n{n}_m{m}" for n, m in zernike_orders(self.degree))
