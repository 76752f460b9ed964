"""Histograms of oriented gradients (HOG), equal to those of scikit-image.

Definition (Dalal & Triggs, CVPR 2005, in the variant of ``skimage.feature.hog``):

1. *Gradient* of pixel (r, c): ``gx = I[r, c+1] - I[r, c-1]`` and ``gy = I[r+1, c] - I[r-1, c]``,
   zero at the border in the direction that leaves the image. In a colour image the
   channel of the longest gradient counts, the first of equals.
2. *Orientation* ``atan2(gy, gx)`` modulo 180 degrees: the direction of the gradient, at right
   angles to the edge; 0 points along a row, and 90 down a column. Bin ``i`` of ``n`` holds
   ``[180 i / n, 180 (i + 1) / n)``; a pixel votes for one bin, without interpolation. *Signed*
   orientations, which scikit-image does not have, are modulo 360 degrees: from dark to light.
3. *Cells*: each bin holds the mean, over the pixels of the cell, of the lengths of the
   gradients that fall into it. Pixels right of and below the last whole cell do not vote.
4. *Blocks* of neighbouring cells, one cell apart, are normalised and put side by side. A block
   ``v`` becomes ``v / (|v|_1 + e)`` by "L1", the square root of that by "L1-sqrt", ``v /
   sqrt(|v|_2^2 + e^2)`` by "L2", or that clipped at 0.2 and normalised again by "L2-Hys", with
   ``e = 1e-5``.

Gradients of ``uint8`` images are integers from -255 to 255, so the bins of all of them fit in
one table, built with the reference's own formula: exact on the edges of the bins too, and fast.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["BLOCK_NORMS", "count_blocks", "gradient_tables", "hog"]

BLOCK_NORMS = ("L1", "L1-sqrt", "L2", "L2-Hys")
_EPSILON = 1e-5
_ROOTS = 2**16  # square roots held at a time: 0.5 MB, which the cache holds


class _Options(NamedTuple):
    channels: int
    orientations: int
    cell_rows: int
    cell_cols: int
    block_rows: int
    block_cols: int
    signed: bool  # orientations over 360 degrees
    squared: bool  # norm: root of the sum of squares, or the sum
    clip: np.float32  # infinite: no clipping, no second normalisation
    integers: bool  # gradients are integers, so tables serve


class _Tables(NamedTuple):
    bins: np.ndarray
    ranks: np.ndarray
    cosines: np.ndarray
    sines: np.ndarray


def count_blocks(shape, cell, block) -> tuple[int, int]:
    """Blocks in an image, down and across, below 1 if none fits; cells in pixels, blocks in cells.

    >>> count_blocks((128, 64), cell=(8, 8), block=(2, 2))
    (15, 7)
    """
    rows, cols = (shape[axis] // cell[axis] - block[axis] + 1 for axis in (0, 1))
    return rows, cols


def hog(
    images, orientations=9, cell=(8, 8), block=(2, 2), block_norm="L2-Hys", sqrt=False, signed=False
):
    """Blocks of C-contiguous images, (n, values) float32 from 0 to 1.

    Values go by block, then by cell in the block, then by orientation, of which there are 1 to 255.
    Cells and blocks are (rows, columns), of which at least one block must fit into the image. With
    ``sqrt`` the square root of the values is taken first.

    >>> hog(np.eye(16, dtype=np.uint8)[None]).shape
    (1, 36)
    """
    n, height, width = images.shape[:3]
    images = images.reshape(n, height, -1)
    n_blocks = math.prod(count_blocks((height, width), cell, block))
    out = np.empty((n, n_blocks, math.prod(block) * orientations), np.float32)
    squared, clip = block_norm.startswith("L2"), 0.2 if block_norm == "L2-Hys" else np.inf
    channels = images.shape[2] // width
    options = _Options(
        channels, orientations, *cell, *block, signed, squared, np.float32(clip), not sqrt
    )
    gradient = np.empty((2, images.shape[2]), float if sqrt else np.int16)
    step = max(1, _ROOTS // images[0].size) if sqrt else n
    for start in range(0, n, step):
        values = images[start : start + step]
        values = np.sqrt(values, dtype=float) if sqrt else values
        _hog(values, gradient, options, gradient_tables(orientations, signed), out[start:])
    if block_norm == "L1-sqrt":
        np.sqrt(out, out=out)
    return out.reshape(n, -1)


@lru_cache(maxsize=8)
def gradient_tables(orientations, signed):
    """What decides on bins and channels.

    ``bins[(gy + 255) * 511 + gx + 255]`` is the bin of an integer gradient, and
    ``ranks[256 * |gx| + |gy|]`` its place in the order of lengths: equal lengths may differ
    in the last digit of the reference's ``hypot``, and that decides between channels.
    Cosines and sines are of the edges between bins, of single precision in the reference.
    """
    turn = 360.0 if signed else 180.0
    edges = (turn / orientations * np.arange(1, orientations)).astype(np.float32).astype(float)
    values = np.arange(-255.0, 256.0)
    angles = np.arctan2(values[:, None], values) * (180 / np.pi) % turn
    bins = np.searchsorted(edges, angles.ravel(), side="right").astype(np.uint8)
    lengths = np.hypot(values[255:, None], values[255:])
    ranks = np.unique(lengths, return_inverse=True)[1].ravel().astype(np.uint16)
    return _Tables(bins, ranks, np.cos(np.deg2rad(edges)), np.sin(np.deg2rad(edges)))


@jit
def _hog(images, gradient, options, tables, out):
    """Blocks of images with their channels side by side, ``(n, H, W * channels)``."""
    gx, gy = gradient[0], gradient[1]
    width = gx.size // options.channels
    lengths, bins = np.zeros(width, np.float32), np.zeros(width, np.uint8)
    grid = (images.shape[1] // options.cell_rows, width // options.cell_cols)
    cells = np.zeros((grid[0], grid[1], options.orientations), np.float32)
    for n in range(images.shape[0]):
        cells[:] = 0
        for row in range(grid[0] * options.cell_rows):
            _differentiate(images[n], row, options.channels, gx, gy)
            if options.integers:
                _bin_integers(gx, gy, options.channels, tables, bins)
            else:
                _bin_reals(gx, gy, options, tables, bins)
            for col in range(width):
                lengths[col] = np.sqrt(np.float32(gx[col]) ** 2 + np.float32(gy[col]) ** 2)
            _vote(lengths, bins, options.cell_cols, cells[row // options.cell_rows])
        _normalize(cells, options, out[n])


@jit
def _differentiate(image, row, step, gx, gy):
    """Differences of neighbouring pixels, for ``step`` interleaved channels at once."""
    above, below = row - 1, row + 1
    if row == 0 or row == image.shape[0] - 1:
        above, below = row, row
    gx[:step], gx[-step:] = 0, 0
    _subtract(image[row, 2 * step :], image[row, : -2 * step], gx[step:-step])
    _subtract(image[below], image[above], gy)


@jit
def _subtract(high, low, out):
    kind = out.dtype.type
    for i in range(out.size):
        out[i] = kind(high[i]) - kind(low[i])


@jit
def _bin_integers(gx, gy, channels, tables, bins):
    if channels == 3:
        for col in range(bins.size):
            key = 0  # rank and channel in one number, so that the maximum needs no branch
            for channel in range(3):
                dx, dy = np.int32(gx[3 * col + channel]), np.int32(gy[3 * col + channel])
                rank = np.int32(tables.ranks[np.uint32(256 * abs(dx) + abs(dy))])
                key = max(key, 4 * rank + 2 - channel)
            longest = 3 * col + 2 - (key & 3)
            gx[col], gy[col] = gx[longest], gy[longest]
    for col in range(bins.size):
        bins[col] = tables.bins[np.uint32(511 * gy[col] + gx[col] + 511 * 255 + 255)]


@jit
def _bin_reals(gx, gy, options, tables, bins):
    if options.channels == 3:
        for col in range(bins.size):
            longest = 3 * col
            for i in range(3 * col + 1, 3 * col + 3):
                if _is_longer(gx[i], gy[i], gx[longest], gy[longest]):
                    longest = i
            gx[col], gy[col] = gx[longest], gy[longest]
    if options.signed:
        _count_edges_of_turn(gx, gy, tables.cosines, tables.sines, bins)
    else:
        _count_edges(gx, gy, tables.cosines, tables.sines, bins)


@jit
def _is_longer(gx, gy, other_gx, other_gy):
    square, other = gx * gx + gy * gy, other_gx * other_gx + other_gy * other_gy
    if abs(square - other) > 1e-12 * other:
        return square > other
    # as good as equal: the last digit of the reference's hypot decides
    return math.hypot(gx, gy) > math.hypot(other_gx, other_gy)


@jit
def _count_edges_of_turn(gx, gy, cosines, sines, bins):
    """Bin of each gradient over 360 degrees: the edges of the half turn that it is in."""
    lower, later = np.empty(bins.size, np.bool_), np.empty_like(bins)
    for col in range(bins.size):
        lower[col] = gy[col] < 0 or (gy[col] == 0 and gx[col] < 0)
    half = cosines.size // 2  # edges before 180 degrees
    _count_edges(gx, gy, cosines[:half], sines[:half], bins)
    _count_edges(gx, gy, -cosines[half:], -sines[half:], later)
    for col in range(bins.size):
        if lower[col]:
            bins[col] = half + later[col]


@jit
def _count_edges(gx, gy, cosines, sines, bins):
    """How many edges lie between 0 degrees and each gradient, which is turned below 180 degrees."""
    bins[:] = 0
    for col in range(bins.size):
        sign = -1.0 if gy[col] < 0 or (gy[col] == 0 and gx[col] < 0) else 1.0
        gx[col], gy[col] = sign * gx[col], sign * gy[col]
    for edge in range(cosines.size):
        cosine, sine = cosines[edge], sines[edge]
        for col in range(bins.size):
            bins[col] += np.uint8(cosine * gy[col] >= sine * gx[col])


@jit
def _vote(lengths, bins, cell_cols, cells):
    # One pixel of every cell in turn: votes for the same cell would wait for each other.
    for within in range(cell_cols):
        for cell in range(cells.shape[0]):
            col = cell * cell_cols + within
            cells[cell, bins[col]] += lengths[col]


@jit
def _normalize(cells, options, out):
    """Write the blocks of one image, ``(block, value)``, from the sums of its cells."""
    grid_cols, size = cells.shape[1], cells.shape[1] * options.orientations
    cells *= np.float32(1 / (options.cell_rows * options.cell_cols))
    scales, rescales = _block_scales(cells, options)
    segment, clip = options.block_cols * options.orientations, options.clip
    across = grid_cols - options.block_cols + 1
    values = cells.reshape(-1)
    for block in range(out.shape[0]):
        row, col = block // across, block % across
        scale, rescale = scales[row * grid_cols + col], rescales[row * grid_cols + col]
        for i in range(options.block_rows):
            start = (row + i) * size + col * options.orientations
            for k in range(segment):
                value = values[start + k] * scale
                value = value if value < clip else clip
                out[block, i * segment + k] = value * rescale


@jit
def _block_scales(cells, options):
    """Factors of every block before and after clipping, by the number of its first cell.

    Cells are numbered row by row, and blocks that would stick out on the right (never read)
    have factors too: loops along the whole image can use vector instructions.
    """
    planes = cells.reshape(-1, options.orientations).T.copy()
    last = (options.block_rows - 1) * cells.shape[1] + options.block_cols - 1
    ones = np.ones(planes.shape[1] - last, np.float32)
    scales = _inverse_norms(planes, cells.shape[1], options, ones, np.float32(np.inf))
    if options.clip == np.inf:
        return scales, ones
    return scales, _inverse_norms(planes, cells.shape[1], options, scales, options.clip)


@jit
def _inverse_norms(planes, grid_cols, options, scales, clip):
    """One over the norm of every block, scaled and clipped before."""
    norms = np.zeros_like(scales)
    for i in range(options.block_rows):
        for j in range(options.block_cols):
            for orientation in range(options.orientations):
                plane = planes[orientation, i * grid_cols + j :]
                for first in range(scales.size):
                    value = plane[first] * scales[first]
                    value = value if value < clip else clip
                    norms[first] += value * value if options.squared else value
    for first in range(norms.size):
        norm = np.sqrt(norms[first] + _EPSILON**2) if options.squared else norms[first] + _EPSILON
        norms[first] = 1 / norm
    return norms
