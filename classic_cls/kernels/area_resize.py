"""Shrinking by area: every pixel of the result is the mean of what it covers."""

from functools import lru_cache

import numpy as np

from .._compat import jit

__all__ = ["area_resize"]


def area_resize(images, height: int, width: int) -> np.ndarray:
    """Shrink images to ``height`` and ``width``, grey or in colour, by averaging over areas.

    Pixel ``x`` of the result covers the interval ``[x, x + 1) * W / width`` of a row of
    the source; its value is the mean over it, pixels that are partly covered counting in
    proportion, and the same along columns. Means are rounded half up, once, at the end. Where the
    result is larger than the source, pixels are repeated, and mixed where the ratio is not whole.

    The definition of OpenCV's ``INTER_AREA``, with results equal up to a unit of rounding, at two
    to three times its speed where the ratio is not a whole number: the pass along columns comes
    first, over whole rows, which vectorises.

    >>> area_resize(np.array([[[0, 3, 6]]], np.uint8), 1, 2)
    array([[[1, 5]]], dtype=uint8)
    """
    n, old_height, old_width = images.shape[:3]
    shrunk = np.empty((n, height, width, *images.shape[3:]), np.uint8)
    windows = *_windows(old_height, height), *_windows(old_width, width)
    _average(images.reshape(n, old_height, -1), *windows, shrunk.reshape(n, height, -1))
    return shrunk


@lru_cache(maxsize=1024)
def _windows(length: int, windows: int):
    """First pixel of each of ``windows`` equal intervals, and weights of the pixels from there.

    Weights are padded by zeros to a multiple of four: loops take four at a time, without a branch.
    """
    # Whole numbers (the axis counted in units of 1 / windows) keep edges free of rounding.
    edges = np.arange(windows + 1) * length
    first = edges[:-1] // windows
    count = (-(-edges[1:] // windows) - first).max()
    pixel = (first[:, None] + np.arange(-(-count // 4) * 4)) * windows
    covered = np.minimum(pixel + windows, edges[1:, None]) - np.maximum(pixel, edges[:-1, None])
    weights = (np.maximum(covered, 0) / length).astype(np.float32)
    return first.astype(np.uint32), weights


@jit
def _average(images, first_row, row_weights, first_col, col_weights, out):
    width, n_values = images.shape[2], out.shape[2]
    channels = n_values // len(first_col)
    # Weights of zero reach beyond the row, and a pixel of three channels is written as four.
    row = np.zeros(width + channels * (col_weights.shape[1] + 1), np.float32)
    part = np.empty(n_values + 1, np.float32)
    means = np.empty(n_values, np.float32)
    for i in range(len(images)):
        for y in range(len(first_row)):
            _average_rows(images[i], first_row[y], row_weights[y], row)
            means[:] = np.float32(0.5)
            for t in range(0, col_weights.shape[1], 4):
                if channels == 3:
                    _average_rgb(row[3 * t :], first_col, col_weights[:, t : t + 4], part)
                else:
                    _average_columns(row[t:], first_col, col_weights[:, t : t + 4], part)
                for x in range(n_values):
                    means[x] += part[x]
            for x in range(n_values):
                out[i, y, x] = np.uint8(means[x])


@jit
def _average_rows(image, first, weights, row):
    last, width = len(image) - 1, image.shape[1]
    for t in range(0, len(weights), 4):
        a, b = image[min(first + t, last)], image[min(first + t + 1, last)]
        c, d = image[min(first + t + 2, last)], image[min(first + t + 3, last)]
        wa, wb, wc, wd = weights[t], weights[t + 1], weights[t + 2], weights[t + 3]
        before = np.float32(t > 0)
        for x in range(width):
            above = wa * np.float32(a[x]) + wb * np.float32(b[x])
            below = wc * np.float32(c[x]) + wd * np.float32(d[x])
            row[x] = before * row[x] + (above + below)


@jit
def _average_columns(row, first, weights, part):
    for x in range(len(first)):
        at = first[x]
        left = weights[x, 0] * row[at] + weights[x, 1] * row[at + 1]
        part[x] = left + (weights[x, 2] * row[at + 2] + weights[x, 3] * row[at + 3])


@jit
def _average_rgb(row, first, weights, part):
    """Four values at a time, as vector instructions have it; the next pixel overwrites the last."""
    for x in range(len(first)):
        at, to = 3 * first[x], 3 * np.uint32(x)
        wa, wb, wc, wd = weights[x, 0], weights[x, 1], weights[x, 2], weights[x, 3]
        red = (wa * row[at] + wb * row[at + 3]) + (wc * row[at + 6] + wd * row[at + 9])
        green = (wa * row[at + 1] + wb * row[at + 4]) + (wc * row[at + 7] + wd * row[at + 10])
        blue = (wa * row[at + 2] + wb * row[at + 5]) + (wc * row[at + 8] + wd * row[at + 11])
        next_ = (wa * row[at + 3] + wb * row[at + 6]) + (wc * row[at + 9] + wd * row[at + 12])
        part[to] = red
        part[to + 1] = green
        part[to + 2] = blue
        part[to + 3] = next_
