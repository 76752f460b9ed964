"""Grey levels of an image: percentiles, and one factor per channel."""

import cv2
import numpy as np

from .._typing import Image


def percentile_levels(channel: Image, low: float, high: float) -> tuple[int, int]:
    """Levels that hold ``low`` percent of the pixels below or at them, ``100 - high`` at or above.

    At least one pixel each, so that 0 and 100 are the darkest and the brightest level. Levels of
    pixels and not between them: stretching to them once more then changes nothing.

    >>> percentile_levels(np.array([[10, 20, 30, 40]], np.uint8), 0, 75)
    (10, 40)
    >>> percentile_levels(np.array([[10, 20, 30, 40]], np.uint8), 50, 50)
    (20, 30)
    """
    counts = cv2.calcHist([channel], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    darkest = np.searchsorted(counts.cumsum(), max(1, low / 100 * channel.size))
    above = counts[::-1].cumsum()
    brightest = 255 - np.searchsorted(above, max(1, (100 - high) / 100 * channel.size))
    return int(darkest), int(brightest)


def scale_channels(image: Image, factors) -> Image:
    """Multiply each channel of a colour image by its factor, rounded, and at most 255."""
    levels = np.arange(256.0)[:, None] * factors
    table = np.minimum(np.rint(levels), 255).astype(np.uint8)
    return cv2.LUT(image, table[None])
