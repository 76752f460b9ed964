"""Total variation noise reduction by Chambolle's projection.

Definition, for one channel ``f`` with values in [0, 1]: the image ``u`` that minimises ::

    sum |u - f|^2 / 2 + weight * sum |grad u|

with forward differences, which are 0 beyond the last row and column. With the field ``p`` starting
at 0 and ``tau = 1 / 4``, the steps of Chambolle's dual algorithm are ::

    u = f - div p                              (div: the negative adjoint of grad)
    p = (p - tau grad u) / (1 + tau / weight |grad u|)

until ``E = mean(|div p|^2 + weight |grad u|)`` changes by less than ``2e-4`` of its first value,
or 200 times: the form, signs and stop criterion of ``skimage.restoration.denoise_tv_chambolle``.

Source: Chambolle, Journal of Mathematical Imaging and Vision 2004.
"""

import numpy as np

from .._compat import jit

__all__ = ["total_variation"]

_TOLERANCE = 2e-4
_MOST_STEPS = 200


def total_variation(channel, weight: float) -> np.ndarray:
    """The image of small total variation near one channel (H, W) uint8, rounded to such levels.

    >>> noisy_step = np.array([[20, 24, 18, 22, 200, 206, 202, 204]], np.uint8)
    >>> total_variation(noisy_step, weight=0.1)
    array([[ 27,  27,  27,  28, 196, 197, 197, 197]], dtype=uint8)
    """
    smooth = _denoise(channel * np.float32(1 / 255), np.float32(weight))
    return np.clip(np.rint(255 * smooth), 0, 255).astype(np.uint8)


@jit
def _denoise(image, weight):
    height, width = image.shape
    # One row and column more on the near side, always 0, and on the far side, always the
    # nearest pixel: no special case at any border.
    down = np.zeros((height + 1, width + 1), np.float32)
    right = np.zeros((height + 1, width + 1), np.float32)
    smooth = np.empty((height + 1, width + 1), np.float32)
    first = previous = 0.0
    for step in range(_MOST_STEPS):
        energy = _remove_divergence(image, down, right, smooth)
        energy += _follow_gradient(smooth, weight, down, right)
        if step == 0:
            first = energy
        elif abs(previous - energy) < _TOLERANCE * first:
            break
        previous = energy
    return smooth[:height, :width]


@jit
def _remove_divergence(image, down, right, smooth):
    """``u`` from ``p``; returns the sum of the squared divergence."""
    height, width = image.shape
    squares = np.zeros(width, np.float32)
    for y in range(height):
        above, here, beside = down[y], down[y + 1], right[y + 1]
        for x in range(width):
            change = above[x + 1] - here[x + 1] + beside[x] - beside[x + 1]
            smooth[y, x] = image[y, x] + change
            squares[x] += change * change
        smooth[y, width] = smooth[y, width - 1]
    for x in range(width + 1):
        smooth[height, x] = smooth[height - 1, x]
    return _total(squares)


@jit
def _follow_gradient(smooth, weight, down, right):
    """The next ``p`` from ``u``; returns ``weight`` times the total variation of ``u``."""
    height, width = smooth.shape[0] - 1, smooth.shape[1] - 1
    lengths = np.zeros(width, np.float32)
    tau = np.float32(0.25)
    scale = tau / weight
    for y in range(height):
        here, below, p_down, p_right = smooth[y], smooth[y + 1], down[y + 1], right[y + 1]
        for x in range(width):
            to_below = below[x] - here[x]
            to_right = here[x + 1] - here[x]
            length = np.sqrt(to_below * to_below + to_right * to_right)
            lengths[x] += length
            # A ufunc, for a plain division is checked for zero, which keeps it from vectorising.
            shrink = np.reciprocal(np.float32(1) + scale * length)
            p_down[x + 1] = (p_down[x + 1] - tau * to_below) * shrink
            p_right[x + 1] = (p_right[x + 1] - tau * to_right) * shrink
    return weight * _total(lengths)


@jit
def _total(values):
    total = 0.0
    for x in range(len(values)):
        total += values[x]
    return total
