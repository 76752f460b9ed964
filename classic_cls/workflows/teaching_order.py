"""The order in which images should be labelled: what a model is unsure of, of every kind."""

import numpy as np
from scipy.spatial.distance import cdist

from ..kernels.k_means import k_means

# So many times as many images as are wanted are clustered: more would be too sure already.
_POOL = 2
_MOST_CLUSTERS = 1000


def teaching_order(margins, rows, is_last, n: int, seed: int = 0) -> list[int]:
    """Positions of ``n`` images, what teaches most first; all, where there are fewer.

    Of the 2 n images of the least margins ``(m,)``, clustered by their rows ``(m, d)``, the least
    sure one of each cluster comes first, ordered by margin; then the others. Images that are
    ``is_last`` follow whatever their margins.

    >>> teaching_order(np.array([0.1, 0.11, 0.2, 0.9]), np.array([[0.0], [0.0], [9.0], [1.0]]),
    ...                np.array([False, False, False, True]), 4)
    [0, 1, 2, 3]
    >>> teaching_order(np.array([0.1, 0.11, 0.2, 0.3]), np.array([[0.0], [0.0], [9.0], [9.0]]),
    ...                np.zeros(4, bool), 2)
    [0, 2]
    """
    by_margin = np.lexsort((margins, is_last))
    free = by_margin[: np.count_nonzero(~np.asarray(is_last))]
    pool = free[: _POOL * n]
    firsts = _least_sure_of_clusters(rows[pool], n, seed) if len(pool) > n else np.arange(len(pool))
    chosen = pool[firsts]
    rest = by_margin[~np.isin(by_margin, chosen)]
    return np.concatenate([chosen, rest])[:n].tolist()


def _least_sure_of_clusters(rows, n: int, seed: int) -> np.ndarray:
    """Positions of the first row of every cluster, ascending; rows are ordered by margin."""
    rows = np.ascontiguousarray(rows, np.float32)
    words = k_means(rows, min(n, _MOST_CLUSTERS), np.random.default_rng(seed))
    nearest = cdist(rows, words).argmin(axis=1)
    return np.sort(np.unique(nearest, return_index=True)[1])
