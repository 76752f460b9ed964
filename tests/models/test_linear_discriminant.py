"""A linear discriminant that goes on learning."""

import numpy as np
import pytest

from classic_cls import LinearDiscriminant


def blobs(n=30, n_features=5, seed=0):
    rng = np.random.default_rng(seed)
    y = np.repeat(list("abc"), n)
    return rng.normal(size=(3 * n, n_features)) + 2 * (y == "b")[:, None] + (y == "c")[:, None], y


def assert_same(one, other, **close):
    assert one.classes_.tolist() == other.classes_.tolist()
    for name in ("counts_", "means_", "scatter_", "coef_", "intercept_"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), **close)


def test_scores_are_those_of_the_definition():
    X, y = blobs()
    model = LinearDiscriminant().fit(X, y)
    means = np.array([X[y == name].mean(axis=0) for name in "abc"])
    rows = X - means[np.searchsorted(list("abc"), y)]
    covariance = rows.T @ rows / len(X)
    size = np.trace(covariance) / 5
    covariance = (1 - model.shrinkage_) * covariance + model.shrinkage_ * size * np.eye(5)
    inverse = np.linalg.inv(covariance)
    expected = X @ inverse @ means.T - np.einsum("ij,jk,ik->i", means, inverse, means) / 2
    found = model.decision_function(X)
    for scores in (found, expected):  # what is common to the classes decides nothing
        scores -= scores.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_shrinkage_is_that_of_scikit_learn():
    oas = pytest.importorskip("sklearn.covariance").oas
    X, y = blobs()
    model = LinearDiscriminant().fit(X, y)
    rows = X - model.means_[np.searchsorted(model.classes_, y)]
    assert model.shrinkage_ == pytest.approx(oas(rows, assume_centered=True)[1])


@pytest.mark.parametrize("portions", [2, 5, 30])
def test_portions_come_to_the_same_as_all_at_once(portions):
    X, y = blobs()
    order = np.random.default_rng(1).permutation(len(X))
    model = LinearDiscriminant()
    first, *others = np.array_split(order, portions)
    first = np.r_[first, [0, 89]] if portions == 30 else first
    others = [part[~np.isin(part, first)] for part in others]
    for part in [first, *(part for part in others if len(part))]:
        model.partial_fit(X[part], y[part])
    assert_same(model, LinearDiscriminant().fit(X, y), atol=1e-9)


def test_classes_may_come_one_after_the_other_in_any_order():
    X, y = blobs()
    later = [LinearDiscriminant().fit(X[y != name], y[y != name]) for name in "abc"]
    for name, model in zip("abc", later, strict=True):
        model.partial_fit(X[y == name], y[y == name])
        assert_same(model, LinearDiscriminant().fit(X, y), atol=1e-9)


def test_weights_multiply_the_shares_of_the_classes():
    X, y = blobs()
    X, y = X[10:], y[10:]
    plain = LinearDiscriminant().fit(X, y)
    doubled = LinearDiscriminant(class_weight={"a": 2}).fit(X, y)
    found = (doubled.intercept_ - plain.intercept_)[:2]
    assert found[0] - found[1] == pytest.approx(np.log(2))
    balanced = LinearDiscriminant(class_weight="balanced").fit(X, y)
    found = (balanced.intercept_ - plain.intercept_)[:2]
    assert found[0] - found[1] == pytest.approx(np.log(30 / 20))


def test_fit_forgets():
    X, y = blobs()
    model = LinearDiscriminant().fit(X, y).fit(X[:60], y[:60])
    assert_same(model, LinearDiscriminant().fit(X[:60], y[:60]))


def test_of_two_classes_the_score_is_of_the_second():
    X, y = blobs()
    model = LinearDiscriminant().fit(X[:60], y[:60])
    scores = model.decision_function(X[:60])
    assert scores.shape == (60,) and ((scores > 0) == (model.predict(X[:60]) == "b")).all()


def test_far_from_the_origin_in_single_precision():
    X, y = blobs()
    near, far = LinearDiscriminant().fit(X, y), LinearDiscriminant().fit(X + 1000, y)
    np.testing.assert_allclose(
        far.decision_function(X + 1000), near.decision_function(X), atol=1e-6
    )


def test_rows_that_are_all_equal_and_columns_that_are_one():
    model = LinearDiscriminant().fit(np.ones((4, 3)), list("abab"))
    assert model.predict(np.ones((1, 3))).tolist() == ["a"]
    model = LinearDiscriminant().fit([[0.0], [1.0], [5.0]], list("aab"))
    assert model.predict([[4.0]]).tolist() == ["b"]


def test_what_cannot_be_learned_is_refused():
    with pytest.raises(ValueError, match="2 classes or more"):
        LinearDiscriminant().fit([[0.0], [1.0]], ["a", "a"])
    model = LinearDiscriminant().fit(*blobs())
    with pytest.raises(ValueError, match="features"):
        model.partial_fit(np.zeros((2, 3)), ["a", "b"])
