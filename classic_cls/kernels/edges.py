"""Edge density and edge orientation on a grid of cells.

Definition, for a grey image ``I``, continued at its border by the nearest pixel:

1. *Gradient* by the Sobel operator divided by 4, as in ``skimage.filters.sobel_v`` and ``sobel_h``:
   a straight step of ``h`` grey levels along an axis has a gradient of length ``h`` on both sides.
2. *Edge pixels* are those whose gradient is longer than a threshold, in grey levels.
3. *Density* of a cell: the share of edge pixels among its pixels.
4. *Orientation* ``atan2(gy, gx)`` modulo 180 degrees, that of the gradient: edges are at 90 degrees
   to it; 0 points along a row, and 90 down a column. Bin ``o`` of ``n`` is *centred* on
   ``180 o / n`` degrees and holds half a bin to either side, so that bin 0 goes around the
   corner. With an even ``n``, edges along the axes, the most frequent ones, lie in the middle of
   a bin, and mirroring the image or turning it by 90 degrees permutes the bins.
5. *Orientation histogram* of a cell: the lengths of the gradients of all its pixels, edge pixels or
   not, summed by bin and divided by their total; zeros in a cell without any gradient.

Sources: I. Sobel and G. Feldman, "A 3x3 isotropic gradient operator for image processing", 1968;
Jain and Vailaya, Pattern Recognition 1996 (histograms of edge directions).
"""

import numpy as np

from .._compat import jit

__all__ = ["edge_histogram"]


def edge_histogram(images, rows, columns, orientations: int, threshold: float) -> np.ndarray:
    """Density, then orientation histogram, of cells of grey images, (..., 1 + bins) float32.

    >>> upright = np.repeat(np.array([0, 200], np.uint8), 4)[None, None].repeat(4, axis=1)
    >>> whole = np.array([0, 4]), np.array([0, 8])
    >>> edge_histogram(upright, *whole, orientations=4, threshold=25)[0, 0, 0]
    array([0.25, 1.  , 0.  , 0.  , 0.  ], dtype=float32)
    """
    limits = (np.arange(orientations) + 0.5) * np.pi / orientations
    sums = np.zeros((len(images), len(rows) - 1, len(columns) - 1, 1 + orientations))
    # In the units of the undivided operator, squared: whole numbers, compared exactly.
    longest_non_edge = float(4 * threshold) ** 2
    _add_edges(images, rows, columns, np.cos(limits), np.sin(limits), longest_non_edge, sums)
    totals = sums[..., 1:].sum(axis=-1, keepdims=True)
    np.divide(sums[..., 1:], totals, out=sums[..., 1:], where=totals > 0)
    sums[..., 0] /= np.outer(np.diff(rows), np.diff(columns))
    return sums.astype(np.float32)


@jit
def _add_edges(images, rows, columns, cosines, sines, limit, sums):
    width = images.shape[2]
    gx = np.empty(width)
    gy = np.empty(width)
    squared = np.empty(width)
    lengths = np.empty(width)
    bins = np.empty(width)
    padded = np.empty((2, width + 2), np.float32)
    for i in range(len(images)):
        for r in range(len(rows) - 1):
            for y in range(rows[r], rows[r + 1]):
                _sobel_row(images[i], y, padded, gx, gy)
                _orient(gx, gy, cosines, sines, squared, lengths, bins)
                for c in range(len(columns) - 1):
                    cell = sums[i, r, c]
                    for x in range(columns[c], columns[c + 1]):
                        if squared[x] > limit:
                            cell[0] += 1
                        cell[1 + np.uint32(bins[x])] += lengths[x]


@jit
def _sobel_row(image, y, padded, gx, gy):
    """Sobel gradients of row ``y``, not divided: exact whole numbers."""
    width = image.shape[1]
    above = image[max(y - 1, 0)]
    here = image[y]
    below = image[min(y + 1, image.shape[0] - 1)]
    smooth, slope = padded[0], padded[1]
    for x in range(width):
        a, b = np.float32(above[x]), np.float32(below[x])
        smooth[x + 1] = a + np.float32(2) * np.float32(here[x]) + b
        slope[x + 1] = b - a
    smooth[0], smooth[width + 1] = smooth[1], smooth[width]
    slope[0], slope[width + 1] = slope[1], slope[width]
    for x in range(width):
        gx[x] = smooth[x + 2] - smooth[x]
        gy[x] = slope[x] + np.float32(2) * slope[x + 1] + slope[x + 2]


@jit
def _orient(gx, gy, cosines, sines, squared, lengths, bins):
    """Squared length, length and orientation bin of each gradient, without a trigonometric call.

    Turned into the upper half plane, a gradient lies in the bin whose number is that of the
    bin edges at or before it; past the last edge it is in bin 0 again.
    """
    for x in range(len(gx)):
        squared[x] = gx[x] * gx[x] + gy[x] * gy[x]
        lengths[x] = np.sqrt(squared[x])
        sign = -1.0 if (gy[x] < 0) | ((gy[x] == 0) & (gx[x] < 0)) else 1.0
        gx[x] *= sign
        gy[x] *= sign
    bins[:] = 0
    for edge in range(len(cosines)):
        cosine, sine = cosines[edge], sines[edge]
        for x in range(len(gx)):
            bins[x] += 1.0 if gy[x] * cosine >= gx[x] * sine else 0.0
    for x in range(len(gx)):
        if bins[x] == len(cosines):
            bins[x] = 0
