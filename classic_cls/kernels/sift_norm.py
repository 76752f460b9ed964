"""Dense SIFT, second half: from sums over bins to normalised descriptors.

Steps 4 to 7 of the definition in :mod:`classic_cls.kernels.dense_sift`. Some rows of descriptors
are worked on together, bin by bin, so that all loops run along memory, and are long.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["SiftNorm", "normalize_bins"]

_ORIENTATIONS = 8
_CLIP = np.float32(0.2)
_BLOCK = 256  # descriptors worked on together: few enough for the fast cache


class SiftNorm(NamedTuple):
    """Weights of the 16 bins, float32; below which weighted sum a descriptor is zero; the form."""

    window: np.ndarray
    least: np.float32
    root: bool


def normalize_bins(sums, bins, norm: SiftNorm, shape: tuple[int, int], out) -> None:
    """Write the descriptors of a grid of ``shape`` (rows, columns).

    ``bins`` (16,) intp are those of the C-contiguous sums (..., columns, 8), float32, that are the
    bins of the first descriptor; those of the next in the row are the next, those of the next row
    are ``columns`` further on. The first rows and columns of ``out`` (descriptors, 16), uint64, are
    written: the 8 orientations of a bin, of a byte each, are moved together.

    >>> sums = np.ones((4, 4, 8), np.float32)
    >>> norm = SiftNorm(np.ones(16, np.float32), np.float32(0), False)
    >>> out = np.empty((1, 16), np.uint64)
    >>> normalize_bins(sums, np.arange(16), norm, (1, 1), out)
    >>> set(out.view(np.uint8)[0].tolist())  # 512 over the root of 128
    {45}
    """
    _normalize_bins(sums.reshape(-1), sums.shape[-2], bins, norm, shape, out)


@jit
def _normalize_bins(sums, columns, bins, norm, shape, out):
    roots = np.sqrt(sums) if norm.root else sums
    down, across = shape
    block = max(_BLOCK // columns, 1)
    work = np.empty((3, block * columns * _ORIENTATIONS), np.float32)
    stored = np.empty((bins.size, work.shape[1]), np.uint8)
    for row in range(0, down, block):
        rows = min(block, down - row)
        n = ((rows - 1) * columns + across) * _ORIENTATIONS
        starts = (bins + row * columns) * _ORIENTATIONS
        factor, first_sums, second_sums = work[0, :n], work[1, :n], work[2, :n]
        _scale(sums, starts, norm, first_sums, second_sums, factor)
        _normalize(sums, roots, starts, norm, factor, first_sums, stored)
        for k in range(rows):
            _unpack(stored, k * columns, across, out[(row + k) * across :])


@jit
def _scale(sums, starts, norm, total, square, factor):
    """Steps 4 to 6 up to the first length: one over it, for every value of the descriptors."""
    total[:], square[:] = 0, 0
    for k in range(starts.size):
        _add_weighted(sums, starts[k], norm.window[k], total, square)
    for begin in range(0, factor.size, _ORIENTATIONS):
        length, values = np.float32(0), np.float32(0)
        for o in range(begin, begin + _ORIENTATIONS):
            values += total[o]
            length += square[o]
        enough = values > 0 and values >= norm.least
        scale = np.float32(1) / np.sqrt(length) if enough else np.float32(0)
        for o in range(begin, begin + _ORIENTATIONS):
            factor[o] = scale


@jit
def _normalize(sums, roots, starts, norm, factor, clipped, stored):
    """Steps 6 and 7 for some descriptors, by the factors of their values."""
    clipped[:] = 0
    for k in range(starts.size):
        _add_clipped(sums, starts[k], norm.window[k], factor, norm.root, clipped)
    _finish(factor, clipped, norm.root)
    for k in range(starts.size):
        weight = np.sqrt(norm.window[k]) if norm.root else norm.window[k]
        _quantize(roots, starts[k], weight, factor, clipped, stored[k])


@jit
def _add_weighted(values, start, weight, total, square):
    start = np.uint64(start)  # without a sign: numba need not ask whether it counts from the end
    for k in range(np.uint64(total.size)):
        value = weight * values[start + k]
        total[k] += value
        square[k] += value * value


@jit
def _add_clipped(sums, start, weight, factor, root, out):
    start = np.uint64(start)
    if root:
        for k in range(np.uint64(out.size)):
            out[k] += min(weight * factor[k] * sums[start + k], _CLIP)
    else:
        for k in range(np.uint64(out.size)):
            value = min(weight * factor[k] * sums[start + k], _CLIP)
            out[k] += value * value


@jit
def _finish(factor, clipped, root):
    """From sums of cut values: what to multiply (roots of) sums by, and the most it gives."""
    zero = np.float32(0)
    for k in range(clipped.size // _ORIENTATIONS):
        begin = k * _ORIENTATIONS
        total = zero
        for o in range(_ORIENTATIONS):
            total += clipped[begin + o]
        scale = np.float32(512) / np.sqrt(total) if total > zero else zero
        bound = scale * (np.sqrt(_CLIP) if root else _CLIP)
        multiply = scale * (np.sqrt(factor[begin]) if root else factor[begin])
        for o in range(_ORIENTATIONS):
            factor[begin + o] = multiply
            clipped[begin + o] = min(bound, np.float32(255))


@jit
def _quantize(values, start, weight, factor, bound, out):
    start, half = np.uint64(start), np.float32(0.5)
    for k in range(np.uint64(bound.size)):
        value = min(weight * factor[k] * values[start + k], bound[k])
        out[k] = np.uint8(np.int32(value + half))


@jit
def _unpack(stored, start, n, out):
    """From bin after bin, each of all descriptors, to descriptor after descriptor."""
    whole = stored.view(np.uint64)
    for k in range(n):
        for i in range(len(whole)):
            out[k, i] = whole[i, start + k]
