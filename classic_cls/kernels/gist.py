"""GIST, the spatial envelope of a scene.

Definition, after the program LMgist of the authors (Oliva and Torralba, IJCV 2001), for a grey
image ``I``:

1. *Stretch* to the range 0 to 255, and take ``log(I + 1)``.
2. *Even out contrast*: continue the image by 5 mirrored pixels on all sides and mirror that
   again, below or to the right, until it is a square of even side ``N``, one period of a
   periodic image. Let ``L`` be the low-pass filter ``exp(-(fx^2 + fy^2) / s^2)`` with
   ``s = 4 / sqrt(log 2)`` cycles per ``N`` pixels, which halves waves of 4 cycles. Subtract the
   image passed through ``L``; then divide by 0.2 plus the root of its square passed through
   ``L``. Crop.
3. *Filter*, continued by at least 32 mirrored pixels: the filter of scale ``i`` and of orientation
   ``k`` of ``K`` has the transfer function ``exp(-3.5 (r / f - 1)^2 - 2 pi (K / 8)^2 d^2)``, where
   ``f = 0.3 / 1.85^i`` cycles per pixel, ``r`` is the length of a frequency, and ``d`` the angle,
   from ``-pi`` to ``pi``, between it and the direction of the filter, ``180 k / K`` degrees
   upwards from a row.
4. *Mean* of the magnitude of the response in every cell of a grid.
"""

from functools import partial

import numpy as np
from scipy import fft

from .fourier_filters import (
    Bank,
    Frame,
    cache_banks,
    in_blocks,
    magnitude_moments,
    mirror,
    sample_filter,
)

__all__ = ["even_contrast", "gist"]

_MARGIN = 32


def gist(images, rows, columns, orientations) -> np.ndarray:
    """Mean magnitude of every filter in cells of grey images, (..., sum(orientations)) float64.

    ``orientations`` are the numbers of each scale, from fine to coarse.

    >>> wave = (128 + 100 * np.cos(2 * np.pi * np.arange(64) / 6)).astype(np.uint8)
    >>> upright_stripes = np.tile(wave, (1, 64, 1))
    >>> whole = np.array([0, 64])
    >>> int(gist(upright_stripes, whole, whole, orientations=(4, 4)).argmax())
    4
    """
    shape = images.shape[1:]
    smallest_cell = min(np.diff(rows).min(), np.diff(columns).min())
    bank = _bank(shape, orientations, int(smallest_cell // 16))

    def means(some):
        return magnitude_moments(even_contrast(some), bank, rows, columns)[..., 0]

    return in_blocks(means, images, bank.frame.period[0] * bank.frame.period[1])


def even_contrast(images) -> np.ndarray:
    """Steps 1 and 2 for grey images, (n, H, W) float32; zero where the image is blank.

    >>> even_contrast(np.full((1, 1, 2), 77, np.uint8))
    array([[[0., 0.]]], dtype=float32)
    """
    height, width = images.shape[1:]
    side = max(height, width) + 10
    side += side % 2
    down, across = (mirror(mirror(np.arange(side), n + 10) - 5, n) for n in (height, width))
    square = _log_stretched(images.take(across, axis=2).take(down, axis=1))
    low_pass = _low_pass(side)
    square -= fft.irfft2(fft.rfft2(square) * low_pass, square.shape[1:])
    squares = fft.irfft2(fft.rfft2(square * square) * low_pass, square.shape[1:])
    square /= np.float32(0.2) + np.sqrt(np.abs(squares))
    return square[:, 5 : 5 + height, 5 : 5 + width]


def _log_stretched(images) -> np.ndarray:
    stretched = np.empty(images.shape, np.float32)
    for image, out in zip(images, stretched):
        lowest, highest = int(image.min()), int(image.max())
        values = np.maximum(np.arange(256) - lowest, 0) * (255 / max(highest - lowest, 1))
        out[...] = np.log1p(values).astype(np.float32)[image]
    return stretched


def _low_pass(side) -> np.ndarray:
    width = 4 / np.sqrt(np.log(2))
    down, across = fft.fftfreq(side, 1 / side), fft.rfftfreq(side, 1 / side)
    return np.exp(-(down[:, None] ** 2 + across**2) / width**2).astype(np.float32)


@cache_banks(maxsize=4)
def _bank(shape, orientations, largest_step) -> Bank:
    period = tuple(8 * fft.next_fast_len(-(-(n + 2 * _MARGIN) // 8)) for n in shape)
    frame = Frame(shape, period)
    filters = []
    for scale, number in enumerate(orientations):
        frequency = 0.3 / 1.85**scale
        # The filters are wide: the two finest of them leave no frequency out.
        step = frame.step_within(min(largest_step, 0.2 / frequency))
        for orientation in range(number):
            angle = -np.pi * orientation / number
            center = frequency * np.sin(angle), frequency * np.cos(angle)
            transfer = partial(_transfer, frequency, angle, number)
            filters.append(sample_filter(transfer, center, frame, step))
    return Bank(frame, tuple(filters))


def _transfer(frequency, angle, number, down, across) -> np.ndarray:
    turn = np.arctan2(down, across) - angle
    turn -= 2 * np.pi * np.round(turn / (2 * np.pi))
    radius = np.hypot(down, across)
    widths = 3.5 * (radius / frequency - 1) ** 2, 2 * np.pi * number**2 / 64 * turn**2
    return np.exp(-(widths[0] + widths[1]))
