import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import Protocol, cross_validate, learning_curve

X, Y = load_digits(return_X_y=True)


def _noise(n=200, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 5)), np.repeat(["a", "b"], n // 2)


@pytest.fixture(scope="module")
def digits():
    return learning_curve(KNeighborsClassifier(3), X[:600], Y[:600])


def test_the_last_size_is_the_cross_validation_itself(digits):
    full = cross_validate(KNeighborsClassifier(3), X[:600], Y[:600])
    assert digits.test[-1] == full.figures["accuracy"].value
    given = learning_curve(KNeighborsClassifier(3), X[:600], Y[:600], full=full)
    assert given.results[-1] is full
    assert given.plain() == digits.plain()


def test_all_sizes_have_the_same_tests(digits):
    folds = [result.predictions.folds for result in digits.results]
    assert all(np.array_equal(some, folds[-1]) for some in folds)
    assert (np.diff(digits.sizes) > 0).all() and len(digits.sizes) == 5


def test_twice_the_images_bring_what_was_expected(digits):
    double = cross_validate(KNeighborsClassifier(3), X[:1200], Y[:1200])
    gain = digits.gain()
    brought = double.figures["accuracy"].value - digits.test[-1]
    assert gain.low - 0.02 <= brought <= gain.high + 0.02
    assert digits.verdict in ("told", "little")
    assert "points of accuracy" in digits.sentence or "1 point of accuracy" in digits.sentence
    assert "(from 480 to 960 learned from)" in digits.sentence


def test_the_same_for_every_number_of_jobs():
    plain = [
        str(learning_curve(RandomForestClassifier(5, random_state=0), X[:300], Y[:300],
                           n_jobs=n_jobs).plain())
        for n_jobs in (1, 2)
    ]  # fmt: skip
    assert plain[0] == plain[1]


def test_a_learner_that_learns_nothing_expects_nothing():
    X, y = _noise()
    curve = learning_curve(DummyClassifier(), X, y)
    assert curve.gain().value == 0
    assert curve.verdict == "flat"
    assert "did not rise" in curve.sentence


def test_images_without_a_signal_are_promised_nothing():
    for seed in range(3):
        X, y = _noise(400, seed)
        curve = learning_curve(LinearDiscriminantAnalysis(), X, y)
        assert curve.gain().low < 0.01


def test_too_few_images_are_said_to_be_too_few():
    X, y = _noise(16)
    curve = learning_curve(GaussianNB(), X, y)
    assert len(curve.results) == 1 and curve.law is None and curve.gain() is None
    assert "there are too few" in curve.sentence
    assert curve.plain()["law"] is None and curve.plain()["drawn"] is None


def test_groups_are_never_divided():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(100), 4)
    X, y = rng.normal(size=(400, 3)), np.where(groups % 2, "a", "b")
    seen = []

    class Watched(GaussianNB):
        def fit(self, X, y):
            seen.append(X[:, 0].astype(int))
            return super().fit(X, y)

    X[:, 0] = groups
    curve = learning_curve(Watched(), X, y, groups=groups)
    sizes = {len(rows) for rows in seen}
    assert len(sizes) >= 5 and len(curve.results) == 5
    for rows in seen:
        assert set(np.unique(rows, return_counts=True)[1]) == {4}


def test_a_size_that_cannot_be_fitted_is_left_out_and_said():
    X, y = _noise(200)
    curve = learning_curve(KNeighborsClassifier(60), X, y)
    assert 1 <= len(curve.results) < 5
    assert "no figure for fewer training images" in curve.notes[0]


def test_other_headlines_and_several_labels():
    X, y = _noise(200)
    ranked = learning_curve(GaussianNB(), X, y, Protocol(scoring="roc_auc"))
    assert ranked.figure == "accuracy"
    balanced = learning_curve(GaussianNB(), X, y, Protocol(scoring="balanced_accuracy"))
    assert balanced.figure == "balanced_accuracy"
    labels = np.column_stack([Y[:300] % 2, Y[:300] > 4]).astype(np.int8)
    digits = load_digits(return_X_y=True)[0][:300]
    curve = learning_curve(KNeighborsClassifier(1), digits, labels)
    assert curve.figure == "f1_micro" and len(curve.results) == 5


@pytest.mark.parametrize("protocol", [Protocol(cv="3x0.25"), Protocol(cv=3, repeats=2, seed=None)])
def test_other_protocols(protocol):
    full = cross_validate(GaussianNB(), X[:300], Y[:300], protocol)
    curve = learning_curve(GaussianNB(), X[:300], Y[:300], protocol, full=full)
    assert len({result.predictions.folds.tobytes() for result in curve.results}) == 1


def test_what_it_looks_like(digits):
    assert list(digits.frame()) == ["images", "test", "low", "high", "train", "gap"]
    assert repr(digits) == "<LearningCurve: accuracy with 5 numbers of images>"
    assert digits.sentence in str(digits)
    assert len(digits.plot().law_.get_xdata()) == 25
