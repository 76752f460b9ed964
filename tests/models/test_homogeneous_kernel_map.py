"""Homogeneous kernel maps against the exact kernels and scikit-learn's map."""

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.kernel_approximation import AdditiveChi2Sampler

from classic_cls.models import HomogeneousKernelMap

KERNELS = ["chi2", "intersection", "jensen_shannon"]


def histograms(n=16, bins=30):
    rows = np.random.default_rng(0).gamma(0.4, size=(n, bins))
    rows[rows < 0.02] = 0
    return rows / rows.sum(axis=1, keepdims=True)


def exact(kernel, x, y):
    if kernel == "intersection":
        return np.minimum(x, y).sum()
    total = x + y
    filled = total > 0
    if kernel == "chi2":
        return (2 * x[filled] * y[filled] / total[filled]).sum()
    divergence = entropy(x, total / 2, base=2) / 2 + entropy(y, total / 2, base=2) / 2
    return 1 - divergence


def errors(kernel, order):
    rows = histograms()
    mapped = HomogeneousKernelMap(kernel, order=order).fit_transform(rows)
    truth = np.array([[exact(kernel, x, y) for y in rows] for x in rows])
    return np.abs(mapped @ mapped.T - truth).max()


@pytest.mark.parametrize("kernel, few, many", [
    ("chi2", 0.06, 0.01), ("intersection", 0.2, 0.12), ("jensen_shannon", 0.06, 0.01),
])
def test_products_are_the_kernel(kernel, few, many):
    assert errors(kernel, order=1) < few
    assert errors(kernel, order=3) < many


@pytest.mark.parametrize("order", [1, 2])
def test_chi2_is_that_of_scikit_learn(order):
    period = 5.86 * np.sqrt(order) + 3.65
    peer = AdditiveChi2Sampler(sample_steps=order + 1, sample_interval=2 * np.pi / period)
    mapped = HomogeneousKernelMap(order=order).fit_transform(histograms())
    np.testing.assert_allclose(mapped, peer.fit_transform(histograms()), atol=1e-12)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_factor_passes_through_the_kernel(kernel):
    """Homogeneous: k(cx, cy) = c k(x, y)."""
    step = HomogeneousKernelMap(kernel, order=2)
    once, thrice = step.fit_transform(histograms()), step.fit_transform(3 * histograms())
    np.testing.assert_allclose(thrice @ thrice.T, 3 * (once @ once.T), atol=1e-9)


def test_zeros_stay_zeros_and_float32_stays():
    mapped = HomogeneousKernelMap(order=2).fit_transform(np.zeros((2, 3), np.float32))
    assert mapped.dtype == np.float32 and mapped.shape == (2, 15) and not mapped.any()


def test_names_tell_the_function():
    names = HomogeneousKernelMap().fit([[1.0, 2.0]]).get_feature_names_out(["a", "b"])
    assert names.tolist() == ["a_root", "b_root", "a_cos1", "b_cos1", "a_sin1", "b_sin1"]


def test_negative_values_are_refused():
    with pytest.raises(ValueError, match=r"Negative values .* \(-1\): histograms have none"):
        HomogeneousKernelMap().fit([[1.0, -1.0]])


@pytest.mark.parametrize("mistake", [{"kernel": "rbf"}, {"order": 0}])
def test_mistakes_in_parameters(mistake):
    with pytest.raises(ValueError, match=next(iter(mistake))):
        HomogeneousKernelMap(**mistake).fit(histograms())
