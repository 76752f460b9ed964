"""scikit-learn's own checks of the learned steps that decide and choose; what must not blow up."""

import inspect

import numpy as np
import pytest
from sklearn.base import TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from classic_cls import models


def _expected_failures(estimator):
    if not isinstance(estimator, models.ThresholdClassifier):
        return {}
    return {"check_classifiers_train": "labels do not change at score 0: that is its purpose"}


@parametrize_with_checks(
    [
        models.BalancedSampling(LogisticRegression()),
        models.BalancedSampling(LogisticRegression(), how="under"),
        models.SignedSquareRoot(),
        models.SingleLabelCheck(),
        models.ThresholdClassifier(LinearSVC()),
        models.ThresholdClassifier(LogisticRegression()),
    ],
    expected_failed_checks=_expected_failures,
)
def test_steps_that_decide_and_choose(estimator, check):
    check(estimator)


TRANSFORMERS = [
    cls
    for cls in map(models.__dict__.get, models.__all__)
    if inspect.isclass(cls) and issubclass(cls, TransformerMixin)
]


@pytest.mark.parametrize("spread", [1e-9, 1e-5, 1e-2])
@pytest.mark.parametrize("transformer", TRANSFORMERS)
def test_a_column_nearly_constant_in_training_blows_nothing_up(transformer, spread):
    rng = np.random.default_rng(0)
    rows, new = (rng.random((n, 20)).astype(np.float32) for n in (60, 5))
    rows[:, 3] = 0
    rows[0, 3] = spread
    new[0, 3] = 1
    found = transformer().fit(rows, np.arange(60) % 2).transform(new)
    assert len(TRANSFORMERS) > 6
    assert np.abs(found[0]).max() <= 2 * np.abs(found[1:]).max()
