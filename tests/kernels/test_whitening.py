"""Whitening against scikit-learn's PCA."""

import numpy as np
from sklearn.decomposition import PCA

from classic_cls.kernels.whitening import project, whitening_axes


def spread(m=40000, d=8):
    rng = np.random.default_rng(0)
    return (rng.normal(size=(m, d)) @ rng.normal(size=(d, d)) * 8 + 120).clip(0, 255)


def projected(some, n_components, share):
    center, axes = whitening_axes(some, n_components, share)
    out = np.empty((len(some), n_components), np.float32)
    project(some, center, axes, out)
    return out


def test_without_a_share_it_is_scikit_learns():
    some = spread().astype(np.uint8)
    ours = projected(some, 5, share=0)
    theirs = PCA(5, whiten=True, svd_solver="full").fit_transform(some.astype(float))
    signs = np.sign((ours * theirs).sum(axis=0))
    np.testing.assert_allclose(ours, theirs * signs, atol=2e-3)


def test_the_share_keeps_axes_without_variance_small():
    some = np.zeros((50, 3), np.float32)
    some[:, 0] = np.arange(50)
    found = projected(some, 3, share=0.01)
    assert np.isfinite(found).all() and np.abs(found[:, 1:]).max() < 1e-3
    assert 0.9 < found[:, 0].std() < 1


def test_descriptors_that_are_all_alike_become_zeros():
    np.testing.assert_array_equal(projected(np.full((9, 4), 7, np.uint8), 4, share=0.01), 0)
