"""One class alone: rates of false alarms, scikit-learn's own checks, what changes nothing."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from sklearn.svm import OneClassSVM
from sklearn.utils.estimator_checks import parametrize_with_checks

from classic_cls.models import MahalanobisDistance, OneClassClassifier, learned_rows


class FirstColumn(BaseEstimator):
    """A score that no fit changes, so that rows left out and new ones are exchangeable."""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def score_samples(self, X):
        return -X[:, 0]


@parametrize_with_checks([OneClassClassifier(PCA(0.9))])
def test_the_common_battery(estimator, check):
    check(estimator)


MODELS = {
    "mahalanobis": MahalanobisDistance(),
    "lof": LocalOutlierFactor(n_neighbors=5, novelty=True, algorithm="brute"),
    "svm": OneClassSVM(nu=0.1),
    "forest": IsolationForest(n_estimators=10, random_state=0),
    "pca": PCA(0.9),
}


def rows(n, seed=0, shift=0.0):
    return np.random.default_rng(seed).normal(shift, size=(n, 6))


def two_classes():
    X = np.concatenate([rows(60), rows(15, 1, shift=6.0)])
    return X, np.array(["good"] * 60 + ["not good"] * 15)


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("n", [19, 60])
def test_false_alarms_keep_their_rate_on_exchangeable_scores(n, rate):
    alarms = []
    for seed in range(300):
        X = rows(n + 40, seed)
        model = OneClassClassifier(FirstColumn(), false_alarms=rate).fit(X[:n], ["good"] * n)
        alarms.append(np.mean(model.predict(X[n:]) == "not good"))
    mean, error = np.mean(alarms), np.std(alarms) / np.sqrt(len(alarms))
    exact = np.floor(rate * (n + 1) + 1e-9) / (n + 1)
    assert abs(mean - exact) <= 4 * error and exact <= rate


def test_p_values_are_no_smaller_than_uniform_ones_and_agree_with_the_labels():
    found, labels = [], []
    for seed in range(200):
        X = rows(80, seed)
        model = OneClassClassifier(FirstColumn(), false_alarms=0.1).fit(X[:49], ["good"] * 49)
        found.append(model.p_values(X[49:]))
        labels.append(model.predict(X[49:]) == "not good")
    found, labels = np.concatenate(found), np.concatenate(labels)
    for level in (0.02, 0.1, 0.5, 0.9):
        assert np.mean(found <= level) <= level + 0.02
    np.testing.assert_array_equal(found <= 0.1, labels)


def test_of_groups_each_counts_once():
    units = np.repeat(np.arange(30), 4)
    centres = np.random.default_rng(0).normal(size=30)
    X = np.column_stack([centres[units], units])
    model = OneClassClassifier(FirstColumn(), false_alarms=0.1).fit(X, ["a"] * 120, units)
    alone = OneClassClassifier(FirstColumn(), false_alarms=0.1).fit(X[::4], ["a"] * 30)
    assert model.n_units_ == 30 and model.limit_ == alone.limit_
    shifted = rows(50, 3)[:, :2]
    np.testing.assert_allclose(model.p_values(shifted), alone.p_values(shifted))


@pytest.mark.parametrize("name", MODELS)
def test_rows_of_the_other_class_change_nothing(name):
    X, y = two_classes()
    new = rows(20, 5, shift=2.0)
    model = OneClassClassifier(MODELS[name], "good")
    with_them = model.fit(X, y).scores(new)
    other = X.copy()
    other[60:] = rows(15, 9, shift=-3.0)
    for changed, labels in ((other, y), (X[:60], y[:60])):
        np.testing.assert_array_equal(model.fit(changed, labels).scores(new), with_them)


@pytest.mark.parametrize("name", MODELS)
def test_what_is_far_out_is_found_and_seeds_say_all(name):
    X, y = two_classes()
    model = OneClassClassifier(MODELS[name], "good").fit(X, y)
    found = model.predict(X)
    assert (found[60:] == "not good").all() and (found[:60] == "good").mean() > 0.8
    again = OneClassClassifier(MODELS[name], "good").fit(X, y)
    np.testing.assert_array_equal(again.decision_function(X), model.decision_function(X))
    np.testing.assert_array_equal(model.decision_function(X) >= 0, found == "not good")


def test_with_too_few_rows_only_what_exceeds_all_is_called_the_other_class():
    X = np.arange(10.0)[:, None]
    model = OneClassClassifier(FirstColumn(), false_alarms=0.01).fit(X, ["a"] * 10)
    assert model.predict([[9.0], [9.01]]).tolist() == ["a", "not a"]
    assert model.promised_ == 1 / 11


@pytest.mark.parametrize("share", [0.5, 0.8, 0.999])
def test_the_distance_is_that_of_the_covariance_of_principal_components(share):
    X, new = rows(40) * [5, 4, 3, 2, 1, 0.5], rows(9, 2)
    model = MahalanobisDistance(share).fit(X)
    values, vectors = np.linalg.eigh(np.cov(X.T, bias=True))
    values, vectors = values[::-1].copy(), vectors[:, ::-1]
    n = len(model.variances_)
    assert values[:n].sum() >= share * values.sum() > values[: n - 1].sum()
    values[n:] = values[n:].mean() if n < 6 else 0
    across = (new - X.mean(axis=0)) @ vectors
    expected = np.sqrt(np.sum(across**2 / values, axis=1))
    np.testing.assert_allclose(-model.score_samples(new), expected, rtol=1e-6)


def test_learned_rows_are_those_of_the_class():
    y = np.array(["a", "b", "a", "b"])
    some = np.array([1, 2, 3])
    assert learned_rows(OneClassClassifier(PCA(), "a"), y, some).tolist() == [2]
    assert learned_rows(PCA(), y, some).tolist() == [1, 2, 3]


@pytest.mark.parametrize("y, options, said", [
    (["a", "b", "c"] * 4, {}, "Only binary"),
    (["a"] * 12, {"known": "b"}, "no class 'b'"),
    (["a"] * 11 + ["b"], {"known": "b"}, "two rows"),
    ([1] * 12, {}, "one class"),
    (["a", "b"] * 6, {"known": "a", "other": "c"}, "other is 'c'"),
])  # fmt: skip
def test_what_is_refused(y, options, said):
    with pytest.raises(ValueError, match=said):
        OneClassClassifier(FirstColumn(), **options).fit(rows(12), y)
