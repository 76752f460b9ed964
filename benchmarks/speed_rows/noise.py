"""Noise reduction and sharpening."""

import cv2
import numpy as np
from skimage import filters, restoration

from classic_cls.transforms import (
    BilateralFilter,
    GaussianBlur,
    MedianFilter,
    NonLocalMeans,
    TotalVariation,
    UnsharpMask,
)

from .row import OPENCV, SKIMAGE, Row, largest_difference

__all__ = ["rows"]

# The others call OpenCV themselves, or it does not have them.
OPENCV_STEPS = {
    "gaussian": lambda image: cv2.GaussianBlur(image, (9, 9), 1.0),
    "nl_means": lambda image: cv2.fastNlMeansDenoising(image, None, 11, 3, 13),
}


def rows(images):
    for kind, stack in images._asdict().items():
        # Not -1, for which scikit-image 0.26 leaves most of an unsharp mask empty.
        axis = 2 if stack.ndim == 4 else None
        for step, theirs, limit in _steps(axis):
            peers = {SKIMAGE: _stacked(theirs)}
            if step.short_name in OPENCV_STEPS:
                peers[OPENCV] = _stacked(OPENCV_STEPS[step.short_name])
            equality = limit and largest_difference(step.transform, peers[SKIMAGE], limit)
            yield Row(f"`{step.short_name}`, {kind}", stack, step.transform, peers, equality)


def _steps(axis):
    """Step, the same by scikit-image on the scale of the levels, how equal they are."""
    def median(image):
        square = np.ones((3, 3) if axis is None else (3, 3, 1))
        return filters.median(image, square, mode="nearest")

    def by_fractions(function, **options):
        return lambda image: 255 * function(image / 255, channel_axis=axis, **options)

    bilateral = {"win_size": 9, "sigma_color": 25 / 255, "sigma_spatial": 2, "mode": "edge"}
    nl_means = {"patch_size": 3, "patch_distance": 6, "h": 11 / 255}
    yield GaussianBlur(), by_fractions(filters.gaussian, sigma=1, mode="reflect"), 0.51
    yield MedianFilter(), median, 1e-9
    yield BilateralFilter(), by_fractions(restoration.denoise_bilateral, **bilateral), None
    yield NonLocalMeans(sigma=10), by_fractions(restoration.denoise_nl_means, **nl_means), None
    yield TotalVariation(), by_fractions(restoration.denoise_tv_chambolle, weight=0.05), 0.6
    yield UnsharpMask(), by_fractions(filters.unsharp_mask), 0.51


def _stacked(function):
    return lambda stack: np.stack([function(image) for image in stack])
