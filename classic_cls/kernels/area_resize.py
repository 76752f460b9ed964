"""Shrinking by area: every pixel of the result is the mean of what it covers."""

from functools import lru_cache

import numpy as np

from .._compat import jit

__all__ = ["area_resize"]


def area_resize(images, height: int, width: int) -> np.ndarray:
    """Shrink a stack of images by averaging over areas.

    Pixel ``x`` of the result covers the interval ``[x, x + 1) * W / width`` of a row of
    the source; its value is the mean over it, pixels that are partly covered counting in
    proportion, and the same along columns. Means are rounded half up, once, at the end.

    Parameters
    ----------
    images : ndarray of shape (n, H, W) or (n, H, W, 3), uint8
    height, width : int
        Size of the result, ``height <= H`` and ``width <= W``.

    Returns
    -------
    ndarray of shape (n, height, width) or (n, height, width, 3), uint8

    Notes
    -----
    The definition of OpenCV's ``INTER_AREA``, with results equal up to a unit of rounding, at two
    to three times its speed where the ratio is not a whole number: the pass along columns comes
    first, over whole rows, which vectorises.

    Examples
    --------
    >>> import numpy as np
    >>> area_resize(np.array([[[0, 3, 6]]], np.uint8), 1, 2)
    array([[[1, 5]]], dtype=uint8)
    """
    n, old_height, old_width = images.shape[:3]
    shrunk = np.empty((n, height, width, *images.shape[3:]), np.uint8)
    _average(
        images.reshape(n, old_height, -1),
        *_windows(old_height, height),
        *_windows(old_width, width),
        shrunk.reshape(n, height, -1),
    )
    return shrunk


@lru_cache(maxsize=1024)
def _windows(length: int, windows: int):
    """First pixel, number of pixels and weights of each of ``windows`` equal intervals."""
    # Whole numbers (the axis counted in units of 1 / windows) keep edges free of rounding.
    edges = np.arange(windows + 1) * length
    first = edges[:-1] // windows
    count = -(-edges[1:] // windows) - first
    pixel = (first[:, None] + np.arange(count.max())) * windows
    covered = np.minimum(pixel + windows, edges[1:, None]) - np.maximum(pixel, edges[:-1, None])
    weights = (np.maximum(covered, 0) / length).astype(np.float32)
    return first, count, weights


@jit
def _average(images, first_row, n_rows, row_weights, first_col, n_cols, col_weights, out):
    width = images.shape[2]
    channels = out.shape[2] // len(first_col)
    row = np.empty(width, np.float32)
    for i in range(len(images)):
        for y in range(len(first_row)):
            row[:] = np.float32(0)
            for t in range(n_rows[y]):
                weight = row_weights[y, t]
                source = images[i, first_row[y] + t]
                for x in range(width):
                    row[x] += weight * np.float32(source[x])
            if channels == 3:
                _average_row_rgb(row, first_col, n_cols, col_weights, out[i, y])
            else:
                _average_row(row, first_col, n_cols, col_weights, out[i, y])


@jit
def _average_row(row, first, count, weights, out):
    for x in range(len(first)):
        mean = np.float32(0.5)
        for t in range(count[x]):
            mean += weights[x, t] * row[first[x] + t]
        out[x] = np.uint8(mean)


@jit
def _average_row_rgb(row, first, count, weights, out):
    for x in range(len(first)):
        red = np.float32(0.5)
        green = np.float32(0.5)
        blue = np.float32(0.5)
        at = 3 * first[x]
        for t in range(count[x]):
            weight = weights[x, t]
            red += weight * row[at]
            green += weight * row[at + 1]
            blue += weight * row[at + 2]
            at += 3
        out[3 * x] = np.uint8(red)
        out[3 * x + 1] = np.uint8(green)
        out[3 * x + 2] = np.uint8(blue)
