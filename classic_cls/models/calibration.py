"""Probabilities for classifiers that have none."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.utils.extmath import softmax
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from .._typing import Data
from .._validation import typed_labels
from ._columns import NamedColumns
from ._folds import inner_folds

_MOST_FOLDS = 5


class CalibratedClassifier(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Platt-scaled probabilities from one classifier, with folds that always fit the data.

    The classifier is fitted once on everything; the scaling is learned on its
    out-of-fold scores. The folds never exceed the images (or groups) of the smallest
    class, and groups are honoured when they are given to ``fit``. Where a class has a
    single image (or group), such as a rare label against the rest, nothing can be learned
    about its scores: they are then mapped by the logistic function (softmax of several
    classes), which keeps their order but is not calibrated.

    Parameters
    ----------
    estimator : classifier
        With ``decision_function``, such as a support vector machine.

    Attributes
    ----------
    calibrated_ : CalibratedClassifierCV or None
        Fitted; None where a class is too rare.
    estimator_ : classifier or None
        Fitted, in place of ``calibrated_``.
    classes_ : ndarray of shape (n_classes,)

    References
    ----------
    J. Platt (1999), "Probabilistic outputs for support vector machines".

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.svm import LinearSVC
    >>> X, y = load_iris(return_X_y=True)
    >>> CalibratedClassifier(LinearSVC(random_state=0)).fit(X, y).predict_proba(X[:1]).shape
    (1, 3)
    """

    def __init__(self, estimator: BaseEstimator):
        self.estimator = estimator

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Fit the classifier and the scaling of its scores.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)
        groups : array-like of shape (n,), optional
            Rows of one group never stand on both sides of a calibration fold.

        Returns
        -------
        self
        """
        y = typed_labels(y)
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], ensure_min_samples=2)
        check_classification_targets(y)
        folds = inner_folds(y, groups, _MOST_FOLDS)
        self.calibrated_: Any = None
        self.estimator_: Any = None
        if folds:
            calibrated = CalibratedClassifierCV(clone(self.estimator), ensemble=False, cv=folds)
            self.calibrated_ = calibrated.fit(X, y)
            self.calibrated_.cv = None  # the row numbers of the folds are of no more use
        else:
            self.estimator_ = clone(self.estimator).fit(X, y)
        self.classes_ = (self.calibrated_ or self.estimator_).classes_
        return self

    def predict(self, X: Data) -> np.ndarray:
        """Class of the highest probability of every row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities ``(n, n_classes)``; every row sums to 1."""
        X = self._same_columns(X)
        if self.calibrated_ is not None:
            return self.calibrated_.predict_proba(X)
        scores: np.ndarray = np.asarray(self.estimator_.decision_function(X), dtype=np.float64)
        if scores.ndim == 1:
            scores = np.column_stack([np.zeros(len(scores)), scores])
        return softmax(scores)
