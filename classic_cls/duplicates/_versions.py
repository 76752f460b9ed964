"""Which pictures show the same, moved: cropped, zoomed, turned or shifted a little."""

import numpy as np

from ..kernels.alignment import align, warp
from ._details import compared, contrast_of_details, smooth, spread_of_details
from ._neighbors import nearest_neighbors
from .thumbnail import SIDE

N_NEIGHBORS = 10
# Of the distances to the neighbours, each laid over as well as may be, the one that is usual.
USUAL_PLACE = 4
# At least, so that ten versions of each image do not make each other usual.
LEAST_USUAL = 0.2
MAX_DIFFERENCE = 0.7
# What resampling leaves is fine, and another thing looks different at a coarse scale as well: the
# most that may be left of the usual distance, and of the correlation of details, over coarseness.
MAX_RATIO = 0.15
MAX_UNLIKE_DETAILS = 0.12
# Small things on an empty ground can be laid over one another too, such as a 5 over an 8. Where
# details are spread over less than this share of the picture, what is left must be finer.
MIN_SPREAD = 0.15
MAX_RATIO_BY_SPREAD = 0.1
# Where there are hardly any details, smooth pictures can be laid over one another in many ways.
MIN_DETAILS = 0.3
MARGIN = SIDE // 8
# Zoom (as a logarithm, either way), sine of the angle and shift in pixels of the picture: what is
# farther is another view of a thing, such as the next distance of a series.
MAX_ZOOM, MAX_TURN, MAX_SHIFT = 0.13, 0.12, SIDE / 15
_FREQUENCIES = 8
_BLOCK = 4096


def moved_pairs(pictures):
    """Pairs of pictures ``(n, 24, 24)``, the distance of each and its ratio to what is usual.

    What fills the edge is to be gone (`without_edge`): it would be laid over itself.
    """
    n = len(pictures)
    k = min(N_NEIGHBORS, n - 1)
    vectors = _signatures(pictures)
    near = nearest_neighbors(vectors, k, np.arange(vectors.shape[1])[None])
    # Each is laid over the other: where one way does not come to rest, the other mostly does.
    first, place = np.nonzero(near.index >= 0)
    second = near.index[first, place]
    similarity, distance = _laid_over(pictures, first, second)
    to_neighbours = np.ones((n, k))
    to_neighbours[first, place] = distance
    usual = np.sort(to_neighbours, axis=1)[:, min(USUAL_PLACE, k - 1)]
    usual = np.maximum(usual, LEAST_USUAL) if k > 2 else np.ones(n)
    ratio = distance / np.minimum(usual[first], usual[second])
    close = np.flatnonzero((distance <= MAX_DIFFERENCE) & (ratio <= 10 * MAX_RATIO))
    pairs = np.column_stack([first, second])[close]
    same = _show_the_same(pictures, pairs, similarity[close], ratio[close])
    return pairs[same], distance[close][same], ratio[close][same]


def _signatures(pictures):
    """Strengths of low frequencies, rows of length 1: they hardly change where a picture moves."""
    taper = np.sqrt(np.hanning(SIDE + 2)[1:-1])
    window = np.outer(taper, taper)
    blocks = []
    for start in range(0, len(pictures), _BLOCK):  # bounds the memory
        some = pictures[start : start + _BLOCK]
        mean = (some * window).sum(axis=(1, 2), keepdims=True) / window.sum()
        spectrum = np.fft.fft2((some - mean) * window, s=(32, 32))
        strength = smooth(np.sqrt(np.abs(np.fft.fftshift(spectrum, axes=(1, 2)))), 0.7)
        low = strength[:, 16 : 17 + _FREQUENCIES, 16 - _FREQUENCIES : 17 + _FREQUENCIES]
        rows = low.reshape(len(some), -1)
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        blocks.append(rows.astype(np.float32))
    return np.concatenate(blocks)


def _laid_over(pictures, first, second):
    """How one is laid over the other, and what is left of it then, 1 where they do not fit."""
    similarity, correlation = align(
        smooth(pictures, 1.0), smooth(pictures, 0.6), first, second, MARGIN
    )
    zoom = np.hypot(similarity[:, 0], similarity[:, 1])
    fits = (abs(np.log(np.maximum(zoom, 1e-9))) <= MAX_ZOOM) & (correlation > 0)
    fits &= abs(similarity[:, 1]) <= MAX_TURN
    fits &= (abs(similarity[:, 2:]) <= MAX_SHIFT).all(axis=1)
    return similarity, np.where(fits, np.sqrt(np.maximum(0, 1 - correlation**2)), 1.0)


def _show_the_same(pictures, pairs, similarity, ratio):
    """Whether what is left is as fine as what resampling leaves, and details agree as far."""
    sharp = smooth(pictures, 0.5)
    a = warp(sharp, pairs[:, 0], similarity, MARGIN)
    b = sharp[pairs[:, 1]][:, MARGIN:-MARGIN, MARGIN:-MARGIN]
    correlation, coarseness = compared(a, b)
    detailed = np.minimum(contrast_of_details(a), contrast_of_details(b)) >= MIN_DETAILS
    spread = np.minimum(spread_of_details(a), spread_of_details(b))
    left = ratio * coarseness
    fine = (spread >= MIN_SPREAD) | (left * coarseness <= MAX_RATIO_BY_SPREAD * spread)
    unlike = (1 - correlation) * coarseness
    return detailed & fine & (unlike <= MAX_UNLIKE_DETAILS) & (left <= MAX_RATIO)
