import json

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import Protocol, cross_validate, learning_curve
from classic_cls.evaluation.class_curves import drawn_together, most_in_need_first

X, Y = load_digits(return_X_y=True)


@pytest.fixture(scope="module")
def digits():
    return learning_curve(KNeighborsClassifier(3), X[:600], Y[:600])


def _easy_and_hard(n=300, seed=0):
    """One class far from the two others, which many columns tell apart a little."""
    rng = np.random.default_rng(seed)
    y = np.repeat(["easy", "hard", "twin"], n)
    X = rng.normal(size=(3 * n, 40))
    X[y == "easy", 0] += 30
    X[y == "twin", 1:] += 0.35
    return X, y


def test_figures_are_those_of_the_cross_validation(digits):
    full = cross_validate(KNeighborsClassifier(3), X[:600], Y[:600])
    assert [curve.name for curve in digits.classes] == list(full.class_names)
    for name in ("f1", "recall", "precision"):
        last = [getattr(curve, name)[-1] for curve in digits.classes]
        assert np.array_equal(last, full.classes[name])


def test_images_are_the_own_ones_of_every_class(digits):
    of_classes = np.array([curve.images for curve in digits.classes])
    assert np.allclose(of_classes.sum(axis=0), digits.sizes)
    assert np.allclose(of_classes[:, -1], 0.8 * np.bincount(Y[:600]))
    assert (np.diff(of_classes, axis=1) > 0).all()


def test_the_class_that_gains_is_named_and_one_that_is_all_right_is_not():
    X, y = _easy_and_hard()
    curve = learning_curve(LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.9), X, y)
    easy, *others = curve.classes
    assert easy.f1[-1] == 1 and easy.verdict != "told"
    assert {other.verdict for other in others} <= {"told", "unclear"}
    if curve.class_sentence is not None:
        assert "'easy'" not in curve.class_sentence


def test_a_told_gain_is_said_with_its_range_and_what_it_is_about(digits):
    told = [curve for curve in digits.classes if curve.verdict == "told"]
    first = most_in_need_first(digits.classes)[0]
    assert told and first.gain().value == max(curve.gain().value for curve in told)
    said, then = digits.class_sentence, first.expected
    assert f"class '{first.name}' most" in said and "every class" in said
    assert f"from {100 * first.f1[-1]:.1f}% to {100 * then.value:.1f}% " in said
    assert f"({100 * then.low:.1f} to {100 * then.high:.1f})" in said
    assert then.low <= then.value <= then.high <= 1


def test_twice_the_images_bring_what_was_expected(digits):
    double = cross_validate(KNeighborsClassifier(3), X[:1200], Y[:1200]).classes["f1"]
    gains = [curve.gain() for curve in digits.classes]
    brought = double - [curve.f1[-1] for curve in digits.classes]
    held = [g.low - 0.03 <= b <= g.high + 0.03 for g, b in zip(gains, brought, strict=True)]
    assert np.mean(held) >= 0.8


@pytest.mark.parametrize("seed", range(3))
def test_of_noise_no_class_is_told_to_gain(seed):
    rng = np.random.default_rng(seed)
    curve = learning_curve(GaussianNB(), rng.normal(size=(400, 5)), np.repeat(list("abcd"), 100))
    assert curve.class_sentence is None
    assert "told" not in {of_class.verdict for of_class in curve.classes}


def test_nothing_is_said_of_a_class_with_few_tested_images():
    rows = np.concatenate([np.flatnonzero(Y == k)[: 12 if k == 8 else 60] for k in range(10)])
    curve = learning_curve(GaussianNB(), X[rows], Y[rows])
    few = curve.classes[8]
    assert few.n_tested == 12 and few.law is None and few.gain() is None and few.expected is None
    assert few.verdict == "untold" and most_in_need_first(curve.classes)[-1] is few
    assert few.plain()["law"] is None and "'8'" not in (curve.class_sentence or "")


def test_groups_count_as_one_tested_image_each():
    groups = np.repeat(np.arange(75), 4)
    curve = learning_curve(GaussianNB(), X[:300], np.where(groups % 2, "a", "b"), groups=groups)
    assert [of_class.n_tested for of_class in curve.classes] == [37, 38]


def test_too_few_sizes_leave_no_curve():
    curve = learning_curve(GaussianNB(), X[:20], np.repeat(["a", "b"], 10))
    assert curve.classes == () and curve.class_sentence is None
    assert curve.plain()["classes"] == []


def test_of_several_labels_each_has_a_curve():
    labels = np.column_stack([Y[:400] % 2, Y[:400] > 4, Y[:400] == 3]).astype(np.int8)
    curve = learning_curve(KNeighborsClassifier(1), X[:400], labels)
    assert [c.images[-1] for c in curve.classes] == pytest.approx(0.8 * labels.sum(axis=0), abs=0.5)
    assert curve.class_sentence is None or "help label" in curve.class_sentence


def test_the_same_with_repeats_and_as_plain_values():
    curves = [
        learning_curve(GaussianNB(), X[:300], Y[:300], Protocol(cv=3, repeats=2)) for _ in range(2)
    ]
    first, second = (json.dumps(curve.plain()) for curve in curves)
    assert first == second and "NaN" not in first


def test_classes_are_drawn_halfway_to_all():
    rng = np.random.default_rng(0)
    errors, weights = rng.random((20, 5, 3)), np.full(5, 0.2)
    drawn = drawn_together(errors, weights)
    mean = errors[0].mean(axis=1)
    followed = mean[:, None] * errors[0].mean(axis=0) / mean.mean()
    assert np.allclose(drawn[0], (errors[0] + followed) / 2)
    alike = np.repeat(errors[..., :1], 3, axis=2) * [1.0, 0.5, 0.2]
    assert np.allclose(drawn_together(alike, weights), alike)
    assert drawn_together(errors[..., :0], weights).shape == (20, 5, 0)
