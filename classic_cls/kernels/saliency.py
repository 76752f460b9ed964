"""What stands out from the border of an image."""

import numpy as np

from .._compat import jit

__all__ = ["barrier_distance", "border_contrast"]

_INFINITE = 256
_N_SCANS = 3
# In squared 8-bit levels: no border counts as flatter than one with noise of 4 levels.
_LEAST_VARIANCE = 16.0


def barrier_distance(images) -> np.ndarray:
    """How high a step of colour surrounds every pixel, seen from the border; (n, H, W) float32.

    The barrier of a path is the difference between the highest and the lowest value on it; the
    distance of a pixel is the lowest barrier of any path to the border, summed over three channels:
    0 to 765, and 0 along the border. Unlike differences that add up along the path, noise and
    texture on the way cost little.

    Three scans over the image, forward, backward and forward, in which every pixel takes the
    better of two neighbours' paths: the approximation of Zhang et al., ICCV 2015.

    >>> image = np.zeros((1, 5, 5, 3), np.uint8)
    >>> image[0, 1:4, 1:4] = 40
    >>> image[0, 2, 2, 0] = 90
    >>> barrier_distance(image)[0, 2]
    array([  0., 120., 170., 120.,   0.], dtype=float32)
    """
    n, height, width = images.shape[:3]
    distances = np.empty((n, height, width), np.float32)
    barrier = np.empty((height, 3 * width), np.int16)
    for image, distance in zip(images, distances, strict=True):
        values = image.astype(np.int16).reshape(height, 3 * width)
        low, high = values.copy(), values.copy()
        barrier[...] = 0
        barrier[1:-1, 3:-3] = _INFINITE
        for number in range(_N_SCANS):
            _scan(values, barrier, low, high, number % 2 == 1)
        distance[...] = barrier.reshape(height, width, 3).sum(axis=2)
    return distances


@jit
def _scan(values, barrier, low, high, backward):
    height, length = values.shape
    step = -3 if backward else 3
    start = length - 6 if backward else 3
    for i in range(1, height - 1):
        y = height - 1 - i if backward else i
        above = y + 1 if backward else y - 1
        _from_above(values[y], barrier[y], low[y], high[y], low[above], high[above])
        _from_beside(values[y], barrier[y], low[y], high[y], step, start, length // 3 - 2)


@jit
def _from_above(values, barrier, low, high, low_above, high_above):
    # Without a branch, so that it vectorises. The ends of the row are 0 and stay so.
    for x in range(len(values)):
        lowest = min(low_above[x], values[x])
        highest = max(high_above[x], values[x])
        is_better = highest - lowest < barrier[x]
        barrier[x] = highest - lowest if is_better else barrier[x]
        low[x] = lowest if is_better else low[x]
        high[x] = highest if is_better else high[x]


@jit
def _from_beside(values, barrier, low, high, step, start, count):
    # Three channels at a time: each waits for its own neighbour, and they do not for each other.
    x = start
    low0, low1, low2 = low[x - step], low[x - step + 1], low[x - step + 2]
    high0, high1, high2 = high[x - step], high[x - step + 1], high[x - step + 2]
    for _ in range(count):
        low0, high0 = _one_from_beside(values, barrier, low, high, x, low0, high0)
        low1, high1 = _one_from_beside(values, barrier, low, high, x + 1, low1, high1)
        low2, high2 = _one_from_beside(values, barrier, low, high, x + 2, low2, high2)
        x += step


@jit
def _one_from_beside(values, barrier, low, high, x, lowest, highest):
    lowest = min(lowest, values[x])
    highest = max(highest, values[x])
    is_better = highest - lowest < barrier[x]
    barrier[x] = highest - lowest if is_better else barrier[x]
    low[x] = lowest if is_better else low[x]
    high[x] = highest if is_better else high[x]
    return low[x], high[x]


def border_contrast(images, width: int) -> np.ndarray:
    """How far every pixel's colour is from those along the border, 0 to 3; (n, H, W) float32.

    The Mahalanobis distance to the colours of each of the four sides, so many pixels wide, each
    divided by its largest value; then the sum of the four without the largest of them, so that the
    object may cover one side: the "backgroundness" of Zhang et al., ICCV 2015, with 16 added to the
    variances.

    >>> image = np.zeros((1, 5, 5, 3), np.uint8)
    >>> image[0, 2, 2] = 99
    >>> border_contrast(image, 1)[0, 2]
    array([0., 0., 3., 0., 0.], dtype=float32)
    """
    n, height, length = images.shape[:3]
    contrast = np.empty((n, height, length), np.float32)
    distances = np.empty((4, height * length), np.float32)
    for image, out in zip(images, contrast, strict=True):
        sides = (image[:width], image[-width:], image[:, :width], image[:, -width:])
        for side, distance in zip(sides, distances, strict=True):
            mean, inverse = _colors_of(side.reshape(-1, 3))
            _mahalanobis(image.reshape(-1, 3), mean, inverse, distance)
        distances /= np.maximum(distances.max(axis=1, keepdims=True), np.float32(1e-6))
        out[...] = (distances.sum(axis=0) - distances.max(axis=0)).reshape(out.shape)
    return contrast


def _colors_of(side):
    side = side.astype(np.float64)
    mean = side.mean(axis=0)
    covariance = side.T @ side / len(side) - np.outer(mean, mean)
    inverse = np.linalg.inv(covariance + _LEAST_VARIANCE * np.eye(3))
    return mean.astype(np.float32), inverse.astype(np.float32)


@jit
def _mahalanobis(pixels, mean, inverse, out):
    for i in range(len(pixels)):
        a = np.float32(pixels[i, 0]) - mean[0]
        b = np.float32(pixels[i, 1]) - mean[1]
        c = np.float32(pixels[i, 2]) - mean[2]
        squares = inverse[0, 0] * a * a + inverse[1, 1] * b * b + inverse[2, 2] * c * c
        products = inverse[0, 1] * a * b + inverse[0, 2] * a * c + inverse[1, 2] * b * c
        out[i] = np.sqrt(max(squares + np.float32(2) * products, np.float32(0)))
