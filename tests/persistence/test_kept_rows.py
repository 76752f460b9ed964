"""Rows of features in a model file."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls import ImageModel, ModelFileError, load_model, save_model
from classic_cls.persistence import KeptRows, SeenImages


def rows_of(n=6, scale=1.0, **other):
    values = scale * np.random.default_rng(0).normal(size=(n, 4))
    parts = {"targets": np.arange(n) % 2, "groups": np.arange(n) // 2} | other
    return values, KeptRows.of(values, **parts)


def model_with(rows):
    X = np.random.default_rng(0).normal(size=(6, 4))
    pipeline = make_pipeline(LogisticRegression()).fit(X, list("ababab"))
    seen = SeenImages(np.zeros((6, 8), np.uint8), np.zeros((6, 12), np.uint8))
    return ImageModel(pipeline, seen=seen, rows=rows)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_rows_are_right_to_three_digits(scale):
    values, kept = rows_of(scale=scale)
    np.testing.assert_allclose(kept.rows, values, rtol=1e-3, atol=1e-4 * scale)


@pytest.mark.parametrize("declared", [None, np.arange(48, dtype=np.uint8).reshape(6, 8)])
def test_a_file_gives_back_what_it_was_given(tmp_path, declared):
    rows = rows_of(declared=declared)[1]
    back = load_model(save_model(model_with(rows), tmp_path / "m.skops")).rows
    for name in ("halves", "targets", "groups", "declared"):
        assert np.array_equal(getattr(back, name), getattr(rows, name))
    assert len(back) == 6 and back.unit == rows.unit


def test_without_rows_the_file_is_as_it_was(tmp_path):
    assert load_model(save_model(model_with(None), tmp_path / "m.skops")).rows is None


@pytest.mark.parametrize(
    "fault",
    [
        {"targets": np.array([0, 1, 2, 0, 1, 0])},
        {"targets": np.array([0, 1, -1, 0, 1, 0])},
        {"groups": np.arange(5)},
        {"halves": np.full((6, 4), np.nan, np.float16)},
        {"halves": np.zeros((5, 4), np.float16)},
        {"halves": np.zeros((6, 4), np.float32)},
        {"unit": -1.0},
        {"declared": np.zeros((4, 8), np.uint8)},
    ],
)
def test_rows_that_do_not_fit_are_no_model(tmp_path, fault):
    rows = replace(rows_of()[1], **fault)
    with pytest.raises(ModelFileError, match="kept rows of features"):
        save_model(model_with(rows), tmp_path / "m.skops")
