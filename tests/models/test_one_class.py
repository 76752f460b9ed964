"""One class alone: rates of false alarms, scikit-learn's own checks, what changes nothing."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from sklearn.svm import OneClassSVM
from sklearn.utils.estimator_checks import parametrize_with_checks

from classic_cls.models import OneClassClassifier, learned_rows


class FirstColumn(BaseEstimator):
    """A score that no fit changes, so that rows left out and new ones are exchangeable."""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def score_samples(self, X):
        return -X[:, 0]


@parametrize_with_checks([OneClassClassifier(PCA(0.9))])
def test_the_common_battery(estimator, check):
    check(estimator)
