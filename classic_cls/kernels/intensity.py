"""First-order statistics: of the grey levels of a cell, whatever their places."""

import numpy as np

from .._compat import jit

__all__ = ["MEASURES", "intensity_statistics"]

PERCENTILES = (10, 25, 50, 75, 90)

# Names of the statistics, in the order of the result.
MEASURES = (
    "mean", "deviation", "skewness", "kurtosis", "entropy", "energy", "min", "max",
    *(f"p{percent}" for percent in PERCENTILES),
)


def intensity_statistics(images, rows, columns) -> np.ndarray:
    """Statistics of the grey levels of every cell, (..., 13) float64, in the order of ``MEASURES``.

    With ``g`` the level of a pixel, 0 to 255, ``E`` the mean over the ``N`` pixels of a cell and
    ``p(k)`` the share of level ``k``:

    - mean ``E g``, and standard deviation ``s``, the root of ``E (g - mean)^2``;
    - skewness ``E (g - mean)^3 / s^3`` and kurtosis ``E (g - mean)^4 / s^4 - 3``, both 0
      where ``s`` is 0;
    - entropy ``-sum of p(k) log2 p(k)``, in bits, and energy ``sum of p(k)^2``;
    - smallest and largest level;
    - percentiles ``q`` = 10, 25, 50, 75, 90: of the levels in ascending order, counted from 0, the
      one at ``q (N - 1) / 100``, in proportion between two if that is no whole number.

    >>> whole = np.array([0, 1]), np.array([0, 4])
    >>> four = np.array([[[10, 30, 20, 20]]], np.uint8)
    >>> statistics = intensity_statistics(four, *whole)[0, 0, 0]
    >>> dict(zip(MEASURES, statistics.round(2).tolist()))
    {'mean': 20.0, 'deviation': 7.07, 'skewness': 0.0, 'kurtosis': -1.0, 'entropy': 1.5,
     'energy': 0.38, 'min': 10.0, 'max': 30.0, 'p10': 13.0, 'p25': 17.5, 'p50': 20.0,
     'p75': 22.5, 'p90': 27.0}
    """
    shape = len(images), len(rows) - 1, len(columns) - 1, len(MEASURES)
    statistics = np.empty(shape)
    _describe_stack(images, rows, columns, np.array(PERCENTILES) / 100, statistics)
    return statistics


@jit
def _describe_stack(images, rows, columns, shares, statistics):
    counts = np.empty((4, 256), np.uint32)
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for c in range(len(columns) - 1):
                cell = images[i, rows[r] : rows[r + 1], columns[c] : columns[c + 1]]
                _count(cell, counts)
                _describe(counts[0], cell.size, shares, statistics[i, r, c])


@jit
def _count(cell, counts):
    """Histogram of the levels, in the first of four that take turns.

    On smooth images one level follows itself, and the processor would wait for each addition.
    """
    first, second, third, fourth = counts[0], counts[1], counts[2], counts[3]
    counts[:] = 0
    width = cell.shape[1]
    for y in range(len(cell)):
        row = cell[y]
        for x in range(0, width - 3, 4):
            first[row[x]] += 1
            second[row[x + 1]] += 1
            third[row[x + 2]] += 1
            fourth[row[x + 3]] += 1
        for x in range(width - width % 4, width):
            first[row[x]] += 1
    for level in range(256):
        first[level] += second[level] + third[level] + fourth[level]


@jit
def _describe(counts, total, shares, statistics):
    smallest, largest = 0, 255
    while counts[smallest] == 0:
        smallest += 1
    while counts[largest] == 0:
        largest -= 1
    levels = np.int64(0)
    logs, squares = 0.0, 0.0
    for g in range(smallest, largest + 1):
        n = float(counts[g])
        levels += g * np.int64(counts[g])
        squares += n * n
        logs += n * np.log2(n) if n > 1 else 0.0
    mean = levels / total
    statistics[0] = mean
    _spread(counts, smallest, largest, mean, total, statistics)
    statistics[4] = max(np.log2(float(total)) - logs / total, 0.0)
    statistics[5] = squares / (float(total) * total)
    statistics[6], statistics[7] = smallest, largest
    for k in range(len(shares)):
        statistics[8 + k] = _percentile(counts, smallest, shares[k] * (total - 1))


@jit
def _spread(counts, smallest, largest, mean, total, statistics):
    """Deviation, skewness and kurtosis."""
    second, third, fourth = 0.0, 0.0, 0.0
    for g in range(smallest, largest + 1):
        away = g - mean
        square = away * away
        second += counts[g] * square
        third += counts[g] * square * away
        fourth += counts[g] * square * square
    variance = second / total
    statistics[1] = np.sqrt(variance)
    statistics[2], statistics[3] = 0.0, 0.0
    if smallest < largest:
        statistics[2] = third / total / variance**1.5
        statistics[3] = fourth / total / variance**2 - 3


@jit
def _percentile(counts, smallest, place):
    """The level at a place of the ascending order, in proportion between two."""
    level, passed = smallest, np.int64(counts[smallest])
    before = int(place)
    while passed <= before:
        level += 1
        passed += counts[level]
    after = level
    while passed <= before + 1 and after < 255:
        after += 1
        passed += counts[after]
    return level + (place - before) * (after - level)
