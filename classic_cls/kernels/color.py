"""Colour spaces."""

import cv2
import numpy as np

__all__ = ["CHANNEL_RANGES", "convert_color", "to_gray"]

CHANNEL_RANGES = {"rgb": (256, 256, 256), "hsv": (180, 256, 256), "lab": (256, 256, 256)}
"""Number of values of each channel of a colour space in 8 bits, from 0."""

_CODES = {"hsv": cv2.COLOR_RGB2HSV, "lab": cv2.COLOR_RGB2LAB}


def to_gray(images) -> np.ndarray:
    """Luminance ``0.299 R + 0.587 G + 0.114 B``, rounded, of a stack; grey ones pass as they are.

    >>> to_gray(np.full((1, 1, 1, 3), (255, 0, 0), np.uint8))
    array([[[76]]], dtype=uint8)
    """
    if images.ndim == 3:
        return images
    n, height, width = images.shape[:3]
    # One call for the whole stack: its images below each other, as one tall image.
    tall = images.reshape(n * height, width, 3)
    return cv2.cvtColor(tall, cv2.COLOR_RGB2GRAY).reshape(n, height, width)


def convert_color(images, space: str) -> np.ndarray:
    """Colour images in another space, in 8 bits; grey ones count as ``R = G = B``.

    Parameters
    ----------
    images : ndarray of shape (n, H, W) or (n, H, W, 3), uint8
    space : {"rgb", "hsv", "lab"}

    Returns
    -------
    ndarray of shape (n, H, W, 3), uint8
        HSV: hue in steps of 2 degrees, 0 to 179, and 0 where there is none (greys); saturation
        and value 0 to 255. Lab: ``L`` times 255 / 100, ``a`` and ``b`` plus 128.

    Examples
    --------
    >>> convert_color(np.full((1, 1, 1, 3), (0, 255, 0), np.uint8), "hsv")
    array([[[[ 60, 255, 255]]]], dtype=uint8)
    """
    n, height, width = images.shape[:3]
    if images.ndim == 3:
        tall = cv2.cvtColor(images.reshape(n * height, width), cv2.COLOR_GRAY2RGB)
    else:
        tall = images.reshape(n * height, width, 3)
    if space != "rgb":
        tall = cv2.cvtColor(tall, _CODES[space])
    return tall.reshape(n, height, width, 3)
