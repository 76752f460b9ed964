"""What patches have in common with the words of a dictionary, pooled over cells of an image.

Definition, for whitened patches ``x`` and words ``w`` of length 1 (see ``patches.py``), with the
cosine ``c = x . w``; where an encoding has both signs, the negative of a word is a word too:

- *triangle*: ``max(0, M - |x - w|)``, where ``M`` is the mean of the distances ``|x - w|`` over the
  words: nothing for about half of the words, more the nearer the others are.
- *soft threshold*: ``max(0, c - t)`` and ``max(0, -c - t)``: both signs.
- *nearest*: 1 for a number of words of both signs that are nearest to the patch, else 0.

The values are added up over the patches of each cell. Cell ``i`` of ``n`` along an axis holds the
positions ``p`` of ``P`` with ``floor(p n / P) = i``.

Patches are the rows of (m, d) and words the columns of (d, k), float32; ``cells`` (m,) intp. Added
to is ``out`` (cells, k), or (cells, 2 k) of both signs: all words, then their negatives.

Cosines are taken for so few patches at a time that they are still in the cache of the processor
when they are encoded; the rest of the work is one pass over them.

Sources: Coates, Lee and Ng, AISTATS 2011 (triangle); Coates and Ng, ICML 2011 (soft threshold,
both signs); Thiry, Arbel, Belilovsky and Oyallon, ICLR 2021 (nearest).
"""

import math

import numpy as np

from .._compat import jit

__all__ = [
    "cells_of_positions", "has_both_signs", "pooled", "pooled_nearest", "pooled_soft_threshold",
    "pooled_triangle",
]

# Cosines held at a time, 800 kB: they share the second cache with words and sums.
_TILE = 200_000
_LANES = 8
_TINY = 1e-6  # a blank patch is near to nothing
_NEAREST = 0.4  # of the number of words


def cells_of_positions(rows: int, columns: int, grid: int) -> np.ndarray:
    """Number of the cell of every position, row by row.

    >>> cells_of_positions(2, 4, grid=2)
    array([0, 0, 1, 1, 2, 2, 3, 3])
    """
    down, across = (np.arange(n) * grid // n for n in (rows, columns))
    return (down[:, None] * grid + across).ravel()


def has_both_signs(encoding: str) -> bool:
    """Whether the negatives of words have columns too.

    >>> has_both_signs("triangle")
    False
    """
    return encoding != "triangle"


def pooled(encoding: str, patches, words, cells, threshold, out) -> None:
    """Add what an encoding, "triangle", "soft_threshold" or "nearest", finds.

    The threshold is for the second; of the third, 0.4 times as many words count as there are.

    >>> out = np.zeros((1, 1), np.float32)
    >>> pooled("triangle", np.float32([[1]]), np.float32([[1]]), np.array([0]), None, out)
    >>> out
    array([[0.]], dtype=float32)
    """
    if encoding == "triangle":
        pooled_triangle(patches, words, cells, out)
    elif encoding == "soft_threshold":
        pooled_soft_threshold(patches, words, cells, threshold, out)
    else:
        pooled_nearest(patches, words, cells, math.ceil(_NEAREST * words.shape[1]), out)


def pooled_soft_threshold(patches, words, cells, threshold, out) -> None:
    """Add the soft thresholds, without and with the sign turned.

    >>> out = np.zeros((1, 2), np.float32)
    >>> patches, words = np.float32([[1], [-1]]), np.float32([[1]])
    >>> pooled_soft_threshold(patches, words, np.array([0, 0]), 0.2, out)
    >>> out
    array([[0.8, 0.8]], dtype=float32)
    """
    for some, cosines in _cosines(patches, words):
        _add_soft_thresholds(cosines, cells[some], np.float32(threshold), out)


def pooled_triangle(patches, words, cells, out) -> None:
    """Add the triangle activations.

    >>> out = np.zeros((1, 2), np.float32)
    >>> pooled_triangle(np.float32([[1]]), np.float32([[1, -1]]), np.array([0]), out)
    >>> out
    array([[1., 0.]], dtype=float32)
    """
    for some, cosines in _cosines(patches, words):
        _add_triangles(cosines, cells[some], out)


def pooled_nearest(patches, words, cells, n_nearest: int, out) -> None:
    """Count the words and negatives that are among the nearest ``n_nearest``, at most ``k``.

    Those as near as the last one count too.

    >>> out = np.zeros((1, 4), np.float32)
    >>> words = np.float32([[1, 0.6], [0, -0.8]])
    >>> pooled_nearest(np.float32([[0.6, 0.8]]), words, np.array([0]), 1, out)
    >>> out
    array([[1., 0., 0., 0.]], dtype=float32)
    """
    last = words.shape[1] - n_nearest
    for some, cosines in _cosines(patches, words):
        limits = np.partition(np.abs(cosines), last, axis=1)[:, last].clip(_TINY)
        _count_above(cosines, cells[some], limits, out)


def _cosines(patches, words):
    """Yield slices of the patches and their products with all words."""
    step = max(32, _TILE // words.shape[1])
    table = np.empty((min(step, len(patches)), words.shape[1]), np.float32)
    for start in range(0, len(patches), step):
        some = patches[start : start + step]
        np.dot(some, words, out=table[: len(some)])
        yield slice(start, start + len(some)), table[: len(some)]


@jit
def _add_soft_thresholds(cosines, cells, threshold, out):
    number = cosines.shape[1]
    zero = np.float32(0)
    for patch in range(len(cosines)):
        row, sums = cosines[patch], out[cells[patch]]
        negatives = sums[number:]
        for word in range(number):
            value = row[word]
            above, below = value - threshold, -value - threshold
            sums[word] += above if above > zero else zero
            negatives[word] += below if below > zero else zero


@jit
def _add_triangles(cosines, cells, out):
    number = cosines.shape[1]
    zero, two = np.float32(0), np.float32(2)
    whole = number - number % _LANES
    lanes = np.empty(_LANES, np.float32)
    for patch in range(len(cosines)):
        row, sums = cosines[patch], out[cells[patch]]
        for word in range(number):
            squared = two - two * row[word]
            row[word] = np.sqrt(squared if squared > zero else zero)
        lanes[:] = zero  # sums side by side: one sum alone is not vectorised
        for start in range(0, whole, _LANES):
            for lane in range(_LANES):
                lanes[lane] += row[start + lane]
        total = lanes.sum()
        for word in range(whole, number):
            total += row[word]
        mean = np.float32(total / np.float32(number))
        for word in range(number):
            nearer = mean - row[word]
            sums[word] += nearer if nearer > zero else zero


@jit
def _count_above(cosines, cells, limits, out):
    number = cosines.shape[1]
    zero, one = np.float32(0), np.float32(1)
    for patch in range(len(cosines)):
        row, sums, limit = cosines[patch], out[cells[patch]], limits[patch]
        negatives = sums[number:]
        for word in range(number):
            sums[word] += one if row[word] >= limit else zero
            negatives[word] += one if -row[word] >= limit else zero
