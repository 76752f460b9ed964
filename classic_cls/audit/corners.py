"""Marks in the corners of images: the same pixels wherever a class is."""

import numpy as np

from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray
from .telling import Answers

SIDE = 24
N_CORNERS = 4
_CONSTANT = 8.0  # grey levels between which half of the images of a class lie
_OTHERWISE = 16.0  # what the rest of the images differ by there
_STRUCTURE = 40.0  # a blank corner has none
_LEAST_PIXELS = 24
_LEAST_IMAGES = 3
_MOST_IMAGES = 200


class Corners(ImageTransformer):
    """The grey pixels of the four corners, one below the other: ``(96, 24)``."""

    def _transform(self, images: ImageStack) -> ImageStack:
        grey = to_gray(images)
        height, width = grey.shape[1:]
        # Of small images a quarter of each side; its last row and column are repeated.
        high, wide = min(SIDE, max(height // 4, 1)), min(SIDE, max(width // 4, 1))
        down, right = np.minimum(np.arange(SIDE), high - 1), np.minimum(np.arange(SIDE), wide - 1)
        up, left = height - 1 - down, width - 1 - right
        parts = [grey[:, y][:, :, x] for y in (down, up) for x in (right, left)]
        return np.concatenate(parts, axis=1)


def by_corner(corners) -> Answers:
    """Answers by marks: patches ``(n, 576)`` like the median of a class, where it is a mark.

    Pixels belong to the mark of a class if half of its images are equal there but for noise, and
    those of other classes are not. A mark has lines, so its pixels differ: a blank background is
    none. A mark in fewer than half of the images of a class is not seen.
    """

    def answers(learned, codes, asked):
        best, found = np.full(len(asked), np.inf), np.full(len(asked), -1)
        for code in np.unique(codes):
            own, rest = corners[learned[codes == code]], corners[learned[codes != code]]
            pixels, mark = _mark(own, rest)
            if not len(pixels):
                continue
            away = np.abs(corners[asked][:, pixels] - mark).mean(axis=1)
            nearer = (away <= _CONSTANT) & (away < best)
            best[nearer], found[nearer] = away[nearer], code
        return found

    return answers


def _mark(own, rest):
    """Pixels of the mark of a class and their grey levels; none where there is no mark."""
    nothing = np.empty(0, int), np.empty(0)
    if len(own) < _LEAST_IMAGES or not len(rest):
        return nothing
    own, rest = _some(own).astype(np.float32), _some(rest)
    low, middle, high = np.percentile(own, [25, 50, 75], axis=0)
    apart = np.median(np.abs(rest - middle.astype(np.float32)), axis=0)
    pixels = np.flatnonzero((high - low <= _CONSTANT) & (apart >= _OTHERWISE))
    if len(pixels) < _LEAST_PIXELS or np.ptp(np.percentile(middle[pixels], [5, 95])) < _STRUCTURE:
        return nothing
    return pixels, middle[pixels]


def _some(patches):
    """Up to 200, spread over all: enough for medians."""
    return patches[np.unique(np.linspace(0, len(patches) - 1, _MOST_IMAGES).astype(int))]
