"""Which pictures show the same in any orientation: cropped, zoomed, turned, shifted a little."""

import numpy as np

from ..kernels.alignment import align, warp
from ._blocks import in_blocks
from ._details import compared, contrast_of_details, smooth, spread_of_details
from ._neighbors import nearest_neighbors, orientations
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
# Seven more orientations are more chances for roads, shirts and other symmetric things.
MAX_RATIO_TURNED = 0.09
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
# Correlation of very smooth pictures, moved or not; with less it is not tried.
MIN_ALIKE = 0.2
_FREQUENCIES = 8
_ORDERS = orientations(SIDE)
# Strengths of frequencies are those of the picture upside down, too: four orientations of eight.
_FOUR = np.array([0, 1, 4, 5])


def moved_pairs(pictures):
    """Pairs of pictures ``(n, 24, 24)``, the distance of each and its ratio to what is usual.

    What fills the edge is to be gone (`without_edge`): it would be laid over itself.
    """
    n = len(pictures)
    k = min(N_NEIGHBORS, n - 1)
    turns = orientations(2 * _FREQUENCIES + 1)[_FOUR]
    near = nearest_neighbors(in_blocks(_signatures, pictures), k, turns)
    # Each is laid over the other: where one way does not come to rest, the other mostly does.
    first, place = np.nonzero(near.index >= 0)
    second = near.index[first, place]
    turn, similarity, distance = _laid_over(pictures, first, second)
    to_neighbours = np.ones((n, k))
    to_neighbours[first, place] = distance
    usual = np.sort(to_neighbours, axis=1)[:, min(USUAL_PLACE, k - 1)]
    usual = np.maximum(usual, LEAST_USUAL) if k > 2 else np.ones(n)
    ratio = distance / np.minimum(usual[first], usual[second])
    close = np.flatnonzero((distance <= MAX_DIFFERENCE) & (ratio <= 10 * MAX_RATIO))
    pairs = np.column_stack([first, second])[close]
    sharp = in_blocks(lambda some: smooth(some, 0.5), pictures)
    same = in_blocks(
        lambda *some: _show_the_same(sharp, *some),
        *(pairs, turn[close], similarity[close], ratio[close]),
    )
    return pairs[same], distance[close][same], ratio[close][same]


def _signatures(pictures):
    """Strengths of low frequencies, rows of length 1: they hardly change where a picture moves."""
    taper = np.sqrt(np.hanning(SIDE + 2)[1:-1])
    window = np.outer(taper, taper)
    mean = (pictures * window).sum(axis=(1, 2), keepdims=True) / window.sum()
    spectrum = np.fft.fft2((pictures - mean) * window, s=(32, 32))
    strength = smooth(np.sqrt(np.abs(np.fft.fftshift(spectrum, axes=(1, 2)))), 0.7)
    middle = slice(16 - _FREQUENCIES, 17 + _FREQUENCIES)
    rows = strength[:, middle, middle].reshape(len(pictures), -1)
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows.astype(np.float32)


def _laid_over(pictures, first, second):
    """In which orientation and how one is laid over the other; what is left, 1 if they do not fit.

    Both of the two likeliest orientations are tried: things that are nearly symmetric fit either.
    """
    soft, sharp, coarse = in_blocks(_smoothed, pictures)

    def some_laid_over(first, second):
        turn, distance = np.zeros(len(first), int), np.ones(len(first))
        similarity = np.tile(np.eye(1, 4), (len(first), 1))
        for likely, worth in _likely_turns(coarse[first], coarse[second]):
            at = np.flatnonzero(worth)
            way = align(soft, sharp, first[at], second[at], MARGIN, _ORDERS, likely[at])
            left = _left_where_it_fits(*way)
            better = left < distance[at]
            at = at[better]
            turn[at], similarity[at], distance[at] = likely[at], way[0][better], left[better]
        return turn, similarity, distance

    return in_blocks(some_laid_over, first, second)


def _smoothed(pictures):
    """Soft for steps, sharp for the last word, and coarse rows of length 1 for orientations."""
    coarse = smooth(pictures, 1.5).reshape(-1, SIDE // 2, 2, SIDE // 2, 2).mean(axis=(2, 4))
    coarse = coarse.reshape(len(coarse), -1)
    coarse -= coarse.mean(axis=1, keepdims=True)
    coarse /= np.linalg.norm(coarse, axis=1, keepdims=True) + 1e-9
    return smooth(pictures, 1.0), smooth(pictures, 0.6), coarse


def _likely_turns(these, others):
    """Twice an orientation of each pair, and whether the two are at all alike in it."""
    alike = np.empty((len(these), 8), np.float32)
    for k, order in enumerate(orientations(SIDE // 2)):
        alike[:, k] = (these[:, order] * others).sum(axis=1)
    best = np.argsort(-alike, axis=1, kind="stable")[:, :2]
    worth = np.take_along_axis(alike, best, axis=1) >= MIN_ALIKE
    return zip(best.T, worth.T, strict=True)


def _left_where_it_fits(similarity, correlation):
    zoom = np.hypot(similarity[:, 0], similarity[:, 1])
    fits = (abs(np.log(np.maximum(zoom, 1e-9))) <= MAX_ZOOM) & (correlation > 0)
    fits &= abs(similarity[:, 1]) <= MAX_TURN
    fits &= (abs(similarity[:, 2:]) <= MAX_SHIFT).all(axis=1)
    return np.where(fits, np.sqrt(np.maximum(0, 1 - correlation**2)), 1.0)


def _show_the_same(sharp, pairs, turn, similarity, ratio):
    """Whether what is left is as fine as what resampling leaves, and details agree as far."""
    turned = np.take_along_axis(
        sharp[pairs[:, 0]].reshape(len(pairs), SIDE * SIDE), _ORDERS[turn], axis=1
    )
    turned = turned.reshape(-1, SIDE, SIDE)
    a = warp(turned, np.arange(len(pairs)), similarity, MARGIN)
    b = sharp[pairs[:, 1]][:, MARGIN:-MARGIN, MARGIN:-MARGIN]
    correlation, coarseness = compared(a, b)
    detailed = np.minimum(contrast_of_details(a), contrast_of_details(b)) >= MIN_DETAILS
    spread = np.minimum(spread_of_details(a), spread_of_details(b))
    left = ratio * coarseness
    fine = (spread >= MIN_SPREAD) | (left * coarseness <= MAX_RATIO_BY_SPREAD * spread)
    unlike = (1 - correlation) * coarseness
    most = np.where(turn == 0, MAX_RATIO, MAX_RATIO_TURNED)
    return detailed & fine & (unlike <= MAX_UNLIKE_DETAILS) & (left <= most)
