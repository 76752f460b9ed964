"""Scores of left-out images in model files."""

import base64
from dataclasses import replace

import numpy as np
import pytest
from persistence import fitted
from sklearn.model_selection import cross_val_predict

from classic_cls import ImageModel, ModelFileError, Protocol, cross_validate, load_model, save_model
from classic_cls.evaluation import HeldOutLabels, HeldOutScores
from classic_cls.persistence._held_out import held_out_from_plain, plain_held_out

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def scores():
    return HeldOutScores(
        np.array([0.5, 0.25, 0.1], np.float32), np.array([0.5, 0.5, 0.9], np.float32),
        np.array([0.5, 0.6, 0.9], np.float32), np.array([True, False, False]),
        np.array([0, 1, 0], np.int32),
    )  # fmt: skip


def assert_same(found, expected):
    for name in ("of_truth", "of_answer", "best", "right", "units"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_they_come_back_as_they_were(tmp_path, scores):
    X, y, _ = fitted.data()
    from sklearn.linear_model import LogisticRegression

    model = ImageModel(LogisticRegression().fit(X, y), held_out=scores)
    path = save_model(model, tmp_path / "model.skops")
    assert_same(load_model(path).held_out, scores)
    without = save_model(replace(model, held_out=None), tmp_path / "without.skops")
    assert load_model(without).held_out is None


def test_a_result_brings_them(tmp_path):
    X, y, _ = fitted.data()
    from sklearn.linear_model import LogisticRegression

    result = cross_validate(LogisticRegression(), X, y, Protocol(cv=3))
    path = save_model(LogisticRegression().fit(X, y), tmp_path / "model.skops", result)
    found = load_model(path).held_out
    assert_same(found, HeldOutScores.of(result.predictions))
    splits = result.predictions.folds[0]
    expected = cross_val_predict(
        LogisticRegression(), X, y, method="predict_proba",
        cv=[(np.flatnonzero(splits != f), np.flatnonzero(splits == f)) for f in (1, 2, 3)],
    )  # fmt: skip
    codes = np.unique(y, return_inverse=True)[1]
    np.testing.assert_allclose(found.of_truth, expected[np.arange(len(y)), codes], atol=1e-6)


def text(array):
    return base64.b64encode(array).decode()


@pytest.mark.parametrize("change", [
    {"of_truth": text(np.array([0.5, np.nan, 1], "<f4"))},
    {"of_truth": text(np.zeros(2, "<f4"))},
    {"right": text(np.array([2, 0, 0], np.uint8))},
    {"units": text(np.array([0, 5, 0], "<i4"))},
    {"units": text(np.array([0, -1, 0], "<i4"))},
    {"units": text(np.array([0, 2**31 - 1, 0], "<i4"))},
    {"other": ""},
    {"right": "?"},
    {name: "" for name in ("of_truth", "of_answer", "best", "right", "units")},
])  # fmt: skip
def test_damage_is_refused(scores, change):
    with pytest.raises((ModelFileError, ValueError)):
        held_out_from_plain(plain_held_out(scores) | change)


@pytest.fixture
def labels():
    scores = np.array([[0.5, -np.inf], [0.25, 1], [0.1, 2]], np.float32)
    truth = np.array([[1, 0], [0, -1], [0, 1]], np.int8)
    return HeldOutLabels(scores, truth, np.array([0, 1, 0], np.int32))


def test_those_of_several_labels_come_back(tmp_path, labels):
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    X, y, _ = fitted.data()
    several = np.column_stack([y == y[0], y != y[0]]).astype(int)
    fit = OneVsRestClassifier(LogisticRegression()).fit(X, several)
    model = ImageModel(fit, ("a", "b"), "multilabel", held_out=labels)
    found = load_model(save_model(model, tmp_path / "model.skops")).held_out
    for name in ("scores", "truth", "units"):
        np.testing.assert_array_equal(getattr(found, name), getattr(labels, name))
    with pytest.raises(ValueError, match="held_out is of 2 labels, of 3"):
        replace(ImageModel(_of_three(X, several), ("a", "b", "c"), "multilabel"), held_out=labels)
    with pytest.raises(ValueError, match="held_out is a HeldOutLabels, of a"):
        ImageModel(LogisticRegression().fit(X, y), held_out=labels)


def _of_three(X, several):
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    return OneVsRestClassifier(LogisticRegression()).fit(X, several[:, [0, 1, 0]])


@pytest.mark.parametrize("change", [
    {"scores": text(np.full(6, np.nan, "<f4"))},
    {"scores": text(np.zeros(5, "<f4"))},
    {"scores": text(np.full(6, np.inf, "<f4"))},
    {"truth": text(np.full(6, 2, "<i1"))},
    {"truth": text(np.zeros(4, "<i1"))},
    {"units": text(np.array([0, 5, 0], "<i4"))},
    {"other": ""},
    {name: "" for name in ("scores", "truth", "units")},
])  # fmt: skip
def test_damage_of_several_labels_is_refused(labels, change):
    with pytest.raises((ModelFileError, ValueError)):
        held_out_from_plain(plain_held_out(labels) | change)
