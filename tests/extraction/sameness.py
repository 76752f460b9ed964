"""What must be the same, for the tests of several files."""

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import cross_val_predict

from classic_cls.extraction import extract, freeze


def assert_same_points(ours, expected):
    """Points of every image agree in values and in types."""
    assert len(ours) == len(expected)
    for a, b in zip(ours, expected):
        for values, wanted in zip(a, b, strict=True):
            np.testing.assert_array_equal(values, wanted)
            assert values.dtype == wanted.dtype


def assert_frozen_predicts_as(plain, paths, labels):
    """In folds, and thawed after a fit on all."""
    expected = clone(plain).fit(paths, labels).predict_proba(paths)
    frozen = freeze(plain)
    rows = extract(frozen, paths).rows
    np.testing.assert_allclose(
        cross_val_predict(frozen.estimator, rows, labels, cv=3, method="predict_proba"),
        cross_val_predict(plain, paths, labels, cv=3, method="predict_proba"),
        rtol=1e-6,
    )
    thawed = frozen.thaw(clone(frozen.estimator).fit(rows, labels))
    np.testing.assert_allclose(thawed.predict_proba(paths), expected, rtol=1e-6)
