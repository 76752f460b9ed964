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
    of_cells = shares.values.reshape(inside.shape[1], -1, shares.values.shape[1])
    above, sums = _sums(encoder, seen.points, inside, of_cells.shape[1])
    # Divided by the sum of the summands of its sign, which may be none.
    up = of_cells * np.where(sums > 0, _inverse(above), 0)[..., None]
    down = of_cells * np.where(sums < 0, _inverse(sums - above), 0)[..., None]
    missing = of_cells[sums == 0].sum(axis=0, keepdims=True)
    values = np.empty((len(inside), shares.values.shape[1]))
    for rows, added in encoder.additions(seen.points):
        added = added.reshape(len(added), -1)
        rising = np.maximum(added, 0)
        values[rows] = _product(rising, up, inside[rows])
        if added.min(initial=0) < 0:
            values[rows] += _product(added - rising, down, inside[rows])
    places = Term(family, seen.seen.back(_squares(seen)), values)
    return [places, Term(family, _WHOLE, missing)]


def _sums(encoder, points, inside, width) -> tuple[np.ndarray, np.ndarray]:
    """Of what pushes columns up, and of all that is added to them, ``(cells, width)`` each."""
    above, sums = np.zeros((2, inside.shape[1], width))
    for rows, added in encoder.additions(points):
        added = added.reshape(len(added), -1)
        here = inside[rows].T.astype(np.float32)
        above += here @ np.maximum(added, 0)
        sums += here @ added
    return above, sums


def _product(added, factors, inside) -> np.ndarray:
    """Shares of points, over the cells that each is in."""
    found = np.zeros((len(added), factors.shape[2]))
    for cell, factor in enumerate(factors.astype(np.float32)):
        some = inside[:, cell]
        if some.any():
            found[some] += (added if some.all() else added[some]) @ factor
    return found


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
