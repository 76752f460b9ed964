"""scikit-learn's own checks of the learned steps that decide and choose."""

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
