"""Checked rows are those of scikit-learn, or its errors."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator
from sklearn.utils.validation import validate_data

from classic_cls.models._rows import rows_for


class Step(BaseEstimator):
    """Has seen three columns."""

    n_features_in_ = 3


ROWS = np.arange(12.0).reshape(4, 3)


@pytest.mark.parametrize("rows", [
    ROWS, ROWS.astype(np.float32), ROWS.astype(int), ROWS.tolist(), np.asfortranarray(ROWS),
    ROWS[::2], pd.DataFrame(ROWS), np.full((2, 3), 1.7e308),
])  # fmt: skip
def test_rows_are_those_of_scikit_learn(rows):
    expected = validate_data(Step(), rows, dtype=[np.float64, np.float32], reset=False)
    found = rows_for(Step(), rows)
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("rows", [
    np.array([[1.0, np.nan, 2.0]]), np.array([[1.0, np.inf, 2.0]]), ROWS[:, :2], ROWS[:0],
    ROWS[0], ROWS.astype(complex),
])  # fmt: skip
def test_errors_are_those_of_scikit_learn(rows):
    messages = []
    for check in (rows_for, lambda step, X: validate_data(step, X, reset=False)):
        with pytest.raises(ValueError) as caught:
            check(Step(), rows)
        messages.append(str(caught.value).split("Expected")[0])
    assert messages[0] == messages[1]


def test_names_of_columns_are_compared():
    step = Step()
    step.feature_names_in_ = np.array(["a", "b", "c"], dtype=object)
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        rows_for(step, ROWS)
