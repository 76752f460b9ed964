import tracemalloc

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import RidgeClassifier

from classic_cls.models import _gaussian, kernel_ridge
from classic_cls.models._gaussian import Rows, gaussian, squared_lengths
from classic_cls.models.kernel_ridge import KernelRidgeClassifier


def digits(n=301):
    X, y = load_digits(return_X_y=True)
    return X[:n], np.array(list("abcdefghij"))[y[:n]]


def as_rows(rows):
    return Rows(rows, squared_lengths(rows))


def kernel(rows, others, gamma):
    distances = np.square(rows[:, None] - others).sum(axis=2)
    lengths = np.square(rows).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    return np.exp(-gamma * distances) - np.exp(-gamma * lengths)


@pytest.mark.parametrize("n", [2, 3, 40, 41, 64, 65, 200, 201])
@pytest.mark.parametrize("tile", [7, 32, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_scikit_learn(n, tile, dtype, monkeypatch):
    monkeypatch.setattr(kernel_ridge, "TILE", tile)
    monkeypatch.setattr(_gaussian, "TILE", tile)
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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_of_many_times_the_usual_length(dtype):
    """As images have that differ where all of those learned from are alike."""
    X, y = digits()
    X[:2] *= 300
    X[1] += 1
    model = KernelRidgeClassifier(alpha=1e-3).fit(X.astype(dtype), y)
    assert model.predict(X[:2]).tolist() == y[:2].tolist()
    rows = ((X - model.center_) / model.scale_).astype(dtype)
    expected = kernel(rows, rows[:3], 2.0)
    found = gaussian(as_rows(rows), as_rows(rows[:3]), 2.0)
    np.testing.assert_allclose(found, expected, atol=1e-3 if dtype is np.float32 else 1e-9)
    assert np.isfinite(model.decision_function(1000 * X)).all()


@pytest.mark.parametrize(
    "parameters",
    [
        {"alpha": 1e6},
        {"alpha": 1e-300},
        {"gamma": 1e6},
        {"gamma": 1e-300},
    ],
    ids=str,
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_a_range_give_results(parameters, dtype):
    X, y = digits(60)
    try:
        model = KernelRidgeClassifier(**parameters).fit(X.astype(dtype), y)
    except ValueError as error:
        assert "alpha" in str(error)
    else:
        assert np.isfinite(model.decision_function(X)).all()


def test_few_centers_fit_all_rows():
    """Equal to the definition; with many centres nearly as good as with all rows."""
    X, y = digits(600)
    model = KernelRidgeClassifier(0.1, 0.3, n_centers=50, random_state=0).fit(X[:400], y[:400])
    rows = (X - model.center_) / model.scale_
    targets = np.where(y[:400, None] == model.classes_, 1.0, -1.0)
    near, among = kernel(rows[:400], model.rows_, 0.3), kernel(model.rows_, model.rows_, 0.3)
    among += 0.001 * np.eye(50)
    right = near.T @ (targets - targets.mean(axis=0))
    votes = np.linalg.solve(near.T @ near + 0.1 * among, right)
    expected = kernel(rows[400:], model.rows_, 0.3) @ votes + targets.mean(axis=0)
    np.testing.assert_allclose(model.decision_function(X[400:]), expected, atol=1e-6)
    full = KernelRidgeClassifier().fit(X[:400], y[:400]).score(X[400:], y[400:])
    some = KernelRidgeClassifier(n_centers=200, random_state=0).fit(X[:400], y[:400])
    assert some.score(X[400:], y[400:]) > full - 0.02


@pytest.mark.parametrize("n_centers", [1000, 100])
def test_a_weight_of_two_is_as_two_rows(n_centers):
    X, y = digits(300)
    X, y = X[y < "d"], y[y < "d"]
    twice = np.concatenate([np.arange(len(y)), np.flatnonzero(y == "a")])
    weighted = KernelRidgeClassifier(n_centers=n_centers, class_weight={"a": 2}, random_state=0)
    plain = KernelRidgeClassifier(n_centers=n_centers, random_state=0)
    scores = weighted.fit(X, y).decision_function(X)
    again = plain.fit(X[twice], y[twice]).decision_function(X)
    # Centre and scale of the rows differ a little, and with few centres the centres do.
    assert np.corrcoef(scores.ravel(), again.ravel())[0, 1] > 0.98


@pytest.mark.parametrize(
    "parameters",
    [{"alpha": 0.0}, {"gamma": 0.0}, {"gamma": "scale"}, {"gamma": 1e7}, {"n_centers": 0}],
)
def test_bad_parameters_are_named(parameters):
    with pytest.raises(ValueError, match=next(iter(parameters))):
        KernelRidgeClassifier(**parameters).fit(*digits())


def test_there_is_one_kernel_of_the_rows_in_memory_and_no_second_one():
    rows = np.random.default_rng(0).random((1500, 20), dtype=np.float32)
    labels = np.array(["a", "b"])[np.arange(1500) % 2]
    tracemalloc.start()
    KernelRidgeClassifier(0.03, 0.3).fit(rows, labels)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * 4 * 1500**2
