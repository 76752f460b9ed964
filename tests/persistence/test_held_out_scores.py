"""Scores of left-out images in model files."""

import base64
from dataclasses import replace

import numpy as np
import pytest
from persistence import fitted
from sklearn.model_selection import cross_val_predict

from classic_cls import ImageModel, ModelFileError, Protocol, cross_validate, load_model, save_model
from classic_cls.evaluation import HeldOutScores
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
