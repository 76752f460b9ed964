"""Slant of what stands out from the background, and shearing that takes it out."""

import numpy as np

from .._compat import jit

__all__ = ["shear_rows", "slant"]


def slant(images, background, noise) -> tuple[np.ndarray, np.ndarray]:
    """How far every grey image leans, by its second-order moments, and the row that a shear leaves.

    A pixel weighs ``w = max(|g - background| - noise, 0)``, with levels (n,) of the background and
    of what counts for nothing. With the weighted means ``x_`` and
    ``y_`` and the central moments ``m_pq = sum(w (x - x_)^p (y - y_)^q)``, the slant is
    ``m_11 / m_02``: the slope of the line of regression of x on y, in pixels a row; 0 where nothing
    stands out, or only in one row. The row is ``y_``. Both are (n,) float64.

    >>> diagonal = np.eye(5, dtype=np.uint8)[None] * 200
    >>> slant(diagonal, [0], [0])
    (array([1.]), array([2.]))
    """
    slants, rows = np.zeros(len(images)), np.zeros(len(images))
    _slants(images, np.int64(background), np.int64(noise), slants, rows)
    return slants, rows


@jit
def _slants(images, background, noise, slants, rows):
    n, height, width = images.shape
    for i in range(n):
        total = x_total = y_total = xy_total = yy_total = 0
        for y in range(height):
            mass = 0
            moment = 0
            for x in range(width):
                weight = max(abs(np.int64(images[i, y, x]) - background[i]) - noise[i], 0)
                mass += weight
                moment += weight * x
            total += mass
            x_total += moment
            y_total += y * mass
            xy_total += y * moment
            yy_total += y * y * mass
        if total > 0:
            middle = y_total / total
            rows[i] = middle
            height_moment = yy_total - middle * y_total
            if height_moment > 1e-6 * total:
                slants[i] = (xy_total - middle * x_total) / height_moment


def shear_rows(images, slants, rows, fill) -> np.ndarray:
    """Move every row of images sideways, by ``slant * (y - row)`` to the left (:func:`slant`).

    ``fill`` (n, channels) uint8 stands outside of an image; between pixels, values are interpolated
    linearly.

    >>> diagonal = np.eye(5, dtype=np.uint8)[None] * 200
    >>> shear_rows(diagonal, [1.0], [2.0], np.array([[9]], np.uint8))[0]
    array([[  9,   9, 200,   0,   0],
           [  9,   0, 200,   0,   0],
           [  0,   0, 200,   0,   0],
           [  0,   0, 200,   0,   9],
           [  0,   0, 200,   9,   9]], dtype=uint8)
    """
    n, height, width = images.shape[:3]
    sheared = np.empty_like(images)
    shape = (n, height, -1)
    slants, rows = np.float64(slants), np.float64(rows)
    _shear(images.reshape(shape), slants, rows, np.asarray(fill), sheared.reshape(shape))
    return sheared


@jit
def _shear(images, slants, rows, fill, out):
    n, height, length = images.shape
    n_channels = fill.shape[1]
    width = length // n_channels
    # A row between two of the colour outside, so that none of its pixels is a special case.
    padded = np.empty(3 * length + n_channels, np.int32)
    for i in range(n):
        for x in range(len(padded)):
            padded[x] = fill[i, x % n_channels]
        for y in range(height):
            row, middle = images[i, y], padded[length:]
            for x in range(length):
                middle[x] = row[x]
            shift = min(max(slants[i] * (y - rows[i]), -width), width)
            whole = np.int64(np.floor(shift))
            share = np.int32(np.rint((shift - whole) * 4096))
            near = padded[length + n_channels * whole :]
            far = near[n_channels:]
            for x in range(length):
                mean = ((4096 - share) * near[x] + share * far[x] + 2048) >> 12
                out[i, y, x] = np.uint8(mean)
