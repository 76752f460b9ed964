"""Dense SIFT, where things are: the grid of descriptors, their bins, and bands of large images."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .sift_bins import BINS, ORIENTATIONS, BinRows

__all__ = ["Band", "Part", "bands_of", "grid_axis", "grid_shape"]

_NUMBERS = ORIENTATIONS + 2  # of a bin, in the result of sum_bins


class Part(NamedTuple):
    """Some rows of descriptors of one size: the first one's number, and how many are in a row.

    ``places`` (rows, 16) are where their bins are: see ``normalize_bins``.
    """

    first: int
    across: int
    places: np.ndarray


class Band(NamedTuple):
    """Rows of bins that are summed together, and the descriptors that are made of them."""

    bins: BinRows
    parts: list[Part]


def grid_axis(side: int, bin_size: int, step: int) -> tuple[int, int]:
    """Centre of the first bin of the first descriptor along an axis, and number of descriptors.

    The centres of all bins lie in the image, and the pixels left over are shared between both ends.

    >>> grid_axis(32, bin_size=4, step=4), grid_axis(12, bin_size=4, step=4)[1]
    ((1, 5), 0)
    """
    room = side - 1 - (BINS - 1) * bin_size
    return (room % step // 2, room // step + 1) if room >= 0 else (0, 0)


def grid_shape(shape: tuple[int, int], bin_size: int, step: int) -> tuple[int, int]:
    """Rows of descriptors, and how many are in a row.

    >>> grid_shape((32, 40), bin_size=4, step=4)
    (5, 7)
    """
    height, width = shape
    return grid_axis(height, bin_size, step)[1], grid_axis(width, bin_size, step)[1]


@lru_cache(maxsize=64)
def bands_of(
    shape: tuple[int, int], sizes: tuple[int, ...], step: int, largest: int
) -> tuple[list[Band], int, int]:
    """The bands of an image, each of about so many numbers at most; descriptors; and most numbers.

    Numbers are those of the result of ``sum_bins``, for every channel.
    """
    pad = max(sizes)
    columns = -(-(shape[1] + 2 * pad) // (8 * step)) * 8
    grids = [grid_shape(shape, size, step) for size in sizes]
    firsts = np.cumsum([0, *map(math.prod, grids)]).tolist()
    a_row = _NUMBERS * columns * sum(len(set(_steps(size, step)[0])) ** 2 for size in sizes)
    most = max(largest // a_row, BINS * pad)
    bands = []
    for begin in range(0, max(down for down, _ in grids), most):
        some = [np.arange(begin, min(begin + most, down)) for down, _ in grids]
        rows, places = _rows_of_bins(shape, sizes, step, some)
        bins = BinRows(np.ascontiguousarray(rows + (0, 0, pad)), step, pad, columns)
        parts = [
            Part(first + begin * across, across, which * (_NUMBERS * columns) + along)
            for first, (_, across), (which, along) in zip(firsts, grids, places)
        ]
        bands.append(Band(bins, parts))
    most_rows = max(len(band.bins.rows) for band in bands)
    return bands, firsts[-1], most_rows * _NUMBERS * columns


def _steps(size: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """The bins of a descriptor along an axis: pixels from the next step before, and which that is.

    Bins as far from a step are shared by descriptors.
    """
    offsets = size * np.arange(BINS)
    return offsets % step, offsets // step


def _rows_of_bins(shape, sizes, step, some):
    """Rows of bins, as `BinRows` has them without padding, for some rows of descriptors of a size.

    For every size as well which of them hold the 16 bins of every row of descriptors, (rows, 16),
    and at which place along the row the bins of the first descriptor are.
    """
    rows, which, along = [], [], []
    for size, down in zip(sizes, some):
        (top, _), (left, _) = (grid_axis(side, size, step) for side in shape)
        lines = top + step * down[:, None] + size * np.arange(BINS)
        lines, line = np.unique(lines, return_inverse=True)
        starts, start = np.unique(_steps(size, step)[0], return_inverse=True)
        number = line.reshape(-1, BINS, 1) * len(starts) + start
        which.append(number.reshape(-1, BINS**2) + sum(map(len, rows)))
        along.append(np.tile(_steps(size, step)[1], BINS))
        grid = np.meshgrid(lines, size, left + starts, indexing="ij")
        rows.append(np.stack(grid, axis=-1).reshape(-1, 3))
    joined = np.concatenate(rows)
    order = np.argsort(joined[:, 0] + joined[:, 1], kind="stable")  # by their last pixels
    return joined[order], [(np.argsort(order)[w], a) for w, a in zip(which, along)]
