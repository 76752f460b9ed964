"""k-means against scikit-learn's from the same start."""

import numpy as np
from sklearn.cluster import KMeans

from classic_cls.kernels.k_means import k_means, k_means_step


def clouds(m=3000, d=5, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(8, d)) * 4)[rng.integers(8, size=m)] + rng.normal(size=(m, d))


def test_a_step_counts_adds_and_measures():
    some, words = clouds(20000).astype(np.float32), clouds(8, seed=1).astype(np.float32)
    counts, sums, error = k_means_step(some, words)
    distances = ((some[:, None].astype(float) - words) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1)
    np.testing.assert_array_equal(counts, np.bincount(nearest, minlength=8))
    for word in range(8):
        np.testing.assert_allclose(sums[word], some[nearest == word].sum(axis=0), rtol=1e-4)
    np.testing.assert_allclose(error, distances.min(axis=1).sum(), rtol=1e-4)


def test_words_are_about_as_good_as_those_of_scikit_learn():
    some = clouds(1000).astype(np.float32)
    words = k_means(some, 20, np.random.default_rng(0))
    peer = KMeans(20, n_init=1, random_state=0).fit(some)
    assert k_means_step(some, words)[2] < 1.1 * peer.inertia_


def test_the_same_steps_as_scikit_learn():
    some = clouds(500).astype(np.float32)
    rng = np.random.default_rng(5)
    start = some[np.sort(rng.choice(500, 6, replace=False, shuffle=False))]
    peer = KMeans(6, init=start, n_init=1, max_iter=300, tol=0).fit(some)
    words = k_means(some, 6, np.random.default_rng(5), max_iter=300, tolerance=-1.0)
    np.testing.assert_allclose(words, peer.cluster_centers_, atol=1e-4)


def test_words_that_nothing_is_near_to_move():
    some = np.repeat(np.float32([[0, 0], [9, 9], [5, 0]]), [98, 1, 1], axis=0)
    words = k_means(some, 3, np.random.default_rng(0), max_iter=200)
    assert k_means_step(some, words)[2] < 40 and np.isfinite(words).all()


def test_bytes_give_what_floats_give():
    some = np.random.default_rng(0).integers(0, 256, (400, 6), np.uint8)
    found = [k_means(some.astype(t), 5, np.random.default_rng(1)) for t in (np.uint8, np.float32)]
    np.testing.assert_array_equal(*found)
