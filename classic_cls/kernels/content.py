"""Where the content of an image lies in its background."""

import cv2
import numpy as np

from .._compat import jit
from .border import border_levels

__all__ = ["content_boxes"]

# Share of the image, and pixels, below which a piece is dust.
_SPECK, _FEWEST = 0.001, 3


def content_boxes(images, tolerance: int) -> np.ndarray:
    """The smallest box around what differs from the background: left, top, width, height (n, 4).

    A pixel differs if one of its channels is more than ``tolerance`` levels from the median
    along the border. Connected pieces of less than 3 pixels, or of less than 0.1% of the image,
    are dust and do not count. Where there is no content, the box is the whole image.

    >>> image = np.full((1, 9, 12), 250, np.uint8)
    >>> image[0, 4:6, 3:8] = 60
    >>> image[0, 0, 11] = 0
    >>> content_boxes(image, 25)
    array([[3, 4, 5, 2]])
    """
    n, height, width = images.shape[:3]
    background = border_levels(images)[0].astype(np.int16)
    boxes = np.tile(np.array([0, 0, width, height]), (n, 1))
    differs = np.empty((height, width), np.uint8)
    least = max(_FEWEST, _SPECK * height * width)
    for image, color, box in zip(images.reshape(n, height, width, -1), background, boxes,
                                 strict=True):
        _mark_differences(image, color, tolerance, differs)
        figures = cv2.connectedComponentsWithStats(differs)[2][1:]
        figures = figures[figures[:, cv2.CC_STAT_AREA] >= least]
        if len(figures):
            left, top = figures[:, :2].min(axis=0)
            right, bottom = (figures[:, :2] + figures[:, 2:4]).max(axis=0)
            box[...] = left, top, right - left, bottom - top
    return boxes


@jit
def _mark_differences(image, color, tolerance, out):
    height, width, n_channels = image.shape
    for y in range(height):
        for x in range(width):
            largest = abs(np.int16(image[y, x, 0]) - color[0])
            for c in range(1, n_channels):
                largest = max(largest, abs(np.int16(image[y, x, c]) - color[c]))
            out[y, x] = largest > tolerance
