"""Nearest words of a dictionary, by the Euclidean distance.

Of two words, the nearer one to ``x`` is the one with the larger ``x . c - |c|^2 / 2``, since
``|x - c|^2 = |x|^2 - 2 (x . c - |c|^2 / 2)``. These *affinities* are one matrix product; taken for
some hundred descriptors at a time they stay in the cache of the processor until the largest is
found.

Descriptors are (m, d) uint8 or float32, words (k, d) float32.
"""

import numpy as np

from .._compat import jit

__all__ = ["TILE", "affinities", "nearest_words", "soft_assignment"]

# Descriptors that are compared with all words at a time.
TILE = 1024


def affinities(descriptors, words):
    """Yield ``(rows, table)`` for every few hundred descriptors: a slice, and (rows, k) float32.

    The next table is written over it.
    """
    halves = 0.5 * np.einsum("kd,kd->k", words, words, dtype=np.float64)
    halves, by_word = halves.astype(np.float32), np.ascontiguousarray(words.T)
    table = np.empty((min(TILE, len(descriptors)), len(words)), np.float32)
    for start in range(0, len(descriptors), TILE):
        some = descriptors[start : start + TILE].astype(np.float32, copy=False)
        part = np.matmul(some, by_word, out=table[: len(some)])
        part -= halves
        yield slice(start, start + len(some)), part


def nearest_words(descriptors, words) -> np.ndarray:
    """Number of the word nearest to each descriptor, (m,) intp; the first of equally near ones.

    >>> words = np.array([[0, 0], [10, 0]], np.float32)
    >>> nearest_words(np.array([[4, 9], [6, 9]], np.uint8), words)
    array([0, 1])
    """
    nearest = np.empty(len(descriptors), np.intp)
    for rows, table in affinities(descriptors, words):
        table.argmax(axis=1, out=nearest[rows])
    return nearest


def soft_assignment(descriptors, words, n_nearest, width) -> tuple[np.ndarray, np.ndarray]:
    """Words from the nearest on, with weights that add up to 1, (m, n_nearest) intp and float32.

    The weight of a word at distance ``r`` is proportional to ``exp(-r^2 / (2 width^2))`` for the
    ``n_nearest`` words, and 0 for the others.

    >>> words = np.array([[0, 0], [10, 0], [0, 40]], np.float32)
    >>> soft_assignment(np.array([[5, 9]], np.uint8), words, 2, width=5.0)
    (array([[0, 1]]), array([[0.5, 0.5]], dtype=float32))
    """
    nearest = np.empty((len(descriptors), n_nearest), np.intp)
    weights = np.empty(nearest.shape, np.float32)
    for rows, table in affinities(descriptors, words):
        _largest(table, nearest[rows], weights[rows])
    # The squared distance is |x|^2 less twice the affinity, and |x| falls out of the ratio.
    weights -= weights[:, :1].copy()
    np.exp(weights / np.float32(width * width), out=weights)
    weights /= weights.sum(axis=1, keepdims=True)
    return nearest, weights


@jit
def _largest(table, places, values):
    """The largest values of every row, in falling order, and where they stand."""
    wanted = places.shape[1]
    for i in range(table.shape[0]):
        values[i, :] = -np.inf
        places[i, :] = 0  # where values are not finite, nothing is larger
        for word in range(table.shape[1]):
            value = table[i, word]
            if value > values[i, wanted - 1]:
                place = wanted - 1
                while place > 0 and values[i, place - 1] < value:
                    values[i, place] = values[i, place - 1]
                    places[i, place] = places[i, place - 1]
                    place -= 1
                values[i, place] = value
                places[i, place] = word
