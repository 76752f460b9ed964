"""Dense SIFT, second half: from sums over bins to normalised descriptors.

Steps 4 to 7 of the definition in :mod:`classic_cls.kernels.dense_sift`. A whole row of descriptors
is worked on together, bin by bin, so that all loops run along memory.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["BinPlaces", "SiftNorm", "normalize_bins"]

_ORIENTATIONS = 8
_CLIP = np.float32(0.2)


class BinPlaces(NamedTuple):
    """Where the bins of descriptors are among the sums.

    Attributes
    ----------
    lines : ndarray of shape (rows of descriptors, 4), intp
        By row of bins.
    starts, columns : ndarray of shape (4,), intp
        By column of bins: second index of the sums, and the column of the first descriptor.
    """

    lines: np.ndarray
    starts: np.ndarray
    columns: np.ndarray


class SiftNorm(NamedTuple):
    """How descriptors are normalised.

    Attributes
    ----------
    window : ndarray of shape (4,), float32
        Weight of the bins of either axis.
    least : float32
        Descriptors whose weighted sums add up to less are zero.
    root : bool
        Whether the square-root form is wanted.
    """

    window: np.ndarray
    least: np.float32
    root: bool


def normalize_bins(
    sums, places: BinPlaces, norm: SiftNorm, across: int, first: int, column: int, out
) -> None:
    """Write the descriptors of a grid.

    Parameters
    ----------
    sums : ndarray of shape (lines, starts, columns * 8), float32
    places : BinPlaces
    norm : SiftNorm
    across : int
        Descriptors in a row.
    first, column : int
        Where the first descriptor begins in ``out``.
    out : ndarray of shape (descriptors, 16 or more), uint64
        The 8 orientations of a bin, of a byte each, are one number: so they are moved together.

    Examples
    --------
    >>> sums = np.ones((4, 1, 4 * 8), np.float32)
    >>> places = BinPlaces(np.arange(4)[None], np.zeros(4, int), np.arange(4))
    >>> norm = SiftNorm(np.ones(4, np.float32), np.float32(0), False)
    >>> out = np.empty((1, 16), np.uint64)
    >>> normalize_bins(sums, places, norm, across=1, first=0, column=0, out=out)
    >>> set(out.view(np.uint8)[0].tolist())  # 512 over the root of 128
    {45}
    """
    _normalize_bins(sums, places, norm, across, first, column, out)


@jit
def _normalize_bins(sums, places, norm, across, first, column, out):
    n_starts, columns = sums.shape[1], sums.shape[2] // _ORIENTATIONS
    sums, n_bins = sums.reshape(-1), places.columns.size**2
    totals, squares = np.empty((2, sums.size // _ORIENTATIONS), np.float32)
    roots = np.empty_like(sums) if norm.root else sums
    _prepare(sums, norm.root, totals, squares, roots)
    first_columns = np.empty(n_bins, np.int64)  # of every bin, for the first descriptor of a row
    scaled = np.empty((2, across * _ORIENTATIONS), np.float32)
    stored = np.empty((n_bins, across * _ORIENTATIONS), np.uint8)
    for row in range(len(places.lines)):
        for k in range(n_bins):
            line, j = places.lines[row, k // places.columns.size], k % places.columns.size
            first_columns[k] = (line * n_starts + places.starts[j]) * columns + places.columns[j]
        _scale(totals, squares, first_columns, norm, scaled[0])
        _normalize(sums, roots, first_columns, norm, scaled[0], scaled[1], stored)
        _unpack(stored, first + row * across, column, out)


@jit
def _prepare(sums, root, totals, squares, roots):
    """Sums over the orientations of every bin, of values and of their squares; and square roots."""
    for column in range(np.uint64(totals.size)):
        total, square = np.float32(0), np.float32(0)
        for k in range(column * np.uint64(8), column * np.uint64(8) + np.uint64(8)):
            total += sums[k]
            square += sums[k] * sums[k]
        totals[column], squares[column] = total, square
    if root:
        for k in range(sums.size):
            roots[k] = np.sqrt(sums[k])


@jit
def _scale(totals, squares, first_columns, norm, factor):
    """Steps 4 to 6 up to the first length: one over it, for every value of a row of descriptors."""
    n = factor.size // _ORIENTATIONS
    total, square = np.zeros(n, np.float32), np.zeros(n, np.float32)
    for k in range(first_columns.size):
        weight = norm.window[k // norm.window.size] * norm.window[k % norm.window.size]
        _add_weighted(totals, first_columns[k], weight, total)
        _add_weighted(squares, first_columns[k], weight * weight, square)
    for k in range(n):
        enough = total[k] > 0 and total[k] >= norm.least
        scale = np.float32(1) / np.sqrt(square[k]) if enough else np.float32(0)
        for o in range(_ORIENTATIONS):
            factor[k * _ORIENTATIONS + o] = scale


@jit
def _normalize(sums, roots, first_columns, norm, factor, clipped, stored):
    """Steps 6 and 7 for a row of descriptors, by the factors of its values."""
    clipped[:] = 0
    for k in range(first_columns.size):
        weight = norm.window[k // norm.window.size] * norm.window[k % norm.window.size]
        start = first_columns[k] * _ORIENTATIONS
        _add_clipped(sums, start, weight, factor, norm.root, clipped)
    _finish(factor, clipped, norm.root)
    for k in range(first_columns.size):
        weight = norm.window[k // norm.window.size] * norm.window[k % norm.window.size]
        weight = np.sqrt(weight) if norm.root else weight
        start = first_columns[k] * _ORIENTATIONS
        _quantize(roots, start, weight, factor, clipped, stored.reshape(-1), k * clipped.size)


@jit
def _add_weighted(values, start, weight, out):
    start = np.uint64(start)  # without a sign: numba need not ask whether it counts from the end
    for k in range(np.uint64(out.size)):
        out[k] += weight * values[start + k]


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
def _quantize(values, start, weight, factor, bound, out, at):
    start, at, half = np.uint64(start), np.uint64(at), np.float32(0.5)
    for k in range(np.uint64(bound.size)):
        value = min(weight * factor[k] * values[start + k], bound[k])
        out[at + k] = np.uint8(np.int32(value + half))


@jit
def _unpack(stored, first, column, out):
    """From bin after bin, each of all descriptors of a row, to descriptor after descriptor."""
    whole = stored.view(np.uint64)
    for k in range(whole.shape[1]):
        for i in range(whole.shape[0]):
            out[first + k, column + i] = whole[i, k]
