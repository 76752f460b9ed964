"""Dense SIFT, first half: gradients of every orientation, summed over spatial bins.

Steps 2 and 3 of the definition in :mod:`classic_cls.kernels.dense_sift`.

Rows of the image pass through once; the maps of only as many are held as a bin reaches. They are
summed down to the rows on which bins are centred, those across, and then the bins are picked.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["BINS", "ORIENTATIONS", "SiftGrid", "sum_bins"]

# Along either axis of a descriptor.
BINS = 4

ORIENTATIONS = 8

_BLOCK = 2048  # pixels whose gradients are taken together: few enough for the fast cache
_PAIRS = 4  # of values added in one go


class SiftGrid(NamedTuple):
    """The descriptors of one size, in pixels.

    ``bin`` and ``step`` are from one bin of a descriptor to the next, and from one descriptor to
    the next; the first bin is centred at ``top`` and ``left``; ``down`` and ``across`` are numbers
    of descriptors.
    """

    bin: int
    step: int
    top: int
    left: int
    down: int
    across: int


class _Memory(NamedTuple):
    """Used again from row to row."""

    rows: int  # whose gradients are taken together
    gradients: np.ndarray  # of those: see _find_gradients
    maps: np.ndarray  # the last rows of the 8 maps, side by side, in a ring
    down: np.ndarray  # their sum over bins, down
    padded: np.ndarray  # the same, each map continued by a bin on both ends
    bins: np.ndarray  # and summed across
    weights: np.ndarray  # of the pixels of a bin by their distance
    pairs: np.ndarray  # where they are before and after the middle: down, then across


def sum_bins(image, grid: SiftGrid, lines, starts, shape: tuple[int, int]) -> np.ndarray:
    """Sum the maps of a smoothed image (H, W) float32, C-contiguous, over the bins of a grid.

    Bins that are a multiple of the step apart serve more than one descriptor. They are stored
    together: those on rows ``starts[i] + k * step`` and columns ``starts[j] + l * step``, from
    the first bin on, are the plane ``(i, j)`` of the result, (n_starts, n_starts, *shape, 8)
    float32; zero where there is no such line or column. ``lines`` are the rows, from that of the
    first bin, on which bins are centred, and ``starts`` remainders by the step, intp, in order.

    >>> ramp = np.tile(np.arange(7, dtype=np.float32), (7, 1))
    >>> one = SiftGrid(bin=2, step=2, top=0, left=0, down=1, across=1)
    >>> sums = sum_bins(ramp, one, 2 * np.arange(4), np.array([0]), (4, 4))
    >>> sums.shape, bool((sums[..., 0] == 4).all())
    ((1, 1, 4, 4, 8), True)
    """
    out = np.zeros((len(starts), len(starts), *shape, ORIENTATIONS), np.float32)
    _sum_bins(image, grid, lines, starts, shape[1], out.reshape(-1))
    return out


@jit
def _sum_bins(image, grid, lines, starts, columns, out):
    height, width = image.shape
    memory = _make_memory(height, width, grid.bin)
    pairs, size = memory.pairs, memory.down.size
    ring = memory.maps.size // size
    plane = out.size // starts.size**2
    done = _within(grid.top + lines[0] - grid.bin + 1, height) // memory.rows * memory.rows
    for line in lines:
        row = grid.top + line
        done = _find_maps(image, done, _within(row + grid.bin - 1, height) + 1, memory)
        for away in range(grid.bin):
            pairs[0, away] = _within(row - away, height) % ring * size
            pairs[1, away] = _within(row + away, height) % ring * size
        _add_pairs(memory.maps, pairs[0], pairs[1], memory.weights, memory.down)
        _pad(memory.down, width, grid.bin, memory.padded)
        _add_pairs(memory.padded, pairs[2], pairs[3], memory.weights, memory.bins)
        at = np.searchsorted(starts, line % grid.step) * starts.size * plane
        at += line // grid.step * columns * ORIENTATIONS
        for start in starts:
            first = grid.left + start
            n = min(columns, (width - 1 - first) // grid.step + 1)
            _pick(memory.bins, width + 2 * grid.bin, first, grid.step, n, out, at)
            at += plane


@jit
def _make_memory(height, width, bin_size):
    rows = min(max(_BLOCK // width, 1), height)
    padded = ORIENTATIONS * (width + 2 * bin_size)
    n = -(-bin_size // _PAIRS) * _PAIRS
    maps = _aligned((2 * bin_size - 1) * ORIENTATIONS * width)
    maps[:] = 0  # pairs of weight 0, beyond the bin, may be of rows that are not there yet
    weights = np.zeros(n, np.float32)
    pairs = np.zeros((4, n), np.int64)
    for away in range(bin_size):
        weights[away] = 1 - away / bin_size
        pairs[2, away], pairs[3, away] = bin_size - away, bin_size + away
    gradients, down = _aligned(6 * rows * width), _aligned(ORIENTATIONS * width)
    bins = _aligned(padded - 2 * bin_size)
    return _Memory(rows, gradients, maps, down, _aligned(padded), bins, weights, pairs)


@jit
def _aligned(size):
    """From the start of a line of the cache: vector instructions are slow across lines."""
    values = np.empty(size + 16, np.float32)
    return values[-values.ctypes.data % 64 // 4 :][:size]


@jit
def _within(row, height):
    return min(max(row, 0), height - 1)


@jit
def _find_maps(image, done, stop, memory):
    """Step 2 for the rows up to ``stop``, of which some are done; how many are then."""
    height, width = image.shape
    size, rows = memory.down.size, memory.rows
    ring = memory.maps.size // size
    for row in range(done, stop):
        if row % rows == 0:
            _find_gradients(image, row, min(row + rows, height), memory.gradients)
        start, length = row % rows * width, rows * width
        _map_gradients(memory.gradients, start, length, width, memory.maps, row % ring * size)
    return max(done, stop)


@jit
def _add_pairs(values, before, after, weights, out):
    """Weighted sum of values that begin at ``before`` and ``after``, four pairs in one go.

    The first pair is the middle, of weight 1. Places in arrays cost less than slices; without a
    sign, numba need not ask whether they count from the end, and can use vector instructions.
    """
    n = np.uint64(out.size)
    for k in range(0, weights.size, _PAIRS):
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
def _pad(maps, width, pad, out):
    n = np.uint64(width)
    for o in range(ORIENTATIONS):
        start, end = np.uint64(o * width), np.uint64((o + 1) * width - 1)
        left = np.uint64(o * (width + 2 * pad))
        inner = left + np.uint64(pad)
        for x in range(np.uint64(pad)):
            out[left + x] = maps[start]
            out[inner + n + x] = maps[end]
        for x in range(n):
            out[inner + x] = maps[start + x]


@jit
def _pick(bins, padded, first, step, n, out, at):
    """Some columns, a step apart, all maps of each together."""
    padded = np.uint64(padded)
    for column in range(n):
        place, kept = np.uint64(first + column * step), np.uint64(at + column * ORIENTATIONS)
        for o in range(np.uint64(ORIENTATIONS)):
            out[kept + o] = bins[o * padded + place]


@jit
def _find_gradients(image, start, stop, work):
    """Gradients of some rows: along rows, along columns, parts of their lengths, and the rest."""
    height, width = image.shape
    n, half, one = (stop - start) * width, np.float32(0.5), np.float32(1)
    parts = work.reshape(6, -1)
    gx, gy, straight, diagonal = parts[0, :n], parts[1, :n], parts[2, :n], parts[3, :n]
    falling, rising = parts[4, :n], parts[5, :n]
    pixels = image.reshape(-1)
    here = pixels[start * width :][:n]
    _subtract(here[2:], here, half, gx[1 : n - 1])
    for left in range(0, n, width):
        right = left + width - 1
        gx[left], gx[right] = here[left + 1] - here[left], here[right] - here[right - 1]
    first, last = max(start, 1), min(stop, height - 1)
    inner = gy[(first - start) * width : (last - start) * width]
    _subtract(pixels[(first + 1) * width :], pixels[(first - 1) * width :], half, inner)
    if start == 0:
        _subtract(pixels[width:], pixels, one, gy[:width])
    if stop == height:
        _subtract(pixels[last * width :], pixels[(last - 1) * width :], one, gy[n - width :])
    _subtract(gy, gx, one, rising)
    _share(gx, gy, straight, diagonal, falling)


@jit
def _map_gradients(work, start, length, width, maps, at):
    """Step 2 for one row: 8 maps side by side."""
    gx, gy, straight = start, start + length, start + 2 * length
    diagonal, falling, rising = start + 3 * length, start + 4 * length, start + 5 * length
    to, half = at, 4 * width
    _split(work, gx, gy, straight, width, maps, to, to + half)
    to += width
    _split(work, falling, rising, diagonal, width, maps, to, to + half)
    to += width
    _split(work, gy, gx, straight, width, maps, to, to + half)
    to += width
    _split(work, rising, falling, diagonal, width, maps, to, to + half)


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
