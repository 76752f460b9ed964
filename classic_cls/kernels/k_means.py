"""k-means: words such that descriptors are near to one of them."""

import numpy as np

from .nearest_words import affinities

__all__ = ["blocks_of", "k_means", "k_means_step"]

_BLOCK = 16384


def blocks_of(rows) -> list[slice]:
    """Slices of equal length, so that sums do not depend on who adds which.

    >>> blocks_of(range(20000))
    [slice(0, 16384, None), slice(16384, 32768, None)]
    """
    return [slice(start, start + _BLOCK) for start in range(0, len(rows), _BLOCK)]


def k_means(descriptors, n_words, rng, max_iter=25, tolerance=1e-3, run=map) -> np.ndarray:
    """Lloyd's algorithm from random descriptors (m, d), uint8 or float32: (n_words, d) float32.

    Every descriptor goes to its nearest word, and every word to the mean of its descriptors,
    until the sum of squared distances falls by less than ``tolerance`` of itself. A word without
    descriptors moves to a random one. ``run``, like the built-in ``map``, may work in threads.

    >>> descriptors = np.array([[0, 0], [0, 2], [9, 0], [9, 2]], np.float32)
    >>> words = k_means(descriptors, 2, np.random.default_rng(1))
    >>> words[words[:, 0].argsort()].tolist()
    [[0.0, 1.0], [9.0, 1.0]]
    """
    chosen = np.sort(rng.choice(len(descriptors), n_words, replace=False, shuffle=False))
    words = descriptors[chosen].astype(np.float32)
    before = np.inf
    for _ in range(max_iter):
        counts, sums, error = k_means_step(descriptors, words, run)
        empty = counts == 0
        words = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
        if empty.any():
            words[empty] = descriptors[rng.choice(len(descriptors), int(empty.sum()))]
        elif error >= (1 - tolerance) * before:
            break
        before = error
    return words


def k_means_step(descriptors, words, run=map) -> tuple[np.ndarray, np.ndarray, float]:
    """How many descriptors are nearest to each word (k,), their sums (k, d), and squared distances.

    All are float64; the distances to the nearest word are added up.

    >>> k_means_step(np.array([[1], [3], [9]], np.float32), np.array([[2], [8]], np.float32))
    (array([2., 1.]), array([[4.], [9.]]), 3.0)
    """
    parts = run(lambda block: _block_sums(descriptors[block], words), blocks_of(descriptors))
    counts, sums, error = map(sum, zip(*parts))
    return counts, sums, float(error)


def _block_sums(descriptors, words):
    nearest = np.empty(len(descriptors), np.intp)
    total = np.einsum("md,md->", descriptors, descriptors, dtype=np.float64)
    for rows, table in affinities(descriptors, words):
        table.argmax(axis=1, out=nearest[rows])
        total -= 2 * np.take_along_axis(table, nearest[rows, None], axis=1).sum(dtype=np.float64)
    counts = np.bincount(nearest, minlength=len(words))
    order = nearest.argsort(kind="stable")
    filled = np.flatnonzero(counts)
    starts = (np.cumsum(counts) - counts)[filled]
    sums = np.zeros(words.shape)
    sums[filled] = np.add.reduceat(descriptors[order], starts, axis=0, dtype=np.float64)
    return counts.astype(float), sums, total
