"""Wavelet scattering of grey images.

Definition, for a grey image ``x`` with values from 0 to 1, continued at its borders by
reflection (the border pixel is not repeated), with ``psi(j, o)`` the wavelet of octave ``j`` and
orientation ``o`` and ``phi`` the low pass of ``J`` octaves (``kernels.scattering_filters``):

1. *Order 0*: ``S0 = x * phi``, where ``*`` is a convolution.
2. *Order 1*: ``U1(j1, o1) = |x * psi(j1, o1)|``, how strong waves of that length and direction
   are at every place, and its local mean ``S1 = U1 * phi``.
3. *Order 2*: ``U2 = |U1(j1, o1) * psi(j2, o2)|`` for ``j2 > j1``, how that strength varies
   itself, and ``S2 = U2 * phi``. Pairs with ``j2 <= j1`` hold next to nothing: a modulus is
   smoother than the wave it is taken of.

``U`` of octave ``j`` is kept at every ``2^j`` th pixel, first that of the padded image, and is
filtered from there on by what the filters have at the lower frequencies. Wherever a value of
``S`` is wanted it is that of the trigonometric polynomial through these samples.

Sources: Mallat, Comm. Pure and Applied Mathematics 2012; Bruna and Mallat, PAMI 2013.
"""

from functools import lru_cache
from itertools import product

import cv2
import numpy as np
from scipy import fft

from .._compat import jit
from .scattering_filters import lowpass_spectrum, pack, padded_length, wavelet_spectra

__all__ = ["log_strengths", "scattering", "scattering_paths"]

_FAINT = np.float32(1e-4)  # a strength below all structure: a fortieth of a grey level
_RARELY_MODULATED = np.float32(1e-2)
# Of arrays in one call: they should stay in the processor's cache, and in memory that is used
# again (fresh memory costs more than the maths).
_POINTS_AT_ONCE = 2**16
_PIXELS_FOR_OPENCV = 2**11  # in a plane, from which its faster FFT outweighs a call for each
_OPENCV_IS_FAST = cv2.ipp.useIPP()  # its FFT is that of Intel's library on x86, else a slow one
_PIXELS_REMEMBERED = 2**19  # filters of larger images are built for every stack, not kept


def scattering_paths(scales: int, orientations: int, order: int) -> list[tuple]:
    """What each row of a result is, as pairs ``(octave, orientation)``, outermost last.

    >>> scattering_paths(scales=2, orientations=2, order=2)[1:6]
    [((0, 0),), ((0, 1),), ((1, 0),), ((1, 1),), ((0, 0), (1, 0))]
    """
    paths = [(), *((wave,) for wave in product(range(scales), range(orientations)))]
    if order == 2:
        octaves = [(j1, j2) for j1 in range(scales) for j2 in range(j1 + 1, scales)]
        turns = list(product(range(orientations), repeat=2))
        paths += [((j1, o1), (j2, o2)) for (j1, j2), (o1, o2) in product(octaves, turns)]
    return paths


def scattering(images, row_weights, column_weights, scales, orientations, order) -> np.ndarray:
    """Weighted means of maps of grey images, (n, n_paths, r, c) float32 (see `scattering_paths`).

    A result is the sum over all pixels of ``S`` times its row's times its column's weight, (r, H)
    and (c, W): ``1 / size`` inside a cell gives its mean, and a single 1 the value at a pixel. Both
    sides of the image hold at least ``2^J`` pixels, of ``J`` scales.

    >>> grey = np.full((1, 16, 16), 51, np.uint8)
    >>> mean = np.full((1, 16), 1 / 16)
    >>> scattering(grey, mean, mean, scales=2, orientations=2, order=1).ravel().round(3)
    array([0.2, 0. , 0. , 0. , 0. ], dtype=float32)
    """
    n, *sides = images.shape
    padded = tuple(padded_length(side, scales) for side in sides)
    remembered = padded[0] * padded[1] <= _PIXELS_REMEMBERED
    build = _filter_bank if remembered else _filter_bank.__wrapped__
    bank = build(padded, scales, orientations, order)
    sides_weights = row_weights, column_weights
    weights = [[_weights_of_samples(w, scales, j) for w in sides_weights] for j in range(scales)]
    reflected = np.ix_(*(_reflected(side, scales) for side in sides))
    at_once = max(1, _POINTS_AT_ONCE // (orientations * padded[0] * padded[1]))
    parts = []
    for begin in range(0, n, at_once):
        part = np.ascontiguousarray(images[begin : begin + at_once][(slice(None), *reflected)])
        parts.append(_scatter(part * np.float32(1 / 255), bank, weights, order))
    return np.concatenate(parts)


def log_strengths(means, scales, orientations, order) -> np.ndarray:
    """Logarithms of the first order, and of the second order relative to the first.

    From `scattering`, ``log(S1 + 1e-4)`` and ``log(S2 / (S1 + 1e-4) + 1e-2)``, with ``S1`` of the
    first wave of the path, in its shape; order 0 stays as it is. What is below 0, by ripples of the
    low pass, counts as 0.

    >>> means = np.full((1, 2, 1, 1), 0.5, np.float32)
    >>> log_strengths(means, scales=1, orientations=1, order=1).ravel().round(2)
    array([ 0.5 , -0.69], dtype=float32)
    """
    result = np.maximum(means, 0)
    n_first = 1 + scales * orientations
    first = result[:, :n_first] + _FAINT
    np.log(first[:, 1:], out=result[:, 1:n_first])
    if order == 2:
        second = scattering_paths(scales, orientations, order)[n_first:]
        parents = [1 + octave * orientations + o for (octave, o), _ in second]
        ratio = result[:, n_first:] / first[:, parents] + _RARELY_MODULATED
        np.log(ratio, out=result[:, n_first:])
    return result


@lru_cache(maxsize=8)
def _filter_bank(shape, scales, orientations, order) -> dict:
    """Packed filters by resolution of what is filtered and octave of the wavelets."""
    bank = {}
    for scale in range(scales):
        spectra = wavelet_spectra(shape, scale, orientations)
        for resolution in range(scale if order == 2 and scale else 1):
            bank[resolution, scale] = pack(spectra, resolution, scale)
    return bank


def _reflected(length, scales) -> np.ndarray:
    """For every row (column) of the padded image, that of the image itself."""
    padded = padded_length(length, scales)
    places = np.arange(padded) - (padded - length) // 2
    period = max(2 * (length - 1), 1)
    return (length - 1) - np.abs((length - 1) - places % period)


def _weights_of_samples(weights, scales, scale) -> np.ndarray:
    """From weights of pixels of ``S`` to weights of samples of ``U`` at octave ``scale``."""
    length = weights.shape[1]
    padded = padded_length(length, scales)
    begin = (padded - length) // 2
    placed = np.zeros((len(weights), padded))
    placed[:, begin : begin + length] = weights
    lowpass = lowpass_spectrum(padded, scales)[: padded // 2 + 1]
    if scale:  # no higher frequencies than there are samples for; of the last, one sign
        highest = padded >> (scale + 1)
        lowpass[highest] /= 2
        lowpass[highest + 1 :] = 0
    smooth = fft.irfft(fft.rfft(placed) * lowpass, padded)
    return (smooth[:, :: 2**scale] * 2**scale).astype(np.float32)


def _scatter(images, bank, weights, order) -> np.ndarray:
    """All orders of a few padded images, ``(n, paths, r, c)``."""
    n, scales = len(images), len(weights)
    results = [_weighted_means(images.astype(np.complex64), *weights[0])[0]]
    second = []
    spectrum = fft.fft2(images)
    for j1 in range(scales):
        goes_on = order == 2 and j1 < scales - 1
        means, moduli = _wave_means(spectrum, bank[0, j1], weights[j1], goes_on)
        results.append(means)
        if goes_on:
            spectra = fft.fft2(moduli)
            second += [
                _wave_means(spectra, bank[j1, j2], weights[j2])[0] for j2 in range(j1 + 1, scales)
            ]
    results = [result.reshape(n, -1, *result.shape[1:]) for result in results + second]
    return np.concatenate(results, axis=1)


def _wave_means(spectra, filters, weights, keep_moduli=False):
    """Means of the moduli of all filtered spectra, and the moduli themselves."""
    n_filters = len(filters.first) - 1
    at_once = max(1, _POINTS_AT_ONCE // (n_filters * filters.shape[0] * filters.shape[1]))
    parts = []
    for begin in range(0, len(spectra), at_once):
        waves = _waves(spectra[begin : begin + at_once], filters)
        parts.append(_weighted_means(waves, *weights, keep_moduli))
    if len(parts) == 1:
        return parts[0]
    return tuple(np.concatenate(arrays) for arrays in zip(*parts))


def _waves(spectra, filters) -> np.ndarray:
    """Each spectrum with each filter, folded and turned back into an image."""
    height, width = filters.shape
    n_filters = len(filters.first) - 1
    folded = np.zeros((len(spectra) * n_filters, height, width), np.complex64)
    _filter_and_fold(spectra, *filters[:3], folded)
    if not _OPENCV_IS_FAST or height * width < _PIXELS_FOR_OPENCV:
        return fft.ifft2(folded, norm="forward", overwrite_x=True)
    for plane in folded.view(np.float32).reshape(*folded.shape, 2):
        cv2.dft(plane, plane, cv2.DFT_INVERSE)
    return folded


def _weighted_means(waves, row_weights, column_weights, keep_moduli=False):
    """Weighted means ``(n, r, c)`` of the moduli of ``n`` complex images, and the moduli."""
    n, height, width = waves.shape
    means = np.empty((n, len(row_weights), len(column_weights)), np.float32)
    moduli = np.empty((n, height, width) if keep_moduli else (0, 0, 0), np.float32)
    _pool(waves.view(np.float32), row_weights, column_weights, moduli, means)
    return means, moduli


@jit
def _filter_and_fold(spectra, values, runs, first, folded):
    """Add each spectrum times each filter, block upon block, to zeros (see `PackedFilters`)."""
    n_filters = len(first) - 1
    for i in range(len(spectra)):
        for f in range(n_filters):
            for r in range(first[f], first[f + 1]):
                row, column, to_row, to_column, length, place = runs[r]
                source = spectra[i, row, column : column + length]
                factor = values[place : place + length]
                target = folded[i * n_filters + f, to_row, to_column : to_column + length]
                for k in range(length):
                    target[k] += source[k] * factor[k]


@jit
def _pool(waves, row_weights, column_weights, moduli, out):
    """Weighted means of moduli, which are kept where ``moduli`` has room for them."""
    height, width = waves.shape[1], waves.shape[2] // 2
    n_rows, n_columns = len(row_weights), len(column_weights)
    sums = np.empty((n_rows, width), np.float32)
    modulus = np.empty(width, np.float32)
    for i in range(len(waves)):
        sums[:] = 0
        for y in range(height):
            wave = waves[i, y]
            for x in range(width):
                modulus[x] = np.sqrt(wave[2 * x] * wave[2 * x] + wave[2 * x + 1] * wave[2 * x + 1])
            if len(moduli):
                for x in range(width):
                    moduli[i, y, x] = modulus[x]
            for r in range(n_rows):
                weight = row_weights[r, y]
                if weight != 0:
                    for x in range(width):
                        sums[r, x] += weight * modulus[x]
        for r in range(n_rows):
            for c in range(n_columns):
                total = 0.0
                for x in range(width):
                    total += sums[r, x] * column_weights[c, x]
                out[i, r, c] = total
