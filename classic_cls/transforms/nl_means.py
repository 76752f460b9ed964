"""Non-local means."""

from numbers import Integral, Real

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import Image, ImageStack
from ..base import ImageTransformer
from ..kernels.nl_means import nl_means
from ..kernels.noise_level import noise_level

_STRENGTH = 1.1


class NonLocalMeans(ImageTransformer):
    """Average every pixel with those whose neighbourhoods look alike.

    Images repeat themselves: along an edge, over a texture, on a wall. Every pixel becomes a mean
    over a window, weighted by how much the small patch around a pixel resembles the patch around
    the middle one [1]_, so that noise averages out and edges and regular texture stay. The best
    noise filter of this package, and the slowest by far.

    Parameters
    ----------
    sigma : float or None, default=None
        Standard deviation of the noise, in grey levels, 0 to 128. None estimates it for every
        image, so that clean images hardly change; fine irregular texture counts as noise there.
    patch : int, default=3
        Side of a patch, in pixels; odd. 5 or 7 tell noise from detail more safely where images are
        large or noise is strong.
    window : int, default=13
        Side of the window in which patches are compared; odd. The time grows with its square.

    See Also
    --------
    BilateralFilter : Compares single pixels; fast.
    MedianFilter : For single wrong pixels, which have no likeness here and stay.

    Notes
    -----
    Weights are ``exp(-d / h^2)`` with ``d`` the mean squared difference of two patches, over all
    channels, and ``h = 1.1 sigma``, which gives the smallest error on photographs with added noise.
    Images are continued by reflection (``c b | a b c``). ``cv2.fastNlMeansDenoising`` is equal
    within two levels, ``skimage.restoration.denoise_nl_means`` weighs the pixels of a patch by
    their place. The estimate is the median of a difference of Laplacians, after [2]_. Images of
    one level stay as they are, and so do those in which no noise is found, such as images with a
    side below 3 pixels.

    References
    ----------
    .. [1] A. Buades, B. Coll and J.-M. Morel, "A non-local algorithm for image denoising", CVPR,
       vol. 2, pp. 60-65, 2005. :doi:`10.1109/CVPR.2005.38`
    .. [2] J. Immerkaer, "Fast noise variance estimation", Computer Vision and Image Understanding
       64(2), pp. 300-302, 1996. :doi:`10.1006/cviu.1996.0060`

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import NonLocalMeans
    >>> noise = np.random.default_rng(0).normal(0, 10, (1, 64, 64))
    >>> clean = np.where(np.arange(64) < 32, 60, 180)
    >>> denoised = NonLocalMeans().fit_transform((clean + noise).astype(np.uint8))
    >>> bool(np.abs(denoised - clean).mean() < 0.3 * np.abs(noise).mean())
    True
    """

    short_name = "nl_means"

    _parameter_constraints = {
        "sigma": [Interval(Real, 0, 128, closed="both"), None],
        "patch": [Interval(Integral, 1, None, closed="left")],
        "window": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, sigma: float | None = None, patch: int = 3, window: int = 13):
        self.sigma = sigma
        self.patch = patch
        self.window = window

    def _validate_params(self) -> None:
        super()._validate_params()
        for name in ("patch", "window"):
            side = getattr(self, name)
            if side % 2 == 0:
                raise InvalidParameterError(
                    f"NonLocalMeans: {name} must be odd, so that it has a middle; got {side!r}"
                )

    def _transform(self, images: ImageStack) -> ImageStack:
        return np.stack([self._denoise(image) for image in images])

    def _denoise(self, image: Image) -> Image:
        sigma = noise_level(image) if self.sigma is None else self.sigma
        if sigma < 1e-6:  # its square must not be zero
            return image
        strength = _STRENGTH * sigma
        return nl_means(image, strength, self.patch, self.window)
