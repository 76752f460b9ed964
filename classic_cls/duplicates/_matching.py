"""Which rows of thumbnails are versions of one image: the rules."""

from typing import NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter

from ._difference import differences
from ._neighbors import nearest_neighbors, orientations
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
# Standard deviation, in grey levels, below which there is nothing to compare but noise.
MIN_CONTRAST = 0.5
# Of details, which are noise below so many grey levels (standard deviation).
MIN_CORRELATION = 0.6
NOISE = 1.0
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
    """Find rows that are versions of one picture."""
    patterns, kept = _patterns(rows)
    if len(patterns) < 2:
        return Alike(np.empty((0, 2), int), np.empty(0), np.empty(0, bool), 1.0)
    near = nearest_neighbors(patterns, min(N_NEIGHBORS, len(patterns) - 1))
    distance = _refined(patterns, near)
    usual = distance.max(axis=1) if len(patterns) > 2 else np.ones(2)
    typical = float(np.median(usual))
    tight = MAX_SHARE_OF_USUAL * typical
    first, place = np.nonzero((near.index >= 0) & (distance <= MAX_DIFFERENCE))
    second, d = near.index[first, place], distance[first, place]
    ratio = d / np.minimum(usual[first], usual[second])
    close = np.flatnonzero((ratio <= 2 * MAX_RATIO) | (d <= tight))
    first, second, d, ratio = first[close], second[close], d[close], ratio[close]
    turn = near.orientation[first, place[close]]
    correlation, coarseness = _compared(rows[kept[first]], rows[kept[second]], turn)
    accepted = (ratio * np.sqrt(coarseness) <= MAX_RATIO) | (d <= tight)
    accepted &= correlation >= MIN_CORRELATION
    certain = (typical >= MIN_TYPICAL_DISTANCE) | (ratio <= MAX_RATIO_IF_ALIKE)
    pairs = np.sort(kept[np.column_stack([first, second])][accepted], axis=1)
    pairs, at = np.unique(pairs, axis=0, return_index=True)
    return Alike(pairs, d[accepted][at], certain[accepted][at], typical)


def _patterns(rows):
    """Smooth pictures 12 x 12 as rows of mean 0 and length 1; and which rows have contrast."""
    n = len(rows)
    grey = rows.reshape(n, _SIDE, 2, _SIDE, 2).mean(axis=(2, 4))
    grey = _smooth(grey, 0.6).reshape(n, -1)
    grey -= grey.mean(axis=1, keepdims=True)
    length = np.linalg.norm(grey, axis=1, keepdims=True)
    has_contrast = length[:, 0] > MIN_CONTRAST * _SIDE
    return grey[has_contrast] / length[has_contrast], np.flatnonzero(has_contrast)


def _smooth(pictures, sigma: float):
    return gaussian_filter(pictures, (0, sigma, sigma), mode="nearest")


def _compared(first, second, turn):
    """Of pairs of rows: correlation of their details, and coarseness of their difference."""
    turned = np.take_along_axis(first, orientations(SIDE)[turn], axis=1)
    a, b = (grey.reshape(-1, SIDE, SIDE) for grey in (turned, second))
    detail_a, detail_b = a - _smooth(a, 1.4), b - _smooth(b, 1.4)
    noise = NOISE**2 * SIDE**2
    lengths = np.sqrt((_energy(detail_a) + noise) * (_energy(detail_b) + noise))
    correlation = ((detail_a * detail_b).sum(axis=(1, 2)) + noise) / lengths
    difference = _standardized(a) - _standardized(b)
    fine = _energy(difference - _smooth(difference, 0.7))
    coarse = _energy(_smooth(difference, 1.4) - _smooth(difference, 2.8))
    return correlation, np.sqrt((coarse + 1e-6) / (fine + 1e-6))


def _energy(pictures):
    return np.square(pictures).sum(axis=(1, 2))


def _standardized(pictures):
    """With mean 0 and length 1."""
    pictures = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    return pictures / np.sqrt(_energy(pictures))[:, None, None]


def _refined(patterns, near):
    """Distance to each neighbour; 1 where there is none."""
    first, place = np.nonzero(near.index >= 0)
    turns = orientations(_SIDE)
    distance = np.ones(near.index.shape)
    for start in range(0, len(first), 100_000):  # bounds the memory
        at = first[start : start + 100_000], place[start : start + 100_000]
        distance[at] = differences(patterns, at[0], near.index[at], turns[near.orientation[at]])
    return distance
