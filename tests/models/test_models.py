"""Rotation, constant labels, calibration, multilabel, selection."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification, make_multilabel_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls.models import (
    CalibratedClassifier,
    ConstantSafeClassifier,
    MultilabelOneVsRest,
    RowSpaceRotation,
    SignedSquareRoot,
    SingleLabelCheck,
    UnitMeanNorm,
    anova_f,
)


@pytest.fixture
def wide():
    X, y = make_classification(60, 300, n_informative=10, n_classes=3, random_state=0)
    return X, y


@pytest.mark.parametrize(
    "classifier",
    [
        LogisticRegression(C=0.1, tol=1e-8, max_iter=5000),
        LinearSVC(C=0.01, dual=False, tol=1e-8, max_iter=5000),
    ],
    ids=lambda c: type(c).__name__,
)
def test_rotation_changes_no_decision(classifier, wide):
    X, y = wide
    plain = make_pipeline(StandardScaler(), clone(classifier)).fit(X[:40], y[:40])
    rotated = make_pipeline(StandardScaler(), RowSpaceRotation(), clone(classifier))
    rotated.fit(X[:40], y[:40])
    assert rotated[-1].n_features_in_ == 40
    tolerance = 1e-4
    np.testing.assert_allclose(
        rotated.decision_function(X), plain.decision_function(X), atol=tolerance
    )


def test_rotation_leaves_tall_matrices(wide):
    X = wide[0][:, :20]
    np.testing.assert_array_equal(RowSpaceRotation().fit_transform(X), X)


def test_rotation_of_repeated_rows_keeps_products(wide):
    X = np.repeat(wide[0][:5], 4, axis=0).astype(np.float32)
    rotated = RowSpaceRotation().fit_transform(X)
    assert rotated.dtype == np.float32
    np.testing.assert_allclose(rotated @ rotated.T, X @ X.T, rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize("only", [0, 1])
def test_constant_label(only):
    X = np.arange(6.0)[:, None]
    model = ConstantSafeClassifier(LinearSVC()).fit(X, np.full(6, only))
    np.testing.assert_array_equal(model.predict(X), np.full(6, only))
    assert ((model.decision_function(X) > 0) == bool(only)).all()
    model = ConstantSafeClassifier(LogisticRegression()).fit(X, np.full(6, only))
    np.testing.assert_array_equal(model.predict_proba(X)[:, 1], np.full(6, only))


def test_two_classes_are_left_to_the_classifier():
    X, y = np.arange(6.0)[:, None], np.array([0, 0, 0, 1, 1, 1])
    safe = ConstantSafeClassifier(LogisticRegression()).fit(X, y)
    plain = LogisticRegression().fit(X, y)
    np.testing.assert_array_equal(safe.predict_proba(X), plain.predict_proba(X))
    np.testing.assert_array_equal(safe.decision_function(X), plain.decision_function(X))
    assert not hasattr(ConstantSafeClassifier(LinearSVC()).fit(X, y), "predict_proba")


def test_multilabel_equals_one_classifier_per_label():
    X, Y = make_multilabel_classification(80, 10, n_classes=4, random_state=0)
    Y[:, 2] = 0
    model = MultilabelOneVsRest(LogisticRegression(max_iter=1000)).fit(X, Y)
    assert model.predict(X).shape == model.predict_proba(X).shape == Y.shape
    for label in (0, 1, 3):
        plain = LogisticRegression(max_iter=1000).fit(X, Y[:, label])
        np.testing.assert_array_equal(model.predict(X)[:, label], plain.predict(X))
        np.testing.assert_allclose(model.decision_function(X)[:, label], plain.decision_function(X))
    assert not model.predict(X)[:, 2].any()
    with pytest.raises(ValueError, match="indicator"):
        model.fit(X, Y[:, 0])


@pytest.mark.parametrize("classifier", [LinearSVC(random_state=0), SVC()])
def test_calibration(classifier):
    X, y = make_classification(150, 8, n_informative=5, n_classes=3, random_state=1)
    names = np.array(["a", "b", "c"])[y]
    model = CalibratedClassifier(classifier).fit(X, names)
    probabilities = model.predict_proba(X)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_array_equal(model.classes_[probabilities.argmax(axis=1)], model.predict(X))
    assert (model.predict(X) == names).mean() > 0.7


def test_calibration_folds_follow_the_smallest_class_and_groups():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 4)), np.array(["many"] * 27 + ["few"] * 3)
    assert CalibratedClassifier(SVC()).fit(X, y).predict_proba(X).shape == (30, 2)
    groups = np.arange(30) // 2
    assert CalibratedClassifier(SVC()).fit(X, y, groups=groups).predict_proba(X).shape == (30, 2)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_class_too_rare_to_calibrate_keeps_the_order_of_its_scores(n_classes):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 4)), np.array(["few"] + ["many", "more"][: n_classes - 1] * 29)[:30]
    model, plain = CalibratedClassifier(SVC()).fit(X, y), SVC().fit(X, y)
    assert model.calibrated_ is None
    probabilities, scores = model.predict_proba(X), plain.decision_function(X)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    if n_classes == 2:
        np.testing.assert_array_equal(np.argsort(probabilities[:, 1]), np.argsort(scores))
    else:
        np.testing.assert_array_equal(probabilities.argmax(axis=1), scores.argmax(axis=1))
    assert CalibratedClassifier(SVC()).fit(X, y, groups=np.zeros(30)).calibrated_ is None


def test_calibration_needs_every_class_on_the_training_side():
    """A group that holds a class almost alone, so that some folds would lack it."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 3)), np.arange(40) % 2
    for seed in range(20):
        groups = np.random.default_rng(seed).integers(0, 4, 40)
        y = (groups == 3) | (np.arange(40) == seed)
        model = CalibratedClassifier(SVC()).fit(X, y, groups=groups)
        np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)


def test_square_roots_make_euclidean_distances_hellinger_ones():
    rng = np.random.default_rng(0)
    P = rng.random((5, 7))
    roots = SignedSquareRoot().fit_transform(P)
    np.testing.assert_allclose(roots @ roots.T, np.sqrt(P[:, None] * P[None]).sum(axis=2))
    mirrored = SignedSquareRoot().fit_transform(-P.astype(np.float32))
    np.testing.assert_allclose(mirrored, -roots, rtol=1e-6)
    assert mirrored.dtype == np.float32


def test_the_check_of_the_target_passes_rows_on():
    X = np.arange(6.0).reshape(3, 2)
    for target in (None, ["a", "b", "a"], [[0], [1], [0]]):
        np.testing.assert_array_equal(SingleLabelCheck().fit(X, target).transform(X), X)
    with pytest.raises(ValueError, match="y has 3 labels an image.*multilabel=True"):
        SingleLabelCheck().fit(X, np.eye(3))


def test_selection_scores_equal_scikit_learn(wide):
    X, y = wide
    np.testing.assert_allclose(anova_f(X, y), f_classif(X, y)[0])
    X[:, 3] = 5.0
    assert anova_f(X, y)[3] == 0
    Y = np.column_stack([y == 0, y == 1, np.zeros_like(y)])
    scores = anova_f(X, Y)
    varies = np.arange(X.shape[1]) != 3
    best = np.maximum(*(f_classif(X[:, varies], label)[0] for label in Y.T[:2]))
    np.testing.assert_allclose(scores[varies], best)
    kept = SelectKBest(anova_f, k=5).fit(X, Y).get_support(indices=True)
    assert set(kept) == set(np.argsort(scores)[-5:])


def test_selection_then_forest(wide):
    X, y = wide
    model = make_pipeline(SelectKBest(anova_f, k=10), RandomForestClassifier(10, random_state=0))
    assert model.fit(X, y).score(X, y) > 0.9


def test_rows_of_unit_mean_norm_want_one_penalty():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 5)).astype(np.float32) * 40
    norm = UnitMeanNorm().fit(X)
    rows = norm.transform(X)
    assert rows.dtype == np.float32
    np.testing.assert_allclose((rows**2).sum(axis=1).mean(), 1, rtol=1e-6)
    y = X @ rng.normal(size=5) + rng.normal(size=60) * 40 > 0
    repeated = np.repeat(X, 100, axis=1)
    scores = [make_pipeline(UnitMeanNorm(), LogisticRegression()).fit(Z, y).decision_function(Z)
              for Z in (X, 7 * X, repeated)]
    np.testing.assert_allclose(scores[1], scores[0], atol=1e-3)
    np.testing.assert_allclose(scores[2], scores[0], atol=1e-3)
    assert UnitMeanNorm().fit(np.zeros((3, 2))).divisor_ == 1
