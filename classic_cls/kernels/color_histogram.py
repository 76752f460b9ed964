"""Histograms of images of two or three channels, on a grid of cells, as shares of their pixels.

*Hard* bins: of a channel of values 0 to ``r - 1``, bin ``i`` of ``n`` holds the values ``v`` with
``floor(v n / r) == i``.

*Soft* bins: each value is shared between the two bins with the nearest centres, by linear
interpolation, so that a small change of a value moves a histogram little. In units of bins from the
centre of the first, a value lies at ``u = (v + 1/2) n / r - 1/2``; bin ``floor(u)`` receives ``1 -
(u - floor(u))``, and the next one the rest. Beyond the outermost centres all goes to the
outermost bin; on a circle, as hues are, the last bin and the first are neighbours. Of several
channels together, the share of a bin is the product of those of its channels (trilinear
interpolation). With as many bins as values, soft and hard are the same.

Of every channel, ``bins`` has the number of bins, and ``ranges`` the number of values from 0;
``circular`` lists the channels whose last value is next to the first.
"""

import numpy as np

from .._compat import jit

__all__ = [
    "bin_steps", "channel_histogram", "hard_bins", "joint_histogram", "soft_channel_histogram",
    "soft_joint_histogram",
]


def channel_histogram(images, rows, columns, bins, ranges=(256, 256, 256)) -> np.ndarray:
    """Hard bins of each channel side by side, (..., sum(bins)) float32; each channel adds up to 1.

    >>> whole = np.array([0, 1]), np.array([0, 2])
    >>> pixels = np.array([[[[0, 0, 0], [255, 0, 200]]]], np.uint8)
    >>> channel_histogram(pixels, *whole, bins=(2, 2, 2))[0, 0, 0]
    array([0.5, 0.5, 1. , 0. , 0.5, 0.5], dtype=float32)
    """
    places = hard_bins(bins, ranges) + np.cumsum([0, *bins[:-1]])[:, None]
    tables = places, places, np.zeros_like(places), np.ones(len(bins), np.int64)  # no upper votes
    return _filled(_fill_channels, images, rows, columns, tables, sum(bins))


def joint_histogram(images, rows, columns, bins, ranges=(256, 256, 256)) -> np.ndarray:
    """Hard bins of all channels together, (..., prod(bins)) float32, the last channel fastest.

    >>> whole = np.array([0, 1]), np.array([0, 2])
    >>> pixels = np.array([[[[0, 0, 0], [255, 0, 200]]]], np.uint8)
    >>> joint_histogram(pixels, *whole, bins=(2, 1, 2))[0, 0, 0]
    array([0.5, 0. , 0. , 0.5], dtype=float32)
    """
    tables = _with_third(hard_bins(bins, ranges) * bin_steps(bins)[:, None])
    # Unsigned, so that the compiled loop need not look for indices from the end.
    tables = tables.astype(np.uint32)
    tables = tables, tables, np.zeros((0, 0), np.int64), np.ones(3, np.int64)  # no votes: hard
    return _filled(_fill_jointly, images, rows, columns, tables, int(np.prod(bins)))


def soft_channel_histogram(images, rows, columns, bins, ranges=(256, 256, 256),
                           circular=()) -> np.ndarray:
    """Soft bins of each channel side by side, (..., sum(bins)) float32; each channel adds up to 1.

    >>> whole = np.array([0, 1]), np.array([0, 1])
    >>> pixel = np.array([[[[1, 0, 3]]]], np.uint8)
    >>> soft_channel_histogram(pixel, *whole, bins=(2, 2, 2), ranges=(4, 4, 4))[0, 0, 0]
    array([0.75, 0.25, 1.  , 0.  , 0.  , 1.  ], dtype=float32)
    """
    starts = np.cumsum([0, *bins[:-1]])
    low, high, votes = _soft_bins(bins, ranges, circular)
    tables = low + starts[:, None], high + starts[:, None], votes, 2 * np.array(ranges)
    return _filled(_fill_channels, images, rows, columns, tables, sum(bins))


def soft_joint_histogram(images, rows, columns, bins, ranges=(256, 256, 256),
                         circular=()) -> np.ndarray:
    """Soft bins of all channels together, (..., prod(bins)) float32, the last channel fastest.

    >>> whole = np.array([0, 1]), np.array([0, 1])
    >>> pixel = np.array([[[[1, 0, 3]]]], np.uint8)
    >>> soft_joint_histogram(pixel, *whole, bins=(2, 1, 2), ranges=(4, 4, 4))[0, 0, 0]
    array([0.  , 0.75, 0.  , 0.25], dtype=float32)
    """
    low, high, votes = _soft_bins(bins, ranges, circular)
    steps = bin_steps(bins)[:, None]
    parts = (_with_third(table) for table in (low * steps, high * steps, votes))
    # Votes are whole numbers, so that sums are exact and the order of pixels does not matter.
    tables = *parts, np.array([*(2 * r for r in ranges), 1][:3])
    return _filled(_fill_jointly, images, rows, columns, tables, int(np.prod(bins)))


def hard_bins(bins, ranges) -> np.ndarray:
    """Bin of every value of each channel, ``(channels, 256)``."""
    values = np.arange(256)
    return np.stack([np.minimum(values, r - 1) * b // r for b, r in zip(bins, ranges, strict=True)])


def _soft_bins(bins, ranges, circular) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lower and upper bin of every value, and the vote of the upper in parts of ``2 r``."""
    values = np.arange(256)
    tables = []
    for channel, (n, r) in enumerate(zip(bins, ranges, strict=True)):
        place = (2 * np.minimum(values, r - 1) + 1) * n - r  # u, in parts of 2 r
        low = place // (2 * r)
        ends = low % n, (low + 1) % n
        if channel not in circular:
            ends = np.maximum(low, 0), np.minimum(low + 1, n - 1)
        tables.append((*ends, place % (2 * r)))
    return tuple(np.array(tables).swapaxes(0, 1))


def bin_steps(bins) -> np.ndarray:
    """How far apart the bins of every channel are among those of all together."""
    return np.array([int(np.prod(bins[c + 1 :])) for c in range(len(bins))])


def _with_third(table) -> np.ndarray:
    """A table of zeros for the third channel, where there are only two."""
    return np.concatenate([table, np.zeros((3 - len(table), 256), np.int64)])


def _filled(fill, images, rows, columns, tables, length):
    shares = np.empty((len(images), len(rows) - 1, len(columns) - 1, length), np.float32)
    fill(images, *tables, rows, columns, shares)
    return shares


@jit
def _fill_channels(images, low, high, votes, whole, rows, columns, shares):
    levels = np.empty((3, 256), np.int64)
    counts = np.empty(shares.shape[3])
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for c in range(len(columns) - 1):
                cell = images[i, rows[r] : rows[r + 1], columns[c] : columns[c + 1]]
                _count_levels(cell, levels)
                _share_levels(levels, low, high, votes, whole, counts)
                _divide(counts, cell.shape[0] * cell.shape[1], shares[i, r, c])


@jit
def _share_levels(levels, low, high, votes, whole, counts):
    counts[:] = 0
    for channel in range(len(low)):
        for value in range(256):
            pixels = levels[channel, value]
            if pixels:
                upper = pixels * votes[channel, value] / whole[channel]
                counts[low[channel, value]] += pixels - upper
                counts[high[channel, value]] += upper


@jit
def _fill_jointly(images, low, high, votes, whole, rows, columns, shares):
    counts = np.empty(shares.shape[3], np.int64)
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for c in range(len(columns) - 1):
                cell = images[i, rows[r] : rows[r + 1], columns[c] : columns[c + 1]]
                if len(votes):
                    _share_jointly(cell, low, high, votes, whole, counts)
                else:
                    _count_jointly(cell, low, counts)
                total = cell.shape[0] * cell.shape[1] * whole[0] * whole[1] * whole[2]
                _divide(counts, total, shares[i, r, c])


# The third channel of two is the second once more: its tables are zero, or not looked at.


@jit
def _count_levels(cell, levels):
    first, second, third = levels[0], levels[1], levels[2]
    last = cell.shape[2] - 1
    levels[:] = 0
    for y in range(cell.shape[0]):
        for x in range(cell.shape[1]):
            first[cell[y, x, 0]] += 1
            second[cell[y, x, 1]] += 1
            third[cell[y, x, last]] += 1


@jit
def _count_jointly(cell, tables, counts):
    first, second, third = tables[0], tables[1], tables[2]
    last = cell.shape[2] - 1
    counts[:] = 0
    for y in range(cell.shape[0]):
        for x in range(cell.shape[1]):
            counts[first[cell[y, x, 0]] + second[cell[y, x, 1]] + third[cell[y, x, last]]] += 1


@jit
def _share_jointly(cell, low, high, votes, whole, counts):
    last = cell.shape[2] - 1
    counts[:] = 0
    for y in range(cell.shape[0]):
        for x in range(cell.shape[1]):
            a, b, c = cell[y, x, 0], cell[y, x, 1], cell[y, x, last]
            low_b, high_b = low[1, b], high[1, b]
            low_c, high_c = low[2, c], high[2, c]
            up_c = votes[2, c]
            down_c = whole[2] - up_c
            for side in range(2):
                first = low[0, a] if side == 0 else high[0, a]
                share = whole[0] - votes[0, a] if side == 0 else votes[0, a]
                up = share * votes[1, b]
                down = share * whole[1] - up
                counts[first + low_b + low_c] += down * down_c
                counts[first + low_b + high_c] += down * up_c
                counts[first + high_b + low_c] += up * down_c
                counts[first + high_b + high_c] += up * up_c


@jit
def _divide(counts, total, shares):
    for b in range(len(counts)):
        shares[b] = counts[b] / total
