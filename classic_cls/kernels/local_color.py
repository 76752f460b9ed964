"""Local colour statistics of squares.

Definition. A square is cut into 4 x 4 cells. Of each cell and each of the three channels there
are two numbers in 8 bits: the mean, to the nearest whole number, and twice the standard deviation
(of the whole population: the sum of squared distances over the number of pixels), which is at most
127.5; both to the nearest whole number, halves up. The 96 numbers stand by cell, row by row,
and in each cell the three means before the three deviations. Source: Clinchant et al., ImageEval
workshop at CIVR, 2007.

Neighbouring squares have cells in common, of which each is worked out once: cells are done line by
line, and every line is written into all the squares that it crosses.
"""

import numpy as np

from .._compat import jit

__all__ = ["local_color"]

_CELLS = 4
_VALUES = 6  # of a cell
_WORDS = _CELLS * _VALUES // 8  # of 8 bytes: what a line of a square's cells is


def local_color(images, squares) -> np.ndarray:
    """Statistics of images of three channels in squares, rows first, (n, squares, 96) uint8.

    Squares are (side, tops, lefts): a side in pixels, a multiple of 4 up to 512; first rows and
    first columns, intp, none twice. Every row goes with every column.

    >>> image = np.zeros((1, 8, 8, 3), np.uint8)
    >>> image[0, ::2, :, 0] = 100
    >>> start = np.array([0])
    >>> local_color(image, [(8, start, start)])[0, 0, :6]
    array([ 50,   0,   0, 100,   0,   0], dtype=uint8)
    """
    n, height, width = images.shape[:3]
    n_squares = sum(len(tops) * len(lefts) for _, tops, lefts in squares)
    statistics = np.empty((n, n_squares, _CELLS * _WORDS), np.uint64)
    sums = np.empty((2, height + 1, 3 * (width + 1)), np.int32)
    sums[:, 0], sums[:, :, :3] = 0, 0  # before the first row and the first pixel
    for image, out in zip(images.reshape(n, height, -1), statistics, strict=True):
        _integrate(image, sums)
        first = 0
        for side, tops, lefts in squares:
            last = first + len(tops) * len(lefts)
            _describe(sums, side // _CELLS, tops, lefts, out[first:last])
            first = last
    return statistics.view(np.uint8)


@jit
def _integrate(image, sums):
    """Sums of values and of squares above and before every pixel, modulo 2 ** 32."""
    for y in range(len(image)):
        row, total, squares = image[y], sums[0, y + 1], sums[1, y + 1]
        for x in range(len(row)):
            value = np.int32(row[x])
            total[x + 3] = total[x] + value
            squares[x + 3] = squares[x] + value * value
        above, squares_above = sums[0, y], sums[1, y]
        for x in range(len(total)):
            total[x] = np.int32(total[x] + above[x])
            squares[x] = np.int32(squares[x] + squares_above[x])


@jit
def _describe(sums, cell, tops, lefts, out):
    number = np.full(sums.shape[1], -1)  # of the row of squares that begins there
    number[tops] = np.arange(len(tops))
    columns, places = _find_columns(lefts, cell, sums.shape[2] // 3)
    work = np.empty(sums.shape[2], np.int32)
    totals = np.empty((2, 3 * len(columns)), np.int32)
    found = np.empty((2, 3 * len(columns)), np.uint8)
    line = np.empty((len(lefts), _CELLS * _VALUES), np.uint8)
    for y in range(sums.shape[1] - cell):
        is_known = False
        for i in range(min(_CELLS, y // cell + 1)):
            row = number[y - i * cell]
            if row < 0:
                continue
            if not is_known:
                _sum_cells(sums[0, y], sums[0, y + cell], cell, columns, work, totals[0])
                _sum_cells(sums[1, y], sums[1, y + cell], cell, columns, work, totals[1])
                _find_statistics(totals, cell, found)
                _arrange(found, places, line)
                is_known = True
            _write(line.view(np.uint64), out, row * len(lefts), i * _WORDS)


@jit
def _find_columns(lefts, cell, width):
    """Where cells begin, in order, and which of these are the four of every square."""
    number = np.full(width, -1)
    for left in lefts:
        number[left : left + _CELLS * cell : cell] = 0
    columns = np.flatnonzero(number == 0)
    number[columns] = np.arange(len(columns))
    places = np.empty((len(lefts), _CELLS), np.int64)
    for c in range(len(lefts)):
        places[c] = number[lefts[c] : lefts[c] + _CELLS * cell : cell]
    return columns, places


@jit
def _sum_cells(upper, lower, cell, columns, work, out):
    """Sums of the cells of one line, three channels each, from sums above and before pixels."""
    for x in range(len(work)):
        work[x] = np.int32(lower[x] - upper[x])
    for k in range(len(columns)):
        begin, end = np.uint64(3 * columns[k]), np.uint64(3 * (columns[k] + cell))
        to = np.uint64(3 * k)
        for channel in range(np.uint64(3)):
            out[to + channel] = np.int32(work[end + channel] - work[begin + channel])


@jit
def _find_statistics(totals, cell, out):
    """Means and deviations; exact up to the root: whole numbers below 2 ** 53."""
    sums, squares, means, deviations = totals[0], totals[1], out[0], out[1]
    area = float(cell * cell)
    share = (1 + 1e-12) / area  # a quotient of just a half stays one, despite the reciprocal
    for x in range(len(means)):
        total = float(sums[x])
        means[x] = np.uint8(np.int32(total * share + 0.5))
        spread = area * float(squares[x]) - total * total
        deviations[x] = np.uint8(np.int32(2 * share * np.sqrt(spread) + 0.5))


@jit
def _arrange(found, places, line):
    """Put the statistics of the four cells of every square next to each other."""
    means, deviations = found[0], found[1]
    half = np.uint64(_VALUES // 2)
    for c in range(len(places)):
        for j in range(_CELLS):
            at, to = np.uint64(half * places[c, j]), np.uint64(_VALUES * j)
            for channel in range(half):
                line[c, to + channel] = means[at + channel]
                line[c, to + channel + half] = deviations[at + channel]


@jit
def _write(line, out, first, at):
    for c in range(len(line)):
        for k in range(_WORDS):
            out[first + c, at + k] = line[c, k]
