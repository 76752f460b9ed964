"""Steps against differences of illumination, global and local."""

from functools import partial

import numpy as np
import scipy
from scipy.ndimage import gaussian_filter
from skimage import exposure

from classic_cls.transforms import (
    CLAHE,
    ContrastStretch,
    EqualizeHistogram,
    GammaCorrection,
    GrayWorld,
    HomomorphicFilter,
    MaxRGB,
    Retinex,
    TanTriggs,
)

from .row import SKIMAGE, Row, largest_difference

__all__ = ["rows"]

# Nobody packages these; the definition in a few lines is what one would write.
SCIPY = f"its definition with SciPy {scipy.__version__}"


def rows(images):
    for step, theirs, limit in _by_scikit_image():
        peer = _stacked(theirs)
        equality = None if limit is None else largest_difference(step.transform, peer, limit)
        what = f"`{step.short_name}`, gray"
        yield Row(what, images.gray, step.transform, {SKIMAGE: peer}, equality)
    for step, theirs in ((Retinex(), _retinex), (HomomorphicFilter(), _homomorphic),
                         (TanTriggs(), _tan_triggs)):
        peer, what = _stacked(theirs), f"`{step.short_name}`, gray"
        equality = largest_difference(step.transform, peer, 1)
        yield Row(what, images.gray, step.transform, {SCIPY: peer}, equality)
    for step in (EqualizeHistogram(), CLAHE(), GammaCorrection(), ContrastStretch(), GrayWorld(),
                 MaxRGB(), Retinex(), HomomorphicFilter(), TanTriggs()):
        yield Row(f"`{step.short_name}`, color", images.color, step.transform, {})


def _by_scikit_image():
    """Step, the same by scikit-image, how equal they are."""
    yield EqualizeHistogram(), exposure.equalize_hist, None
    yield CLAHE(), partial(exposure.equalize_adapthist, kernel_size=16), None
    yield GammaCorrection(0.5), partial(exposure.adjust_gamma, gamma=0.5), 1e-9
    yield ContrastStretch(), _stretch, None


def _stretch(image):
    low, high = np.percentile(image, [1, 99])
    return exposure.rescale_intensity(image, in_range=(low, high))


def _stacked(function):
    return lambda stack: np.stack([function(image) for image in stack])


def _retinex(image):
    values = image + 1.0
    surrounds = [_surround(values, share * max(image.shape)) for share in (0.02, 0.06, 0.2)]
    levels = 128 + 64 * np.mean([np.log(values) - np.log(s) for s in surrounds], axis=0)
    return levels.round().clip(0, 255)


def _homomorphic(image):
    logarithm = np.log1p(image.astype(float))
    light = _surround(logarithm, 0.1 * max(image.shape))
    mean = logarithm.mean()
    levels = np.expm1(mean + 0.2 * (light - mean) + 1.5 * (logarithm - light))
    return levels.round().clip(0, 255)


def _surround(values, sigma):
    return gaussian_filter(values, sigma, truncate=5)


def _tan_triggs(image):
    bright = image**0.2
    detail = gaussian_filter(bright, 1.0) - gaussian_filter(bright, 2.0)
    detail[np.abs(detail) < 1e-5] = 0
    detail /= np.mean(np.abs(detail) ** 0.1) ** 10
    detail /= np.mean(np.minimum(np.abs(detail), 10) ** 0.1) ** 10
    return (128 + 127 * np.tanh(detail / 10)).round()
