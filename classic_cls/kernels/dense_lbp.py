"""Histograms of uniform local binary patterns in many overlapping squares.

Definition. Every pixel whose circle of 8 points lies inside the grey image has a pattern from 0 to
58, exactly as ``nri_uniform`` of :mod:`classic_cls.kernels.lbp`: runs of ones around the circle
told apart by length and place, all other codes together. A descriptor is the histogram of a square:
the square root of the share of each pattern, times 255, to the nearest whole number, so that
Euclidean distances are Hellinger distances of histograms. Source: Ojala et al., PAMI 2002.
"""

import numpy as np

from .._compat import jit
from .lbp_patterns import circle_of, lbp_margin

__all__ = ["N_PATTERNS", "dense_lbp", "uniform_patterns"]

_POINTS = 8
N_PATTERNS = 59
_ROOM = 64  # counts of a histogram, with room for whole vectors


def uniform_patterns(images, radius: float) -> np.ndarray:
    """Patterns 0 to 58 of grey images, (n, H - 2 margin, W - 2 margin) uint8; see ``lbp_margin``.

    >>> spot = np.zeros((1, 4, 4), np.uint8)
    >>> spot[0, 2, 2] = 9
    >>> uniform_patterns(spot, 1)
    array([[[57, 57],
            [57,  0]]], dtype=uint8)
    """
    n, height, width = images.shape
    circle = circle_of(width, _POINTS, radius)
    margin = lbp_margin(radius)
    patterns = np.empty((n, height - 2 * margin, width - 2 * margin), np.uint8)
    flat = np.ascontiguousarray(images).reshape(n, -1)
    _find_patterns(flat, *circle, _uniform_table(), patterns)
    return patterns


def dense_lbp(patterns, squares) -> np.ndarray:
    """Histograms of patterns (n, H, W) uint8 in squares, (n, squares, 59) uint8.

    Squares are (side, tops, lefts): a side of up to 512 pixels; first rows and first columns in
    ascending order, intp. Every row goes with every column.

    >>> patterns = np.full((1, 2, 2), 58, np.uint8)
    >>> patterns[0, 1, 1] = 0
    >>> start = np.array([0])
    >>> dense_lbp(patterns, [(2, start, start)])[0, 0, [0, 57, 58]]
    array([128,   0, 221], dtype=uint8)
    """
    n_squares = sum(len(tops) * len(lefts) for _, tops, lefts in squares)
    out = np.empty((len(patterns), n_squares, N_PATTERNS), np.uint8)
    first = 0
    for side, tops, lefts in squares:
        last = first + len(tops) * len(lefts)
        roots = np.rint(255 * np.sqrt(np.arange(side**2 + 1) / side**2)).astype(np.uint8)
        _describe(patterns, side, tops, lefts, roots, out[:, first:last])
        first = last
    return out


def _uniform_table() -> np.ndarray:
    """Pattern of each of the 256 codes: by length of the run of ones, then by its place."""
    table = np.full(256, N_PATTERNS - 1, np.uint8)
    table[0], table[255] = 0, N_PATTERNS - 2
    for ones in range(1, _POINTS):
        for turn in range(_POINTS):
            run = ((1 << ones) - 1) << (_POINTS - turn)
            table[(run | run >> _POINTS) & 255] = 1 + (ones - 1) * _POINTS + turn
    return table


@jit
def _find_patterns(images, width, margin, starts, weights, table, patterns):
    """Differences to the pixel are whole numbers of 1e-10 grey levels, so their signs are exact."""
    n, height, across = patterns.shape
    window = np.empty((2 * margin + 1) * width)
    codes = np.empty(across, np.int32)
    for i in range(n):
        for y in range(height):
            rows = images[i, y * width :]
            for x in range(len(window)):
                window[x] = rows[x]
            codes[:] = 0
            centres = window[margin * (width + 1) :]
            for p in range(len(starts)):
                w_a, w_b, w_c, w_d = weights[p]
                a, b = window[starts[p, 0] :], window[starts[p, 1] :]
                c, d = window[starts[p, 2] :], window[starts[p, 3] :]
                bit = np.int32(1 << p)
                for x in range(across):
                    value = w_a * a[x] + w_b * b[x] + w_c * c[x] + w_d * d[x]
                    codes[x] += bit if value >= 1e10 * centres[x] else np.int32(0)
            for x in range(across):
                patterns[i, y, x] = table[codes[x]]


@jit
def _describe(patterns, side, tops, lefts, roots, out):
    """Counts of the columns run down the image, and their sums over a square run across."""
    n, height, width = patterns.shape
    columns = np.empty((width, _ROOM), np.int32)
    counts = np.empty(_ROOM, np.int32)
    for i in range(n):
        columns[:] = 0
        top = bottom = tops[0]
        for r in range(len(tops)):
            _add_rows(patterns[i], bottom, tops[r] + side, 1, columns)
            _add_rows(patterns[i], top, tops[r], -1, columns)
            top, bottom = tops[r], tops[r] + side
            counts[:] = 0
            left = right = lefts[0]
            for c in range(len(lefts)):
                _add_columns(columns, right, lefts[c] + side, 1, counts)
                _add_columns(columns, left, lefts[c], -1, counts)
                left, right = lefts[c], lefts[c] + side
                histogram = out[i, r * len(lefts) + c]
                for pattern in range(len(histogram)):
                    histogram[pattern] = roots[counts[pattern]]


@jit
def _add_rows(patterns, first, last, sign, columns):
    for y in range(first, last):
        for x in range(len(columns)):
            columns[x, patterns[y, x]] += sign


@jit
def _add_columns(columns, first, last, sign, counts):
    for x in range(first, last):
        for pattern in range(len(counts)):
            counts[pattern] += np.int32(sign) * columns[x, pattern]
