"""Learned dictionaries: shares of columns, divided among the local features that made them.

Before it is normalised, a column is a sum over local features. Its share, whatever normalisation
made of the column, is divided among those that pushed it the way it went, in proportion to how far
each pushed: the relevance of a sum is that of its summands of its own sign, and normalisation, as
every step from column to column, leaves it where it is (S. Bach et al., "On pixel-wise explanations
for non-linear classifier decisions by layer-wise relevance propagation", PLOS ONE 10(7), 2015, with
alpha 1 and beta 0; for Fisher vectors S. Lapuschkin et al., "Analyzing classifiers: Fisher vectors
and deep neural networks", CVPR 2016). Summands of the other sign get nothing: divided by the small
sums that are left where large ones cancel, they would drown all else. The share of a column that
nothing added to, such as that of a word which is not in the image, is about the whole image.
"""

from typing import NamedTuple

import numpy as np

from ...base import Points, SeenImage
from .shares import Shares, Term

_WHOLE = np.full((1, 4), np.nan)


class SeenPoints(NamedTuple):
    """The local features of an image as a step sees it."""

    seen: SeenImage
    points: Points


def terms_of_points(encoder, seen: SeenPoints, shares: Shares, family: str) -> list[Term]:
    """What each local feature, and what is not there, adds to scores."""
    inside = encoder.cells_of_points(seen.points)
    numbers, words, added = encoder.additions(seen.points)
    shape = inside.shape[1], -1, added.shape[1], shares.values.shape[1]
    of_cells = shares.values.reshape(shape)  # cell, word, column of the word, score
    values = np.zeros((len(inside), shape[3]))
    missing = np.zeros((1, shape[3]))
    for cell, of_words in enumerate(of_cells):
        here = inside[numbers, cell]
        entries = numbers[here], words[here], added[here].astype(float)
        missing += _divide(of_words, *entries, values)
    places = Term(family, seen.seen.back(_squares(seen)), values)
    return [places, Term(family, _WHOLE, missing)]


def _divide(of_words, numbers, words, added, values) -> np.ndarray:
    """Add the shares of points to ``values``; gives those of columns that nothing added to."""
    missing = of_words.sum(axis=(0, 1))
    order = np.argsort(words, kind="stable")
    ends = np.flatnonzero(np.diff(words[order], append=-1)) + 1
    for some in np.split(order, ends[:-1]) if len(order) else ():
        shares = of_words[words[some[0]]]
        rising, falling = np.maximum(added[some], 0), np.minimum(added[some], 0)
        above, below = rising.sum(axis=0), falling.sum(axis=0)
        # Divided by the sum of the summands of its sign.
        up = shares * np.where(above + below > 0, _inverse(above), 0)[:, None]
        down = shares * np.where(above + below < 0, _inverse(below), 0)[:, None]
        values[numbers[some]] += rising @ up + falling @ down  # a point is there once
        missing -= shares[above + below != 0].sum(axis=0)
    return missing


def _inverse(values) -> np.ndarray:
    return np.divide(1, values, out=np.zeros_like(values), where=values != 0)


def _squares(seen: SeenPoints) -> np.ndarray:
    """What each point describes, as regions of the image that it was found in."""
    height, width = seen.seen.image.shape[:2]
    x, y = seen.points.positions.T.astype(float) * [[width], [height]]
    half = seen.points.scales.astype(float) * min(height, width) / 2
    sides = np.stack([y - half, x - half, y + half, x + half], axis=1)
    return sides.clip(0, [height, width, height, width])


def terms_of_patches(dictionary, seen: SeenImage, row, shares: Shares, family) -> list[Term]:
    """What each patch, and what is not there, adds to scores; nothing is ever taken away."""
    n_cells = dictionary.grid**2
    squares = np.square(row.astype(float)).reshape(n_cells, -1)
    of_cells = shares.values.reshape(n_cells, -1, shares.values.shape[1])
    factors = (of_cells * _inverse(squares)[..., None]).astype(np.float32)
    missing = of_cells[squares == 0].sum(axis=0, keepdims=True)
    terms = [Term(family, _WHOLE, missing)]
    for places, cells, added in dictionary.additions(seen.image):
        values = np.zeros((len(places), of_cells.shape[2]))
        for cell in range(n_cells):
            values[cells == cell] = added[cells == cell] @ factors[cell]
        regions = np.concatenate([places, places + dictionary.patch_size], axis=1).astype(float)
        terms.append(Term(family, seen.back(regions), values))
    return terms
