"""Nearest words against all distances in full."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from classic_cls.kernels.nearest_words import nearest_words, soft_assignment


def descriptors(m, d=16, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (m, d), np.uint8)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("m", [0, 1, 1024, 2500])
def test_the_nearest_word_is_the_nearest(m, dtype):
    some, words = descriptors(m).astype(dtype), descriptors(37, seed=1).astype(np.float32)
    expected = cdist(some, words).argmin(axis=1) if m else np.empty(0, int)
    np.testing.assert_array_equal(nearest_words(some, words), expected)


def test_the_first_of_equal_words_is_taken():
    words = np.tile(descriptors(1).astype(np.float32), (5, 1))
    assert not nearest_words(descriptors(9), words).any()


@pytest.mark.parametrize("n_nearest", [1, 3, 12])
def test_soft_assignment_is_its_definition(n_nearest):
    some, words = descriptors(1500), descriptors(12, seed=1).astype(np.float32)
    distances = cdist(some, words)
    expected = distances.argsort(axis=1)[:, :n_nearest]
    weights = np.exp(-np.take_along_axis(distances, expected, axis=1) ** 2 / (2 * 90.0**2))
    weights /= weights.sum(axis=1, keepdims=True)
    nearest, found = soft_assignment(some, words, n_nearest, width=90.0)
    np.testing.assert_array_equal(nearest, expected)
    np.testing.assert_allclose(found, weights, atol=1e-5)


def test_a_width_of_almost_nothing_is_hard_assignment():
    some, words = descriptors(50), descriptors(8, seed=1).astype(np.float32)
    nearest, weights = soft_assignment(some, words, 4, width=1e-3)
    np.testing.assert_array_equal(nearest[:, 0], nearest_words(some, words))
    np.testing.assert_array_equal(weights, np.eye(4, dtype=np.float32)[[0] * 50])


def test_numbers_beyond_all_bounds_give_words_that_exist():
    words = np.full((6, 3), 1e30, np.float32)
    with np.errstate(all="ignore"):
        nearest, _ = soft_assignment(descriptors(2000)[:, :3], words, 4, width=1.0)
        assert 0 <= nearest.min() and nearest.max() < 6
