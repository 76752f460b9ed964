"""Sums of residuals against a plain loop."""

import numpy as np

from classic_cls.kernels.word_residuals import add_residuals


def test_sums_are_those_of_a_loop():
    rng = np.random.default_rng(0)
    some, words = rng.normal(size=(300, 7)), rng.normal(size=(5, 7))
    nearest, segments = rng.integers(0, 5, 300), rng.integers(0, 3, 300)
    sums = np.zeros((3, 5, 7), np.float32)
    add_residuals(some.astype(np.float32), nearest, segments, words.astype(np.float32), sums)
    expected = np.zeros((3, 5, 7))
    for x, word, segment in zip(some, nearest, segments):
        expected[segment, word] += x - words[word]
    np.testing.assert_allclose(sums, expected, atol=1e-4)
