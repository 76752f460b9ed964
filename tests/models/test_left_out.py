"""Kernel ridge knows its scores of rows left out: equal to refits, and honest."""

import numpy as np
import pytest
from scipy.special import log_softmax
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.metrics import recall_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from classic_cls.models import (
    CalibratedClassifier,
    KernelRidgeClassifier,
    MultilabelOneVsRest,
    ThresholdClassifier,
    _ridge_choice,
)
from classic_cls.models._aims import best_threshold, checked_aim


def digits(n=90):
    X, y = load_digits(return_X_y=True)
    return X[:n], np.array(list("abcdefghij"))[y[:n] % 4]


def indicator(y, gaps=0.0):
    labels = (y[:, None] == np.array(["a", "c", "d"])).astype(int)
    labels[:, 1] |= labels[:, 0]
    labels[np.random.default_rng(1).random(labels.shape) < gaps] = -1
    return labels


def kernel(rows, others, gamma):
    distances = np.square(rows[:, None] - others).sum(axis=2)
    lengths = np.square(rows).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    return np.exp(-gamma * distances) - np.exp(-gamma * lengths)


def refitted(rows, targets, weights, groups, alpha, gamma):
    """Scores by the definition: a model of the other groups for every group."""
    scores = np.empty_like(targets)
    for group in np.unique(groups):
        out, kept = groups == group, groups != group
        mean = np.average(targets[kept], axis=0, weights=weights[kept])
        among = kernel(rows[kept], rows[kept], gamma) + np.diag(alpha / weights[kept])
        votes = np.linalg.solve(among, targets[kept] - mean)
        scores[out] = kernel(rows[out], rows[kept], gamma) @ votes + mean
    return scores


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("class_weight", [None, {"a": 3}])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_rows_left_out_are_those_of_refits(grouped, class_weight, dtype):
    X, y = digits()
    groups = np.arange(len(y)) // 7 * 3 if grouped else None
    model = KernelRidgeClassifier(0.05, 0.4, class_weight=class_weight)
    scores = model.fit_leaving_out(X.astype(dtype), y, groups)
    plain = KernelRidgeClassifier(0.05, 0.4, class_weight=class_weight).fit(X.astype(dtype), y)
    np.testing.assert_array_equal(model.weights_, plain.weights_)
    expected = refitted(
        (X - X.mean(axis=0)) / model.scale_, np.where(y[:, None] == model.classes_, 1.0, -1.0),
        np.where((y == "a") & (class_weight is not None), 3.0, 1.0),
        np.arange(len(y)) if groups is None else groups, 0.05, 0.4,
    )  # fmt: skip
    np.testing.assert_allclose(scores, expected, atol=1e-3 if dtype is np.float32 else 1e-9)


@pytest.mark.parametrize("gaps", [0, 0.2])
def test_labels_are_fitted_and_left_out_each_by_itself(gaps):
    X, y = digits()
    labels, groups = indicator(y, gaps), np.arange(len(y)) // 2
    model = KernelRidgeClassifier(0.05, 0.4)
    scores = model.fit_leaving_out(X, labels, groups)
    rows = (X - X.mean(axis=0)) / model.scale_
    for label, column in enumerate(labels.T):
        known = column >= 0
        targets, ones = np.where(column[known] == 1, 1.0, -1.0)[:, None], np.ones(known.sum())
        expected = refitted(rows[known], targets, ones, groups[known], 0.05, 0.4)
        np.testing.assert_allclose(scores[known, label], expected[:, 0], atol=1e-9)
        among = kernel(rows[known], rows[known], 0.4) + 0.05 * np.eye(known.sum())
        votes = np.linalg.solve(among, targets - targets.mean())
        found = kernel(rows, rows[known], 0.4) @ votes + targets.mean()
        np.testing.assert_allclose(model.decision_function(X)[:, label], found[:, 0], atol=1e-9)


def test_labels_together_equal_one_classifier_each():
    X, y = digits()
    labels = indicator(y)
    together = MultilabelOneVsRest(KernelRidgeClassifier(0.05, 0.4, class_weight="balanced"))
    together.fit(X, labels)
    assert len(together.estimators_) == 1
    for label, column in enumerate(labels.T):
        alone = clone(together.estimator).fit(X, column)
        scores = together.decision_function(X)[:, label]
        np.testing.assert_allclose(scores, alone.decision_function(X), atol=1e-9)
    np.testing.assert_array_equal(together.predict(X), together.decision_function(X) > 0)


def test_labels_that_do_not_vary_and_one_label():
    X, y = digits()
    labels = np.column_stack([indicator(y), np.ones(len(y)), np.zeros(len(y)), -np.ones(len(y))])
    labels[:9, 3] = -1
    model = MultilabelOneVsRest(KernelRidgeClassifier())
    scores = model.fit_leaving_out(X, labels.astype(int))
    assert np.isfinite(scores).all()
    np.testing.assert_allclose(model.decision_function(X)[:, 3:], [[1, -1, -1]] * len(y))
    assert model.predict(X)[:, 3:].tolist() == [[1, 0, 0]] * len(y)
    alone = MultilabelOneVsRest(KernelRidgeClassifier())
    assert alone.fit_leaving_out(X, labels[:, :1].astype(int)) is None
    assert alone.predict(X).shape == (len(y), 1)


@pytest.mark.parametrize("grouped", [False, True])
def test_the_choice_is_the_smallest_log_loss_of_refits(grouped, monkeypatch):
    """At the best temperature, looked for among many."""
    monkeypatch.setattr(_ridge_choice, "ALPHAS", (0.01, 0.3))
    X, y = digits()
    X = X + np.random.default_rng(0).normal(size=X.shape) * 8
    groups = np.arange(len(y)) // 3 if grouped else np.arange(len(y))
    model = KernelRidgeClassifier().fit(X, y, groups if grouped else None)
    rows, right = (X - model.center_) / model.scale_, y[:, None] == model.classes_
    losses = {}
    for gamma in _ridge_choice.GAMMAS:
        for alpha in _ridge_choice.ALPHAS:
            targets = np.where(right, 1.0, -1.0)
            scores = refitted(rows, targets, np.ones(len(y)), groups, alpha, gamma)
            at = np.exp(np.linspace(-2, 5, 500))[:, None, None] * scores
            losses[alpha, gamma] = -log_softmax(at, axis=2)[:, right].mean(axis=1).max()
    assert losses[model.alpha_, model.gamma_] == pytest.approx(min(losses.values()), rel=1e-3)


def test_copies_in_a_group_do_not_make_it_bold():
    """Left out one by one, a row is known by its copy: the penalty would be the smallest."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(100, 30)), rng.permutation(np.arange(100) % 2)
    X[:, 0] += y
    twice, labels, groups = np.vstack([X, X]), np.append(y, y), np.tile(np.arange(100), 2)
    assert KernelRidgeClassifier().fit(twice, labels).alpha_ == min(_ridge_choice.ALPHAS)
    grouped = KernelRidgeClassifier().fit(twice, labels, groups)
    assert grouped.alpha_ > min(_ridge_choice.ALPHAS)


def test_numbers_are_taken_as_given_and_one_may_be():
    X, y = digits()
    model = KernelRidgeClassifier(alpha=0.07).fit(X, y)
    assert model.alpha_ == 0.07 and model.gamma_ in _ridge_choice.GAMMAS
    model = KernelRidgeClassifier(gamma=0.07).fit(X, y)
    assert model.gamma_ == 0.07 and model.alpha_ in _ridge_choice.ALPHAS


def test_many_rows_are_chosen_on_some_and_fitted_all(monkeypatch):
    monkeypatch.setattr("classic_cls.models.kernel_ridge.MOST_ROWS", 60)
    X, y = digits(200)
    model = KernelRidgeClassifier(random_state=0).fit(X, y, np.arange(200) // 2)
    given = KernelRidgeClassifier(model.alpha_, model.gamma_).fit(X, y)
    np.testing.assert_array_equal(model.weights_, given.weights_)
    assert len(model.rows_) == 200


def test_more_rows_than_centres_have_no_scores_left_out():
    X, y = digits()
    assert KernelRidgeClassifier(n_centers=50, random_state=0).fit_leaving_out(X, y) is None


class Counting(KernelRidgeClassifier):
    """Remembers how often it was fitted."""

    fits = []

    def _fit(self, X, y, groups):
        self.fits.append(len(X))
        return super()._fit(X, y, groups)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("positive", ["a", "b"])
def test_a_threshold_costs_no_further_fit(several, positive):
    X, y = digits()
    y, inner = np.where(y == "a", "a", "b"), Counting(0.05, 0.4)
    target = indicator(y)[:, :2] if several else y
    groups = np.arange(len(y)) // 2
    model = ThresholdClassifier(
        MultilabelOneVsRest(inner) if several else inner, "f1",
        positive=None if several else positive,
    )  # fmt: skip
    Counting.fits.clear()
    model.fit(X, target, groups)
    assert Counting.fits == [len(X)]
    scores = KernelRidgeClassifier(0.05, 0.4).fit_leaving_out(X, target, groups)
    if not several:
        scores = scores * (1 if positive == "b" else -1)
        expected = best_threshold(scores.astype(float), y == positive, checked_aim("f1"))[0]
    else:
        expected = best_threshold(scores.ravel(), target.ravel() == 1, checked_aim("f1"))[0]
    assert model.threshold_ == expected


def test_a_calibration_costs_no_further_fit():
    X, y = digits()
    Counting.fits.clear()
    CalibratedClassifier(Counting()).fit(X, y)
    assert Counting.fits == [len(X)]


@pytest.mark.parametrize("signal", [0, 0.15])
def test_a_recall_is_reached_by_new_rows_of_noise(signal):
    """Fewer rows than columns: in the span of the learned rows a new one would be too short.

    Behind principal components of the same rows the scores left out have another spread than those
    of new rows; in the kernel with whole lengths they are alike.
    """
    rng, reached = np.random.default_rng(0), []
    for _ in range(30):
        X, y = rng.normal(size=(600, 400)), np.arange(600) % 4 == 0
        X[:, :10] += signal * y[:, None] * np.sqrt(10)
        reached.append(recall_of_new_rows(X, y, n_learned=160, n_components=600))
    error = np.std(reached) / np.sqrt(len(reached))
    assert 0.9 - 2 * error < np.mean(reached) < 0.95


def test_a_recall_is_reached_by_components_of_more_rows():
    """Columns that hang together, as those of images do."""
    rng, reached = np.random.default_rng(0), []
    mixing = rng.normal(size=(400, 400)) / np.arange(1, 401)[:, None]
    for _ in range(30):
        X, y = rng.normal(size=(600, 400)), np.arange(600) % 4 == 0
        X[:, 2:8] += 0.5 * y[:, None]
        reached.append(recall_of_new_rows(X @ mixing, y, n_learned=160, n_components=60))
    error = np.std(reached) / np.sqrt(len(reached))
    assert 0.9 - 2 * error < np.mean(reached) < 0.95


def recall_of_new_rows(X, y, n_learned, n_components):
    inner = KernelRidgeClassifier(n_components=n_components, random_state=0)
    model = ThresholdClassifier(inner, "recall=0.9", positive=True)
    model.fit(X[:n_learned], y[:n_learned])
    assert (model.estimator_.reduction_ is None) == (n_learned <= 2 * n_components)
    return recall_score(y[n_learned:], model.predict(X[n_learned:]))


def test_lengths_are_kept_where_columns_are_left_out():
    """Up to twice as many rows as components are kept whole; of more all products are near."""
    X, y = digits(300)
    whole = KernelRidgeClassifier(0.05, 0.4).fit(X, y)
    few = KernelRidgeClassifier(0.05, 0.4, n_components=150).fit(X, y)
    assert few.reduction_ is None
    expected = whole.decision_function(X)
    np.testing.assert_allclose(few.decision_function(X), expected, atol=0.02)
    reduced = KernelRidgeClassifier(0.05, 0.4, n_components=40, random_state=0).fit(X, y)
    assert reduced.rows_.shape == (300, 40)
    np.testing.assert_allclose(reduced.squares_, whole.squares_)
    np.testing.assert_allclose(reduced.decision_function(X), expected, atol=0.2)


def test_a_pipeline_makes_folds():
    """What stands before the classifier has seen the rows: their scores are not known."""
    X, y = digits()
    Counting.fits.clear()
    inner = make_pipeline(FunctionTransformer(), Counting(0.05, 0.4))
    ThresholdClassifier(inner, "f1").fit(X, y == "a")
    assert Counting.fits == [90, 60, 60, 60]
