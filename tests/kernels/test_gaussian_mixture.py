"""Mixtures against scikit-learn's, gradients against scikit-image's Fisher vector."""

import warnings

import numpy as np
import pytest
from skimage.feature import fisher_vector
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from classic_cls.kernels.gaussian_mixture import (
    Mixture,
    add_gradients,
    expectation,
    fit_mixture,
    likeliest,
    maximization,
    mixture_of_words,
)


def clouds(m=4000, d=6, seed=0):
    rng = np.random.default_rng(seed)
    centers = np.random.default_rng(9).normal(size=(5, d)) * 2
    return (centers[rng.integers(5, size=m)] + rng.normal(size=(m, d))).astype(np.float32)


def start(d=6, k=5):
    rng = np.random.default_rng(3)
    weights = rng.uniform(1, 2, k)
    values = weights / weights.sum(), rng.normal(size=(k, d)) * 2, rng.uniform(0.5, 3, (k, d))
    return Mixture(*(value.astype(np.float32) for value in values))


def peer_of(mixture, some, max_iter=1):
    """scikit-learn's mixture after as many steps, from the same start."""
    weights, means, variances = (values.astype(float) for values in mixture)
    peer = GaussianMixture(
        len(weights), covariance_type="diag", tol=0, reg_covar=0, max_iter=max_iter,
        weights_init=weights / weights.sum(), means_init=means, precisions_init=1 / variances,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return peer.fit(some.astype(float))


@pytest.mark.parametrize("steps", [1, 2, 6])
def test_steps_are_those_of_scikit_learn(steps):
    some, mixture = clouds(), start()
    peer = peer_of(mixture, some, steps)
    for _ in range(steps):
        shares, gradients, log_likelihood = expectation(some, mixture)
        mixture = maximization(mixture, shares, gradients, floor=1e-6)
    assert abs(log_likelihood - peer.lower_bound_) < 1e-3
    np.testing.assert_allclose(mixture.weights, peer.weights_, atol=1e-3)
    np.testing.assert_allclose(mixture.means, peer.means_, atol=1e-2)
    np.testing.assert_allclose(mixture.variances, peer.covariances_, atol=1e-2)


def test_the_likelihood_never_falls():
    some, mixture, seen = clouds(), start(), []
    for _ in range(8):
        shares, gradients, log_likelihood = expectation(some, mixture)
        seen.append(log_likelihood)
        mixture = maximization(mixture, shares, gradients, floor=1e-6)
    assert np.diff(seen).min() > -1e-4


def test_gradients_are_those_of_scikit_image():
    some, mixture = clouds(), start()
    peer = peer_of(mixture, some)
    peer.weights_, peer.means_, peer.covariances_ = (v.astype(float) for v in mixture)
    peer.precisions_cholesky_ = 1 / np.sqrt(peer.covariances_)
    found = np.zeros((1, 5), np.float32), np.zeros((1, 5, 12), np.float32)
    add_gradients(some, np.zeros(len(some), np.intp), mixture, *found)
    weights = np.sqrt(mixture.weights)[:, None] * len(some)
    ours = [found[1][0, :, :6] / weights, found[1][0, :, 6:] / weights / np.sqrt(2)]
    theirs = fisher_vector(some.astype(float), peer)[5:].reshape(2, 5, 6)
    np.testing.assert_allclose(ours[0], theirs[0], atol=2e-4)
    np.testing.assert_allclose(ours[1], -theirs[1], atol=2e-4)  # theirs points the other way


def test_a_mixture_that_fits_has_no_gradient():
    some = clouds()
    mixture = fit_mixture(some, start(), 1e-6, max_iter=300, tolerance=1e-7)
    gradients = expectation(some, mixture)[1]
    assert np.abs(gradients).max() / len(some) < 2e-3


def test_segments_add_up_to_the_whole():
    some, mixture = clouds(), start()
    segments = np.random.default_rng(0).integers(0, 3, len(some))
    parts = np.zeros((3, 5), np.float32), np.zeros((3, 5, 12), np.float32)
    add_gradients(some, segments, mixture, *parts)
    whole = np.zeros((1, 5), np.float32), np.zeros((1, 5, 12), np.float32)
    add_gradients(some, np.zeros(len(some), np.intp), mixture, *whole)
    for part, all_of_it in zip(parts, whole):
        np.testing.assert_allclose(part.sum(axis=0), all_of_it[0], rtol=1e-3, atol=1e-2)


def test_the_likeliest_component_is_scikit_learns():
    some, mixture = clouds(), start()
    peer = peer_of(mixture, some)
    peer.weights_, peer.means_, peer.covariances_ = (v.astype(float) for v in mixture)
    peer.precisions_cholesky_ = 1 / np.sqrt(peer.covariances_)
    assert (likeliest(some, mixture) == peer.predict(some.astype(float))).mean() > 0.999


def test_descriptors_that_are_all_alike_give_the_smallest_variance():
    some = np.ones((30, 4), np.float32)
    mixture = fit_mixture(some, mixture_of_words(some, some[:3], 0.01), 0.01)
    assert all(np.isfinite(values).all() for values in mixture)
    np.testing.assert_allclose(mixture.variances, 0.01)


def test_bytes_give_what_floats_give():
    some = np.random.default_rng(0).integers(0, 256, (300, 6), np.uint8)
    start = mixture_of_words(some, some[:4].astype(np.float32), 0.01)
    sums = [expectation(some.astype(dtype), start)[1] for dtype in (np.uint8, np.float32)]
    np.testing.assert_allclose(*sums, rtol=1e-5, atol=1e-3)
