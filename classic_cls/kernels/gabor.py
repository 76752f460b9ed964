"""Gabor filters.

Definition, for a wavelength ``w`` in pixels, and orientation ``k`` of ``K``:

1. *Filter*: a wave of frequency ``f = 1 / w`` in direction ``t = 180 k / K`` degrees under a
   Gaussian window, ``exp(-a^2 / 2 sa^2 - b^2 / 2 sb^2 + 2 pi i f a) / (2 pi sa sb)`` with
   ``a = x cos t + y sin t`` and ``b = -x sin t + y cos t``: in scikit-image, it is
   ``gabor_kernel(f, t, sigma_x=sa, sigma_y=sb)``. Its transfer function is a Gaussian of height 1
   around ``f`` in direction ``t``, with standard deviations ``1 / (2 pi sa)`` along ``t`` and
   ``1 / (2 pi sb)`` across.
2. *Bandwidth*, after Manjunath and Ma (PAMI 1996): filters of wavelengths ``w`` and ``2 w`` touch
   where both are at half their height, and so do neighbouring orientations.
3. *Mean removed*: the image minus its mean is filtered, continued by mirroring it, as
   ``fourier_filters`` describes.

A wave of amplitude ``A`` has, in the filter of its wavelength and direction, a response of
magnitude ``A / 2``. Filters come by wavelength, then orientation.
"""

from functools import partial

import numpy as np
from scipy import fft

from .fourier_filters import (
    Bank,
    Frame,
    cache_banks,
    filter_images,
    in_blocks,
    magnitude_moments,
    sample_filter,
)

__all__ = ["gabor_moments", "gabor_responses", "gabor_sigmas"]


def gabor_sigmas(wavelength: float, orientations: int) -> tuple[float, float]:
    """Standard deviations of the window, in pixels: along the wave, and across.

    >>> [round(sigma, 2) for sigma in gabor_sigmas(10, orientations=6)]
    [5.62, 7.42]
    """
    log4 = 2 * np.log(2)
    along = 1 / (3 * wavelength * np.sqrt(log4))
    ratio = log4 * (along * wavelength) ** 2
    across = np.tan(np.pi / (2 * orientations)) * (1 - ratio) / wavelength
    across /= np.sqrt(log4 * (1 - ratio))
    return float(0.5 / (np.pi * along)), float(0.5 / (np.pi * across))


def gabor_responses(images, wavelengths, orientations: int) -> np.ndarray:
    """Responses of grey images at every pixel, (n, wavelengths * orientations, H, W) complex64.

    >>> wave = (128 + 100 * np.cos(2 * np.pi * np.arange(40) / 8)).astype(np.uint8)
    >>> upright_stripes = np.tile(wave, (1, 40, 1))
    >>> abs(gabor_responses(upright_stripes, (8,), orientations=2))[0, :, 20, 20].round()
    array([50.,  0.], dtype=float32)
    """
    banks = (_bank(images.shape[1:], w, orientations, 1) for w in wavelengths)
    centered = _without_mean(images)
    return np.concatenate([filter_images(centered, bank) for bank in banks], axis=1)


def gabor_moments(images, rows, columns, wavelengths, orientations: int) -> np.ndarray:
    """Means of the magnitude of the responses to grey images, and of its square, in every cell.

    The result is (..., wavelengths * orientations, 2), float64.

    >>> wave = (128 + 100 * np.cos(2 * np.pi * np.arange(80) / 8)).astype(np.uint8)
    >>> upright_stripes = np.tile(wave, (1, 80, 1))
    >>> whole = np.array([0, 80])
    >>> gabor_moments(upright_stripes, whole, whole, (8,), orientations=2)[0, 0, 0, 0].round(-2)
    array([   0., 2400.])
    """
    shape = images.shape[1:]
    smallest_cell = min(np.diff(rows).min(), np.diff(columns).min())
    largest_step = int(min(smallest_cell // 16, min(shape) // 64))

    def moments(some):
        centered = _without_mean(some)
        banks = (_bank(shape, w, orientations, largest_step) for w in wavelengths)
        parts = [magnitude_moments(centered, bank, rows, columns) for bank in banks]
        return np.concatenate(parts, axis=3)

    return in_blocks(moments, images, 2 * shape[0] * shape[1])


def _without_mean(images) -> np.ndarray:
    # A sum of whole numbers is exact: a blank image becomes zero.
    means = images.sum(axis=(1, 2), dtype=np.int64) / (images.shape[1] * images.shape[2])
    return (images - means[:, None, None]).astype(np.float32)


@cache_banks(maxsize=16)
def _bank(shape, wavelength, orientations, largest_step) -> Bank:
    """The filters of one wavelength."""
    sigmas = gabor_sigmas(wavelength, orientations)
    frame = Frame(shape, tuple(_period(length, 3 * max(sigmas)) for length in shape))
    step = frame.step_within(min(largest_step, wavelength / 2.5))
    filters = []
    for angle in np.pi * np.arange(orientations) / orientations:
        center = np.sin(angle) / wavelength, np.cos(angle) / wavelength
        transfer = partial(_transfer, center, angle, sigmas)
        filters.append(sample_filter(transfer, center, frame, step))
    return Bank(frame, tuple(filters))


def _period(length, margin) -> int:
    """A length for which the transform is fast, with a margin on both sides."""
    period = 8 * fft.next_fast_len(int(np.ceil((length + 2 * margin) / 8)))
    # Twice the image is a whole period of its mirrored continuation: no margin does better.
    return min(period, 2 * length)


def _transfer(center, angle, sigmas, down, across) -> np.ndarray:
    """The transfer function, with its repetition at every whole frequency."""
    total = 0
    for near_down in _nearest(down - center[0]):
        for near_across in _nearest(across - center[1]):
            along = near_across * np.cos(angle) + near_down * np.sin(angle)
            beside = near_down * np.cos(angle) - near_across * np.sin(angle)
            squares = (along * sigmas[0]) ** 2 + (beside * sigmas[1]) ** 2
            total = total + np.exp(-2 * np.pi**2 * squares)
    return total


def _nearest(differences):
    """Differences of frequencies modulo 1: the nearest to 0, and the nearest on its other side."""
    near = differences - np.round(differences)
    return near, near - np.where(near > 0, 1, -1)
