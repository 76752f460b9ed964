"""Dense SIFT, first half: gradients of every orientation, summed over spatial bins.

Steps 2 and 3 of the definition in :mod:`classic_cls.kernels.dense_sift`.

All bins of a grid are centred on a lattice, whose points are the common divisor of step and bin
apart. A triangle as wide as a bin is a sum of triangles as wide as that divisor, so that wide sums
need only be made of the few points of the lattice, and are exact. Rows of the image pass through
once; only as many as a bin reaches are held.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["BINS", "ORIENTATIONS", "SiftGrid", "sum_bins"]

BINS = 4
"""Along either axis of a descriptor."""

ORIENTATIONS = 8

_BLOCK = 2048  # values worked on together: few enough for the fast cache


class SiftGrid(NamedTuple):
    """The descriptors of one size, and the lattice on which the centres of their bins lie.

    Attributes
    ----------
    bin, step : int
        In points of the lattice.
    spacing : int
        Pixels between points of the lattice.
    top, left : int
        Pixel in which the first bin is centred.
    down, across : int
        Number of descriptors.
    """

    bin: int
    step: int
    spacing: int
    top: int
    left: int
    down: int
    across: int


class _Memory(NamedTuple):
    """Of the sums, used again from row to row."""

    gradients: np.ndarray  # of a few rows: see _find_gradients
    maps: np.ndarray  # the last rows of the 8 maps, side by side, in a ring
    narrow: np.ndarray  # sums over narrow triangles, down, and both down and across
    lattice: np.ndarray  # those at the lattice, all maps of a point together, in a ring
    wide: np.ndarray  # sums over whole bins, down
    bins: np.ndarray  # and across
    done: np.ndarray  # number of rows of the maps and of the lattice that are done


def sum_bins(image, grid: SiftGrid, wanted, starts, columns: int) -> np.ndarray:
    """Sum the maps of an image over the bins of a grid.

    Parameters
    ----------
    image : ndarray of shape (H, W), float32, C-contiguous
        Smoothed.
    grid : SiftGrid
    wanted : ndarray of shape (lines,), bool
        Rows of the lattice, from that of the first bin, around which bins lie.
    starts : ndarray of shape (n_starts,), intp
        Points of the lattice, from that of the first bin, from which on ...
    columns : int
        ... so many are taken, ``step`` apart; zero where they would be beyond the last bin.

    Returns
    -------
    ndarray of shape (wanted lines, n_starts, columns * 8), float32
        By column and orientation.

    Examples
    --------
    >>> ramp = np.tile(np.arange(7, dtype=np.float32), (7, 1))
    >>> one = SiftGrid(bin=1, step=1, spacing=2, top=0, left=0, down=1, across=1)
    >>> sums = sum_bins(ramp, one, np.ones(4, bool), np.array([0]), 4)
    >>> sums[0, 0].reshape(4, 8)[:, 0]
    array([4., 4., 4., 4.], dtype=float32)
    """
    out = np.zeros((np.count_nonzero(wanted), len(starts), columns * ORIENTATIONS), np.float32)
    _sum_bins(image, grid, wanted, starts, out)
    return out


@jit
def _sum_bins(image, grid, wanted, starts, out):
    memory = _make_memory(image.shape, grid)
    number = 0
    for line in range(wanted.size):
        if wanted[line]:
            _sum_line(image, line, grid, memory)
            for i in range(starts.size):
                _take(memory.bins[starts[i] * ORIENTATIONS :], grid.step, out[number, i])
            number += 1


@jit
def _make_memory(shape, grid):
    height, width = shape
    reach = grid.bin * grid.spacing
    padded = ORIENTATIONS * (width + 2 * reach)
    points = grid.step * (grid.across - 1) + (BINS + 1) * grid.bin - 1
    rows = max(_BLOCK // width, 1)
    first = _within(grid.top - reach + 1, height)
    return _Memory(
        np.empty((6, rows * width), np.float32),
        np.empty((2 * grid.spacing - 1) * padded, np.float32),
        np.zeros((2, padded), np.float32),
        np.empty((2 * grid.bin - 1, ORIENTATIONS * points), np.float32),
        np.empty(ORIENTATIONS * points, np.float32),
        np.empty(ORIENTATIONS * (points - 2 * grid.bin + 2), np.float32),
        np.array([first - first % rows, 0]),
    )


@jit
def _sum_line(image, line, grid, memory):
    """Step 3 for all bins around one row of the lattice."""
    ring = len(memory.lattice)
    while memory.done[1] < line + ring:
        _sum_lattice(image, grid, memory)
        memory.done[1] += 1
    lattice, size = memory.lattice.reshape(-1), memory.wide.size
    middle = line + grid.bin - 1
    _copy(lattice, middle % ring * size, memory.wide)
    for away in range(1, grid.bin):
        above, below = (middle - away) % ring * size, (middle + away) % ring * size
        _add_pair(lattice, above, below, np.float32(1 - away / grid.bin), memory.wide)
    start = (grid.bin - 1) * ORIENTATIONS
    _copy(memory.wide, start, memory.bins)
    for away in range(1, grid.bin):
        shift, weight = away * ORIENTATIONS, np.float32(1 - away / grid.bin)
        _add_pair(memory.wide, start - shift, start + shift, weight, memory.bins)


@jit
def _sum_lattice(image, grid, memory):
    """The next row of the lattice: sums over triangles as wide as its spacing."""
    height, width = image.shape
    spacing, reach = grid.spacing, grid.bin * grid.spacing
    number, size = memory.done[1], memory.narrow.shape[1]
    ring = len(memory.maps) // size
    row = grid.top - reach + spacing + number * spacing
    while memory.done[0] <= _within(row + spacing - 1, height):
        at, block = memory.done[0], memory.gradients.shape[1] // width
        if at % block == 0:
            _find_gradients(image, at, min(at + block, height), memory.gradients)
        place = at % ring * size
        _map_gradients(memory.gradients, at % block * width, width, reach, memory.maps, place)
        memory.done[0] += 1
    down, both = memory.narrow[0], memory.narrow[1]
    for start in range(0, size, _BLOCK):
        part = down[start : start + _BLOCK]
        _copy(memory.maps, _within(row, height) % ring * size + start, part)
        for away in range(1, spacing):
            above, below = _within(row - away, height) % ring, _within(row + away, height) % ring
            weight = np.float32(1 - away / spacing)
            _add_pair(memory.maps, above * size + start, below * size + start, weight, part)
    # The maps stand side by side: sums that run over from one to the next are not taken.
    inner = both[spacing : size - spacing]
    _copy(down, spacing, inner)
    for away in range(1, spacing):
        weight = np.float32(1 - away / spacing)
        _add_pair(down, spacing - away, spacing + away, weight, inner)
    lattice = memory.lattice[number % len(memory.lattice)]
    _interleave(both, width + 2 * reach, grid.left + spacing, spacing, lattice)


@jit
def _within(row, height):
    return min(max(row, 0), height - 1)


@jit
def _interleave(maps, padded, start, spacing, out):
    for point in range(out.size // ORIENTATIONS):
        for o in range(ORIENTATIONS):
            out[point * ORIENTATIONS + o] = maps[o * padded + start + point * spacing]


@jit
def _find_gradients(image, start, stop, work):
    """Gradients of some rows: along rows, along columns, parts of their lengths, and the rest."""
    height, width = image.shape
    n, half, one = (stop - start) * width, np.float32(0.5), np.float32(1)
    gx, gy, straight, diagonal = work[0, :n], work[1, :n], work[2, :n], work[3, :n]
    falling, rising = work[4, :n], work[5, :n]
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
def _map_gradients(work, start, width, pad, maps, at):
    """Step 2 for one row: 8 maps side by side, each continued by ``pad`` columns on both ends."""
    flat, length, padded = work.reshape(-1), work.shape[1], width + 2 * pad
    gx, gy, straight = start, start + length, start + 2 * length
    diagonal, falling, rising = start + 3 * length, start + 4 * length, start + 5 * length
    first, half = at + pad, 4 * padded
    _split(flat, gx, gy, straight, width, maps, first, first + half)
    _split(flat, falling, rising, diagonal, width, maps, first + padded, first + padded + half)
    first += 2 * padded
    _split(flat, gy, gx, straight, width, maps, first, first + half)
    _split(flat, rising, falling, diagonal, width, maps, first + padded, first + padded + half)
    for o in range(ORIENTATIONS):
        left = at + o * padded
        right = left + pad + width
        for x in range(pad):
            maps[left + x] = maps[left + pad]
            maps[right + x] = maps[right - 1]


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

    All but ``n`` are places in arrays, which cost less than slices; without a sign, numba need not
    ask whether they count from the end, and can use vector instructions.
    """
    zero = np.float32(0)
    along, across, part = np.uint64(along), np.uint64(across), np.uint64(part)
    positive, negative = np.uint64(positive), np.uint64(negative)
    for x in range(np.uint64(n)):
        near = work[part + x] if abs(work[along + x]) > abs(work[across + x]) else zero
        one_way = near if work[along + x] > zero else zero
        maps[positive + x] = one_way
        maps[negative + x] = near - one_way


@jit
def _copy(values, start, out):
    start = np.uint64(start)
    for i in range(np.uint64(out.size)):
        out[i] = values[start + i]


@jit
def _add_pair(values, first, second, weight, out):
    first, second = np.uint64(first), np.uint64(second)
    for i in range(np.uint64(out.size)):
        out[i] += weight * (values[first + i] + values[second + i])


@jit
def _take(bins, step, out):
    stride = step * ORIENTATIONS
    n = min(out.size // ORIENTATIONS, (bins.size - ORIENTATIONS) // stride + 1)
    for column in range(n):
        point, kept = bins[column * stride :], out[column * ORIENTATIONS :]
        for o in range(ORIENTATIONS):
            kept[o] = point[o]
