"""Validation curves: too simple, too close, fine; the figures are those of cross_validate."""

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from classic_cls import Protocol, Varied, cross_validate, validation_curve


@pytest.fixture(scope="module")
def noisy():
    """Two classes of 600 rows, a fifth of them under the wrong name."""
    return make_classification(600, 8, n_informative=6, flip_y=0.4, random_state=0)


def curve_of(noisy, current, values=(1, 5, 25, 100, 400)):
    models = [KNeighborsClassifier(n) for n in values]
    tried = Varied("classifier.n_neighbors", list(values), models, current)
    return validation_curve(tried, *noisy, Protocol(scoring="accuracy"))


def test_one_neighbour_of_noise_overfits(noisy):
    curve = curve_of(noisy, 0)
    assert curve.fit == "overfits" and not curve.within and curve.best in (1, 2, 3)
    assert "outside its interval: 1 overfits" in curve.sentence
    assert "training images score 100.0%" in curve.gap_sentence


def test_a_value_near_the_best_is_fine(noisy):
    for current in (2, 3):
        curve = curve_of(noisy, current)
        assert curve.fit == "fine" and curve.within


def test_a_stump_underfits():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 2))
    y = ((X[:, 0] > 0) ^ (X[:, 1] > 0)).astype(int)
    trees = [DecisionTreeClassifier(max_depth=n, random_state=0) for n in (1, 3, 6)]
    curve = validation_curve(Varied("classifier.max_depth", [1, 3, 6], trees, 0), X, y)
    assert curve.fit == "underfits" and "1 underfits" in curve.sentence
    assert curve.train[0] < curve.train[-1]


def test_figures_are_those_of_cross_validate_and_what_is_known_is_not_done_again(noisy):
    X, y = noisy
    protocol, groups = Protocol(scoring="f1_macro", cv=3), np.arange(600) // 3
    full = cross_validate(KNeighborsClassifier(5), X, y, protocol, groups=groups)
    models = [KNeighborsClassifier(n) for n in (1, 5)]
    tried = Varied("n", [1, 5], models, 1)
    curve = validation_curve(tried, X, y, protocol, groups=groups, full=full)
    assert curve.results[1] is full and curve.figure == "f1_macro"
    alone = cross_validate(models[0], X, y, protocol, groups=groups)
    assert curve.test[0] == alone.figures["f1_macro"].value
    np.testing.assert_array_equal(curve.results[0].predictions.folds, full.predictions.folds)
    for result in curve.results:
        (folds,) = result.predictions.folds
        assert all(len(set(folds[groups == group])) == 1 for group in range(200))


def test_figures_unknown_of_training_images_are_replaced(noisy):
    models = [KNeighborsClassifier(n) for n in (1, 25)]
    tried = Varied("n", [1, 25], models, 0)
    curve = validation_curve(tried, *noisy, Protocol(scoring="brier"))
    assert curve.figure == "accuracy" and curve.fit == "overfits"


def test_equal_scores_keep_the_current_value_and_plain_values_are_plain(noisy):
    models = [KNeighborsClassifier(5)] * 3
    curve = validation_curve(Varied("n", [None, 2, np.float64(3)], models, 1), *noisy)
    found = curve.plain()
    assert curve.best == 1 and "the current value, is the best of 3" in curve.sentence
    assert [row["value"] for row in found["values"]] == [None, 2, 3.0]
    assert list(curve.frame()) == ["value", "test", "low", "high", "train", "gap"]


def test_several_labels():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(90, 3))
    models = [KNeighborsClassifier(n) for n in (1, 9)]
    curve = validation_curve(Varied("n", [1, 9], models, 1), X, (X > 0.3).astype(int))
    assert len(curve.results) == 2 and 0 <= curve.test.min()
