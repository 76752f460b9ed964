"""The circle, the methods and the patterns of local binary patterns, as ``lbp`` defines them."""

from functools import lru_cache

import numpy as np

__all__ = [
    "LBP_METHODS", "VARIANCE_EDGES", "circle_of", "lbp_margin", "n_patterns", "pattern_of_codes",
    "rotation_minima",
]

# How codes are gathered into patterns.
LBP_METHODS = ("default", "ror", "uniform", "nri_uniform", "var")

# Lower edges of the bins of ``var`` after the first; 8-bit values vary by 127.5 ** 2 at most.
VARIANCE_EDGES = 2.0 ** np.arange(-1, 14)

_UNIT = 100_000  # offsets are whole multiples of 1 / _UNIT pixel


def lbp_margin(radius: float) -> int:
    """Pixels along each border that have no code.

    >>> lbp_margin(1), lbp_margin(1.5)
    (1, 2)
    """
    return int(np.ceil(np.round(radius, 5)))


def circle_of(width: int, points: int, radius: float) -> tuple[int, int, np.ndarray, np.ndarray]:
    """The circle in an image of some width whose rows follow each other in one dimension.

    Width and margin; ``starts`` (points, 4), intp: the steps to the four pixels around each point,
    from the corner ``margin`` rows above and ``margin`` columns before the pixel in the centre; and
    ``weights`` (points, 4), float64, of these pixels in the value at the point: whole numbers that
    add up to 1e10. Offsets in pixels are rounded to 5 decimals.

    >>> width, margin, starts, weights = circle_of(width=10, points=4, radius=1)
    >>> margin, starts[:, 0].tolist()
    (1, [12, 1, 10, 21])
    """
    angles = 2 * np.pi * np.arange(points) / points
    offsets = np.stack([-radius * np.sin(angles), radius * np.cos(angles)], axis=1)
    units = np.rint(np.round(offsets, 5) * _UNIT).astype(np.intp)
    parts = units % _UNIT
    margin = lbp_margin(radius)
    first = units // _UNIT + margin
    # Where an offset is whole, there may be no pixel beyond, and it has no weight.
    last = first + (parts > 0)
    starts = [y[:, 0] * width + x[:, 1] for y in (first, last) for x in (first, last)]
    shares = (_UNIT - parts, parts)
    weights = [y[:, 0] * x[:, 1] for y in shares for x in shares]
    return width, margin, np.stack(starts, axis=1), np.stack(weights, axis=1).astype(float)


def n_patterns(points: int, method: str) -> int:
    """Number of different patterns, of up to 16 points for ``default`` and ``ror``.

    >>> {method: n_patterns(8, method) for method in LBP_METHODS}
    {'default': 256, 'ror': 36, 'uniform': 10, 'nri_uniform': 59, 'var': 16}
    """
    if method == "ror":
        return len(rotation_minima(points))
    numbers = {"default": 2**points, "uniform": points + 2,
               "nri_uniform": points * (points - 1) + 3, "var": len(VARIANCE_EDGES) + 1}
    return numbers[method]


def rotation_minima(points: int) -> np.ndarray:
    """Codes that are the smallest of their rotations, in order.

    >>> rotation_minima(4).tolist()
    [0, 1, 3, 5, 7, 15]
    """
    return np.unique(_smallest_rotations(points))


def pattern_of_codes(points: int, method: str) -> np.ndarray:
    """Pattern of every code, for ``default`` and ``ror``.

    >>> pattern_of_codes(3, "ror").tolist()
    [0, 1, 1, 2, 1, 2, 2, 3]
    """
    if method == "default":
        return np.arange(2**points, dtype=np.uint16)
    smallest = _smallest_rotations(points)
    return np.searchsorted(rotation_minima(points), smallest).astype(np.uint16)


@lru_cache(maxsize=8)
def _smallest_rotations(points):
    code = np.arange(2**points, dtype=np.uint32)
    smallest = code
    for _ in range(points - 1):
        code = (code >> 1) | ((code & 1) << (points - 1))
        smallest = np.minimum(smallest, code)
    return smallest
