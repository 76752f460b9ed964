"""Which rows of thumbnails are versions of one image: the rules."""

from typing import NamedTuple

import numpy as np

from ._blocks import in_blocks
from ._details import compared, smooth, without_edge
from ._difference import differences
from ._neighbors import nearest_neighbors, orientations
from ._versions import moved_pairs
from .thumbnail import SIDE

MAX_DIFFERENCE = 0.2
# Of the distance to the 15th neighbour, times the square root of the coarseness of the difference.
MAX_RATIO = 0.29
# Nearer than this share of what is usual between neighbours, images are copies even if they have
# many such neighbours: a burst, or an image copied forty times.
MAX_SHARE_OF_USUAL = 0.2
N_NEIGHBORS = 15
# Where half of the images have as many neighbours within this distance, all of them look alike.
MIN_TYPICAL_DISTANCE = 0.1
MAX_RATIO_IF_ALIKE = 0.15
MAX_MOVED_RATIO_IF_ALIKE = 0.08
# Standard deviation, in grey levels, below which there is nothing to compare but noise.
MIN_CONTRAST = 0.5
# Of details.
MIN_CORRELATION = 0.6
_SIDE = SIDE // 2


class Alike(NamedTuple):
    """Pairs of distinct rows that are copies, their distances, and what is typical of the set.

    ``certain`` are those that are copies even if ``typical`` is so small that all images look
    alike: much nearer than others, without any allowance for what resizing does.
    """

    pairs: np.ndarray
    distances: np.ndarray
    certain: np.ndarray
    typical: float


def alike_rows(rows) -> Alike:
    """Find rows that are versions of one picture, in place or moved."""
    patterns, kept = _patterns(rows)
    if len(patterns) < 2:
        return Alike(np.empty((0, 2), int), np.empty(0), np.empty(0, bool), 1.0)
    pictures = without_edge(rows[kept].reshape(-1, SIDE, SIDE))
    pairs, distances, ratios, typical = _in_place(patterns, pictures)
    moved, moved_distances, moved_ratios = moved_pairs(pictures)
    certain = np.append(ratios <= MAX_RATIO_IF_ALIKE, moved_ratios <= MAX_MOVED_RATIO_IF_ALIKE)
    certain |= typical >= MIN_TYPICAL_DISTANCE
    # What is found in both ways counts as found in place: the first of equal pairs.
    pairs = np.sort(kept[np.concatenate([pairs, moved])], axis=1)
    pairs, at = np.unique(pairs, axis=0, return_index=True)
    return Alike(pairs, np.append(distances, moved_distances)[at], certain[at], typical)


def _in_place(patterns, pictures):
    """Pairs turned by quarters, mirrored, toned, resized; distances, ratios; what is typical."""
    near = nearest_neighbors(patterns, min(N_NEIGHBORS, len(patterns) - 1), orientations(_SIDE))
    distance = _refined(patterns, near)
    usual = distance.max(axis=1) if len(patterns) > 2 else np.ones(2)
    typical = float(np.median(usual))
    tight = MAX_SHARE_OF_USUAL * typical
    first, place = np.nonzero((near.index >= 0) & (distance <= MAX_DIFFERENCE))
    second, d = near.index[first, place], distance[first, place]
    ratio = d / np.minimum(usual[first], usual[second])
    close = np.flatnonzero((ratio <= 2 * MAX_RATIO) | (d <= tight))
    first, second, d, ratio = first[close], second[close], d[close], ratio[close]
    turns = orientations(SIDE)

    def some_compared(first, second, turn):
        turned = np.take_along_axis(pictures[first].reshape(-1, SIDE * SIDE), turns[turn], axis=1)
        return compared(turned.reshape(-1, SIDE, SIDE), pictures[second])

    turn = near.orientation[first, place[close]]
    correlation, coarseness = in_blocks(some_compared, first, second, turn)
    accepted = (ratio * np.sqrt(coarseness) <= MAX_RATIO) | (d <= tight)
    accepted &= correlation >= MIN_CORRELATION
    pairs = np.column_stack([first, second])[accepted]
    return pairs, d[accepted], ratio[accepted], typical


def _patterns(rows):
    """Smooth pictures 12 x 12 as rows of mean 0 and length 1; and which rows have contrast."""
    n = len(rows)
    grey = rows.reshape(n, _SIDE, 2, _SIDE, 2).mean(axis=(2, 4))
    grey = smooth(grey, 0.6).reshape(n, -1)
    grey -= grey.mean(axis=1, keepdims=True)
    length = np.linalg.norm(grey, axis=1, keepdims=True)
    has_contrast = length[:, 0] > MIN_CONTRAST * _SIDE
    return grey[has_contrast] / length[has_contrast], np.flatnonzero(has_contrast)


def _refined(patterns, near):
    """Distance to each neighbour; 1 where there is none."""
    first, place = np.nonzero(near.index >= 0)
    turns = orientations(_SIDE)

    def some_differences(first, place):
        at = first, place
        return differences(patterns, first, near.index[at], turns[near.orientation[at]])

    distance = np.ones(near.index.shape)
    distance[first, place] = in_blocks(some_differences, first, place)
    return distance
