"""Colour spaces in 8 bits."""

import cv2
import numpy as np

from .._compat import jit

__all__ = ["CHANNEL_NAMES", "CHANNEL_RANGES", "CIRCULAR_CHANNELS", "convert_color", "to_gray"]

# Number of values of each channel of a colour space in 8 bits, from 0.
CHANNEL_RANGES = {
    "rgb": (256, 256, 256), "hsv": (180, 256, 256), "lab": (256, 256, 256),
    "opponent": (256, 256, 256), "rg": (256, 256),
}

# Short name of each channel of a colour space.
CHANNEL_NAMES = {
    "rgb": ("r", "g", "b"), "hsv": ("h", "s", "v"), "lab": ("l", "a", "b"), "rg": ("r", "g"),
    "opponent": ("rg", "yb", "i"),  # red against green, yellow against blue, intensity
}

# Channels of a colour space whose last value is next to the first.
CIRCULAR_CHANNELS = {"hsv": (0,)}

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
    """Images in another space, (n, H, W, 3) uint8, or (n, H, W, 2) for "rg"; grey is ``R = G = B``.

    - HSV: hue in steps of 2 degrees, 0 to 179, and 0 where there is none (greys); saturation and
      value 0 to 255.
    - Lab: ``L`` times 255 / 100, ``a`` and ``b`` plus 128.
    - Opponent colours: ``O1 = (R - G) / sqrt(2)``, red against green, ``O2 = (R + G - 2 B) /
      sqrt(6)``, yellow against blue, and ``O3 = (R + G + B) / sqrt(3)``, the intensity,
      stored as ``floor((R - G) / 2) + 128``, ``floor((R + G - 2 B) / 4) + 128`` and ``(R + G +
      B) / 3`` to the nearest whole number; each fills 0 to 255, and greys are at 128, 128.
    - rg, normalised red and green: ``r = R / (R + G + B)`` and ``g`` alike, times 255, to the
      nearest whole number (halves up). Greys are at 85, 85; so is black, which has no
      chromaticity of its own.

    >>> green = np.full((1, 1, 1, 3), (0, 255, 0), np.uint8)
    >>> [convert_color(green, space).ravel().tolist() for space in ("hsv", "opponent", "rg")]
    [[60, 255, 255], [0, 191, 85], [0, 255]]
    """
    n, height, width = images.shape[:3]
    if images.ndim == 3:
        tall = cv2.cvtColor(images.reshape(n * height, width), cv2.COLOR_GRAY2RGB)
    else:
        tall = images.reshape(n * height, width, 3)
    if space in _CODES:
        tall = cv2.cvtColor(tall, _CODES[space])
    elif space != "rgb":
        pixels = np.ascontiguousarray(tall).reshape(-1, 3)
        tall = np.empty((len(pixels), len(CHANNEL_RANGES[space])), np.uint8)
        if space == "opponent":
            _to_opponent(pixels, tall)
        else:
            _to_chromaticity(pixels, *_reciprocals(), tall)
    return tall.reshape(n, height, width, -1)


@jit
def _to_opponent(pixels, opponent):
    for p in range(len(pixels)):
        r, g, b = np.int64(pixels[p, 0]), np.int64(pixels[p, 1]), np.int64(pixels[p, 2])
        opponent[p, 0] = (r - g + 256) >> 1
        opponent[p, 1] = (r + g - 2 * b + 512) >> 2
        opponent[p, 2] = (2 * (r + g + b) + 3) // 6


def _reciprocals() -> tuple[np.ndarray, np.ndarray]:
    """``255 / sum``, and the half that rounds to the nearest, times ``2 ** 40``, of every sum.

    Rounded up, so that halves, which are exact, never fall below themselves; the excess stays
    below ``255 / 2 ** 40``, far less than the distance to the next half, ``1 / (2 sum)``.
    """
    sums = np.arange(3 * 255 + 1)
    scale = -((-255 << 40) // np.maximum(sums, 1))
    half = np.full(len(sums), 1 << 39)
    half[0] = 85 << 40  # black: both channels of the pixel are 0
    return scale, half


@jit
def _to_chromaticity(pixels, scale, half, chromaticity):
    for p in range(len(pixels)):
        r, g, b = np.int64(pixels[p, 0]), np.int64(pixels[p, 1]), np.int64(pixels[p, 2])
        total = r + g + b
        chromaticity[p, 0] = (r * scale[total] + half[total]) >> 40
        chromaticity[p, 1] = (g * scale[total] + half[total]) >> 40
