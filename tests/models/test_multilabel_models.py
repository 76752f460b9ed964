"""One-vs-rest and chains: unknown labels, constant labels, groups."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_multilabel_classification
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import ClassifierChain
from sklearn.svm import LinearSVC

from classic_cls.models import (
    BalancedSampling,
    CalibratedClassifier,
    MultilabelChain,
    MultilabelOneVsRest,
    anova_f,
)

BOTH = pytest.mark.parametrize("kind", [MultilabelOneVsRest, MultilabelChain])


def labels(n=90):
    X, Y = make_multilabel_classification(n, 10, n_classes=4, random_state=0)
    return X, Y.astype(np.int8)


@BOTH
@pytest.mark.parametrize("inner", [LinearSVC(random_state=0), LogisticRegression(max_iter=1000)])
def test_constant_and_wholly_unknown_labels_are_safe(kind, inner):
    X, Y = labels()
    Y[:, 0], Y[:, 1], Y[:, 2] = 1, 0, -1
    model = kind(inner).fit(X, Y)
    np.testing.assert_array_equal(model.predict(X)[:, :3], np.tile([1, 0, 0], (len(X), 1)))
    probable = hasattr(model, "predict_proba")
    scores = model.predict_proba(X) if probable else model.decision_function(X)
    absent = 0 if probable else -1
    np.testing.assert_array_equal(scores[:, :3], np.tile([1, absent, absent], (len(X), 1)))


@BOTH
def test_a_label_is_learned_where_it_is_known(kind):
    X, Y = labels()
    Y[::3, 0] = -1
    known = Y[:, 0] >= 0
    alone = LogisticRegression(max_iter=1000).fit(X[known], Y[known, 0])
    model = kind(LogisticRegression(max_iter=1000)).fit(X, Y)
    np.testing.assert_array_equal(model.predict_proba(X)[:, 0], alone.predict_proba(X)[:, 1])
    assert set(np.unique(model.predict(X))) <= {0, 1}


def test_the_chain_fills_unknown_labels_with_its_own_prediction():
    X, Y = labels()
    Y[::3, 0] = -1
    first = LogisticRegression(max_iter=1000).fit(X[Y[:, 0] >= 0], Y[Y[:, 0] >= 0, 0])
    filled = np.where(Y[:, 0] < 0, first.predict(X), Y[:, 0])
    second = LogisticRegression(max_iter=1000).fit(np.column_stack([X, filled]), Y[:, 1])
    model = MultilabelChain(LogisticRegression(max_iter=1000)).fit(X, Y)
    expected = second.predict_proba(np.column_stack([X, first.predict(X)]))[:, 1]
    np.testing.assert_array_equal(model.predict_proba(X)[:, 1], expected)


@pytest.mark.parametrize("order", [None, [2, 0, 3, 1]])
def test_with_everything_known_the_chain_is_that_of_scikit_learn(order):
    X, Y = labels()
    inner = LogisticRegression(max_iter=1000)
    ours = MultilabelChain(inner, order).fit(X, Y)
    theirs = ClassifierChain(inner, order=order).fit(X, Y)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X))
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X))


def test_a_random_order_follows_the_seed():
    X, Y = labels()
    orders = [
        MultilabelChain(LogisticRegression(max_iter=1000), "random", seed).fit(X, Y).order_.tolist()
        for seed in (0, 0, 1)
    ]
    assert orders[0] == orders[1] != orders[2] and sorted(orders[0]) == [0, 1, 2, 3]


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 0, 1, 2], [1, 2, 3, 4], "backwards"])
def test_an_order_that_is_none_is_refused(order):
    X, Y = labels()
    with pytest.raises(ValueError, match="order is .* once"):
        MultilabelChain(LogisticRegression(), order).fit(X, Y)


@BOTH
@pytest.mark.parametrize("target", [np.zeros(6), np.full((6, 2), 2), np.full((6, 2), -2)])
def test_what_is_no_indicator_is_refused(kind, target):
    with pytest.raises(ValueError, match="indicator matrix"):
        kind(LogisticRegression()).fit(np.zeros((6, 1)), target)


class GroupKeeper(ClassifierMixin, BaseEstimator):
    def fit(self, X, y, groups=None):
        self.groups_, self.X_ = groups, X
        self.classes_ = np.array([0, 1])
        return self

    def predict(self, X):
        return np.zeros(len(X), int)


@BOTH
def test_groups_stay_with_their_rows(kind):
    X, Y = labels()
    Y[::3, 0] = -1
    groups = (X[:, 0] * 7).astype(int)
    model = kind(GroupKeeper()).fit(X, Y, groups=groups)
    assert len(model.estimators_) == 4
    for safe in model.estimators_:
        rows = safe.estimator_.X_
        np.testing.assert_array_equal(safe.estimator_.groups_, (rows[:, 0] * 7).astype(int))
    assert len(model.estimators_[0].estimator_.groups_) == 60


@BOTH
@pytest.mark.parametrize("n_present", [1, 2, 3])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_rare_label_has_probabilities(kind, n_present, grouped):
    X, Y = labels()
    Y[:, 2] = np.arange(len(Y)) < n_present
    groups = np.zeros(len(X), int) if grouped else None
    inner = CalibratedClassifier(LinearSVC(random_state=0))
    probabilities = kind(inner).fit(X, Y, groups=groups).predict_proba(X)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    if n_present == 1 and not grouped:  # uncalibrated, but still in the order of the scores
        scores = kind(LinearSVC(random_state=0)).fit(X, Y).decision_function(X)[:, 2]
        if kind is MultilabelOneVsRest:
            np.testing.assert_array_equal(np.argsort(scores), np.argsort(probabilities[:, 2]))


def test_sampling_balances_every_label_by_itself():
    X, Y = labels()
    Y[:, 2] = np.arange(len(Y)) < 5
    model = MultilabelOneVsRest(BalancedSampling(LogisticRegression(max_iter=1000))).fit(X, Y)
    alone = BalancedSampling(LogisticRegression(max_iter=1000)).fit(X, Y[:, 2])
    np.testing.assert_array_equal(model.predict(X)[:, 2], alone.predict(X))


@BOTH
def test_they_can_be_cloned_and_set(kind):
    model = clone(kind(LogisticRegression())).set_params(estimator__C=3.0)
    assert model.get_params()["estimator__C"] == 3.0


def test_selection_looks_at_known_rows_only():
    X, Y = labels()
    column = Y[:, :1].copy()
    column[::3] = -1
    known = column[:, 0] >= 0
    expected = anova_f(X[known], column[known, 0])
    np.testing.assert_allclose(anova_f(X, column), expected)
    np.testing.assert_array_equal(anova_f(X, np.full((len(X), 2), -1)), np.zeros(X.shape[1]))
