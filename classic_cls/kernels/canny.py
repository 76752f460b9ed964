"""Canny edges, and their density and orientation on a grid of cells.

Definition, for a grey image continued at its border by the nearest pixel:

1. *Gradient* ``(gx, gy)`` by the Sobel operator (not divided), of Euclidean length.
2. *Thin edges* are the pixels whose gradient is longer than that of both neighbours along its
   direction, rounded to a multiple of 45 degrees; of two equally long ones side by side or
   one above the other, the first counts. Outside the image gradients are 0.
3. *Edges* are the thin edges longer than a *high* threshold, and those longer than a *low* one that
   are connected to such, through others of their kind and over corners too.

This is the map of ``cv2.Canny`` with ``L2gradient=True``, from gradients that continue the image in
the same way. Source: Canny, PAMI 1986.
"""

import cv2
import numpy as np

from .._compat import jit

__all__ = ["canny_edges", "canny_grid"]

_U1, _U2 = np.uintp(1), np.uintp(2)
# Of 22.5 degrees; that of 67.5 degrees is 2 more. In units of 1 / 32768.
_TANGENT = np.int32(round(np.tan(np.pi / 8) * 2**15))
# Lowest high threshold: an edge of 5 grey levels, below which is noise.
_FAINTEST = 5 * 4
# Squared length that no gradient exceeds.
_LONGEST = 2 * 1020**2


def canny_edges(images, low: float, high: float) -> np.ndarray:
    """Edge pixels of grey images, bool (n, H, W).

    Thresholds are lengths of the Sobel gradient, not divided: four times the height of a straight
    step.

    >>> step = np.repeat(np.array([0, 200], np.uint8), 3)[None, None].repeat(2, axis=1)
    >>> canny_edges(step, 100, 200).astype(int)
    array([[[0, 0, 1, 0, 0, 0],
            [0, 0, 1, 0, 0, 0]]])
    """
    edges = np.zeros(images.shape, bool)
    for image, out in zip(images, edges, strict=True):
        padded, gradients, lengths, codes, found = _buffers(image.shape)
        _gradients(_continued(image, padded), gradients, lengths)
        n_found = _trace(gradients, lengths, int(low**2), int(high**2), codes, found)
        rows, columns = np.divmod(found[:n_found], padded.shape[1])
        out[rows - 1, columns - 1] = True
    return edges


def canny_grid(images, rows, columns, orientations: int, threshold: float):
    """Adaptive threshold of each grey image; edge density and orientation histogram of its cells.

    The high threshold is ``threshold`` times the root mean square length of the gradients of the
    image, at least 5 grey levels; the low one is half of it. The first result, (n,) float32, is the
    high one as height of a straight step in grey levels; the second, (..., 1 + orientations)
    float32, the share of edge pixels, and their shares by orientation of the gradient: bin ``o``
    is centred on ``180 o / orientations`` degrees.

    >>> step = np.repeat(np.array([0, 200], np.uint8), 4)[None, None].repeat(4, axis=1)
    >>> whole = np.array([0, 4]), np.array([0, 8])
    >>> thresholds, cells = canny_grid(step, *whole, orientations=4, threshold=1)
    >>> thresholds, cells[0, 0, 0]
    (array([100.], dtype=float32), array([0.125, 1.   , 0.   , 0.   , 0.   ], dtype=float32))
    """
    limits = (np.arange(orientations) + 0.5) * np.pi / orientations
    cell_of_row = np.repeat(np.arange(len(rows) - 1), np.diff(rows))
    cell_of_column = np.repeat(np.arange(len(columns) - 1), np.diff(columns))
    padded, gradients, lengths, codes, found = _buffers(images.shape[1:])
    squares = np.empty(len(images))
    counts = np.zeros((len(images), len(rows) - 1, len(columns) - 1, orientations))
    for i, image in enumerate(images):
        total = _gradients(_continued(image, padded), gradients, lengths)
        squares[i] = max(threshold**2 * total / image.size, _FAINTEST**2)
        high, low = int(squares[i]), int(squares[i] / 4)
        n_found = _trace(gradients, lengths, low, high, codes, found)
        _count(found[:n_found], gradients, cell_of_row, cell_of_column, np.cos(limits),
               np.sin(limits), counts[i])
    edges = counts.sum(axis=-1, keepdims=True)
    density = edges / np.outer(np.diff(rows), np.diff(columns))[..., None]
    cells = np.concatenate([density, counts / np.maximum(edges, 1)], axis=-1)
    return np.sqrt(squares / 16).astype(np.float32), cells.astype(np.float32)


def _buffers(shape) -> tuple:
    """Image with a frame of one pixel, gradients, squared lengths, codes, places found."""
    framed = (shape[0] + 2, shape[1] + 2)
    gradients, lengths = np.zeros((2, *framed), np.int16), np.zeros(framed, np.int32)
    codes, found = np.zeros((2, *framed), np.uint8), np.empty(framed[0] * framed[1], np.intp)
    return np.empty(framed, np.uint8), gradients, lengths, codes, found


def _continued(image, padded):
    return cv2.copyMakeBorder(image, 1, 1, 1, 1, cv2.BORDER_REPLICATE, dst=padded)


# In the long loops the image is one row, and unsigned numbers count along it: so the compiler
# takes many pixels at once. The frame, where they compute nonsense, is cleared afterwards.


@jit
def _gradients(padded, gradients, lengths):
    """Gradients and their squared lengths, 0 on the frame; the sum of the latter."""
    height, width = padded.shape
    area = height * width
    squares = lengths.reshape(area)
    _sobel(padded.reshape(area), np.uintp(width), gradients[0].reshape(area),
           gradients[1].reshape(area), squares)
    for y in range(height):
        lengths[y, 0] = lengths[y, width - 1] = 0
    total = 0
    for place in range(area):
        total += squares[place]
    return total


@jit
def _sobel(f, w, across, down, squares):
    w2 = w * _U2
    for x in range(np.uintp(len(f)) - w2 - _U2):
        falling = np.int16(f[w2 + x + _U2]) - np.int16(f[x])
        rising = np.int16(f[x + _U2]) - np.int16(f[w2 + x])
        gx = np.int16(falling + rising + 2 * (np.int16(f[w + x + _U2]) - np.int16(f[w + x])))
        gy = np.int16(falling - rising + 2 * (np.int16(f[w2 + x + _U1]) - np.int16(f[x + _U1])))
        across[w + x + _U1] = gx
        down[w + x + _U1] = gy
        squares[w + x + _U1] = np.int32(gx) * np.int32(gx) + np.int32(gy) * np.int32(gy)


@jit
def _trace(gradients, lengths, low, high, codes, found):
    """Places of all edge pixels of the framed image; returns their number."""
    height, width = lengths.shape
    area = height * width
    flat, touching = codes[0].reshape(area), codes[1].reshape(area)
    low, high = np.int32(min(low, _LONGEST)), np.int32(min(high, _LONGEST))
    _thin(gradients[0].reshape(area), gradients[1].reshape(area), lengths.reshape(area),
          np.uintp(width), low, high, flat)
    for y in range(height):
        codes[0, y, 0] = codes[0, y, width - 1] = 0
    _touch(flat, np.uintp(width), touching)
    return _connect(flat, touching, width, found)


@jit
def _thin(across, down, f, w, low, high, codes):
    """2 on thin edges longer than ``high``, 1 on others longer than ``low``, 0 elsewhere."""
    w2 = w * _U2
    for x in range(np.uintp(len(f)) - w2 - _U2):
        gx, gy = np.int32(across[w + x + _U1]), np.int32(down[w + x + _U1])
        here = f[w + x + _U1]
        flat = np.int32(abs(gx) * _TANGENT)
        steep = np.int32(flat + abs(gx) * 65536)
        slope = np.int32(abs(gy) * 32768)
        falls = np.int32(gx ^ gy) >= 0
        before = f[x] if falls else f[x + _U2]
        after = np.int32(f[w2 + x + _U2] if falls else f[w2 + x])
        before = f[x + _U1] if slope > steep else before
        after = np.int32(f[w2 + x + _U1] - 1) if slope > steep else after
        before = f[w + x] if slope < flat else before
        after = np.int32(f[w + x + _U2] - 1) if slope < flat else after
        thin = (here > before) & (here > after) & (here > low)
        code = np.uint8(2) if here > high else np.uint8(1)
        codes[w + x + _U1] = code if thin else np.uint8(0)


@jit
def _touch(f, w, codes):
    """3 where a pixel of code 1 has one of code 2 beside it, 0 elsewhere."""
    w2 = w * _U2
    for x in range(np.uintp(len(f)) - w2 - _U2):
        above = _more(f[x], _more(f[x + _U1], f[x + _U2]))
        below = _more(f[w2 + x], _more(f[w2 + x + _U1], f[w2 + x + _U2]))
        around = _more(_more(above, below), _more(f[w + x], f[w + x + _U2]))
        touches = (f[w + x + _U1] == 1) & (around == 2)
        codes[w + x + _U1] = np.uint8(3) if touches else np.uint8(0)


@jit
def _more(a, b):
    return a if a > b else b


@jit
def _connect(codes, touching, width, found):
    """Raise what is connected to an edge from 1 to 2; then list all that is 2."""
    for start in range(len(codes)):
        if not touching[start]:
            continue
        codes[start] = 2
        found[0] = start
        waiting = 1
        while waiting:
            waiting -= 1
            place = found[waiting]
            for corner in (place - width - 1, place - 1, place + width - 1):
                for neighbour in range(corner, corner + 3):
                    if codes[neighbour] == 1:
                        codes[neighbour] = 2
                        found[waiting] = neighbour
                        waiting += 1
    n_found = 0
    for place in range(len(codes)):
        found[n_found] = place
        n_found += codes[place] == 2
    return n_found


@jit
def _count(found, gradients, cell_of_row, cell_of_column, cosines, sines, counts):
    """Edge pixels by cell and bin; a bin is the number of limits that the gradient is past."""
    width = gradients.shape[2]
    for place in found:
        y, x = place // width, place % width
        gx, gy = np.float64(gradients[0, y, x]), np.float64(gradients[1, y, x])
        sign = -1.0 if (gy < 0) | ((gy == 0) & (gx < 0)) else 1.0
        gx, gy = sign * gx, sign * gy
        o = 0
        for limit in range(len(cosines)):
            o += gy * cosines[limit] >= gx * sines[limit]
        counts[cell_of_row[y - 1], cell_of_column[x - 1], o % len(cosines)] += 1
