"""Moments and first-order statistics."""

import cv2
import numpy as np
import scipy
from scipy import stats
from skimage.measure import moments_central, moments_hu, moments_normalized, shannon_entropy

from classic_cls.features import (
    ColorMoments,
    HuMoments,
    IntensityStatistics,
    TinyImage,
    ZernikeMoments,
)

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

try:
    import mahotas
except ImportError:
    mahotas = None

__all__ = ["rows"]

SCIPY = f"SciPy {scipy.__version__}"


def rows(images):
    for degree in (8, 12):
        ours = ZernikeMoments(degree).transform
        theirs, peers, equality = _zernike(degree), {}, None
        if mahotas is not None:
            peers[f"mahotas {mahotas.__version__}"] = theirs
            equality = largest_difference(ours, theirs, 1e-6)
        yield Row(f"`zernike`, degree {degree}", images.gray, ours, peers, equality)
    ours = HuMoments().transform
    opencv, skimage = one_by_one(_opencv_hu), one_by_one(_skimage_hu)
    equality = largest_difference(ours, opencv, 1e-4)
    yield Row("`hu`", images.gray, ours, {OPENCV: opencv, SKIMAGE: skimage}, equality)
    ours = IntensityStatistics(grid=1).transform
    theirs = one_by_one(_scipy_statistics)
    equality = largest_difference(ours, theirs, 1e-4)
    yield Row("`intensity`, whole image", images.gray, ours, {SCIPY: theirs}, equality)
    for space, grid in (("rgb", 1), ("lab", 3)):
        ours, theirs = ColorMoments(space, grid).transform, _scipy_moments(space, grid)
        equality = largest_difference(ours, theirs, 1e-3)
        what = f"`color_moments`, {space}, {grid} x {grid} cells"
        yield Row(what, images.color, ours, {SCIPY: theirs}, equality)
    for kind, stack in images._asdict().items():
        ours = TinyImage(color=kind == "color").transform
        theirs = one_by_one(_opencv_tiny)
        # A rounding unit of a pixel, of images that are not blank.
        equality = largest_difference(ours, theirs, 0.01)
        yield Row(f"`tiny`, {kind}", stack, ours, {OPENCV: theirs}, equality)


def _zernike(degree):
    return one_by_one(
        lambda image: mahotas.features.zernike_moments(image, min(image.shape) / 2, degree)
    )


def _opencv_hu(image):
    return _logarithms(cv2.HuMoments(cv2.moments(image)))


def _skimage_hu(image):
    return _logarithms(moments_hu(moments_normalized(moments_central(image))))


def _logarithms(invariants):
    return -np.sign(invariants) * np.log10(np.abs(invariants))


def _scipy_statistics(image):
    values = image.ravel().astype(float)
    shares = np.bincount(image.ravel(), minlength=256) / image.size
    return np.array([
        values.mean(), values.std(), stats.skew(values), stats.kurtosis(values),
        shannon_entropy(image), shares @ shares, values.min(), values.max(),
        *np.percentile(values, [10, 25, 50, 75, 90]),
    ])


def _scipy_moments(space, grid):
    codes = {"lab": cv2.COLOR_RGB2LAB}

    def of_image(image):
        if space in codes:
            image = cv2.cvtColor(image, codes[space])
        bounds = [np.rint(np.arange(grid + 1) * n / grid).astype(int) for n in image.shape[:2]]
        moments = []
        for top, bottom in zip(bounds[0], bounds[0][1:]):
            for left, right in zip(bounds[1], bounds[1][1:]):
                pixels = image[top:bottom, left:right].reshape(-1, 3).astype(float)
                deviation = pixels.std(axis=0)
                skewness = deviation * np.cbrt(stats.skew(pixels))
                moments.append(np.stack([pixels.mean(axis=0), deviation, skewness], axis=1))
        return np.array(moments)

    return one_by_one(of_image)


def _opencv_tiny(image):
    values = cv2.resize(image, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
    values -= values.mean()
    return values / np.linalg.norm(values)
