"""Probabilities are as sure as they are right: on noise, and with many classes."""

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_digits
from sklearn.feature_selection import SelectKBest
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC, LinearSVC

from classic_cls import make_image_pipeline
from classic_cls.models import CalibratedClassifier, anova_f
from classic_cls.models._folds import inner_folds
from classic_cls.models._monotone import by_steps, isotonic_steps, venn_abers_steps
from classic_cls.models._scaling import better_scaling, fitted_scaling, probabilities
from classic_cls.pipelines import CLASSIFIERS, classifier_steps


def calibration_error(found, truth, n_bins=10):
    """Mean distance of the highest probability and the share of right answers, in bins."""
    sure, right = found.max(axis=1), found.argmax(axis=1) == truth
    bins = np.minimum((sure * n_bins).astype(int), n_bins - 1)
    counts = np.bincount(bins, minlength=n_bins)
    gaps = np.bincount(bins, sure - right, minlength=n_bins)
    return np.abs(gaps).sum() / counts.sum()


def steps(classifier, **options):
    return Pipeline(classifier_steps(classifier, probabilities=True, **options))


@pytest.mark.parametrize("classifier", ["svm", "linear_svm", "kernel_ridge"])
@pytest.mark.parametrize("more", [{}, {"sampling": "over"}, {"aim": "balanced_accuracy"}], ids=str)
def test_columns_chosen_by_labels_make_no_one_sure_of_noise(classifier, more):
    """Nothing is to be learned, so probabilities stay near one half (4 repetitions)."""
    sure = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(80, 1000)), np.arange(80) % 2
        reduction = [("reduce", SelectKBest(anova_f, k=20))]
        model = steps(classifier, reduction=reduction, **more).fit(X, y)
        sure.append(model.predict_proba(rng.normal(size=(100, 1000))).max(axis=1).mean())
    assert np.mean(sure) < 0.58


def behind_the_features(pipeline):
    """The steps that learn from labels, with small forests."""
    names = [name for name, _ in pipeline.steps]
    model = Pipeline(pipeline.steps[names.index("features") + 1 :])
    trees = [name for name in model.get_params() if name.endswith("n_estimators")]
    return model.set_params(**dict.fromkeys(trees, 40))


@pytest.mark.parametrize("classifier", [name for name in CLASSIFIERS if name != "dummy"])
def test_behind_chosen_columns_no_classifier_is_surer_than_right(classifier):
    """Of noise, no more than chance (3 repetitions, of 2 to 4 classes)."""
    gaps = []
    for n_classes in (2, 3, 4):
        rng = np.random.default_rng(n_classes)
        X, y = rng.normal(size=(150, 300)), np.arange(150) % n_classes
        options = {"reduce": "select:20", "classifier": classifier, "probabilities": True}
        model = behind_the_features(make_image_pipeline(features=["raw"], **options))
        found = model.fit(X, y).predict_proba(rng.normal(size=(300, 300)))
        gaps.append(found.max(axis=1).mean() - 1 / n_classes)
    assert np.mean(gaps) < 0.06


@pytest.mark.parametrize("classifier", ["logistic", "forest", "knn", "tree"])
def test_calibration_costs_no_accuracy(classifier):
    X, y = load_digits(return_X_y=True)
    reduction = [("reduce", SelectKBest(anova_f, k=30))]
    model = steps(classifier, reduction=reduction).fit(X[:400], y[:400])
    uncalibrated = model[-1].estimator_
    assert model.score(X[400:], y[400:]) > uncalibrated.score(X[400:], y[400:]) - 0.01


@pytest.mark.parametrize("strategy", [None, "chain"])
def test_nor_of_labels_that_are_noise(strategy):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(80, 1000)), rng.integers(0, 2, (80, 2))
    options = {"multilabel": True, "aim": "none", "strategy": strategy}
    model = steps("svm", reduction=[("reduce", SelectKBest(anova_f, k=20))], **options).fit(X, Y)
    found = model.predict_proba(rng.normal(size=(100, 1000)))
    assert np.maximum(found, 1 - found).mean() < 0.6


def test_groups_reach_the_choice_of_columns_too():
    """Copies of noise in one group: without groups they would be learned by heart."""
    rng = np.random.default_rng(0)
    X, y, groups = rng.normal(size=(30, 500)), np.arange(30) % 2, np.arange(30)
    X, y, groups = (np.repeat(part, 4, axis=0) for part in (X, y, groups))
    reduction = [("reduce", SelectKBest(anova_f, k=20))]
    model = steps("svm", reduction=reduction).fit(X, y, classifier__groups=groups)
    assert model.predict_proba(rng.normal(size=(100, 500))).max(axis=1).mean() < 0.62
    alone = steps("svm", reduction=reduction).fit(X, y)
    assert alone.predict_proba(X).max(axis=1).mean() > 0.75


@pytest.mark.parametrize("inner, most", [
    (LinearSVC(dual=False), 0.05), (OneVsRestClassifier(SVC(C=10)), 0.05),
    (SVC(C=10), 0.1),  # its scores are little more than votes of pairs
])  # fmt: skip
def test_ten_classes_are_neither_too_sure_nor_too_unsure(inner, most):
    X, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(0)
    X = X / 16 + rng.normal(size=X.shape) * 0.35
    order = rng.permutation(len(y))
    train, test = order[:600], order[600:]
    model = CalibratedClassifier(inner).fit(X[train], y[train])
    found = model.predict_proba(X[test])
    folds = inner_folds(y[train], None, 5, 0)
    plain = CalibratedClassifierCV(inner, ensemble=False, cv=folds).fit(X[train], y[train])
    assert model.calibrated_ == "temperature" and calibration_error(found, y[test]) < most
    platt = plain.predict_proba(X[test])
    assert calibration_error(found, y[test]) < calibration_error(platt, y[test])
    assert log_loss(y[test], found) < log_loss(y[test], platt)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_two_classes_are_scaled_as_scikit_learn_does(dtype):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 3)).astype(dtype), np.arange(90) % 2
    X[y == 1] += 1
    folds = inner_folds(y, None, 5, 0)
    plain = CalibratedClassifierCV(SVC(), ensemble=False, cv=folds).fit(X, y)
    model = CalibratedClassifier(SVC()).fit(X, y)
    np.testing.assert_allclose(model.predict_proba(X), plain.predict_proba(X), atol=1e-5)


def test_a_sigmoid_of_every_class_where_classes_differ_in_spread():
    """One class is told by scores ten times as large as those of the others."""
    rng = np.random.default_rng(0)
    codes = np.arange(900) % 3
    own = codes[:, None] == np.arange(3)
    scores = (rng.normal(size=(900, 3)) + 2 * own) * [10, 1, 1]
    folds = inner_folds(codes, None, 5)
    assert better_scaling(scores, codes, folds) == "sigmoid"
    even = scores / [10, 1, 1]
    assert better_scaling(even, codes, folds) == "temperature"


@pytest.mark.parametrize("method", ["sigmoid", "temperature"])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_probabilities_do_not_depend_on_the_unit_of_scores(method, unit):
    rng = np.random.default_rng(0)
    codes = np.arange(60) % 3
    scores = rng.normal(size=(60, 3)) + (codes[:, None] == np.arange(3))
    found = probabilities(scores * unit, fitted_scaling(scores * unit, codes, method))
    usual = probabilities(scores, fitted_scaling(scores, codes, method))
    np.testing.assert_allclose(found, usual, atol=1e-4)
    np.testing.assert_allclose(found.sum(axis=1), 1)


@pytest.mark.parametrize("method", ["sigmoid", "temperature"])
def test_scores_that_say_all_or_nothing_give_finite_probabilities(method):
    codes = np.arange(30) % 3
    perfect = 100.0 * (codes[:, None] == np.arange(3))
    for scores in (perfect, np.zeros((30, 3))):
        found = probabilities(scores, fitted_scaling(scores, codes, method))
        assert np.isfinite(found).all() and 0 < found.min() and found.max() < 1
    np.testing.assert_allclose(found, 1 / 3, atol=1e-6)


METHODS = ["sigmoid", "temperature", "isotonic", "venn_abers"]


def joined_by_definition(scores, present, score):
    """Vovk and Petej's two probabilities: isotonic regressions with the new row among others."""
    both = []
    for label in (0, 1):
        fitted = IsotonicRegression().fit(np.append(scores, score), np.append(present, label))
        both.append(fitted.predict([score])[0])
    return both


@pytest.mark.parametrize("seed", range(8))
def test_venn_abers_is_what_its_definition_says(seed):
    """With ties and without; at, between and beyond the scores."""
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, rng.integers(1, 60), rng.integers(1, 40)).astype(float)
    present = rng.random(len(scores)) < scores / 60
    places = np.unique([*scores, *(scores + 0.5), -1.0, 100.0])
    found = by_steps(places, *venn_abers_steps(scores, present))
    p0, p1 = np.array([joined_by_definition(scores, present, place) for place in places]).T
    np.testing.assert_allclose(found, p1 / (1 - p0 + p1), atol=1e-12)


def test_isotonic_is_scikit_learns_short_of_0_and_1():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=200)
    present = rng.random(200) < 1 / (1 + np.exp(-3 * scores))
    fitted = IsotonicRegression(out_of_bounds="clip").fit(scores, present)
    new = rng.normal(size=100) * 2
    expected = np.clip(fitted.predict(new), 1 / 202, 201 / 202)
    np.testing.assert_allclose(by_steps(new, *isotonic_steps(scores, present)), expected)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_classes", [2, 4])
def test_every_method_means_what_it_says(method, n_classes):
    """Scores of a known kind, ten times too sure: the probabilities found are the true ones."""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(6000, n_classes)) * 2
    true = softmax(logits, axis=1)
    codes = (true.cumsum(axis=1) > rng.random((6000, 1))).argmax(axis=1)
    scores = 10 * (logits[:, 1] - logits[:, 0] if n_classes == 2 else logits)
    found = probabilities(scores[3000:], fitted_scaling(scores[:3000], codes[:3000], method))
    np.testing.assert_allclose(found.sum(axis=1), 1)
    far = method == "sigmoid" and n_classes > 2  # each against the rest, which is another question
    assert np.abs(found - true[3000:]).mean() < (0.1 if far else 0.03)
    best = log_loss(codes[3000:], true[3000:])
    assert log_loss(codes[3000:], found) < best * (1.3 if far else 1.04)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_every_method_with_five_rows_of_a_class(method, n_classes):
    """Nobody is told 0 or 1; a new row of noise is told little."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(5 * n_classes, 4)), np.arange(5 * n_classes) % n_classes
    model = CalibratedClassifier(LinearSVC(), method).fit(X, y)
    found = model.predict_proba(rng.normal(size=(200, 4)) * 5)
    assert model.calibrated_ == method and 0 < found.min() and found.max() < 1
    np.testing.assert_allclose(found.sum(axis=1), 1)


class Recording(KNeighborsClassifier):
    """Keeps what it has learned from."""

    seen: list = []

    def fit(self, X, y):
        self.seen.append(X[:, 0])
        return super().fit(X, y)


@pytest.mark.parametrize("method", METHODS)
def test_calibration_folds_divide_no_group(method):
    groups = np.repeat(np.arange(20), 4)
    X, y = groups[:, None].astype(float), groups % 2
    Recording.seen.clear()
    CalibratedClassifier(Recording(), method).fit(X, y, groups=groups)
    assert len(Recording.seen) == 6  # five folds, and all
    for seen in Recording.seen:
        assert set(np.unique(seen, return_counts=True)[1].tolist()) == {4}


def test_rows_in_an_order_are_calibrated_like_shuffled_ones():
    """The first rows of every class are unlike the last: blocks of them would teach false doubt."""
    rng = np.random.default_rng(0)
    y, turn = np.repeat([0, 1], 100), np.tile(np.arange(100) / 6, 2)
    X = np.column_stack([np.cos(turn), np.sin(turn)]) * (1 + 0.3 * y)[:, None] * 10
    X += rng.normal(size=X.shape) * 0.1
    order = rng.permutation(200)
    sure = [
        CalibratedClassifier(SVC(gamma=1)).fit(X[rows], y[rows]).predict_proba(X).max(axis=1).mean()
        for rows in (np.arange(200), order)
    ]
    assert abs(sure[0] - sure[1]) < 0.02


@pytest.mark.parametrize("method", METHODS)
def test_a_class_of_one_row_is_not_calibrated(method):
    X, y = np.arange(12.0)[:, None], np.array([0] * 6 + [1] * 5 + [2])
    model = CalibratedClassifier(LinearSVC(), method).fit(X, y)
    assert model.calibrated_ is None
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)


def test_equal_probabilities_leave_the_answer_to_the_scores():
    """Three classes far apart: steps are flat there, and answers as good as without them."""
    X, y = load_digits(return_X_y=True)
    train, test = np.arange(100), np.arange(500, 1000)
    plain = LinearSVC(random_state=0).fit(X[train], y[train])
    model = CalibratedClassifier(plain, "isotonic").fit(X[train], y[train])
    found = model.predict_proba(X[test])
    answers = model.predict(X[test])
    np.testing.assert_array_equal(found[np.arange(500), answers], found.max(axis=1))
    assert np.mean(answers == y[test]) > plain.score(X[test], y[test]) - 0.03


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="'isotonic', 'sigmoid', 'temperature', 'venn_abers'"):
        CalibratedClassifier(LinearSVC(), "platt").fit(np.eye(4), [0, 1, 0, 1])
