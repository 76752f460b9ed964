"""Non-local means.

Definition: every pixel becomes the mean of the pixels of a window around it, with weights
``exp(-d / h^2)``, where ``d`` is the mean squared difference, over all channels, of the square
patches around the two. Images are continued by reflection (``c b | a b c``).

The weight of two pixels is the same from both sides, so that each pair is looked at once: one
offset after the other, whole rows at a time. Source: Buades, Coll and Morel, CVPR 2005.
"""

import cv2
import numpy as np

from .._compat import jit

__all__ = ["nl_means"]


def nl_means(image, strength: float, patch: int, window: int) -> np.ndarray:
    """One image, grey or in colour; the strength, above 0, is ``h``, in grey levels; sides are odd.

    >>> noisy_step = np.array([[20, 24, 18, 22, 200, 206, 202, 204]], np.uint8)
    >>> nl_means(noisy_step, strength=20.0, patch=1, window=15)
    array([[ 21,  21,  21,  21, 203, 203, 203, 203]], dtype=uint8)
    """
    half, reach = patch // 2, window // 2
    margin = (half + reach,) * 4
    padded = cv2.copyMakeBorder(image, *margin, borderType=cv2.BORDER_REFLECT_101)
    height, width = padded.shape[:2]
    planes = np.moveaxis(padded.reshape(height, width, -1), 2, 0)
    channels = planes.astype(np.float32, order="C")
    # Powers of 2 are quicker to come by than those of e.
    scale = np.log2(np.e) / (len(channels) * patch**2 * float(strength) ** 2)
    means = np.empty((*image.shape[:2], len(channels)), np.uint8)
    _average(channels, half, reach, np.float32(min(scale, 1e30)), means)
    return means.reshape(image.shape)


@jit
def _average(channels, half, reach, scale, means):
    margin = half + reach
    height, width = means.shape[:2]
    total = channels.copy()  # of the pixel itself, with weight 1
    weights = np.ones(channels.shape[1:], np.float32)
    patch = 2 * half + 1
    squares = np.empty((patch, channels.shape[2]), np.float32)
    column = np.empty(channels.shape[2], np.float32)
    weight = np.empty(channels.shape[2], np.float32)
    bits = np.empty(channels.shape[2], np.int32)
    for dy in range(reach + 1):
        for dx in range(-reach if dy > 0 else 1, reach + 1):
            # All pairs of which at least one is a pixel of the image.
            left, right = margin - max(dx, 0), margin + width + max(-dx, 0)
            n = right - left
            for y in range(margin - dy - half, margin + height + half):
                _square(channels, y, dy, dx, left - half, right + half, squares[y % patch])
                if y >= margin - dy + half:
                    _weigh(squares, half, scale, n, column, weight, bits)
                    _add(channels, y - half, dy, dx, left, right, weight, total, weights)
    for c in range(len(channels)):
        for y in range(height):
            for x in range(width):
                mean = total[c, margin + y, margin + x] / weights[margin + y, margin + x]
                means[y, x, c] = np.uint8(mean + np.float32(0.5))


@jit
def _square(channels, y, dy, dx, left, right, squares):
    """Squared differences of a row and its offset, summed over channels."""
    squares[:] = np.float32(0)
    for c in range(len(channels)):
        here = channels[c, y, left:right]
        there = channels[c, y + dy, left + dx : right + dx]
        for x in range(right - left):
            difference = here[x] - there[x]
            squares[x] += difference * difference


@jit
def _weigh(squares, half, scale, n, column, weight, bits):
    """``2 ** -(scale * sum over the patch)``."""
    column[:] = 0
    for k in range(len(squares)):
        part = squares[k]
        for x in range(len(column)):
            column[x] += part[x]
    for x in range(n):
        weight[x] = column[x]
    for shift in range(1, 2 * half + 1):
        shifted = column[shift:]
        for x in range(n):
            weight[x] += shifted[x]
    for x in range(n):
        # Whole and broken part of the exponent: the whole one is written into the bits of a
        # float, the other one goes through a polynomial, exact to 4e-6.
        power = min(weight[x] * scale, np.float32(100))
        whole = np.int32(power)
        bits[x] = (np.int32(127) - whole) << np.int32(23)
        f = power - np.float32(whole)
        f4 = np.float32(0.009186) - f * np.float32(0.000907)
        f3 = f * f4 - np.float32(0.055329)
        f2 = f * f3 + np.float32(0.240197)
        f1 = f * f2 - np.float32(0.693147)
        weight[x] = f * f1 + np.float32(1)
    powers = bits.view(np.float32)
    for x in range(n):
        weight[x] *= powers[x]


@jit
def _add(channels, y, dy, dx, left, right, weight, total, weights):
    """Add a row to its offset and the offset to it, by weight."""
    for c in range(len(channels)):
        here = channels[c, y, left:right]
        there = channels[c, y + dy, left + dx : right + dx]
        sum_here = total[c, y, left:right]
        sum_there = total[c, y + dy, left + dx : right + dx]
        for x in range(right - left):
            sum_here[x] += weight[x] * there[x]
        for x in range(right - left):
            sum_there[x] += weight[x] * here[x]
    weights_here = weights[y, left:right]
    weights_there = weights[y + dy, left + dx : right + dx]
    for x in range(right - left):
        weights_here[x] += weight[x]
    for x in range(right - left):
        weights_there[x] += weight[x]
