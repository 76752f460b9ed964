"""Classifiers around others know their columns by name, as those of scikit-learn do."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from classic_cls import models

RNG = np.random.default_rng(0)
CODES = np.arange(60) % 2
NAMES = np.where(CODES, "dog", "cat")
LABELS = np.column_stack([CODES, RNG.integers(0, 2, 60)])
TABLE = pd.DataFrame(RNG.normal(size=(60, 3)) + 2 * LABELS[:, [0, 0, 1]], columns=list("abc"))

MODELS = [
    (models.BalancedSampling(LogisticRegression()), NAMES),
    (models.CalibratedClassifier(LinearSVC()), NAMES),
    (models.ConstantSafeClassifier(LogisticRegression()), NAMES),
    (models.ConstantSafeClassifier(LogisticRegression()), np.repeat("dog", 60)),
    (models.KernelRidgeClassifier(), NAMES),
    (models.ThresholdClassifier(LogisticRegression()), NAMES),
    (models.MultilabelOneVsRest(LogisticRegression()), LABELS),
    (models.MultilabelChain(LogisticRegression()), LABELS),
]


@pytest.mark.parametrize("model, y", MODELS, ids=lambda v: type(v).__name__)
def test_columns_in_another_order_are_refused(model, y):
    model.fit(TABLE, y)
    assert model.feature_names_in_.tolist() == ["a", "b", "c"] and model.n_features_in_ == 3
    methods = [m for m in ("predict", "predict_proba", "decision_function") if hasattr(model, m)]
    found = [getattr(model, method)(TABLE) for method in methods]  # without a warning
    for method in methods:
        with pytest.raises(ValueError, match="feature names should match"):
            getattr(model, method)(TABLE[["c", "b", "a"]])
    model.fit(TABLE.to_numpy(), y)
    for method, expected in zip(methods, found, strict=True):
        np.testing.assert_array_equal(getattr(model, method)(TABLE.to_numpy()), expected)
