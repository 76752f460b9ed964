"""Hu's seven invariants of moments.

Definition, for a grey image ``I`` with ``m`` the sum of its grey values:

1. *Central moments* ``mu_pq = sum of (x - cx)^p (y - cy)^q I(x, y)``, with ``(cx, cy)`` the centre
   of mass, ``x`` along a row and ``y`` down a column: they do not change when things move.
2. *Normalised*: ``eta_pq = mu_pq / m^(1 + (p + q) / 2)``: nor when they grow, since the area
   grows by the square of the scale.
3. *Complex moments*, which a turn by an angle ``t`` multiplies by ``e^(i k t)``: ``s = eta_20 +
   eta_02`` (k = 0), ``c = (eta_20 - eta_02) + 2 i eta_11`` (k = 2), ``b = (eta_30 + eta_12)
   + i (eta_21 + eta_03)`` (k = 1) and ``a = (eta_30 - 3 eta_12) + i (3 eta_21 - eta_03)``
   (k = 3).
4. *Invariants*: products in which the turns cancel, ``h1 = s``, ``h2 = |c|^2``, ``h3 = |a|^2``,
   ``h4 = |b|^2``, ``h5 = Re(a conj(b)^3)``, ``h6 = Re(c conj(b)^2)`` and ``h7 = Im(a conj(b)^3)``.
   A mirror turns numbers into their conjugates: only ``h7`` changes, its sign.

Source: Hu, IRE Trans. Information Theory 1962.
"""

import numpy as np

from .._compat import jit

__all__ = ["hu_moments"]

_ROWS_AT_ONCE = 128  # for which the sums below fit into 32 bits
_ROUNDING = 1e-10


def hu_moments(images) -> np.ndarray:
    """Invariants of grey images, (n, 7) float64; zero for black ones and what is but rounding.

    >>> hu_moments(np.array([[[1, 1, 0], [0, 1, 0]]], np.uint8))[0, :3].round(5)
    array([0.14815, 0.00549, 0.00254])
    """
    invariants = np.empty((len(images), 7))
    _describe_stack(images, invariants)
    return invariants


@jit
def _describe_stack(images, invariants):
    width = images.shape[2]
    running = np.empty((4, width), np.uint32)
    columns = np.empty((4, width))
    moments = np.empty((4, 4))
    for image, of_image in zip(images, invariants):
        _sum_columns(image, running, columns)
        _sum_moments(columns, moments)
        _invariants(moments, of_image)


@jit
def _sum_columns(image, running, columns):
    """Sums ``y^q I`` of each column, ``y`` counted in half pixels from the middle of the image.

    Running sums of running sums need no multiplication: ``t`` rows from the end of a block, a
    value has entered them 1, ``t``, ``t (t + 1) / 2`` and ``t (t + 1) (t + 2) / 6`` times.
    """
    height, width = image.shape
    s0, s1, s2, s3 = running[0], running[1], running[2], running[3]
    columns[:] = 0
    for top in range(0, height, _ROWS_AT_ONCE):
        end = min(top + _ROWS_AT_ONCE, height)
        running[:] = 0
        for y in range(top, end):
            row = image[y]
            for x in range(width):
                s0[x] += np.uint32(row[x])
                s1[x] += s0[x]
                s2[x] += s1[x]
                s3[x] += s2[x]
        below = float(2 * end - height + 1)
        for x in range(width):
            total, first = float(s0[x]), float(s1[x])
            second = 2 * float(s2[x]) - first
            third = 6 * float(s3[x]) - 3 * second - 2 * first
            _shift(total, 2 * first, 4 * second, 8 * third, below, columns[:, x])


@jit
def _shift(total, first, second, third, end, sums):
    """Add the sums of powers of ``end - t``, from those of ``t``."""
    sums[0] += total
    sums[1] += end * total - first
    sums[2] += end * (end * total - 2 * first) + second
    sums[3] += end * (end * (end * total - 3 * first) + 3 * second) - third


@jit
def _sum_moments(columns, moments):
    """Sums ``x^p y^q I`` up to ``p + q = 3``, ``x`` counted like ``y``."""
    width = columns.shape[1]
    moments[:] = 0
    for column in range(width):
        x = float(2 * column - (width - 1))
        for q in range(4):
            term = columns[q, column]
            for p in range(4 - q):
                moments[p, q] += term
                term *= x


@jit
def _invariants(moments, h):
    mass = moments[0, 0]
    h[:] = 0
    if mass == 0:
        return
    second, skew1, skew3 = _complex_moments(moments / mass)
    size = _variance(moments / mass)
    # Moments of the grey values as shares; by degree, a power of their sum is still to come.
    c = _unless_rounding(second, size) / mass
    b = _unless_rounding(skew1, size**1.5) / mass**1.5
    a = _unless_rounding(skew3, size**1.5) / mass**1.5
    across, twice = a * np.conj(b) ** 3, c * np.conj(b) ** 2
    h[0] = size / mass
    h[1], h[2], h[3] = abs(c) ** 2, abs(a) ** 2, abs(b) ** 2
    h[4] = _unless_rounding(across.real, abs(across))
    h[5] = _unless_rounding(twice.real, abs(twice))
    h[6] = _unless_rounding(across.imag, abs(across))


@jit
def _variance(m):
    """Of ``x`` and ``y`` together, in pixels."""
    return (m[2, 0] - m[1, 0] ** 2 + m[0, 2] - m[0, 1] ** 2) / 4


@jit
def _complex_moments(m):
    """``c``, ``b`` and ``a`` from moments of mass 1 in half pixels."""
    x, y = m[1, 0], m[0, 1]
    m20, m11, m02 = m[2, 0] - x * x, m[1, 1] - x * y, m[0, 2] - y * y
    m30 = m[3, 0] - 3 * x * m20 - x**3
    m21 = m[2, 1] - 2 * x * m11 - y * m20 - x * x * y
    m12 = m[1, 2] - 2 * y * m11 - x * m02 - x * y * y
    m03 = m[0, 3] - 3 * y * m02 - y**3
    second = complex(m20 - m02, 2 * m11) / 4
    return second, complex(m30 + m12, m21 + m03) / 8, complex(m30 - 3 * m12, 3 * m21 - m03) / 8


@jit
def _unless_rounding(value, scale):
    """The value, or 0 if it is nothing but rounding of numbers of that scale."""
    return value if abs(value) > _ROUNDING * scale else value - value
