"""Dense SIFT, first half: gradients of every orientation, summed over spatial bins.

Steps 2 and 3 of the definition in :mod:`classic_cls.kernels.dense_sift`.

Rows of the image pass through once, for bins of all sizes; the maps of only as many are held as
the largest bin reaches. They are summed down to a row on which bins are centred, and that across.
Columns a step apart, on which bins are centred, lie next to each other, orientation by orientation,
so that loops run along memory and sum no more than what is used.
"""

import math
from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["BINS", "ORIENTATIONS", "BinRows", "sum_bins"]

# Along either axis of a descriptor.
BINS = 4

ORIENTATIONS = 8

_PAIRS = 4  # of values added in one go


class BinRows(NamedTuple):
    """Rows of bins, ``step`` pixels from each to the next, to be summed.

    ``rows`` (n, 3) intp are the row of the image on which they are centred, their size, and the
    column of the first, counted from ``pad`` pixels before the image; those whose last pixels
    come first are first, and those of one size on one row of the image are neighbours. ``pad`` is
    the largest size or more. ``columns`` are as many as the padded image has, a step apart; a
    multiple of 8.
    """

    rows: np.ndarray
    step: int
    pad: int
    columns: int


class _Memory(NamedTuple):
    """Used again from row to row."""

    source: np.ndarray  # column of the image of every column in the order of memory
    gradients: np.ndarray  # see _find_gradients
    maps: np.ndarray  # the last rows of the 8 maps, in a ring: first columns, orientations, steps
    down: np.ndarray  # their sum over bins, down
    weights: np.ndarray  # of the pixels of a bin by their distance
    pairs: np.ndarray  # where they are before and after the middle
    halves: np.ndarray  # see _add_up


def sum_bins(planes, bins: BinRows, root: bool, memory=None) -> np.ndarray:
    """Sum the maps of smoothed channels, each (H, W) float32, C-contiguous, over rows of bins.

    The result is (channels, rows, 10 * columns) float32: for every row the sums (or their roots)
    of 8 orientations; the sum of these sums; and that of their squares. Columns beyond the image
    hold anything. It is made in ``memory``, float32, where that is given.

    >>> ramp = np.tile(np.arange(7, dtype=np.float32), (7, 1))
    >>> sums = sum_bins([ramp], BinRows(np.array([[3, 2, 4]]), step=2, pad=2, columns=8), False)
    >>> sums.reshape(10, 8)[:, :3].tolist()[::4]
    [[4.0, 4.0, 4.0], [0.0, 0.0, 0.0], [4.0, 4.0, 4.0]]
    """
    shape = len(planes), len(bins.rows), (ORIENTATIONS + 2) * bins.columns
    memory = np.empty(math.prod(shape), np.float32) if memory is None else memory
    out = memory[: math.prod(shape)].reshape(shape)
    for plane, sums in zip(planes, out, strict=True):
        _sum_bins(plane, bins, root, sums)
    return out


@jit
def _sum_bins(image, bins, root, out):
    height = len(image)
    memory = _make_memory(image.shape[1], bins)
    size, n = memory.down.size - 2 * bins.columns, ORIENTATIONS * bins.columns
    ring = memory.maps.size // size
    done = _within((bins.rows[:, 0] - bins.rows[:, 1]).min() + 1, height)
    line, reach = -1, 0
    for k in range(len(bins.rows)):
        if bins.rows[k, 0] != line or bins.rows[k, 1] != reach:
            line, reach, _ = bins.rows[k]
            done = _find_maps(image, done, _within(line + reach - 1, height) + 1, bins, memory)
            for away in range(reach):
                memory.pairs[0, away] = _within(line - away, height) % ring * size
                memory.pairs[1, away] = _within(line + away, height) % ring * size
            _add_pairs(memory.maps, memory, reach, memory.down[:size])
        for away in range(reach):
            memory.pairs[0, away] = _place(bins.rows[k, 2] - away, bins)
            memory.pairs[1, away] = _place(bins.rows[k, 2] + away, bins)
        _add_pairs(memory.down, memory, reach, out[k, :n])
        _add_up(out[k, :n], memory.halves, out[k, n:])
        if root:
            _take_roots(out[k, :n])


@jit
def _make_memory(width, bins):
    largest = bins.rows[:, 1].max()
    phases = min(bins.step, width + 2 * bins.pad)
    source = np.empty(phases * bins.columns, np.uint32)
    for i in range(source.size):
        column = i % bins.columns * bins.step + i // bins.columns
        source[i] = _within(column - bins.pad, width)
    size = ORIENTATIONS * source.size
    gradients = _zeros(6 * source.size + 2 * width)
    maps = _zeros((2 * largest - 1) * size)  # zero, since pairs of weight 0 may be anywhere
    down = _zeros(size + 2 * bins.columns)
    n = -(-largest // _PAIRS) * _PAIRS
    weights, pairs = np.zeros(n, np.float32), np.zeros((2, n), np.int64)
    halves = _zeros(ORIENTATIONS * bins.columns)
    return _Memory(source, gradients, maps, down, weights, pairs, halves)


@jit
def _zeros(size):
    """From the start of a line of the cache: vector instructions are slow across lines."""
    values = np.zeros(size + 16, np.float32)
    return values[-values.ctypes.data % 64 // 4 :][:size]


@jit
def _within(row, height):
    return min(max(row, 0), height - 1)


@jit
def _place(column, bins):
    """Where a column begins in memory."""
    return column % bins.step * ORIENTATIONS * bins.columns + column // bins.step


@jit
def _find_maps(image, done, stop, bins, memory):
    """Step 2 for the rows up to ``stop``, of which some are done; how many are then."""
    size = memory.down.size - 2 * bins.columns
    ring, n = memory.maps.size // size, bins.columns
    for row in range(done, stop):
        _find_gradients(image, row, memory.source, memory.gradients)
        _map_gradients(memory.gradients, memory.source.size, n, memory.maps, row % ring * size)
    return max(done, stop)


@jit
def _add_pairs(values, memory, reach, out):
    """Weighted sum of values that begin at the pairs of places, four pairs in one go.

    The first pair is the middle, of weight 1. Places in arrays cost less than slices; without a
    sign, numba need not ask whether they count from the end, and can use vector instructions.
    """
    before, after, weights = memory.pairs[0], memory.pairs[1], memory.weights
    for away in range(weights.size):
        weights[away] = max(1 - away / reach, 0)
    n = np.uint64(out.size)
    for k in range(0, reach, _PAIRS):
        if k and reach - k <= _PAIRS // 2:
            a0, b0, w0 = np.uint64(before[k]), np.uint64(after[k]), weights[k]
            a1, b1, w1 = np.uint64(before[k + 1]), np.uint64(after[k + 1]), weights[k + 1]
            for i in range(n):
                total = w0 * (values[a0 + i] + values[b0 + i])
                out[i] += total + w1 * (values[a1 + i] + values[b1 + i])
            break
        a0, b0, w0 = np.uint64(before[k]), np.uint64(after[k]), weights[k]
        a1, b1, w1 = np.uint64(before[k + 1]), np.uint64(after[k + 1]), weights[k + 1]
        a2, b2, w2 = np.uint64(before[k + 2]), np.uint64(after[k + 2]), weights[k + 2]
        a3, b3, w3 = np.uint64(before[k + 3]), np.uint64(after[k + 3]), weights[k + 3]
        if k == 0:  # the middle alone is where both of its pair are
            for i in range(n):
                total = values[a0 + i] + w1 * (values[a1 + i] + values[b1 + i])
                total += w2 * (values[a2 + i] + values[b2 + i])
                out[i] = total + w3 * (values[a3 + i] + values[b3 + i])
        else:
            for i in range(n):
                total = w0 * (values[a0 + i] + values[b0 + i])
                total += w1 * (values[a1 + i] + values[b1 + i])
                total += w2 * (values[a2 + i] + values[b2 + i])
                out[i] += total + w3 * (values[a3 + i] + values[b3 + i])


@jit
def _add_up(sums, halves, out):
    """The sum over orientations, and that of squares: half of them to the other half, thrice."""
    columns, half = sums.size // ORIENTATIONS, np.uint64(sums.size // 2)
    total, square = halves[:half], halves[half:]
    for i in range(half):
        one, other = sums[i], sums[half + i]
        total[i] = one + other
        square[i] = one * one + other * other
    n = np.uint64(columns)
    for i in range(np.uint64(2) * n):
        total[i] += total[np.uint64(2) * n + i]
        square[i] += square[np.uint64(2) * n + i]
    for i in range(n):
        out[i] = total[i] + total[n + i]
        out[n + i] = square[i] + square[n + i]


@jit
def _take_roots(values):
    for i in range(values.size):
        values[i] = np.sqrt(values[i])


@jit
def _find_gradients(image, row, source, work):
    """Gradients of one row: along rows, along columns, parts of their lengths, and the rest."""
    height, width = image.shape
    n, half, one = source.size, np.float32(0.5), np.float32(1)
    parts, across, down = work[: 6 * n].reshape(6, n), work[6 * n :][:width], work[-width:]
    here, above, below = image[row], image[max(row - 1, 0)], image[min(row + 1, height - 1)]
    _subtract(here[2:], here, half, across[1 : width - 1])
    across[0], across[-1] = here[1] - here[0], here[width - 1] - here[width - 2]
    _subtract(below, above, half if 0 < row < height - 1 else one, down)
    for i in range(n):
        parts[0, i], parts[1, i] = across[source[i]], down[source[i]]
    _subtract(parts[1], parts[0], one, parts[5])
    _share(parts[0], parts[1], parts[2], parts[3], parts[4])


@jit
def _map_gradients(work, length, n, maps, at):
    """Step 2 for one row: 8 maps, one behind the other, of ``n`` columns after ``n`` columns."""
    gx, gy, straight = 0, length, 2 * length
    diagonal, falling, rising = 3 * length, 4 * length, 5 * length
    for start in range(0, length, n):
        to, half = at + ORIENTATIONS * start, 4 * n
        _split(work, gx + start, gy + start, straight + start, n, maps, to, to + half)
        to += n
        _split(work, falling + start, rising + start, diagonal + start, n, maps, to, to + half)
        to += n
        _split(work, gy + start, gx + start, straight + start, n, maps, to, to + half)
        to += n
        _split(work, rising + start, falling + start, diagonal + start, n, maps, to, to + half)


@jit
def _subtract(first, second, scale, out):
    for i in range(out.size):
        out[i] = scale * (first[i] - second[i])


@jit
def _share(gx, gy, straight, diagonal, falling):
    """Parts of the lengths of gradients that go to the nearest axis and to the nearest diagonal.

    The polynomial is the arc tangent of a ratio up to 1, over that of 1, within 2.4e-6.
    """
    tiny, one = np.float32(1e-30), np.float32(1)
    c0, c1, c2 = np.float32(1.27320881), np.float32(-0.42346238), np.float32(0.24611724)
    c3, c4, c5 = np.float32(-0.1474399), np.float32(0.06613749), np.float32(-0.01456127)
    for x in range(gx.size):
        a, b = abs(gx[x]), abs(gy[x])
        ratio = np.divide(min(a, b), max(a, b) + tiny)
        s = ratio * ratio
        part = ratio * (c0 + s * (c1 + s * (c2 + s * (c3 + s * (c4 + s * c5)))))
        length = np.sqrt(a * a + b * b)
        diagonal[x] = part * length
        straight[x] = (one - part) * length
        falling[x] = gx[x] + gy[x]


@jit
def _split(work, along, across, part, n, maps, positive, negative):
    """Where the gradient is nearer to an axis than to the other one, its part goes one way.

    All but ``n`` are places in arrays: see :func:`_add_pairs`.
    """
    zero = np.float32(0)
    along, across, part = np.uint64(along), np.uint64(across), np.uint64(part)
    positive, negative = np.uint64(positive), np.uint64(negative)
    for x in range(np.uint64(n)):
        near = work[part + x] if abs(work[along + x]) > abs(work[across + x]) else zero
        one_way = near if work[along + x] > zero else zero
        maps[positive + x] = one_way
        maps[negative + x] = near - one_way
