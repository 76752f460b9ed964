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

In cells of 32 pixels or more the magnitude, which is smooth, is computed at every second, fourth
(...) row or column only, the sparser the coarser the filter, and the mean over a cell is that of
the cubic interpolation (Keys) between them: about 0.1 % from the mean over all pixels, where images
differ by tens of percent.
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy import fft

from .fourier_filters import Frame, cache_banks, in_blocks, mirror
from .moduli import Cells, PackedFilters, cells, modulus_means, pack, transform

__all__ = ["even_contrast", "gist"]

_MARGIN = 32
_SLOW = 17  # cycles per period, the fastest wave of the low pass


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
    frame, parts = _bank(shape, orientations, int(smallest_cell // 8) if smallest_cell >= 32 else 1)
    sides = [tuple(int(bound) for bound in bounds) for bounds in (rows, columns)]
    bounds = [_cells(*sides, part.filters.shape, frame.period) for part in parts]
    order = np.argsort(np.concatenate([part.columns for part in parts]))

    def means(some):
        spectra = transform(frame.mirrored(even_contrast(some)))
        pairs = zip(parts, bounds)
        found = [modulus_means(spectra, part.filters, *within) for part, within in pairs]
        return np.concatenate(found)[order].transpose(1, 2, 3, 0).astype(np.float64)

    return in_blocks(means, images, frame.period[0] * frame.period[1] // 2)


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
    waves = _slow_waves(side)
    square -= _low_passed(square, waves)
    squares = _low_passed(square * square, waves)
    square /= np.float32(0.2) + np.sqrt(np.abs(squares))
    return square[:, 5 : 5 + height, 5 : 5 + width]


def _log_stretched(images) -> np.ndarray:
    stretched = np.empty(images.shape, np.float32)
    for image, out in zip(images, stretched):
        lowest, highest = int(image.min()), int(image.max())
        values = np.maximum(np.arange(256) - lowest, 0) * (255 / max(highest - lowest, 1))
        out[...] = np.log1p(values).astype(np.float32)[image]
    return stretched


def _low_passed(squares, waves) -> np.ndarray:
    """What is left of images (n, side, side), as sums of the few waves that pass."""
    return waves @ (waves.T @ squares @ waves) @ waves.T


@lru_cache(maxsize=8)
def _slow_waves(side) -> np.ndarray:
    """Cosines and sines, (side, waves) float32, times the root of what ``L`` leaves of them.

    ``L`` is a product of a function of ``fx`` and one of ``fy``, so ``waves @ waves.T`` is the low
    pass along an axis. The first frequency that is left out would pass to 2 millionths.
    """
    frequencies = np.arange(min(side // 2, _SLOW) + 1)
    passed = np.exp(-(frequencies**2) * np.log(2) / 16)
    passed *= np.where(2 * frequencies % side == 0, 1, 2) / side
    phases = 2 * np.pi * np.outer(np.arange(side), frequencies) / side
    waves = np.concatenate([np.cos(phases), np.sin(phases)], axis=1) * np.sqrt(np.tile(passed, 2))
    return waves.astype(np.float32)


class _Part(NamedTuple):
    """Filters whose responses are computed at the same pixels, and their columns of the result."""

    columns: list[int]
    filters: PackedFilters


@cache_banks(maxsize=4)
def _bank(shape, orientations, largest_step) -> tuple[Frame, list[_Part]]:
    period = tuple(8 * fft.next_fast_len(-(-(n + 2 * _MARGIN) // 8)) for n in shape)
    frame = Frame(shape, period)
    waves = [(s, o, n) for s, n in enumerate(orientations) for o in range(n)]
    steps = [_steps(frame, *wave, largest_step) for wave in waves]
    parts = []
    for some in sorted(set(steps)):
        columns = [column for column, own in enumerate(steps) if own == some]
        transfers = np.stack([_transfer(period, *waves[column]) for column in columns])
        parts.append(_Part(columns, pack(transfers, some)))
    return frame, parts


def _steps(frame, scale, orientation, number, largest) -> tuple[int, int]:
    """Between rows and between columns whose responses are computed.

    A response, seen from the frequency of the filter, holds higher frequencies along its waves than
    across them.
    """
    frequency = 0.3 / 1.85**scale
    along, across = (frame.step_within(min(largest, x / frequency)) for x in (0.34, 0.62))
    upright = np.abs(np.cos(np.pi * orientation / number)) > np.sqrt(0.5)
    return (across, along) if upright else (along, across)


def _transfer(period, scale, orientation, number) -> np.ndarray:
    down, across = np.meshgrid(*map(fft.fftfreq, period), indexing="ij")
    turn = np.arctan2(down, across) + np.pi * orientation / number
    turn -= 2 * np.pi * np.round(turn / (2 * np.pi))
    radius = np.hypot(down, across) * 1.85**scale / 0.3
    widths = 3.5 * (radius - 1) ** 2 + 2 * np.pi * number**2 / 64 * turn**2
    return np.exp(-widths).astype(np.float32)


@lru_cache(maxsize=32)
def _cells(rows, columns, samples, period) -> tuple[Cells, ...]:
    sides = zip((rows, columns), samples, period)
    return tuple(cells(_means_between(bounds, n, length // n)) for bounds, n, length in sides)


def _means_between(bounds, n, step) -> np.ndarray:
    """Weights (cells, n) of samples ``step`` pixels apart, of which the last come before the first.

    They make the mean over the pixels of a cell of the cubic interpolation of the samples.
    """
    samples = np.arange(-2, bounds[-1] // step + 3)
    weights = np.zeros((len(bounds) - 1, n))
    for cell, (begin, end) in zip(weights, pairwise(bounds)):
        distances = np.abs(np.arange(begin, end)[:, None] / step - samples)
        np.add.at(cell, samples % n, _cubic(distances).mean(axis=0))
    return weights


def _cubic(distances) -> np.ndarray:
    near = (1.5 * distances - 2.5) * distances**2 + 1
    far = ((-0.5 * distances + 2.5) * distances - 4) * distances + 2
    return np.where(distances < 1, near, np.where(distances < 2, far, 0))
