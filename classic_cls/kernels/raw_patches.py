"""Small images of the squares of an image.

Definition. A square of ``8 c`` pixels is cut into 8 x 8 cells, and the mean of each cell, to the
nearest whole number (halves up), is a pixel of its patch. A *normalised* patch is ``128 + 40 (v -
m) / sqrt(s^2 + 10)``, with the mean ``m`` and the variance ``s^2`` of all values ``v`` of the
patch, to the nearest whole number and from 0 to 255: three deviations each way. The 10, in squared
grey levels, keeps noise in flat places small. Source: Coates, Lee and Ng, AISTATS 2011 (the
normalisation; cited in full by ``PatchDictionary``).
"""

import cv2
import numpy as np

from .._compat import jit

__all__ = ["PATCH_PIXELS", "raw_patches"]

# Side of a patch.
PATCH_PIXELS = 8

_NOISE = 10.0
_DEVIATION = 40.0


def raw_patches(images, squares, normalize: bool) -> np.ndarray:
    """Patches of all squares, rows first, (n, squares, 64 * channels) uint8.

    Images are (n, H, W, channels). Squares are (side, tops, lefts): a side in pixels, a multiple of
    8; first rows and first columns, intp. Every row goes with every column. Values go by row of the
    patch, column and channel.

    >>> image = np.zeros((1, 8, 8, 1), np.uint8)
    >>> image[0, :, 4:] = 100
    >>> start = np.array([0])
    >>> raw_patches(image, [(8, start, start)], normalize=True)[0, 0, :8]
    array([ 88,  88,  88,  88, 168, 168, 168, 168], dtype=uint8)
    """
    n_squares = sum(len(tops) * len(lefts) for _, tops, lefts in squares)
    out = np.empty((len(images), n_squares, PATCH_PIXELS**2 * images.shape[3]), np.uint8)
    for image, patches in zip(images, out, strict=True):
        first = 0
        for side, tops, lefts in squares:
            last = first + len(tops) * len(lefts)
            cell = side // PATCH_PIXELS
            _gather(_cell_means(image, cell), cell, tops, lefts, patches[first:last])
            first = last
        if normalize:
            _normalize(patches)
    return out


def _cell_means(image, cell):
    """Means of the cells that begin at every pixel, where they lie in the image; halves up."""
    if cell == 1:
        return image
    sums = cv2.boxFilter(image, cv2.CV_32S, (cell, cell), anchor=(0, 0), normalize=False)
    return ((sums + cell**2 // 2) // cell**2).astype(np.uint8).reshape(image.shape)


@jit
def _gather(means, cell, tops, lefts, patches):
    channels = means.shape[2]
    for r in range(len(tops)):
        for c in range(len(lefts)):
            patch = patches[r * len(lefts) + c]
            i = 0
            for y in range(tops[r], tops[r] + PATCH_PIXELS * cell, cell):
                for x in range(lefts[c], lefts[c] + PATCH_PIXELS * cell, cell):
                    for channel in range(channels):
                        patch[i] = means[y, x, channel]
                        i += 1


@jit
def _normalize(patches):
    length = patches.shape[1]
    for patch in patches:
        total = squares = 0
        for i in range(length):
            value = np.int32(patch[i])
            total += value
            squares += value * value
        mean = np.float32(total / length)
        variance = (length * squares - total * total) / length**2
        factor = np.float32(_DEVIATION / np.sqrt(variance + _NOISE))
        shift = np.float32(128.5) - mean * factor
        for i in range(length):
            value = np.float32(patch[i]) * factor + shift
            patch[i] = np.uint8(np.int32(min(max(value, np.float32(0)), np.float32(255))))
