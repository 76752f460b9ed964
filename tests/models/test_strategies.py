"""One-vs-rest and one-vs-one equal scikit-learn's, and hand groups on."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.svm import SVC, LinearSVC

from classic_cls.models import CalibratedClassifier, OneVsOne, OneVsRest

PAIRS = [(OneVsOne, OneVsOneClassifier), (OneVsRest, OneVsRestClassifier)]


def data(n_classes=3):
    X, codes = make_classification(
        90, 8, n_informative=5, n_classes=n_classes, random_state=0
    )
    return X, np.array(["ant", "bee", "cow"])[codes]


@pytest.mark.parametrize("ours, theirs", PAIRS)
@pytest.mark.parametrize("inner", [LogisticRegression(), LinearSVC(random_state=0), SVC()])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_they_equal_scikit_learn(ours, theirs, inner, n_classes):
    X, y = data(n_classes)
    model, reference = ours(clone(inner)).fit(X, y), theirs(clone(inner)).fit(X, y)
    np.testing.assert_array_equal(model.predict(X), reference.predict(X))
    np.testing.assert_allclose(model.decision_function(X), reference.decision_function(X))
    np.testing.assert_array_equal(model.classes_, reference.classes_)
    assert hasattr(model, "predict_proba") == hasattr(reference, "predict_proba")
    if hasattr(model, "predict_proba"):
        np.testing.assert_allclose(model.predict_proba(X), reference.predict_proba(X))


class GroupKeeper(ClassifierMixin, BaseEstimator):
    def fit(self, X, y, groups=None):
        self.X_, self.groups_, self.classes_ = X, groups, np.array([0, 1])
        return self

    def decision_function(self, X):
        return X[:, 0]


@pytest.mark.parametrize("kind", [OneVsOne, OneVsRest])
def test_groups_stay_with_their_rows(kind):
    X, y = data()
    groups = [f"g{int(x * 5)}" for x in X[:, 0]]
    model = kind(GroupKeeper()).fit(X, y, groups=groups)
    assert len(model.estimators_) == 3
    for one in model.estimators_:
        assert list(one.groups_) == [f"g{int(x * 5)}" for x in one.X_[:, 0]]
    assert kind(LogisticRegression()).fit(X, y, groups=groups).predict(X).shape == y.shape


@pytest.mark.parametrize("kind", [OneVsOne, OneVsRest])
def test_a_class_with_one_image_can_be_calibrated(kind):
    X, y = data()
    y[y == "cow"] = "bee"
    y[0] = "cow"
    model = kind(CalibratedClassifier(LinearSVC(random_state=0))).fit(X, y)
    assert set(model.predict(X)) <= {"ant", "bee", "cow"}


@pytest.mark.parametrize("kind", [OneVsOne, OneVsRest])
def test_one_class_is_refused(kind):
    with pytest.raises(ValueError, match="1 class"):
        kind(LogisticRegression()).fit(np.zeros((4, 1)), ["a"] * 4)
