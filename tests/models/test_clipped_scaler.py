"""Standardised columns stay within a limit, whatever comes after training."""

import numpy as np
import pytest
from sample_images import make_images
from sklearn.preprocessing import StandardScaler

from classic_cls.models import ClippedScaler
from classic_cls.pipelines.feature_union import feature_union

TYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def rows(n=60, columns=8, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(2, 5, (n, columns)) * rng.uniform(0.1, 3, columns)).astype(dtype)


@TYPES
def test_within_the_limit_it_is_a_standard_scaler(dtype):
    X, new = rows(dtype=dtype), rows(dtype=dtype, seed=1)
    plain, clipped = StandardScaler().fit(X), ClippedScaler(2.0).fit(X)
    answer = clipped.transform(new)
    assert answer.dtype == dtype
    expected = np.clip(plain.transform(new), -2, 2)
    assert 0 < np.mean(np.abs(expected) == 2) < 0.3
    np.testing.assert_allclose(answer, expected, rtol=1e-5, atol=1e-6)


@TYPES
@pytest.mark.parametrize("least", [1e-3, 1e-9, 1e-30, 1e-38])
def test_a_column_nearly_constant_in_training_does_not_explode(dtype, least):
    X = rows(dtype=dtype)
    X[:, 3] = 0
    X[7, 3] = least
    scaler = ClippedScaler().fit(X)
    new = rows(dtype=dtype, seed=1)
    new[:, 3] = np.geomspace(1e-6, 1e30, len(new))
    assert np.abs(scaler.transform(new)).max() <= 3 * (1 + 1e-6)
    assert np.abs(scaler.transform(-new)).max() <= 3 * (1 + 1e-6)


@TYPES
@pytest.mark.parametrize("value", [0.0, 0.1, -1e6, 1e-30])
def test_what_differs_by_rounding_alone_tells_nothing(dtype, value):
    X = rows(dtype=dtype)
    X[:, 0] = value
    X[::2, 0] *= 1 + np.finfo(dtype).eps
    scaler = ClippedScaler().fit(X)
    assert scaler.scale_[0] == 0
    new = rows(dtype=dtype, seed=1)
    assert not scaler.transform(new)[:, 0].any()


def test_columns_of_any_unit_are_kept():
    X = rows(columns=5) * 10.0 ** np.arange(-20, 30, 10)
    np.testing.assert_allclose(ClippedScaler(50).fit_transform(X).std(axis=0), 1)


def test_given_rows_are_left_as_they_are():
    X = rows()
    before = X.copy()
    ClippedScaler().fit_transform(X)
    np.testing.assert_array_equal(X, before)


def test_names_of_columns_go_through():
    scaler = ClippedScaler().fit(rows(columns=2))
    assert list(scaler.get_feature_names_out(["a", "b"])) == ["a", "b"]


@pytest.mark.parametrize("limit", [0, -1, "x"])
def test_a_limit_must_be_positive(limit):
    with pytest.raises(ValueError, match="limit"):
        ClippedScaler(limit).fit(rows())


def test_images_unlike_all_others_have_rows_of_a_usual_length():
    flat = [np.full((32, 32), 100 + i % 2, np.uint8) for i in range(12)]
    union = feature_union(["color_hist", "lbp", "raw", "edges"]).fit(flat)
    usual = np.linalg.norm(union.transform(flat), axis=1).max()
    assert np.abs(union.transform(make_images(6, (32, 32)))).max() < 10 * usual
