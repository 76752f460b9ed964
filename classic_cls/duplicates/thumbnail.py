"""A picture of every image small enough to compare all with all."""

from functools import lru_cache

import numpy as np

from .._compat import jit
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray

SIDE = 24
"""Height and width of the picture."""


class Thumbnail(FeatureExtractor):
    """A small grey picture and its coarse colours: what `near_duplicates` compares.

    Notes
    -----
    The image is averaged over areas to 24 x 24 whatever its size: a value is the mean, over the
    part of the image that it covers, of the image interpolated linearly between its pixels
    (which matters for images of few pixels only: a copy of half the size is a smooth one then,
    not one of blocks). Values are not rounded: that would drown images of little contrast.

    The 576 columns are the grey picture (luminance of ITU-R BT.601, 0 to 255) row by row, named
    ``grey_r3_c4``.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.duplicates import Thumbnail
    >>> image = np.repeat(np.uint8([[0, 200]]), 120, axis=0)
    >>> Thumbnail().transform([image]).shape
    (1, 576)
    >>> Thumbnail().transform([image])[0, [0, 5, 6, 17, 18, 23]].round().tolist()
    [0.0, 0.0, 8.0, 192.0, 200.0, 200.0]
    """

    short_name = "thumbnail"

    def _extract(self, images: ImageStack):
        grey = np.ascontiguousarray(to_gray(images))
        n, height, width = grey.shape
        pictures = np.empty((n, SIDE, SIDE), np.float32)
        _average(grey, *_windows(height), *_windows(width), pictures)
        return pictures.reshape(n, -1)

    def _columns(self, shape: tuple) -> Columns:
        return Columns.of_grid("grey", *(np.linspace(0, side, SIDE + 1) for side in shape[:2]))


@lru_cache(maxsize=1024)
def _windows(length: int):
    """First pixel, number of pixels and weights of each of ``SIDE`` equal intervals."""
    # The interpolated row is a sum of tents on the centres of pixels; this is the integral of
    # each up to the edges of the intervals. One more pixel at either end extends the last value.
    edges = np.linspace(0, length, SIDE + 1)[:, None]
    x = np.clip(edges - (np.arange(-1, length + 1) + 0.5), -1, 1)
    integral = np.where(x < 0, (1 + x) ** 2, 2 - (1 - x) ** 2) / 2
    dense = np.diff(integral, axis=0) * SIDE / length
    dense[:, 1] += dense[:, 0]
    dense[:, -2] += dense[:, -1]
    dense = dense[:, 1:-1]
    covered = dense > 1e-9
    first, count = covered.argmax(axis=1), covered.sum(axis=1)
    at = np.minimum(first[:, None] + np.arange(count.max()), length - 1)
    weights = np.take_along_axis(dense, at, axis=1)
    weights[np.arange(count.max()) >= count[:, None]] = 0
    return first, count, weights.astype(np.float32)


@jit
def _average(images, first_row, n_rows, row_weights, first_col, n_cols, col_weights, out):
    # Along columns first, over whole rows, which vectorises: most of the work is there.
    width = images.shape[2]
    row = np.empty(width, np.float32)
    for i in range(len(images)):
        for y in range(len(first_row)):
            row[:] = np.float32(0)
            for t in range(n_rows[y]):
                weight = row_weights[y, t]
                source = images[i, first_row[y] + t]
                for x in range(width):
                    row[x] += weight * np.float32(source[x])
            for x in range(len(first_col)):
                mean = np.float32(0)
                for t in range(n_cols[x]):
                    mean += col_weights[x, t] * row[first_col[x] + t]
                out[i, y, x] = mean
