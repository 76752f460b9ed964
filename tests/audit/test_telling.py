"""The exact test on halves."""

import numpy as np
import pytest

from classic_cls.audit.telling import as_columns, by_columns, telling


def told(columns, codes, units=None, level=0.01):
    units = np.arange(len(codes)) if units is None else units
    return telling(by_columns(np.asarray(columns, float)), codes, units, level)


def test_a_column_that_is_the_class_tells_all():
    codes = np.repeat([0, 1, 2], 20)
    found = told(codes[:, None], codes)
    assert found.told.all() and found.accuracy == 1 and found.gain == 1
    assert found.chance == pytest.approx(1 / 3)
    assert found.p_value < 1e-6
    assert found.rows.tolist() == list(range(60))


def test_one_class_among_many_is_told():
    codes = np.repeat(np.arange(20), 15)
    found = told((codes == 7)[:, None], codes)
    assert np.flatnonzero(found.told).tolist() == [7]
    assert np.unique(codes[found.rows]).tolist() == [7]


@pytest.mark.parametrize("n_columns", [1, 8])
@pytest.mark.parametrize("n_classes", [2, 10])
def test_chance_is_not_exceeded_more_often_than_the_level_says(n_columns, n_classes):
    rng = np.random.default_rng(0)
    p_values = []
    for _ in range(20 if n_columns > 1 else 60):
        codes = rng.permutation(np.repeat(np.arange(n_classes), 100 // n_classes))
        p_values.append(told(rng.normal(size=(100, n_columns)), codes).p_value)
    assert np.mean(np.array(p_values) <= 0.1) <= 0.1
    assert min(p_values) > 1e-3


def test_copies_count_once():
    codes = np.tile([0, 1], 40)
    units = np.tile(np.arange(4), 20)  # 4 images, of 20 copies each
    assert told(codes[:, None], codes).told.all()
    assert not told(codes[:, None], codes, units).told.any()


def test_small_effects_are_not_noticeable():
    rng = np.random.default_rng(0)
    codes = np.repeat([0, 1], 5000)
    value = rng.random(10_000) < np.where(codes, 0.52, 0.48)
    assert not told(value[:, None], codes, level=1).told.any()


def test_the_same_whatever_the_names_of_units():
    rng = np.random.default_rng(0)
    codes, value = np.repeat([0, 1], 50), rng.normal(size=(100, 1))
    value[:50] += 1
    first, again = told(value, codes), told(value, codes)
    assert first.accuracy == again.accuracy and first.p_value == again.p_value


def test_texts_become_numbers_and_constant_columns_go():
    assert as_columns(np.array(["x", "x"])).shape == (2, 0)
    assert as_columns(np.array(["x", "y"]), np.array([1.5, 1.5])).tolist() == [[0], [1]]
