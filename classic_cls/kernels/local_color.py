"""Local colour statistics of squares.

Definition. A square is cut into 4 x 4 cells. Of each cell and each of the three channels there
are two numbers in 8 bits: the mean, to the nearest whole number, and twice the standard deviation
(of the whole population: the sum of squared distances over the number of pixels), which is at most
127.5; both to the nearest whole number, halves up. The 96 numbers stand by cell, row by row,
and in each cell the three means before the three deviations. Source: Clinchant et al., ImageEval
workshop at CIVR, 2007.
"""

import numpy as np

from .._compat import jit

__all__ = ["local_color"]

_CELLS = 4


def local_color(images, squares) -> np.ndarray:
    """Statistics of images of three channels in squares, rows first, (n, squares, 96) uint8.

    Squares are (side, tops, lefts): a side in pixels, a multiple of 4 up to 512; first rows and
    first columns, intp. Every row goes with every column.

    >>> image = np.zeros((1, 8, 8, 3), np.uint8)
    >>> image[0, ::2, :, 0] = 100
    >>> start = np.array([0])
    >>> local_color(image, [(8, start, start)])[0, 0, :6]
    array([ 50,   0,   0, 100,   0,   0], dtype=uint8)
    """
    n, height, width = images.shape[:3]
    n_squares = sum(len(tops) * len(lefts) for _, tops, lefts in squares)
    statistics = np.empty((n, n_squares, 6 * _CELLS**2), np.uint8)
    sums = np.zeros((2, height + 1, 3 * (width + 1)), np.int32)
    for image, out in zip(images.reshape(n, height, -1), statistics, strict=True):
        _integrate(image, sums)
        first = 0
        for side, tops, lefts in squares:
            last = first + len(tops) * len(lefts)
            _describe(sums, side // _CELLS, tops, lefts, out[first:last])
            first = last
    return statistics


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
    n = sums.shape[2] - 3 * cell
    means, deviations = np.empty(n, np.uint8), np.empty(n, np.uint8)
    for r in range(len(tops)):
        for i in range(_CELLS):
            _cell_statistics(sums, tops[r] + i * cell, cell, means, deviations)
            for c in range(len(lefts)):
                square = out[r * len(lefts) + c]
                for j in range(_CELLS):
                    x, column = 3 * (lefts[c] + j * cell), 6 * (i * _CELLS + j)
                    for channel in range(3):
                        square[column + channel] = means[x + channel]
                        square[column + 3 + channel] = deviations[x + channel]


@jit
def _cell_statistics(sums, y, cell, means, deviations):
    """Of the cells that begin in row ``y``; exact up to the root: whole numbers below 2 ** 53."""
    upper, lower = sums[0, y], sums[0, y + cell]
    upper_squares, lower_squares = sums[1, y], sums[1, y + cell]
    area = float(cell * cell)
    share = (1 + 1e-12) / area  # a quotient of just a half stays one, despite the reciprocal
    for x in range(len(means)):
        end = x + 3 * cell
        total = float(np.int32(lower[end] - lower[x] - upper[end] + upper[x]))
        wrapped = lower_squares[end] - lower_squares[x] - upper_squares[end] + upper_squares[x]
        squares = float(np.int32(wrapped))
        means[x] = np.uint8(np.int32(total * share + 0.5))
        spread = area * squares - total * total
        deviations[x] = np.uint8(np.int32(2 * share * np.sqrt(spread) + 0.5))
