"""A picture of every image small enough to compare all with all."""

import zlib
from functools import lru_cache

import numpy as np

from .._compat import jit
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray

SIDE = 24
"""Height and width of the picture."""
N_PIXELS = SIDE * SIDE
N_COLUMNS = N_PIXELS + 2


class Thumbnail(FeatureExtractor):
    """A small grey picture and a check sum of the pixels: what `near_duplicates` compares.

    Notes
    -----
    The image is averaged over areas to 24 x 24 whatever its size: a value is the mean, over the
    part of the image that it covers, of the image interpolated linearly between its pixels
    (which matters for images of few pixels only: a copy of half the size is a smooth one then,
    not one of blocks). Values are not rounded: that would drown images of little contrast.

    The 576 columns are the grey picture (luminance of ITU-R BT.601, 0 to 255) row by row, named
    ``grey_r3_c4``; then ``pixels_high`` and ``pixels_low``, the halves of a CRC-32 of all pixels as
    colours: images that agree in everything are equal pixel by pixel, whatever their files.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.duplicates import Thumbnail
    >>> image = np.repeat(np.uint8([[0, 200]]), 120, axis=0)
    >>> Thumbnail().transform([image]).shape
    (1, 578)
    >>> Thumbnail().transform([image])[0, [0, 5, 6, 17, 18, 23]].round().tolist()
    [0.0, 0.0, 8.0, 192.0, 200.0, 200.0]
    """

    short_name = "thumbnail"

    def _extract(self, images: ImageStack):
        grey = np.ascontiguousarray(to_gray(images))
        n, height, width = grey.shape
        pictures = np.empty((n, SIDE, SIDE), np.float32)
        _average(grey, *_windows(height), *_windows(width), pictures)
        return np.hstack([pictures.reshape(n, -1), _check_sums(images)])

    def _columns(self, shape: tuple) -> Columns:
        edges = (np.linspace(0, side, SIDE + 1) for side in shape[:2])
        sums = Columns.whole(["pixels_high", "pixels_low"])
        return Columns.joined([Columns.of_grid("grey", *edges), sums])


def _check_sums(images):
    """Halves of the CRC-32 of every image as colours: 16 bits are whole numbers in float32."""
    if images.ndim == 3:
        images = np.repeat(images[..., None], 3, axis=3)
    shape = np.array(images.shape[1:3], np.int64).tobytes()
    start = zlib.crc32(shape)
    sums = [zlib.crc32(np.ascontiguousarray(image), start) for image in images]
    return np.array([divmod(found, 2**16) for found in sums], np.float32).reshape(-1, 2)


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
