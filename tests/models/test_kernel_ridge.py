import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import RidgeClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from classic_cls.models import kernel_ridge
from classic_cls.models.kernel_ridge import KernelRidgeClassifier


def digits(n=301):
    X, y = load_digits(return_X_y=True)
    return X[:n], np.array(list("abcdefghij"))[y[:n]]


def kernel(rows, others, gamma):
    distances = np.square(rows[:, None] - others).sum(axis=2)
    lengths = np.square(rows).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    return np.exp(-gamma * distances) - np.exp(-gamma * lengths)


@pytest.mark.parametrize("n", [2, 3, 40, 41, 64, 65, 200, 201])
@pytest.mark.parametrize("tile", [7, 32, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_scikit_learn(n, tile, dtype, monkeypatch):
    monkeypatch.setattr(kernel_ridge, "_TILE", tile)
    X, y = digits(250)
    model = KernelRidgeClassifier(alpha=0.05, gamma=0.3).fit(X[:n].astype(dtype), y[:n])
    rows = X - X[:n].mean(axis=0)
    rows /= np.sqrt(np.square(rows[:n]).sum(axis=1).mean())
    targets = np.where(y[:n, None] == np.unique(y[:n]), 1.0, -1.0)[:, 1 if n == 2 else 0 :]
    reference = KernelRidge(alpha=0.05, kernel="precomputed")
    reference.fit(kernel(rows[:n], rows[:n], 0.3), targets - targets.mean(axis=0))
    expected = reference.predict(kernel(rows, rows[:n], 0.3)) + targets.mean(axis=0)
    scores = model.decision_function(X)
    tolerance = 1e-4 if dtype is np.float32 else 1e-9
    np.testing.assert_allclose(scores.reshape(len(X), -1), expected, atol=tolerance)
    assert scores.dtype == dtype


def test_a_narrow_kernel_is_nearly_linear():
    X, y = digits()
    rows = (X - X.mean(axis=0)) / np.sqrt(np.square(X - X.mean(axis=0)).sum(axis=1).mean())
    gamma = 1e-4
    model = KernelRidgeClassifier(alpha=0.1 * 2 * gamma, gamma=gamma).fit(X, y)
    linear = RidgeClassifier(alpha=0.1).fit(rows, y)
    np.testing.assert_allclose(
        model.decision_function(X), linear.decision_function(rows), atol=0.01
    )


def test_scale_and_origin_do_not_matter():
    X, y = digits()
    expected = KernelRidgeClassifier().fit(X, y).decision_function(X)
    moved = KernelRidgeClassifier().fit(3 * X + 5, y).decision_function(3 * X + 5)
    np.testing.assert_allclose(moved, expected, atol=2e-3)


def test_it_is_better_than_a_linear_classifier():
    X, y = digits(1000)
    linear = RidgeClassifier().fit(X[:700], y[:700]).score(X[700:], y[700:])
    assert KernelRidgeClassifier().fit(X[:700], y[:700]).score(X[700:], y[700:]) > linear + 0.01


def test_rows_of_zeros_and_one_class():
    model = KernelRidgeClassifier().fit(np.zeros((5, 3)), list("aabbb"))
    assert model.predict(np.zeros((1, 3))) == ["b"]
    with pytest.raises(ValueError, match="one class"):
        KernelRidgeClassifier().fit(np.zeros((5, 3)), list("aaaaa"))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(kernel_ridge, "_MAX_ROWS", 100)
    with pytest.raises(ValueError, match="301 rows"):
        KernelRidgeClassifier().fit(*digits())


@pytest.mark.parametrize("parameters", [{"alpha": 0.0}, {"gamma": 0.0}, {"gamma": "scale"}])
def test_bad_parameters_are_named(parameters):
    with pytest.raises(ValueError, match=next(iter(parameters))):
        KernelRidgeClassifier(**parameters).fit(*digits())


@parametrize_with_checks([KernelRidgeClassifier()])
def test_common(estimator, check):
    check(estimator)
