"""Sums of the differences between descriptors and their words, by part of the image."""

from .._compat import jit

__all__ = ["add_residuals"]


@jit
def add_residuals(descriptors, nearest, segments, words, sums):
    """Add descriptors (m, d) less their nearest words (k, d) to ``sums`` (segments, k, d), float32.

    ``nearest`` and ``segments``, (m,) intp: the word, and the image, or part of it, of each.

    >>> import numpy as np
    >>> sums = np.zeros((1, 1, 2), np.float32)
    >>> here = np.zeros(2, np.intp)
    >>> add_residuals(np.float32([[3, 1], [5, 1]]), here, here, np.float32([[2, 2]]), sums)
    >>> sums
    array([[[ 4., -2.]]], dtype=float32)
    """
    for i in range(descriptors.shape[0]):
        word, segment = nearest[i], segments[i]
        for c in range(descriptors.shape[1]):
            sums[segment, word, c] += descriptors[i, c] - words[word, c]
