"""Local binary patterns on a grid of cells.

Definition, for a grey image ``I``, ``P`` points and a radius ``R``:

1. *Neighbours* of a pixel ``(y, x)`` lie on a circle, counter-clockwise from the right: point ``p``
   at ``(y - R sin(2 pi p / P), x + R cos(2 pi p / P))``. Offsets are rounded to 5 decimals, as in
   ``skimage.feature.local_binary_pattern``, and values between pixels are interpolated bilinearly.
2. *Code*: the sum of ``2 ** p`` over the points whose value is not below that of the pixel.
3. *Patterns*, by method, under the names and in the order of scikit-image:

   - ``default``: the code, of ``2 ** P``;
   - ``ror``: the smallest of the codes that turning the circle by whole points gives;
   - ``uniform``: with at most two changes between 0 and 1 around the circle, the number of
     ones, 0 to P; all others share pattern ``P + 1``;
   - ``nri_uniform``: as ``uniform``, but the ``P`` positions of a run of ones are told apart;
   - ``var``: not a code, but the variance of the ``P`` values, by doublings (``VARIANCE_EDGES``).

4. *Completed* patterns add to the sign of the differences between points and pixel their
   magnitude, coded in the same manner (one where it is not below the mean magnitude of the image),
   and the pixel itself (one where it is not below the mean of the image), counted jointly.
5. *Histogram*: the shares of the patterns in a cell.

There are up to 24 points; up to 16 for ``default`` and ``ror``. Images are larger than twice the
margin (``lbp_margin``) along both axes, and cells are counted without it.

Differences are computed without any rounding: in units of 1e-10 grey levels they are whole numbers
below 2 ** 53. So codes equal scikit-image's but where an interpolated value is exactly that of
the pixel: the bit is then one, as defined, while scikit-image decides by the rounding error, which
depends on the place in the image. Only pixels whose circle lies inside the image have a code;
scikit-image continues the image in black.

Sources: Ojala et al., PAMI 2002; Ahonen et al., PAMI 2006 (``nri_uniform``, and histograms of
cells); Guo et al., IEEE Trans. Image Processing 2010 (completed).
"""

from functools import lru_cache

import numpy as np

from .._compat import jit
from .lbp_patterns import VARIANCE_EDGES, circle_of, lbp_margin, n_patterns, pattern_of_codes

__all__ = ["completed_lbp_histogram", "lbp_histogram"]

_MAX_TABLE_POINTS = 16
# Pixels worked on together: few enough for the fast cache, enough for loops to pay.
_STRIP = 2048


def lbp_histogram(images, rows, columns, points: int, radius: float, method: str) -> np.ndarray:
    """Share of each pattern in every cell of grey images, (..., patterns) float32.

    >>> spot = np.zeros((1, 5, 5), np.uint8)
    >>> spot[0, 2, 2] = 9
    >>> whole = np.array([0, 3])
    >>> (9 * lbp_histogram(spot, whole, whole, 8, 1, "uniform")[0, 0, 0]).round()
    array([1., 0., 0., 0., 0., 0., 0., 0., 8., 0.], dtype=float32)
    """
    circle = circle_of(images.shape[2], points, radius)
    counts = _zero_counts(images, rows, columns, n_patterns(points, method))
    flat = np.ascontiguousarray(images).reshape(len(images), -1)
    if method == "var":
        _count_variances(flat, circle, VARIANCE_EDGES, rows, columns, counts)
    else:
        table = _table(points, method)
        nearest = points == 8 and round(radius, 5) == 1
        turns = method == "nri_uniform"
        _count_codes(flat, circle, nearest, table, turns, rows, columns, counts)
    return _shares(counts, rows, columns)


def completed_lbp_histogram(images, rows, columns, points, radius, method) -> np.ndarray:
    """Share of each triple of sign, magnitude and centre, (..., patterns, patterns, 2) float32.

    By any method but ``var``.

    >>> spot = np.zeros((1, 5, 5), np.uint8)
    >>> spot[0, 2, 2] = 9
    >>> whole = np.array([0, 3])
    >>> joint = completed_lbp_histogram(spot, whole, whole, 8, 1, "uniform")[0, 0, 0]
    >>> joint.shape, float(joint[0, 8, 1] * 9)
    ((10, 10, 2), 1.0)
    """
    circle = circle_of(images.shape[2], points, radius)
    n = n_patterns(points, method)
    counts = _zero_counts(images, rows, columns, 2 * n * n)
    margin = lbp_margin(radius)
    coded = images[:, margin : images.shape[1] - margin, margin : images.shape[2] - margin]
    means = coded.mean(axis=(1, 2))
    flat = np.ascontiguousarray(images).reshape(len(images), -1)
    table, turns = _table(points, method), method == "nri_uniform"
    _count_completed(flat, circle, table, turns, n, means, rows, columns, counts)
    return _shares(counts, rows, columns).reshape(*counts.shape[:3], n, n, 2)


def _zero_counts(images, rows, columns, n):
    return np.zeros((len(images), len(rows) - 1, len(columns) - 1, n), np.int32)


def _shares(counts, rows, columns):
    sizes = np.outer(np.diff(rows), np.diff(columns))[..., None]
    return np.divide(counts, sizes, out=np.empty(counts.shape, np.float32), casting="same_kind")


@lru_cache(maxsize=32)
def _table(points, method):
    """Pattern of every code; empty where it would be too large: :func:`_uniform_pattern` then."""
    if points > _MAX_TABLE_POINTS:
        return np.empty(0, np.uint16)
    if method in ("default", "ror"):
        return pattern_of_codes(points, method)
    return _uniform_table(points, method == "nri_uniform")


@jit
def _uniform_table(points, turns):
    table = np.empty(2**points, np.uint16)
    for code in range(len(table)):
        table[code] = _uniform_pattern(np.uint32(code), points, turns)
    return table


@jit
def _uniform_pattern(code, points, turns):
    """Pattern of ``uniform``, or of ``nri_uniform`` where runs are told apart by their turn."""
    everywhere = np.uint32((1 << points) - 1)
    before = np.uint32(((code << 1) | (code >> (points - 1))) & everywhere)
    ones = _count_ones(code)
    uniform = _count_ones(np.uint32(code ^ before)) <= 2
    if not turns:
        return ones if uniform else points + 1
    if not uniform:
        return points * (points - 1) + 2
    if ones == 0 or ones == points:
        return 0 if ones == 0 else points * (points - 1) + 1
    first = _count_ones(np.uint32((code & ~before) - 1))  # where the run of ones begins
    return 1 + (ones - 1) * points + (points - first) % points


@jit
def _count_ones(word):
    """Bits that are set in 32, added up by pairs, fours and bytes."""
    word = np.uint32(word - ((word >> 1) & 0x55555555))
    word = np.uint32((word & 0x33333333) + ((word >> 2) & 0x33333333))
    word = np.uint32((word + (word >> 4)) & 0x0F0F0F0F)
    return np.int64(np.uint32(word * np.uint32(0x01010101)) >> 24)


@jit
def _count_codes(images, circle, nearest, table, turns, rows, columns, counts):
    width, margin, starts, weights = circle
    height, size, points = rows[-1], max(1, _STRIP // width), len(starts)
    n = size * width
    window, difference, codes = np.empty(n + 2 * margin * width), np.empty(n), np.empty(n)
    short_codes, patterns = np.empty(n, np.float32), np.empty(n, np.int64)
    for i in range(len(images)):
        for y in range(0, height, size):
            n = min(size, height - y) * width - 2 * margin
            if nearest:
                _nearest_codes(images[i, y * width :], width, short_codes[:n])
                _look_up(short_codes[:n], table, points, turns, patterns)
            else:
                _load(images[i], y, width, n + 2 * margin * (width + 1), window)
                codes[:] = 0
                for p in range(points):
                    _subtract(window, circle, p, difference[:n])
                    _add_bit(difference[:n], 0.0, 2.0**p, codes)
                _look_up(codes[:n], table, points, turns, patterns)
            _count(patterns[:n], y, width, rows, columns, counts[i])


@jit
def _count_completed(images, circle, table, turns, n_codes, means, rows, columns, counts):
    width, margin, starts, weights = circle
    height, size = rows[-1], max(1, _STRIP // width)
    n = size * width
    window, difference = np.empty(n + 2 * margin * width), np.empty(n)
    signs, magnitudes = np.empty(n), np.empty(n)
    patterns, of_magnitudes = np.empty(n, np.int64), np.empty(n, np.int64)
    for i in range(len(images)):
        limit = _mean_magnitude(images[i], circle, height, window, difference)
        for y in range(0, height, size):
            n = min(size, height - y) * width - 2 * margin
            _load(images[i], y, width, n + 2 * margin * (width + 1), window)
            signs[:] = 0
            magnitudes[:] = 0
            for p in range(len(starts)):
                _subtract(window, circle, p, difference[:n])
                _add_bit(difference[:n], 0.0, 2.0**p, signs)
                _add_bit(np.abs(difference[:n]), limit, 2.0**p, magnitudes)
            _look_up(signs[:n], table, len(starts), turns, patterns)
            _look_up(magnitudes[:n], table, len(starts), turns, of_magnitudes)
            centres = window[margin * (width + 1) :]
            for x in range(n):
                bright = 1 if centres[x] >= means[i] else 0
                patterns[x] = 2 * (patterns[x] * n_codes + of_magnitudes[x]) + bright
            _count(patterns[:n], y, width, rows, columns, counts[i])


@jit
def _mean_magnitude(image, circle, height, window, difference):
    width, margin, starts, weights = circle
    total = 0.0
    for y in range(height):
        _load(image, y, width, width * (1 + 2 * margin), window)
        for p in range(len(starts)):
            _subtract(window, circle, p, difference[: width - 2 * margin])
            total += np.abs(difference[: width - 2 * margin]).sum()
    return total / (len(starts) * height * (width - 2 * margin))


@jit
def _count_variances(images, circle, edges, rows, columns, counts):
    width, margin, starts, weights = circle
    height, size = rows[-1], max(1, _STRIP // width)
    n = size * width
    window, difference = np.empty(n + 2 * margin * width), np.empty(n)
    total, squares, bins = np.empty(n), np.empty(n), np.empty(n)
    for i in range(len(images)):
        for y in range(0, height, size):
            n = min(size, height - y) * width - 2 * margin
            _load(images[i], y, width, n + 2 * margin * (width + 1), window)
            total[:] = 0
            squares[:] = 0
            for p in range(len(starts)):
                _subtract(window, circle, p, difference[:n])
                for x in range(n):
                    value = difference[x] / 1e10
                    total[x] += value
                    squares[x] += value * value
            for x in range(n):
                squares[x] = (squares[x] - total[x] * total[x] / len(starts)) / len(starts)
            bins[:] = 0
            for edge in edges:
                _add_bit(squares[:n], edge, 1.0, bins)
            _count(bins[:n].astype(np.int64), y, width, rows, columns, counts[i])


@jit
def _load(image, y, width, n, window):
    values = image[y * width :]
    for p in range(n):
        window[p] = values[p]


@jit
def _subtract(window, circle, p, out):
    """Values at one point of the circle less those of the pixels, in 1e-10 grey levels."""
    width, margin, starts, weights = circle
    w_a, w_b, w_c, w_d = weights[p]
    a, b = window[starts[p, 0] :], window[starts[p, 1] :]
    c, d = window[starts[p, 2] :], window[starts[p, 3] :]
    centres = window[margin * (width + 1) :]
    for x in range(len(out)):
        out[x] = w_a * a[x] + w_b * b[x] + w_c * c[x] + w_d * d[x] - 1e10 * centres[x]


@jit
def _add_bit(values, limit, bit, codes):
    for x in range(len(values)):
        codes[x] += bit if values[x] >= limit else 0.0


@jit
def _look_up(codes, table, points, turns, patterns):
    if len(table):
        for x in range(len(codes)):
            patterns[x] = table[np.uint32(codes[x])]
    else:
        for x in range(len(codes)):
            patterns[x] = _uniform_pattern(np.uint32(codes[x]), points, turns)


@jit
def _count(patterns, first, width, rows, columns, counts):
    """Count the patterns of the rows from ``first``; those of a row lie ``width`` apart."""
    r = 0
    for start in range(0, len(patterns), width):
        while rows[r + 1] <= first + start // width:
            r += 1
        row = patterns[start:]
        for c in range(len(columns) - 1):
            cell = counts[r, c]
            for x in range(columns[c], columns[c + 1]):
                cell[row[x]] += 1


@jit
def _nearest_codes(pixels, width, codes):
    """Codes of 8 points at radius 1; the exact signs, though in single precision.

    Between the pixel and three neighbours, one of them across the corner, a point differs from the
    pixel by a positive multiple of ``corner + k * (side + side)``, all as differences to the
    pixel, with ``k = 29289 / 70711``. For whole numbers in the range of 8 bits, the fractions
    nearest to ``k`` from both sides are 70 / 169 and 169 / 408, so that rounding cannot
    change a sign.
    """
    k = np.float32(29289 / 70711)
    above, here, below = pixels, pixels[width:], pixels[2 * width :]
    for x in range(len(codes)):
        centre = np.float32(here[x + 1])
        east, west = np.float32(here[x + 2]) - centre, np.float32(here[x]) - centre
        north, south = np.float32(above[x + 1]) - centre, np.float32(below[x + 1]) - centre
        north_east = np.float32(above[x + 2]) - centre + k * (north + east)
        north_west = np.float32(above[x]) - centre + k * (north + west)
        south_west = np.float32(below[x]) - centre + k * (south + west)
        south_east = np.float32(below[x + 2]) - centre + k * (south + east)
        code = np.float32(1) if east >= 0 else np.float32(0)
        code += np.float32(2) if north_east >= 0 else np.float32(0)
        code += np.float32(4) if north >= 0 else np.float32(0)
        code += np.float32(8) if north_west >= 0 else np.float32(0)
        code += np.float32(16) if west >= 0 else np.float32(0)
        code += np.float32(32) if south_west >= 0 else np.float32(0)
        code += np.float32(64) if south >= 0 else np.float32(0)
        code += np.float32(128) if south_east >= 0 else np.float32(0)
        codes[x] = code
