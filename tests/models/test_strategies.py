"""One-vs-rest and one-vs-one are scikit-learn's own, calibrated outside."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.pipeline import Pipeline

from classic_cls import CalibratedClassifier
from classic_cls.models import group_options
from classic_cls.pipelines import classifier_steps

STRATEGIES = pytest.mark.parametrize(
    "strategy, scikit_learns", [("ovr", OneVsRestClassifier), ("ovo", OneVsOneClassifier)]
)


def data(n_classes=3):
    X, codes = make_classification(
        90, 8, n_informative=5, n_classes=n_classes, random_state=0
    )
    return X, np.array(["ant", "bee", "cow"])[codes]


def model_of(strategy, name="linear_svm", **options):
    return Pipeline(classifier_steps(name, strategy=strategy, **options))


@STRATEGIES
@pytest.mark.parametrize("name", ["linear_svm", "svm", "kernel_ridge", "logistic", "forest"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_they_equal_scikit_learn(strategy, scikit_learns, name, n_classes):
    X, y = data(n_classes)
    reference = model_of(None, name)
    reference.set_params(classifier=scikit_learns(reference["classifier"])).fit(X, y)
    model = model_of(strategy, name).fit(X, y)
    np.testing.assert_array_equal(model.predict(X), reference.predict(X))
    np.testing.assert_array_equal(model.classes_, reference.classes_)
    assert hasattr(model, "predict_proba") == hasattr(reference, "predict_proba")
    if hasattr(model, "predict_proba"):
        np.testing.assert_allclose(model.predict_proba(X), reference.predict_proba(X))


@STRATEGIES
@pytest.mark.parametrize("sampling", [None, "over"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_groups_reach_the_calibration(strategy, scikit_learns, sampling, n_classes):
    X, y = data(n_classes)
    groups = [f"g{int(x * 5)}" for x in X[:, 0]]
    model = model_of(strategy, probabilities=True, sampling=sampling)
    options = group_options(model, groups)
    assert list(options) == ["classifier__groups"]
    before = clone(model[:-1])
    rows = before.fit_transform(X, y)
    reference = CalibratedClassifier(clone(model["classifier"].estimator))
    assert isinstance(reference.estimator, scikit_learns)
    expected = reference.fit(rows, y, groups).predict_proba(rows)
    probabilities = model.fit(X, y, **options).predict_proba(X)
    np.testing.assert_allclose(probabilities, expected)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert np.abs(probabilities - clone(model).fit(X, y).predict_proba(X)).max() > 1e-6


@STRATEGIES
def test_a_class_with_one_image_can_be_calibrated(strategy, scikit_learns):
    X, y = data()
    y[y == "cow"] = "bee"
    y[0] = "cow"
    model = model_of(strategy, probabilities=True).fit(X, y)
    assert set(model.predict(X)) <= {"ant", "bee", "cow"}
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)
