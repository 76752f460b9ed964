"""The colour of the background, as the border shows it."""

import numpy as np

from .._compat import jit

__all__ = ["border_levels"]


def border_levels(images) -> tuple[np.ndarray, np.ndarray]:
    """Middle and spread of the levels along the outermost pixels, each (n, channels) uint8.

    The middle is the median, the lower one of two: a level that occurs; the spread is the median
    of the distances from it. Both hold as long as less than half of the border shows something
    else.

    >>> image = np.full((1, 4, 5), 7, np.uint8)
    >>> image[0, 0, :4] = (90, 3, 9, 9)
    >>> border_levels(image)
    (array([[7]], dtype=uint8), array([[0]], dtype=uint8))
    """
    n, height, width = images.shape[:3]
    channels = images.reshape(n, height, width, -1)
    middle = np.empty((n, channels.shape[3]), np.uint8)
    spread = np.empty_like(middle)
    _levels(channels, middle, spread)
    return middle, spread


@jit
def _levels(images, middle, spread):
    n, height, width, n_channels = images.shape
    counts = np.empty(256, np.int64)
    distances = np.empty(256, np.int64)
    for i in range(n):
        for c in range(n_channels):
            counts[:] = 0
            for x in range(width):
                counts[images[i, 0, x, c]] += 1
                if height > 1:
                    counts[images[i, height - 1, x, c]] += 1
            for y in range(1, height - 1):
                counts[images[i, y, 0, c]] += 1
                if width > 1:
                    counts[images[i, y, width - 1, c]] += 1
            median = _median_of_counts(counts)
            distances[:] = 0
            for level in range(256):
                distances[abs(level - median)] += counts[level]
            middle[i, c] = median
            spread[i, c] = _median_of_counts(distances)


@jit
def _median_of_counts(counts):
    half = (counts.sum() + 1) // 2
    seen = 0
    for level in range(256):
        seen += counts[level]
        if seen >= half:
            return level
    return 255
