"""Mixtures of Gaussians with diagonal covariance, and the Fisher vector of descriptors.

A mixture says how likely a descriptor ``x`` is: ``p(x) = sum_k w_k N(x; mean_k, variance_k)``. The
*posterior* ``q_k(x)`` is the share of component ``k`` in that sum. With
``u = (x - mean_k) / sqrt(variance_k)``, the *gradients* of component ``k`` over some descriptors
are ``sum q_k u`` and ``sum q_k (u^2 - 1)``: they say which way the mean and the variance should
go to fit these descriptors better. Both uses need them: expectation maximisation goes that way,
and the Fisher vector keeps the direction as the description of an image.

Logarithms of densities are one matrix product of ``(x, x^2, 1)`` with a table of the mixture.
Posteriors are spiky in many dimensions; those below 1e-4 of the largest are taken as zero, so
that gradients cost a few components a descriptor.

Descriptors are (m, d) float32, and ``floor`` is the smallest variance; ``run``, like the built-in
``map``, may work in threads. Source: J. Sanchez, F. Perronnin, T. Mensink and J. Verbeek, "Image
classification with the Fisher vector: theory and practice", IJCV 105(3), pp. 222-245, 2013.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit
from .k_means import blocks_of, k_means_step
from .nearest_words import TILE

__all__ = ["Mixture", "add_gradients", "expectation", "fit_mixture", "likeliest", "maximization",
           "mixture_of_words"]

_SMALLEST_SHARE = np.float32(np.log(1e-4))


class Mixture(NamedTuple):
    """Weights ``(k,)``, means ``(k, d)`` and variances ``(k, d)``, float32."""

    weights: np.ndarray
    means: np.ndarray
    variances: np.ndarray


def _log_densities(descriptors, mixture):
    """Yield ``(rows, log(w_k N(x)))`` for every few hundred descriptors."""
    weights, means, variances = (np.asarray(values, np.float64) for values in mixture)
    constants = np.log(2 * np.pi * variances) + means**2 / variances
    constants = np.log(weights) - 0.5 * constants.sum(axis=1)
    table = np.concatenate([means / variances, -0.5 / variances, constants[:, None]], axis=1)
    table = np.ascontiguousarray(table.T.astype(np.float32))
    size, d = min(TILE, len(descriptors)), means.shape[1]
    tile = np.ones((size, 2 * d + 1), np.float32)
    logs = np.empty((size, len(means)), np.float32)
    for start in range(0, len(descriptors), TILE):
        some = descriptors[start : start + TILE]
        n = len(some)
        tile[:n, :d] = some
        np.square(tile[:n, :d], out=tile[:n, d : 2 * d])  # bytes would overflow
        np.matmul(tile[:n], table, out=logs[:n])
        yield slice(start, start + n), logs[:n]


def likeliest(descriptors, mixture) -> np.ndarray:
    """Number of the component with the largest posterior, (m,) intp.

    >>> wide = Mixture(np.float32([0.5, 0.5]), np.float32([[0], [4]]), np.float32([[100], [1]]))
    >>> likeliest(np.float32([[4], [9]]), wide)
    array([1, 0])
    """
    numbers = np.empty(len(descriptors), np.intp)
    for rows, logs in _log_densities(descriptors, mixture):
        logs.argmax(axis=1, out=numbers[rows])
    return numbers


def add_gradients(descriptors, segments, mixture, shares, gradients) -> float:
    """Add posteriors and gradients of descriptors to those of their segment; the log-likelihood.

    ``segments`` (m,) intp are numbers of the images, or of the parts of them, that descriptors
    stand in. Added to are ``shares`` (segments, k) and ``gradients`` (segments, k, 2 d), those of
    the means, then those of the variances, float32. What is returned is a sum over descriptors.

    >>> one = Mixture(np.float32([1]), np.float32([[1]]), np.float32([[4]]))
    >>> shares, gradients = np.zeros((1, 1), "f"), np.zeros((1, 1, 2), "f")
    >>> _ = add_gradients(np.float32([[7]]), np.zeros(1, np.intp), one, shares, gradients)
    >>> gradients
    array([[[3., 8.]]], dtype=float32)
    """
    means = np.ascontiguousarray(mixture.means, np.float32)
    inverse = np.float32(1) / np.sqrt(np.asarray(mixture.variances, np.float32))
    total = 0.0
    for rows, logs in _log_densities(descriptors, mixture):
        largest = logs.max(axis=1)
        total += _add(descriptors[rows], segments[rows], logs, largest, means, inverse, shares,
                      gradients)
    return total


@jit
def _add(descriptors, segments, logs, largest, means, inverse, shares, gradients):
    n_words, d = means.shape
    kept = np.empty(n_words, np.intp)
    weights = np.empty(n_words, np.float32)
    total = 0.0
    for i in range(descriptors.shape[0]):
        n_kept, together = 0, np.float32(0)
        for word in range(n_words):
            below = logs[i, word] - largest[i]
            if below > _SMALLEST_SHARE:
                kept[n_kept] = word
                weights[n_kept] = np.exp(below)
                together += weights[n_kept]
                n_kept += 1
        total += largest[i] + np.log(together)
        scale, segment = np.float32(1) / together, segments[i]
        for place in range(n_kept):
            word, share = kept[place], weights[place] * scale
            shares[segment, word] += share
            mean, scaling = means[word], inverse[word]
            of_mean, of_variance = gradients[segment, word, :d], gradients[segment, word, d:]
            for c in range(d):
                u = (descriptors[i, c] - mean[c]) * scaling[c]
                of_mean[c] += share * u
            for c in range(d):  # a loop of its own: both in one are not vectorised
                u = (descriptors[i, c] - mean[c]) * scaling[c]
                of_variance[c] += share * (u * u - np.float32(1))
    return total


def expectation(descriptors, mixture, run=map) -> tuple[np.ndarray, np.ndarray, float]:
    """Sums over all descriptors: what a step of expectation maximisation needs.

    Sums of the posteriors (k,) and gradients (k, 2 d), float64, and the mean log-likelihood.

    >>> one = Mixture(np.float32([1]), np.float32([[1]]), np.float32([[4]]))
    >>> expectation(np.float32([[7], [1]]), one)[:2]
    (array([2.]), array([[3., 7.]]))
    """

    def of_block(block):
        shares = np.zeros((1, len(mixture.means)), np.float32)
        gradients = np.zeros((1, len(mixture.means), 2 * mixture.means.shape[1]), np.float32)
        some = descriptors[block]
        here = np.zeros(len(some), np.intp)
        total = add_gradients(some, here, mixture, shares, gradients)
        return shares[0].astype(float), gradients[0].astype(float), total

    shares, gradients, total = map(sum, zip(*run(of_block, blocks_of(descriptors))))
    return shares, gradients, total / len(descriptors)


def maximization(mixture, shares, gradients, floor) -> Mixture:
    """The mixture that fits best, given the sums of posteriors and gradients of ``mixture``.

    >>> one = Mixture(np.float32([1]), np.float32([[1]]), np.float32([[4]]))
    >>> maximization(one, np.array([2.0]), np.array([[3.0, 7.0]]), floor=1e-3)[1:]
    (array([[4.]], dtype=float32), array([[9.]], dtype=float32))
    """
    d = mixture.means.shape[1]
    shares = np.maximum(shares, 1e-6 * shares.sum())  # a component that nothing belongs to
    shift, spread = np.split(gradients / shares[:, None], [d], axis=1)
    variances = mixture.variances.astype(float)
    means = mixture.means + np.sqrt(variances) * shift
    variances = np.maximum(variances * (spread + 1 - shift**2), floor)
    values = shares / shares.sum(), means, variances
    return Mixture(*(np.ascontiguousarray(value, np.float32) for value in values))


def mixture_of_words(descriptors, words, floor, run=map) -> Mixture:
    """A mixture to start from: one component for each word (k, d), all with the same variances.

    Weights and means are those of the descriptors nearest to a word; the variances are those
    about the nearest word, over all descriptors.

    >>> descriptors = np.array([[1], [3], [8], [8]], np.float32)
    >>> _, means, variances = mixture_of_words(descriptors, np.float32([[2], [9]]), floor=1e-3)
    >>> means.ravel(), variances.ravel()
    (array([2., 8.], dtype=float32), array([0.5, 0.5], dtype=float32))
    """
    counts, sums, _ = k_means_step(descriptors, words, run)
    means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], words)
    squares = np.einsum("md,md->d", descriptors, descriptors, dtype=np.float64)
    variances = np.maximum((squares - counts @ means**2) / len(descriptors), floor)
    counts = np.maximum(counts, 1)
    values = counts / counts.sum(), means, np.tile(variances, (len(words), 1))
    return Mixture(*(np.ascontiguousarray(value, np.float32) for value in values))


def fit_mixture(descriptors, mixture, floor, max_iter=25, tolerance=1e-3, run=map) -> Mixture:
    """Expectation maximisation, until the mean log-likelihood grows by less than ``tolerance``.

    >>> start = Mixture(np.float32([1]), np.float32([[0]]), np.float32([[1]]))
    >>> fit_mixture(np.float32([[1], [3]]), start, floor=1e-3).means
    array([[2.]], dtype=float32)
    """
    before = -np.inf
    for _ in range(max_iter):
        shares, gradients, log_likelihood = expectation(descriptors, mixture, run)
        mixture = maximization(mixture, shares, gradients, floor)
        if log_likelihood - before < tolerance:
            break
        before = log_likelihood
    return mixture
