"""Histograms of three-channel images on a grid of cells."""

import numpy as np

from .._compat import jit

__all__ = ["channel_histogram", "joint_histogram"]


def channel_histogram(images, rows, columns, bins, ranges=(256, 256, 256)) -> np.ndarray:
    """Histogram of each channel of every cell, side by side.

    Bin ``i`` of ``n`` of a channel of values 0 to ``r - 1`` holds the values ``v`` with
    ``floor(v n / r) == i``.

    Parameters
    ----------
    images : ndarray of shape (n, H, W, 3), uint8
    rows, columns : ndarray, intp
        First row (column) of each cell, and the end of the last one.
    bins : (int, int, int)
        Bins of each channel.
    ranges : (int, int, int)
        Number of values that each channel can take, from 0.

    Returns
    -------
    ndarray of shape (n, cells down, cells across, sum(bins)), float32
        Shares of the pixels of the cell; those of one channel add up to 1.

    Examples
    --------
    >>> import numpy as np
    >>> whole = np.array([0, 1]), np.array([0, 2])
    >>> pixels = np.array([[[[0, 0, 0], [255, 0, 200]]]], np.uint8)
    >>> channel_histogram(pixels, *whole, bins=(2, 2, 2))[0, 0, 0]
    array([0.5, 0.5, 1. , 0. , 0.5, 0.5], dtype=float32)
    """
    starts = np.cumsum([0, *bins[:2]])
    tables = _bin_tables(bins, ranges) + starts[:, None]
    return _shares(_fill_channels, images, rows, columns, tables, sum(bins))


def joint_histogram(images, rows, columns, bins, ranges=(256, 256, 256)) -> np.ndarray:
    """Histogram of the three channels together, of every cell.

    Parameters
    ----------
    images, rows, columns, bins, ranges
        As in ``channel_histogram``.

    Returns
    -------
    ndarray of shape (n, cells down, cells across, prod(bins)), float32
        Shares of the pixels of the cell, which add up to 1; the bin of the last channel runs
        fastest.

    Examples
    --------
    >>> import numpy as np
    >>> whole = np.array([0, 1]), np.array([0, 2])
    >>> pixels = np.array([[[[0, 0, 0], [255, 0, 200]]]], np.uint8)
    >>> joint_histogram(pixels, *whole, bins=(2, 1, 2))[0, 0, 0]
    array([0.5, 0. , 0. , 0.5], dtype=float32)
    """
    steps = np.array([bins[1] * bins[2], bins[2], 1])
    tables = _bin_tables(bins, ranges) * steps[:, None]
    return _shares(_fill_jointly, images, rows, columns, tables, int(np.prod(bins)))


def _bin_tables(bins, ranges) -> np.ndarray:
    """Bin of every value of each channel, ``(3, 256)``."""
    values = np.arange(256)
    return np.stack([np.minimum(values, r - 1) * b // r for b, r in zip(bins, ranges, strict=True)])


def _shares(fill, images, rows, columns, tables, length):
    shares = np.empty((len(images), len(rows) - 1, len(columns) - 1, length), np.float32)
    # Unsigned, so that the compiled loop need not look for indices from the end.
    fill(images, tables.astype(np.uint32), rows, columns, shares)
    return shares


@jit
def _fill_channels(images, tables, rows, columns, shares):
    levels = np.empty((3, 256), np.int64)
    counts = np.empty(shares.shape[3], np.int64)
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for c in range(len(columns) - 1):
                cell = images[i, rows[r] : rows[r + 1], columns[c] : columns[c + 1]]
                _count_levels(cell, levels)
                counts[:] = 0
                for channel in range(3):
                    for value in range(256):
                        counts[tables[channel, value]] += levels[channel, value]
                _divide(counts, cell.shape[0] * cell.shape[1], shares[i, r, c])


@jit
def _fill_jointly(images, tables, rows, columns, shares):
    counts = np.empty(shares.shape[3], np.int64)
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for c in range(len(columns) - 1):
                cell = images[i, rows[r] : rows[r + 1], columns[c] : columns[c + 1]]
                _count_jointly(cell, tables, counts)
                _divide(counts, cell.shape[0] * cell.shape[1], shares[i, r, c])


@jit
def _count_levels(cell, levels):
    first, second, third = levels[0], levels[1], levels[2]
    levels[:] = 0
    for y in range(cell.shape[0]):
        for x in range(cell.shape[1]):
            first[cell[y, x, 0]] += 1
            second[cell[y, x, 1]] += 1
            third[cell[y, x, 2]] += 1


@jit
def _count_jointly(cell, tables, counts):
    first, second, third = tables[0], tables[1], tables[2]
    counts[:] = 0
    for y in range(cell.shape[0]):
        for x in range(cell.shape[1]):
            counts[first[cell[y, x, 0]] + second[cell[y, x, 1]] + third[cell[y, x, 2]]] += 1


@jit
def _divide(counts, total, shares):
    for b in range(len(counts)):
        shares[b] = counts[b] / total
