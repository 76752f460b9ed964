"""Zernike moments of a disc, through geometric moments.

Definition, for a grey image ``I``, a centre and a radius ``a``:

1. *Disc*: the pixels at a distance of at most ``a`` from the centre; their coordinates, from the
   centre and divided by ``a``, are ``x`` along a row and ``y`` down a column, so that ``r <= 1``
   for ``r e^(i t) = x + i y``. Their values are divided by the sum of them all.
2. *Polynomials* ``V_nm = R_nm(r) e^(i m t)`` with ``m = n, n - 2, ...``, not below 0, and
   ``R_nm(r) = sum over s of (-1)^s (n - s)! / (s! ((n + m) / 2 - s)! ((n - m) / 2 - s)!)
   r^(n - 2 s)``: orthogonal on the disc, which makes the moments independent of each other.
3. *Moments* ``Z_nm = (n + 1) / pi * sum of I(x, y) conj(V_nm(x, y))`` over the pixels of the disc.
   Turning the image about the centre changes only their phase: what is kept is ``|Z_nm|``.

``V_nm`` is a polynomial of ``x`` and ``y`` of degree ``n``. So one table of numbers leads from the
sums ``x^p y^q I``, which take two passes of additions that a processor does side by side, to all
moments; no trigonometric function and no root of a pixel is needed.

Sources: Teague, J. Optical Society of America 1980; Khotanzad and Hong, PAMI 1990.
"""

from functools import lru_cache
from math import factorial, pi

import numpy as np

from .._compat import jit

__all__ = ["zernike_magnitudes", "zernike_orders"]


def zernike_orders(degree: int) -> list[tuple[int, int]]:
    """Pairs ``(n, m)`` of all moments up to a degree, in the order in which they are returned.

    >>> zernike_orders(3)
    [(0, 0), (1, 1), (2, 0), (2, 2), (3, 1), (3, 3)]
    """
    return [(n, m) for n in range(degree + 1) for m in range(n % 2, n + 1, 2)]


def zernike_magnitudes(images, degree: int, radius: float, around_mass: bool) -> np.ndarray:
    """Magnitudes of the moments of grey images up to ``n = degree``, (n, moments) float64.

    In the order of :func:`zernike_orders`; zeros where the disc is black. The centre of the disc is
    the centre of mass if ``around_mass``, the mean of the coordinates of all pixels weighted by
    their grey levels; otherwise, and for black images, the middle. Up to a degree of 20 or so
    rounding leaves 9 digits.

    >>> dots = np.zeros((1, 9, 9), np.uint8)
    >>> dots[0, 4, [0, 8]] = 7
    >>> zernike_magnitudes(dots, degree=2, radius=4, around_mass=True).round(4)
    array([[0.3183, 0.    , 0.9549, 0.9549]])
    """
    table = _polynomials(degree)
    magnitudes = np.empty((len(images), table.shape[2] // 2))
    _describe_stack(images, float(radius), around_mass, table, magnitudes)
    # Zero but for rounding is zero: a classifier that scales columns would blow it up.
    magnitudes[magnitudes < 1e-9] = 0
    return magnitudes


@lru_cache(maxsize=32)
def _polynomials(degree: int) -> np.ndarray:
    """Coefficients of ``x^p y^q`` in ``(n + 1) / pi V_nm``: ``[p, q, moment]``; real before."""
    orders = zernike_orders(degree)
    table = np.zeros((degree + 1, degree + 1, len(orders)), complex)
    for k, (n, m) in enumerate(orders):
        for s in range((n - m) // 2 + 1):
            factor = (-1) ** s * factorial(n - s) // factorial(s)
            factor //= factorial((n + m) // 2 - s) * factorial((n - m) // 2 - s)
            power = _power(m, (n - m) // 2 - s)
            table[: len(power), : len(power), k] += (n + 1) / pi * factor * power
    return np.concatenate([table.real, table.imag], axis=2)


def _power(turns: int, squares: int) -> np.ndarray:
    """Coefficients ``[p, q]`` of ``(x + i y)^turns (x^2 + y^2)^squares``."""
    size = turns + 2 * squares + 1
    power = np.zeros((size, size), complex)
    power[0, 0] = 1
    for _ in range(turns):
        power = np.roll(power, 1, axis=0) + 1j * np.roll(power, 1, axis=1)
    for _ in range(squares):
        power = np.roll(power, 2, axis=0) + np.roll(power, 2, axis=1)
    return power


@jit
def _describe_stack(images, radius, around_mass, table, magnitudes):
    width = images.shape[2]
    xs, power = np.empty(width), np.empty(width)
    four_rows = np.empty((4, width))
    columns = np.empty((len(table), width))
    parts = np.empty(table.shape[2])
    for image, of_image in zip(images, magnitudes):
        cy, cx = _center(image, around_mass)
        for x in range(width):
            xs[x] = (x - cx) / radius
        _sum_columns(image, cy, radius, xs, four_rows, columns)
        _sum_moments(columns, xs, power, table, parts)
        total, half = columns[0].sum(), len(of_image)
        for k in range(half):
            of_image[k] = np.hypot(parts[k], parts[half + k]) / total if total > 0 else 0.0


@jit
def _center(image, around_mass):
    """Row and column of the centre, from sums in whole numbers."""
    height, width = image.shape
    total, down, right = np.int64(0), np.int64(0), np.int64(0)
    if around_mass:
        across = np.zeros(width, np.uint32)
        for y in range(height):
            of_row, row = np.uint32(0), image[y]
            for x in range(width):
                of_row += np.uint32(row[x])
                across[x] += np.uint32(row[x])
            total += of_row
            down += y * np.int64(of_row)
        for x in range(width):
            right += x * np.int64(across[x])
    if total == 0:
        return (height - 1) / 2, (width - 1) / 2
    return down / total, right / total


@jit
def _sum_columns(image, cy, radius, xs, rows, columns):
    """Sums of ``y^q I`` over the part of each column that is in the disc.

    Four rows at a time, so that a sum is fetched and put back once for four additions.
    """
    height, width = image.shape
    a, b, c, d = rows[0], rows[1], rows[2], rows[3]
    columns[:] = 0
    for top in range(0, height, 4):
        for k in range(4):
            _keep_disc(image, top + k, (top + k - cy) / radius, xs, rows[k])
        y0, y1 = (top - cy) / radius, (top + 1 - cy) / radius
        y2, y3 = (top + 2 - cy) / radius, (top + 3 - cy) / radius
        w0, w1, w2, w3 = 1.0, 1.0, 1.0, 1.0
        for q in range(len(columns)):
            sums = columns[q]
            for x in range(width):
                sums[x] += (w0 * a[x] + w1 * b[x]) + (w2 * c[x] + w3 * d[x])
            w0, w1, w2, w3 = w0 * y0, w1 * y1, w2 * y2, w3 * y3


@jit
def _keep_disc(image, y, down, xs, row):
    """Row ``y`` of the image, black outside of the disc, and below the image."""
    if y >= len(image):
        row[:] = 0
        return
    # Rounding must not decide whether pixels on the circle belong to the disc: they do.
    furthest = 1 + 1e-9 - down * down
    values = image[y]
    for x in range(len(xs)):
        row[x] = values[x] if xs[x] * xs[x] <= furthest else 0.0


@jit
def _sum_moments(columns, xs, power, table, parts):
    """Real and imaginary parts of the moments, times the sum of the image."""
    degree = len(columns) - 1
    parts[:] = 0
    power[:] = 1
    for p in range(degree + 1):
        for q in range(degree + 1 - p):
            moment, coefficients = 0.0, table[p, q]
            for x in range(len(xs)):
                moment += power[x] * columns[q, x]
            for k in range(len(parts)):
                parts[k] += moment * coefficients[k]
        for x in range(len(xs)):
            power[x] *= xs[x]
