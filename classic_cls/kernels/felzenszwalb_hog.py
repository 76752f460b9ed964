"""Histograms of oriented gradients in the form of Felzenszwalb et al.: 31 columns for each cell.

Definition (Felzenszwalb et al., PAMI 2010, with the conventions of the variant "UoCTTI" of VLFeat,
A. Vedaldi and B. Fulkerson, 2008), for cells of ``c`` pixels and ``n`` orientations:

1. *Gradient* of pixel (r, c): ``gx = I[r, c+1] - I[r, c-1]`` and ``gy = I[r+1, c] - I[r-1, c]``.
   Pixels at the border have none. In a colour image the channel of the longest gradient counts, the
   first of equals.
2. *Orientation* ``atan2(gy, gx)`` modulo 360 degrees, that of the gradient: edges are at 90
   degrees to it. Signed bin ``o`` of ``2 n`` is *centred* on ``180 o / n`` degrees, and a gradient
   votes with its length for the nearest one. With an odd ``n``, gradients straight down (up) are
   equally near to two; the first of them gets the vote.
3. *Cells*: the grid holds ``(L + c // 2) // c`` cells along an axis of ``L`` pixels, so that the
   last one lies in the image by half at least. A vote is divided between the four cells whose
   centres are nearest, bilinearly; what falls to cells outside the grid is lost.
4. *Folding*: unsigned bin ``o`` is the sum of the signed bins ``o`` and ``o + n``.
5. *Normalisation*: each cell lies in four blocks of 2 x 2 cells. The energy of a block is the sum
   of the squares of its unsigned bins, plus 0.0001; beyond the grid, its border cells count
   again. A bin divided by the root of each of the four energies, and each quotient cut off at
   0.2, gives four values.
6. *Columns* of a cell: half the sum of the four values of each signed bin, then of each
   unsigned bin; then, for each of the four blocks, the sum over the values of all unsigned bins
   divided by the root of 18: the texture columns, which tell how strong the gradients of the
   cell are beside its neighbours'. They are of the blocks in which the cell is on the lower right,
   lower left, upper right and upper left.
"""

from functools import lru_cache

import numpy as np

from .._compat import jit

__all__ = ["count_cells", "felzenszwalb_hog"]

_CLIP = np.float32(0.2)
_HALF, _ONE = np.float32(0.5), np.float32(1)
_TEXTURE = np.float32(1 / np.sqrt(18))
_EPSILON = np.float32(1e-4)


def count_cells(shape, cell) -> tuple[int, int]:
    """Number of cells of an image, down and across; zero if none lies in it by half.

    >>> count_cells((64, 27), 8)
    (8, 3)
    """
    height, width = shape[:2]
    return (height + cell // 2) // cell, (width + cell // 2) // cell


def felzenszwalb_hog(images, orientations=9, cell=8) -> np.ndarray:
    """Columns of every cell of C-contiguous images, (..., 3 * orientations + 4) float32.

    There are 1 to 127 unsigned bins, over 180 degrees; at least one cell must fit into the image.

    >>> felzenszwalb_hog(np.eye(16, dtype=np.uint8)[None]).shape
    (1, 2, 2, 31)
    """
    n, height, width = images.shape[:3]
    grid = count_cells((height, width), cell)
    out = np.empty((n, *grid, 3 * orientations + 4), np.float32)
    images = images.reshape(n, height, width, -1)
    _hog(images, cell, orientations, _bins(orientations), out)
    return out


@lru_cache(maxsize=8)
def _bins(orientations) -> np.ndarray:
    """Signed bin of every integer gradient: ``bins[(gy + 255) * 511 + gx + 255]``.

    The nearest centre is the axis on which the gradient casts its longest shadow.
    """
    values = np.arange(-255.0, 256.0)
    longest, bins = np.zeros((511, 511)), np.zeros((511, 511), np.uint8)
    for orientation in range(orientations):
        angle = np.pi * orientation / orientations
        shadow = np.cos(angle) * values + np.sin(angle) * values[:, None]
        nearer = np.abs(shadow) > longest * (1 + 1e-12)  # equals are equal, rounded or not
        bins[nearer] = np.where(shadow > 0, orientation, orientation + orientations)[nearer]
        longest[nearer] = np.abs(shadow)[nearer]
    return bins.ravel()


@jit
def _hog(images, cell, orientations, table, out):
    height, width, channels = images.shape[1:]
    planes = np.empty((channels, height, width), np.uint8)
    gradient, other = np.zeros((2, width), np.int16), np.zeros((2, width), np.int16)
    lengths, bins = np.zeros(width, np.float32), np.zeros(width, np.uint8)
    # One cell more on each side, for votes that are lost.
    row_sums = np.empty((out.shape[2] + 2) * 2 * orientations, np.float32)
    sums = np.empty((out.shape[1] + 2, row_sums.size), np.float32)
    for n in range(images.shape[0]):
        _split_channels(images[n], planes)
        sums[:] = 0
        for row in range(1, height - 1):
            _differentiate(planes[0], row, gradient[0], gradient[1])
            for channel in range(1, channels):
                _differentiate(planes[channel], row, other[0], other[1])
                _keep_longer(gradient[0], gradient[1], other[0], other[1])
            _look_up(gradient[0], gradient[1], table, lengths, bins)
            row_sums[:] = 0
            _add_along_row(lengths, bins, cell, 2 * orientations, row_sums)
            first = (row + cell - cell // 2) // cell
            closeness = np.float32((row + 0.5) / cell + 0.5 - first)
            _add(row_sums, _ONE - closeness, sums[first])
            _add(row_sums, closeness, sums[first + 1])
        _normalize(sums.reshape(out.shape[1] + 2, -1, 2 * orientations)[1:-1, 1:-1], out[n])


@jit
def _split_channels(image, planes):
    for row in range(planes.shape[1]):
        for channel in range(planes.shape[0]):
            for col in range(planes.shape[2]):
                planes[channel, row, col] = image[row, col, channel]


@jit
def _differentiate(image, row, gx, gy):
    above, here, below = image[row - 1], image[row], image[row + 1]
    for col in range(1, gx.size - 1):
        gx[col] = np.int16(here[col + 1]) - np.int16(here[col - 1])
        gy[col] = np.int16(below[col]) - np.int16(above[col])


@jit
def _keep_longer(gx, gy, other_gx, other_gy):
    for col in range(gx.size):
        x, y = np.int32(gx[col]), np.int32(gy[col])
        other_x, other_y = np.int32(other_gx[col]), np.int32(other_gy[col])
        longer = other_x * other_x + other_y * other_y > x * x + y * y
        gx[col] = other_x if longer else x
        gy[col] = other_y if longer else y


@jit
def _look_up(gx, gy, table, lengths, bins):
    for col in range(gx.size):
        x, y = np.float32(gx[col]), np.float32(gy[col])
        lengths[col] = np.sqrt(x * x + y * y)
    for col in range(gx.size):
        bins[col] = table[np.uint32(511 * gy[col] + gx[col] + 511 * 255 + 255)]


@jit
def _add_along_row(lengths, bins, cell, size, row_sums):
    # One pixel of every cell in turn: votes for one bin would wait for each other.
    for place in range(cell):
        shift = (place + cell - cell // 2) // cell
        closeness = np.float32((place + 0.5) / cell + 0.5 - shift)
        start = shift * size
        for col in range(place, lengths.size, cell):
            bin_ = np.uint32(start + bins[col])
            vote = closeness * lengths[col]
            row_sums[bin_] += lengths[col] - vote
            row_sums[bin_ + np.uint32(size)] += vote
            start += size


@jit
def _add(values, weight, sums):
    for i in range(values.size):
        sums[i] += weight * values[i]


@jit
def _normalize(cells, out):
    """From the sums of the cells, ``(row, column, signed bin)``, to the columns."""
    rows, cols = cells.shape[:2]
    n = cells.shape[2] // 2
    scales = _block_scales(cells)
    for row in range(rows):
        for col in range(cols):
            signed, values = cells[row, col], out[row, col]
            a, b = scales[row, col], scales[row, col + 1]
            c, d = scales[row + 1, col], scales[row + 1, col + 1]
            for i in range(2 * n):
                value = signed[i]
                values[i] = _HALF * (_clip(value * a) + _clip(value * b)
                                     + _clip(value * c) + _clip(value * d))
            values[3 * n :] = 0
            for i in range(n):
                value = signed[i] + signed[i + n]
                p, q, r, s = _clip(value * a), _clip(value * b), _clip(value * c), _clip(value * d)
                values[2 * n + i] = _HALF * (p + q + r + s)
                values[3 * n] += p
                values[3 * n + 1] += q
                values[3 * n + 2] += r
                values[3 * n + 3] += s
            for i in range(3 * n, 3 * n + 4):
                values[i] *= _TEXTURE


@jit
def _clip(value):
    return value if value < _CLIP else _CLIP


@jit
def _block_scales(cells):
    """One over the root of the energy of the block around every corner of a cell."""
    rows, cols = cells.shape[:2]
    n = cells.shape[2] // 2
    energies = np.empty((rows, cols), np.float32)
    for row in range(rows):
        for col in range(cols):
            energy = np.float32(0)
            for i in range(n):
                value = cells[row, col, i] + cells[row, col, i + n]
                energy += value * value
            energies[row, col] = energy
    scales = np.empty((rows + 1, cols + 1), np.float32)
    for row in range(rows + 1):
        above, below = max(row - 1, 0), min(row, rows - 1)
        for col in range(cols + 1):
            left, right = max(col - 1, 0), min(col, cols - 1)
            upper = energies[above, left] + energies[above, right]
            lower = energies[below, left] + energies[below, right]
            scales[row, col] = _ONE / np.sqrt(upper + lower + _EPSILON)
    return scales
