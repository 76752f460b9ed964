"""FAST corners: strengths of all pixels, and their statistics on a grid of cells.

Definition. The circle of a pixel are the 16 pixels at distance 3 around it, an arc 9 of them that
follow each other.

1. *Brightness* of a pixel: the largest number by which all pixels of an arc are brighter than it,
   that is the maximum, over the 16 arcs, of the minimum over the arc, less the pixel. *Darkness*
   the same for darker; at most one of both is positive, as two arcs always meet.
2. A pixel is a *bright* (*dark*) one if its brightness (darkness) exceeds the threshold, 1 to 254.
   Its *strength* is the largest threshold at which it would still be one: the brightness (darkness)
   less 1, as OpenCV's response. The strength of all other pixels is 0, as is that of
   the outer 3 rows and columns, whose circle leaves the image.
3. *Corners* are the pixels that are stronger than each of their 8 neighbours; of equal
   neighbours none is a corner.

Positions and strengths of the corners are those of ``cv2.FastFeatureDetector``.
Source: Rosten and Drummond, ECCV 2006.
"""

import numpy as np

from .._compat import jit

__all__ = ["fast_corner_grid", "fast_strengths"]

_U1, _U2, _U3, _U4, _U5, _U6 = (np.uintp(n) for n in range(1, 7))
# Images whose strengths are in memory together, at some five times the size of the images.
_AT_ONCE = 16


def fast_strengths(images, threshold: int) -> tuple[np.ndarray, np.ndarray]:
    """Strengths of bright and of dark pixels of grey images, two arrays (n, H, W) uint8.

    >>> spot = np.full((1, 7, 7), 200, np.uint8)
    >>> spot[0, 3, 3] = 50
    >>> bright, dark = fast_strengths(spot, threshold=20)
    >>> int(bright[0, 3, 3]), int(dark[0, 3, 3]), int(bright.sum())
    (149, 0, 149)
    """
    bright, dark = np.zeros((2, *images.shape), np.uint8)
    if min(images.shape[1:]) >= 7:
        _strengths(images, np.uint8(threshold), bright)
        _strengths(255 - images, np.uint8(threshold), dark)
    return bright, dark


def fast_corner_grid(images, rows, columns, threshold: int) -> np.ndarray:
    """Statistics of every cell, (..., 2, 3) float32, of bright, then of dark pixels of grey images.

    Mean strength over all pixels of the cell, largest strength, number of corners.

    >>> spot = np.full((1, 7, 7), 200, np.uint8)
    >>> spot[0, 3, 3] = 53
    >>> whole = np.array([0, 7])
    >>> fast_corner_grid(spot, whole, whole, threshold=20)[0, 0, 0]
    array([[  2.9795918, 146.       ,   1.       ],
           [  0.       ,   0.       ,   0.       ]], dtype=float32)
    """
    statistics = np.zeros((len(images), len(rows) - 1, len(columns) - 1, 2, 3))
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        planes = fast_strengths(images[some], threshold)
        maxima = np.zeros_like(planes[0])
        _find_maxima(np.maximum(*planes), maxima)
        for kind, strengths in enumerate(planes):
            _collect(strengths, maxima, rows, columns, statistics[some, :, :, kind])
    statistics[..., 0] /= np.outer(np.diff(rows), np.diff(columns))[..., None]
    return statistics.astype(np.float32)


@jit
def _strengths(images, threshold, strengths):
    n, height, width = images.shape
    area = height * width
    for i in range(n):
        _bright(images[i].reshape(area), np.uintp(width), threshold, strengths[i].reshape(area))
        for y in range(height):
            for x in range(3):  # their circle holds pixels of both sides
                strengths[i, y, x] = strengths[i, y, width - 1 - x] = 0


@jit
def _less(a, b):
    return a if a < b else b


@jit
def _more(a, b):
    return a if a > b else b


@jit
def _bright(f, w, threshold, strengths):
    """Strengths of bright pixels of one image.

    The image is one long row here, all is done in bytes, and unsigned numbers count along it: so
    the compiler takes 32 or 64 pixels at once. Arcs of 9 go in pairs that share 8 pixels: the
    better minimum of both is that of the 8 and the larger of the two ends.
    """
    w2, w3, w4, w5, w6 = w * _U2, w * _U3, w * _U4, w * _U5, w * _U6
    for x in range(np.uintp(len(f)) - w6 - _U6):
        p0, p1, p2 = f[x + _U3], f[x + _U4], f[w + x + _U5]
        p3, p4, p5 = f[w2 + x + _U6], f[w3 + x + _U6], f[w4 + x + _U6]
        p6, p7, p8 = f[w5 + x + _U5], f[w6 + x + _U4], f[w6 + x + _U3]
        p9, p10, p11 = f[w6 + x + _U2], f[w5 + x + _U1], f[w4 + x]
        p12, p13, p14, p15 = f[w3 + x], f[w2 + x], f[w + x + _U1], f[x + _U2]
        a1, a3 = _less(p1, p2), _less(p3, p4)
        a5, a7 = _less(p5, p6), _less(p7, p8)
        a9, a11 = _less(p9, p10), _less(p11, p12)
        a13, a15 = _less(p13, p14), _less(p15, p0)
        b1, b3 = _less(a1, a3), _less(a3, a5)
        b5, b7 = _less(a5, a7), _less(a7, a9)
        b9, b11 = _less(a9, a11), _less(a11, a13)
        b13, b15 = _less(a13, a15), _less(a15, a1)
        best = _less(_less(b1, b5), _more(p0, p9))
        best = _more(best, _less(_less(b3, b7), _more(p2, p11)))
        best = _more(best, _less(_less(b5, b9), _more(p4, p13)))
        best = _more(best, _less(_less(b7, b11), _more(p6, p15)))
        best = _more(best, _less(_less(b9, b13), _more(p8, p1)))
        best = _more(best, _less(_less(b11, b15), _more(p10, p3)))
        best = _more(best, _less(_less(b13, b1), _more(p12, p5)))
        best = _more(best, _less(_less(b15, b3), _more(p14, p7)))
        here = f[w3 + x + _U3]
        difference = np.uint8(_more(best, here) - here)
        strength = np.uint8(difference - np.uint8(1))
        strengths[w3 + x + _U3] = strength if difference > threshold else np.uint8(0)


@jit
def _find_maxima(strengths, maxima):
    n, height, width = strengths.shape
    area = height * width
    for i in range(n):
        if area > 2 * width + 2:
            _maxima(strengths[i].reshape(area), np.uintp(width), maxima[i].reshape(area))


@jit
def _maxima(f, w, maxima):
    """1 where a strength exceeds those of its 8 neighbours, not in the first and last row."""
    w2 = w * _U2
    for x in range(np.uintp(len(f)) - w2 - _U2):
        around = _more(f[x], _more(f[x + _U1], f[x + _U2]))
        around = _more(around, _more(f[w + x], f[w + x + _U2]))
        around = _more(around, _more(f[w2 + x], _more(f[w2 + x + _U1], f[w2 + x + _U2])))
        maxima[w + x + _U1] = np.uint8(1) if f[w + x + _U1] > around else np.uint8(0)


@jit
def _collect(strengths, maxima, rows, columns, statistics):
    n, height, width = strengths.shape
    sums = np.empty(width, np.int32)
    peaks = np.empty(width, np.uint8)
    counts = np.empty(width, np.int32)
    for i in range(n):
        for r in range(len(rows) - 1):
            sums[:] = 0
            peaks[:] = 0
            counts[:] = 0
            for y in range(rows[r], rows[r + 1]):
                _add_row(strengths, maxima, i, y, sums, peaks, counts)
            for c in range(len(columns) - 1):
                for x in range(columns[c], columns[c + 1]):
                    statistics[i, r, c, 0] += sums[x]
                    statistics[i, r, c, 1] = max(statistics[i, r, c, 1], peaks[x])
                    statistics[i, r, c, 2] += counts[x]


@jit
def _add_row(strengths, maxima, i, y, sums, peaks, counts):
    for x in range(len(sums)):
        value = strengths[i, y, x]
        sums[x] += np.int32(value)
        peaks[x] = _more(peaks[x], value)
        counts[x] += np.int32(maxima[i, y, x]) if value > 0 else np.int32(0)
