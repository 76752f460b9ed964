"""Balanced sampling: which rows, in which numbers, with which groups."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from classic_cls.models import BalancedSampling

COUNTS = {"ant": 31, "bee": 7, "cow": 12}


class RowKeeper(ClassifierMixin, BaseEstimator):
    def fit(self, X, y, groups=None):
        self.rows_, self.y_, self.groups_ = X[:, 0].astype(int), np.asarray(y), groups
        self.classes_ = np.unique(y)
        return self

    def predict(self, X):
        return self.y_[:1].repeat(len(X))


def data():
    y = np.random.default_rng(0).permutation(np.repeat(list(COUNTS), list(COUNTS.values())))
    return np.arange(len(y), dtype=float)[:, None], y


@pytest.mark.parametrize("how, size", [("over", 31), ("under", 7)])
def test_every_class_has_the_same_size(how, size):
    X, y = data()
    kept = BalancedSampling(RowKeeper(), how).fit(X, y, groups=np.arange(50) % 9).estimator_
    assert {name: int(np.sum(kept.y_ == name)) for name in COUNTS} == dict.fromkeys(COUNTS, size)
    np.testing.assert_array_equal(kept.y_, y[kept.rows_])
    np.testing.assert_array_equal(kept.groups_, kept.rows_ % 9)


def test_rows_are_repeated_as_evenly_as_can_be_and_none_is_lost():
    X, y = data()
    repeats = np.bincount(BalancedSampling(RowKeeper()).fit(X, y).estimator_.rows_)
    for name, count in COUNTS.items():
        assert set(repeats[y == name]) <= {31 // count, 31 // count + 1}
    under = BalancedSampling(RowKeeper(), "under").fit(X, y).estimator_.rows_
    assert len(np.unique(under)) == len(under)


@pytest.mark.parametrize("how", ["over", "under"])
def test_the_seed_decides(how):
    X, y = data()
    rows = [BalancedSampling(RowKeeper(), how, seed).fit(X, y).estimator_.rows_.tolist()
            for seed in (0, 0, 1)]
    assert rows[0] == rows[1] != rows[2]


@pytest.mark.parametrize("how", ["over", "under"])
def test_classes_of_equal_size_are_left_alone(how):
    X, y = np.arange(12.0)[:, None], np.array(["a", "b", "c"] * 4)
    kept = BalancedSampling(RowKeeper(), how).fit(X, y).estimator_
    np.testing.assert_array_equal(kept.rows_, np.arange(12))


@pytest.mark.parametrize("inner", [LogisticRegression(), LinearSVC(random_state=0)])
def test_answers_are_those_of_the_classifier(inner):
    X, y = data()
    model = BalancedSampling(inner).fit(X, y)
    np.testing.assert_array_equal(model.predict(X), model.estimator_.predict(X))
    np.testing.assert_array_equal(
        model.decision_function(X), model.estimator_.decision_function(X)
    )
    assert hasattr(model, "predict_proba") == hasattr(inner, "predict_proba")


def test_oversampling_equals_weights_where_sizes_divide():
    X, y = np.arange(16.0)[:, None], np.array(["a"] * 4 + ["b"] * 12)
    twice = BalancedSampling(LogisticRegression(tol=1e-9, max_iter=10000)).fit(X, y)
    weighted = LogisticRegression(tol=1e-9, max_iter=10000)
    weighted.fit(X, y, sample_weight=np.where(y == "a", 3.0, 1.0))
    np.testing.assert_allclose(twice.decision_function(X), weighted.decision_function(X), atol=1e-4)


def test_several_labels_and_unknown_ways_are_refused():
    X, y = data()
    with pytest.raises(ValueError, match="MultilabelOneVsRest"):
        BalancedSampling(LogisticRegression()).fit(X, np.zeros((50, 3)))
    with pytest.raises(ValueError, match="'how' parameter"):
        BalancedSampling(LogisticRegression(), "smote").fit(X, y)
