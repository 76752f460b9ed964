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

import numpy as np
from scipy import fft

from .._compat import jit
from .moduli import cells, modulus_groups, modulus_means, pack, transform
from .scattering_filters import low_frequencies, lowpass_spectrum, padded_length, wavelet_spectra

__all__ = ["log_strengths", "scattering", "scattering_paths"]

_FAINT = np.float32(1e-4)  # a strength below all structure: a fortieth of a grey level
_RARELY_MODULATED = np.float32(1e-2)
_AT_ONCE = 2**18  # pixels of images whose spectra are kept at a time
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
    at_once = max(1, _AT_ONCE // (padded[0] * padded[1]))
    parts = []
    for begin in range(0, n, at_once):
        part = images[begin : begin + at_once][(slice(None), *reflected)]
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
            step = 2 ** (scale - resolution)
            bank[resolution, scale] = pack(low_frequencies(spectra, resolution), (step, step))
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
    means = np.empty((len(images), len(weights[0][0]), len(weights[0][1])), np.float32)
    _weigh(images, *weights[0], means)
    results, second = [means], []
    pooled = [[cells(w) for w in of_sides] for of_sides in weights]
    spectra = transform(images)
    for j1 in range(len(weights)):
        if order == 1 or j1 == len(weights) - 1:
            results.append(modulus_means(spectra, bank[0, j1], *pooled[j1]))
        else:
            first, seconds = _two_orders(spectra, bank, j1, pooled)
            results.append(first)
            second += seconds
    return np.concatenate([_by_image(r, means.shape) for r in results + second], axis=1)


def _by_image(means, shape) -> np.ndarray:
    """``(n, paths, r, c)`` from means of planes, images innermost, one axis for each wave."""
    n, *cells = shape
    waves = means.size // (n * cells[0] * cells[1])
    of_last = len(means) if means.ndim == 4 else waves
    means = means.reshape(of_last, -1, n, *cells)
    return means.transpose(2, 1, 0, 3, 4).reshape(n, waves, *cells)


def _two_orders(spectra, bank, j1, pooled):
    """Means of the first order at octave ``j1``, and of the second at each higher one."""
    higher = range(j1 + 1, len(pooled))
    first: list = []
    second: list = [[] for _ in higher]
    for means, strengths in modulus_groups(spectra, bank[0, j1], *pooled[j1]):
        first.append(means)
        for j2, parts in zip(higher, second):
            parts.append(modulus_means(strengths, bank[j1, j2], *pooled[j2]))
    return np.concatenate(first), [np.concatenate(parts, axis=1) for parts in second]


@jit
def _weigh(images, row_weights, column_weights, out):
    """Weighted means ``(n, r, c)`` of images."""
    for i in range(len(images)):
        for r in range(len(row_weights)):
            line = np.zeros(images.shape[2], np.float32)
            for y in range(len(images[i])):
                line += row_weights[r, y] * images[i, y]
            for c in range(len(column_weights)):
                out[i, r, c] = (line * column_weights[c]).sum()
