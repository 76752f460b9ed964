"""From pairs to groups."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .._validation import UNKNOWN


def connected(pairs, n: int) -> np.ndarray:
    """Number of the connected component of each of ``n`` images, by order of first images."""
    graph = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    return in_order(connected_components(graph, directed=False)[1])


def in_order(groups) -> np.ndarray:
    """The same groups, numbered in the order of their first images."""
    _, first, group = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[group.ravel()]


class Links:
    """From distinct rows back to images: an item is the images of one row and one label."""

    def __init__(self, row_of_image, codes):
        self._order = np.lexsort((codes, row_of_image))  # stable: equal ones by number
        self._row = row_of_image[self._order]
        code = codes[self._order]
        new_row = np.diff(self._row, prepend=-1) != 0
        self._starts = np.flatnonzero(new_row | (np.diff(code, prepend=-1) != 0))

    def of_images(self, row_pairs):
        """Pairs of images, a few for each of rows, and the number of that; -1 within one row."""
        equal = np.flatnonzero(np.diff(self._row) == 0)
        chain = np.column_stack([self._order[equal], self._order[equal + 1]])
        rows, firsts = self._row[self._starts], self._order[self._starts]
        low = np.searchsorted(rows, row_pairs)
        high = np.searchsorted(rows, row_pairs, side="right")
        items = [
            (firsts[a], firsts[b], number)
            for number, ((a0, b0), (a1, b1)) in enumerate(zip(low, high, strict=True))
            for a in range(a0, a1)
            for b in range(b0, b1)
        ]
        items = np.array(items, int).reshape(-1, 3)
        pairs = np.sort(np.concatenate([chain, items[:, :2]]), axis=1)
        return pairs, np.append(np.full(len(chain), -1), items[:, 2])


def labels_agree(distinct, codes, pairs):
    """Whether the labels of each pair are the same as far as known."""
    if distinct is None or not len(pairs):
        return np.ones(len(pairs), bool)
    a, b = codes[pairs].T
    if distinct.ndim == 1:
        return a == b
    a, b = distinct[a], distinct[b]
    return ~((a != b) & (a != UNKNOWN) & (b != UNKNOWN)).any(axis=1)
