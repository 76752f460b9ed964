"""Colour moments: mean, deviation and skewness of every channel, on a grid of cells."""

import numpy as np

from .._compat import jit

__all__ = ["MOMENTS", "color_moments"]

# Names of the moments, in the order of the result.
MOMENTS = ("mean", "deviation", "skewness")

_ROWS_AT_ONCE = 256  # of which sums of cubes fit into 32 bits


def color_moments(images, rows, columns) -> np.ndarray:
    """First three moments of each channel of every cell, (..., channels, 3) float64.

    Images have any number of channels, (n, H, W, channels).
    With ``v`` the values of a channel in a cell and ``E`` the mean, all in the unit of the channel:

    1. mean ``E v``;
    2. standard deviation, the square root of ``E (v - mean)^2``;
    3. skewness, the cube root of ``E (v - mean)^3``; negative where dark values lie further from
       the mean.

    Source: Stricker and Orengo, SPIE 2420, 1995.

    >>> whole = np.array([0, 1]), np.array([0, 3])
    >>> reds = np.array([[[[1, 0, 0], [1, 0, 0], [10, 0, 0]]]], np.uint8)
    >>> color_moments(reds, *whole)[0, 0, 0, 0].round(4).tolist()
    [4.0, 4.2426, 3.7798]
    """
    n, height, width, channels = images.shape
    moments = np.empty((n, len(rows) - 1, len(columns) - 1, channels, 3))
    _describe_stack(images.reshape(n, height, width * channels), rows, columns, moments)
    return moments


@jit
def _describe_stack(images, rows, columns, moments):
    """Down the columns first, which needs no regard for channels and cells across."""
    sums = np.empty((3, images.shape[2]), np.int64)
    partial = np.empty((3, images.shape[2]), np.uint32)
    channels = moments.shape[3]
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            sums[:] = 0
            for top in range(rows[r], rows[r + 1], _ROWS_AT_ONCE):
                _sum_powers(images[i, top : min(top + _ROWS_AT_ONCE, rows[r + 1])], partial)
                sums += partial
            for c in range(len(columns) - 1):
                pixels = (rows[r + 1] - rows[r]) * (columns[c + 1] - columns[c])
                of_cell = sums[:, columns[c] * channels : columns[c + 1] * channels]
                for k in range(channels):
                    _moments(of_cell[:, k::channels], pixels, moments[i, r, c, k])


@jit
def _sum_powers(strip, sums):
    """Sums of the values of each column, of their squares and of their cubes."""
    first, second, third = sums[0], sums[1], sums[2]
    sums[:] = 0
    for row in strip:
        for x in range(len(row)):
            value = np.uint32(row[x])
            first[x] += value
            second[x] += value * value
            third[x] += value * value * value


@jit
def _moments(sums, pixels, moments):
    """First about the whole number next to the mean, exactly: what floats then round is small."""
    total = sums[0].sum()
    near = np.int64(np.rint(total / pixels))
    first = (total - pixels * near) / pixels
    second = (sums[1].sum() - 2 * near * total + pixels * near**2) / pixels
    third = sums[2].sum() - 3 * near * (sums[1].sum() - near * total) - pixels * near**3
    variance = second - first * first
    moments[0] = near + first
    moments[1] = np.sqrt(variance)
    moments[2] = np.cbrt(third / pixels - first * (3 * variance + first * first))
