"""The nearest rows of every row, such as of pictures in any orientation."""

import warnings
from typing import NamedTuple

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from .._compat import jit

# Below this many pictures all are compared with all; above, with those of the nearest cells.
_ONE_CELL = 4096
_N_PROBES = 4
# Rows times columns of a block of similarities: 16 megabytes.
_BLOCK = 4_000_000


class Neighbors(NamedTuple):
    """Of each of m pictures, its k nearest others, nearest first: arrays ``(m, k)``.

    ``similarity`` is the greatest product over orientations (-inf where there is no
    neighbour), ``index`` the neighbour (-1) and ``orientation`` the row of `orientations`
    that turns the picture like its neighbour.
    """

    similarity: np.ndarray
    index: np.ndarray  # type: ignore[assignment]  # hides the method of tuples
    orientation: np.ndarray


def orientations(side: int) -> np.ndarray:
    """Pixel numbers ``(8, side * side)`` of a square picture in its flips and quarter turns."""
    square = np.arange(side * side).reshape(side, side)
    both = (square, square.T)
    return np.array([
        turned[::down, ::right].ravel() for turned in both for down in (1, -1) for right in (1, -1)
    ])


def nearest_neighbors(vectors, k: int, turns) -> Neighbors:
    """The k nearest neighbours of rows of unit length, in any of the orders of their columns.

    ``turns`` ``(o, columns)`` are these orders, such as the orientations of pictures. Exact up to
    4096 rows. Beyond, each order of a row is compared with the rows in the four nearest of sqrt(m)
    k-means cells, so that work grows as m^1.5; neighbours much nearer than the others, such as
    copies, are hardly ever missed.
    """
    m = len(vectors)
    found = Neighbors(
        np.full((m, k), -np.inf, np.float32),
        np.full((m, k), -1, np.int32),
        np.zeros((m, k), np.int8),
    )
    cells, queries = _cells(vectors, turns)
    for members, (rows, turned) in zip(cells, queries, strict=True):
        there = vectors[members]
        step = max(1, _BLOCK // max(1, len(members)))
        for start in range(0, len(rows), step):
            row, turn = rows[start : start + step], turned[start : start + step]
            similar = vectors[row[:, None], turns[turn]] @ there.T
            _keep_nearest(similar, row, turn, members, *found)
    return found


def _cells(vectors, turns):
    """Pictures of each cell, and ``(rows, orientations)`` of those to compare with them."""
    m = len(vectors)
    if m <= _ONE_CELL:
        queries = np.arange(m * len(turns))
        return [np.arange(m)], [(queries % m, queries // m)]
    centers = _centers(vectors)
    n_cells = len(centers)
    nearest = []
    for turn in turns:
        # The product of a turned picture with a centre is that of the picture with the centre
        # turned back.
        scores = vectors @ centers[:, np.argsort(turn)].T
        best = np.argpartition(-scores, _N_PROBES - 1, axis=1)[:, :_N_PROBES]
        nearest.append(best.copy())  # a view would keep all cells of all pictures
        if len(nearest) == 1:
            home = scores.argmax(axis=1)
    cell = np.concatenate(nearest).ravel()
    query = np.arange(len(cell)) // _N_PROBES
    order = np.argsort(cell, kind="stable")
    parts = np.split(query[order], np.searchsorted(cell[order], np.arange(1, n_cells)))
    cells = [np.flatnonzero(home == c) for c in range(n_cells)]
    return cells, [(part % m, part // m) for part in parts]


def _centers(vectors):
    n_cells = int(np.sqrt(len(vectors)))
    sample = np.random.default_rng(0).permutation(len(vectors))[: 50 * n_cells]
    means = KMeans(n_cells, init="random", n_init=1, max_iter=10, random_state=0)
    with warnings.catch_warnings(), threadpool_limits(1):
        # Threads add up in any order, so that the last digits would vary.
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer different pictures than cells
        return means.fit(vectors[sample]).cluster_centers_


@jit
def _keep_nearest(similar, rows, turns, members, similarity, index, orientation):
    k = similarity.shape[1]
    for q in range(len(rows)):
        row = rows[q]
        least = similarity[row, k - 1]
        for c in range(len(members)):
            value = similar[q, c]
            other = members[c]
            if value <= least or other == row:
                continue
            # The place that the newcomer frees: its own, if known in another orientation.
            at = k - 1
            for place in range(k):
                if index[row, place] == other:
                    at = place
                    break
            if value <= similarity[row, at]:
                continue
            while at > 0 and similarity[row, at - 1] < value:
                similarity[row, at] = similarity[row, at - 1]
                index[row, at] = index[row, at - 1]
                orientation[row, at] = orientation[row, at - 1]
                at -= 1
            similarity[row, at] = value
            index[row, at] = other
            orientation[row, at] = turns[q]
            least = similarity[row, k - 1]
