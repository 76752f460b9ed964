"""Dense SIFT, second half: from sums over bins to normalised descriptors.

Steps 4 to 7 of the definition in :mod:`classic_cls.kernels.dense_sift`. The descriptors of a row of
the grid are worked on together, four orientations of a bin in one go, so that loops run along
memory, and the four bytes that come out are written as one number.
"""

import sys
from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["SiftNorm", "normalize_bins"]

_ORIENTATIONS = 8
_FOUR = 4  # orientations at a time
_LITTLE = sys.byteorder == "little"
_CLIP = np.float32(0.2)


class SiftNorm(NamedTuple):
    """Weights of the 16 bins, float32; below which weighted sum a descriptor is zero; the form."""

    window: np.ndarray
    least: np.float32
    root: bool


def normalize_bins(sums, places, norm: SiftNorm, across: int, out) -> None:
    """Write the descriptors of a grid with ``across`` of them in a row.

    ``sums`` (channels, rows of bins, values) are those of
    :func:`~classic_cls.kernels.sift_bins.sum_bins`, as roots where the form wants them. ``places``
    (rows, 16) intp tell where in those of a channel the bins of the first descriptor of every row
    are; those of the next one are next to these. The first rows of ``out`` (descriptors, 32 *
    channels), uint32, C-contiguous, are written: the 8 orientations of a bin, a byte each, by
    fours.

    >>> sums = np.repeat(np.array([[[1.0] * 8 + [8.0] * 2]], np.float32), 8, axis=2)
    >>> norm = SiftNorm(np.ones(16, np.float32), np.float32(0), False)
    >>> out = np.empty((1, 32), np.uint32)
    >>> normalize_bins(sums, np.zeros((1, 16), np.intp), norm, 1, out)
    >>> set(out.view(np.uint8)[0].tolist())  # 512 over the root of 128
    {45}
    """
    _normalize_bins(sums, places, norm, across, out.reshape(-1))


@jit
def _normalize_bins(sums, places, norm, across, out):
    columns = sums.shape[2] // (_ORIENTATIONS + 2)
    n = min(-(-across // 8) * 8, columns)  # whole vectors, the rest of them of no matter
    factor, bound = np.zeros(n, np.float32), np.zeros(n, np.float32)
    stored = np.empty((2 * places.shape[1], n), np.uint32)
    apart = len(sums) * len(stored)
    for row in range(len(places)):
        for channel in range(len(sums)):
            values = sums[channel].reshape(-1)
            _scale(values, places[row], columns, norm, factor[:across], bound[:across])
            _normalize(values, places[row], columns, norm, factor, bound, stored)
            at = row * across * apart + channel * len(stored)
            _unpack(stored, across, apart, out[at:])


@jit
def _normalize(values, places, columns, norm, factor, bound, stored):
    """Steps 6 and 7 from the first length on."""
    bound[:] = 0
    ahead = _FOUR * columns
    for k in range(places.size):
        at, weight = places[k], norm.window[k]
        _add_clipped(values, at, columns, weight, norm.root, factor, bound)
        _add_clipped(values, at + ahead, columns, weight, norm.root, factor, bound)
    _finish(factor, bound, norm.root)
    for k in range(places.size):
        at, weight = places[k], np.sqrt(norm.window[k]) if norm.root else norm.window[k]
        _quantize(values, at, columns, weight, factor, bound, stored[2 * k])
        _quantize(values, at + ahead, columns, weight, factor, bound, stored[2 * k + 1])


@jit
def _scale(values, places, columns, norm, factor, square):
    """Steps 4 to 6 up to the first length: one over it."""
    zero, one, tiny = np.float32(0), np.float32(1), np.float32(1e-30)
    factor[:], square[:] = zero, zero
    for k in range(places.size):
        at, weight = places[k] + _ORIENTATIONS * columns, norm.window[k]
        _add_weighted(values, at, weight, factor)
        _add_weighted(values, at + columns, weight * weight, square)
    for i in range(factor.size):
        enough = factor[i] > zero and factor[i] >= norm.least
        factor[i] = one / np.sqrt(max(square[i], tiny)) if enough else zero


@jit
def _add_weighted(values, start, weight, out):
    start = np.uint64(start)  # without a sign: numba need not ask whether it counts from the end
    for i in range(np.uint64(out.size)):
        out[i] += weight * values[start + i]


@jit
def _add_clipped(values, start, columns, weight, root, factor, out):
    """Of four values of a bin, cut, their sum (in the square-root form), or that of squares."""
    p0, p1 = np.uint64(start), np.uint64(start + columns)
    p2, p3 = np.uint64(start + 2 * columns), np.uint64(start + 3 * columns)
    if root:
        for i in range(np.uint64(out.size)):
            scale, v0, v1 = weight * factor[i], values[p0 + i], values[p1 + i]
            v2, v3 = values[p2 + i], values[p3 + i]
            first = min(scale * (v0 * v0), _CLIP) + min(scale * (v1 * v1), _CLIP)
            out[i] += first + (min(scale * (v2 * v2), _CLIP) + min(scale * (v3 * v3), _CLIP))
    else:
        for i in range(np.uint64(out.size)):
            scale = weight * factor[i]
            v0, v1 = min(scale * values[p0 + i], _CLIP), min(scale * values[p1 + i], _CLIP)
            v2, v3 = min(scale * values[p2 + i], _CLIP), min(scale * values[p3 + i], _CLIP)
            out[i] += (v0 * v0 + v1 * v1) + (v2 * v2 + v3 * v3)


@jit
def _finish(factor, clipped, root):
    """From sums of cut values: what to multiply (roots of) sums by, and the most it gives."""
    zero, tiny, most = np.float32(0), np.float32(1e-30), np.float32(255)
    clip = np.sqrt(_CLIP) if root else _CLIP
    for i in range(factor.size):
        total = clipped[i]
        scale = np.float32(512) / np.sqrt(max(total, tiny)) if total > zero else zero
        factor[i] = scale * (np.sqrt(factor[i]) if root else factor[i])
        clipped[i] = min(scale * clip, most)


@jit
def _quantize(values, start, columns, weight, factor, bound, out):
    """Step 7 for four values of a bin, the first of them in the first byte."""
    p0, p1 = np.uint64(start), np.uint64(start + columns)
    p2, p3 = np.uint64(start + 2 * columns), np.uint64(start + 3 * columns)
    if not _LITTLE:
        p0, p1, p2, p3 = p3, p2, p1, p0
    half = np.float32(0.5)
    one, two, three = np.uint32(8), np.uint32(16), np.uint32(24)
    for i in range(np.uint64(out.size)):
        scale, most = weight * factor[i], bound[i]
        v0 = np.uint32(np.int32(min(scale * values[p0 + i], most) + half))
        v1 = np.uint32(np.int32(min(scale * values[p1 + i], most) + half))
        v2 = np.uint32(np.int32(min(scale * values[p2 + i], most) + half))
        v3 = np.uint32(np.int32(min(scale * values[p3 + i], most) + half))
        out[i] = v0 | v1 << one | v2 << two | v3 << three


@jit
def _unpack(stored, n, apart, out):
    """From bin after bin, each of all descriptors, to descriptor after descriptor."""
    for i in range(n):
        at = np.uint64(i * apart)
        for k in range(np.uint64(len(stored))):
            out[at + k] = stored[k, i]
