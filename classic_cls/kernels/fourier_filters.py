"""Banks of linear filters in the Fourier domain, and the mean magnitude of what they pass.

Definition, for a grey image ``I`` and a filter with transfer function ``G(fy, fx)``, frequencies in
cycles per pixel:

1. ``I`` is continued beyond its border by mirroring it, the outermost pixel repeated
   (``d c b a | a b c d | d c b a``), and taken as one period of a periodic image.
2. *Response*: ``z``, the inverse of the Fourier transform of that image times ``G``.
3. *Moments*: the means of ``|z|`` and of ``|z|^2`` over every cell of the image itself.

Coarse filters are *sampled*: their response has no high frequencies (but for one high frequency
that all of it is shifted by, which ``|z|`` does not show), so it is computed for one point in the
middle of every square of ``step`` times ``step`` pixels only, from the frequencies around the
centre of the filter. A square that straddles a bound of cells counts in each by its share.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple

import numpy as np
from scipy import fft

from .._compat import jit

__all__ = [
    "Bank", "Filter", "Frame", "cache_banks", "filter_images", "in_blocks", "magnitude_moments",
    "mirror", "sample_filter",
]

_BLOCK = 2**18  # pixels that are filtered at a time: what a processor's cache holds
_LARGE = 2**18  # pixels of an image whose filters take more memory than one likes to keep


def mirror(positions, length: int) -> np.ndarray:
    """Where a line of ``length`` pixels, continued by mirroring, has its value at each position.

    >>> mirror(np.arange(-3, 5), 3)
    array([2, 1, 0, 0, 1, 2, 2, 1])
    """
    folded = positions % (2 * length)
    return np.minimum(folded, 2 * length - 1 - folded)


class Frame(NamedTuple):
    """Images of one ``shape`` (rows, columns), which periodic ones of shape ``period`` begin with.

    After the image come the mirrored rows (columns) that follow it, then as many that precede it.
    """

    shape: tuple[int, int]
    period: tuple[int, int]

    def mirrored(self, images) -> np.ndarray:
        """The periodic images of a stack."""
        sides = zip(self.shape, self.period, self._preceding())
        down, across = (mirror((np.arange(p) + after) % p - after, n) for n, p, after in sides)
        return images.take(across, axis=2).take(down, axis=1)

    def _preceding(self):
        return ((period - length) // 2 for length, period in zip(self.shape, self.period))

    def step_within(self, limit: float) -> int:
        """The largest power of two up to ``limit`` that divides the period."""
        step = 1
        while 2 * step <= limit and not any(period % (2 * step) for period in self.period):
            step *= 2
        return step

    def samples(self, step: int) -> tuple[int, int]:
        """Number of squares of ``step`` pixels that cover the image, down and across."""
        return tuple(-(-length // step) for length in self.shape)

    def first_square(self, step: int) -> tuple[float, float]:
        """Where the first square begins: before the image, if they jut out on both sides alike."""
        return tuple((n - step * m) / 2 for n, m in zip(self.shape, self.samples(step)))


class Filter(NamedTuple):
    """A filter, at the frequencies at which it matters.

    ``step`` pixels lie along each axis between samples of the response. The frequencies begin at
    row and column ``origin`` of the transform of the periodic image, and after the last comes the
    first; ``transfer`` is what they are multiplied by, (rows, columns) float32 or complex64.
    """

    step: int
    origin: tuple[int, int]
    transfer: np.ndarray


class Bank(NamedTuple):
    """Filters that share a frame."""

    frame: Frame
    filters: tuple[Filter, ...]


def cache_banks(maxsize: int) -> Callable:
    """Decorate a function from a shape, and more, to a bank: keep those for small images."""

    def decorate(make_bank):
        cached = lru_cache(maxsize)(make_bank)

        @wraps(make_bank)
        def bank(shape, *arguments):
            return (make_bank if shape[0] * shape[1] > _LARGE else cached)(shape, *arguments)

        return bank

    return decorate


def sample_filter(
    transfer: Callable, center: tuple[float, float], frame: Frame, step: int
) -> Filter:
    """The part of a transfer function that a response sampled at every ``step`` pixels needs.

    ``transfer`` is a function from frequencies down and across, in cycles per pixel, to real
    values, which lie around ``center`` (down, across); ``step`` divides ``frame.period``.
    """
    bins = [np.arange(n // step) - n // step // 2 + (round(f * n) if step > 1 else 0)
            for f, n in zip(center, frame.period)]
    down, across = (b / n for b, n in zip(bins, frame.period))
    values = transfer(down[:, None], across) / step**2
    if step > 1:  # the first sample is the middle of the first square, not the first pixel
        shifts = (2j * np.pi * (first + (step - 1) / 2) for first in frame.first_square(step))
        values = values * np.exp(next(shifts) * down)[:, None] * np.exp(next(shifts) * across)
    else:
        # In the order of the transform, so that neighbours in memory stay neighbours.
        bins, values = [fft.ifftshift(b) for b in bins], fft.ifftshift(values)
    origin = tuple(int(b[0] % n) for b, n in zip(bins, frame.period))
    kind = np.complex64 if step > 1 else np.float32
    return Filter(step, origin, np.ascontiguousarray(values, kind))


def filter_images(images, bank: Bank) -> np.ndarray:
    """Responses to filters of step 1 of images (n, H, W) float32: (n, filters, H, W) complex64."""
    frame = bank.frame
    spectra = fft.fft2(frame.mirrored(images))
    width = frame.shape[1]
    return np.stack([_responses(spectra, f, frame)[..., :width] for f in bank.filters], axis=1)


def magnitude_moments(images, bank: Bank, rows, columns) -> np.ndarray:
    """Means of the magnitude of the responses, and of its square, in every cell.

    From images (n, H, W) float32 to (..., filters, 2) float64.
    """
    frame = bank.frame
    spectra = fft.fft2(frame.mirrored(images))
    steps = {one.step for one in bank.filters}
    shares = {step: _shares(frame, step, rows, columns) for step in steps}
    moments = [_moments(_responses(spectra, f, frame), *shares[f.step]) for f in bank.filters]
    return np.stack(moments, axis=3)


def in_blocks(function: Callable, images, pixels: int) -> np.ndarray:
    """Apply a function to a stack, a few images at a time: as many as a processor's cache holds.

    The function goes from a stack to an array with one entry per image, of which each has so many
    ``pixels`` while it is worked on.

    >>> in_blocks(lambda images: images.max(axis=(1, 2)), np.ones((5, 2, 2)), pixels=4)
    array([1., 1., 1., 1., 1.])
    """
    at_once = max(1, _BLOCK // pixels)
    starts = range(0, len(images), at_once)
    return np.concatenate([function(images[start : start + at_once]) for start in starts])


def _responses(spectra, one: Filter, frame: Frame) -> np.ndarray:
    """Rows of the image only, all columns of the periodic one."""
    product = np.empty((len(spectra), *one.transfer.shape), np.complex64)
    _multiply(spectra, *one.origin, one.transfer, product)
    down = fft.ifft(product, axis=1, overwrite_x=True)
    return fft.ifft(down[:, : frame.samples(one.step)[0]], axis=2)


def _moments(responses, shares_down, shares_across) -> np.ndarray:
    n_images, n_down, n_across = len(responses), len(shares_down), len(shares_across)
    sums = np.empty((n_images, n_down, 2, shares_across.shape[1]))
    _sum_rows(responses, shares_down, sums)
    moments = np.empty((n_images, n_down, n_across, 2))
    _sum_columns(sums, shares_across, moments)
    return moments


def _shares(frame, step, rows, columns) -> list[np.ndarray]:
    """``(cells, samples)`` for each axis: weights of a mean over cells of what squares hold."""
    shares = []
    along_axes = zip((rows, columns), frame.first_square(step), frame.samples(step))
    for bounds, first, number in along_axes:
        starts = first + step * np.arange(number)
        ends = np.minimum(starts + step, bounds[1:, None])
        overlaps = np.maximum(ends - np.maximum(starts, bounds[:-1, None]), 0)
        shares.append(overlaps / overlaps.sum(axis=1, keepdims=True))
    return shares


@jit
def _multiply(spectra, first_row, first_column, transfer, product):
    height, width = transfer.shape
    before_end = min(width, spectra.shape[2] - first_column)
    for i in range(len(spectra)):
        for y in range(height):
            line = spectra[i, (first_row + y) % spectra.shape[1]]
            for x in range(before_end):
                product[i, y, x] = line[first_column + x] * transfer[y, x]
            for x in range(before_end, width):
                product[i, y, x] = line[x - before_end] * transfer[y, x]


@jit
def _sum_rows(responses, shares, sums):
    width = sums.shape[3]
    magnitudes = np.empty(width, np.float32)
    for i in range(len(responses)):
        sums[i] = 0
        for y in range(responses.shape[1]):
            line = responses[i, y]
            for x in range(width):
                magnitudes[x] = np.sqrt(line[x].real ** 2 + line[x].imag ** 2)
            for cell in range(len(shares)):
                if shares[cell, y] > 0:
                    _add_row(magnitudes, shares[cell, y], sums[i, cell])


@jit
def _add_row(magnitudes, share, sums):
    first, second = sums[0], sums[1]
    for x in range(len(magnitudes)):
        value = np.float64(magnitudes[x])
        first[x] += share * value
        second[x] += share * value * value


@jit
def _sum_columns(sums, shares, moments):
    for i in range(len(sums)):
        for row in range(sums.shape[1]):
            for cell in range(len(shares)):
                for k in range(2):
                    total = 0.0
                    for x in range(shares.shape[1]):
                        total += shares[cell, x] * sums[i, row, k, x]
                    moments[i, row, cell, k] = total
