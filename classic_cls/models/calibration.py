"""Probabilities for classifiers that have none."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

__all__ = ["CalibratedClassifier"]

_MOST_FOLDS = 5


class CalibratedClassifier(MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Platt-scaled probabilities from one classifier, with folds that always fit the data.

    The classifier is fitted once on everything; the scaling is learned on its
    out-of-fold scores. The folds never exceed the images (or groups) of the smallest
    class, and groups are honoured when they are given to ``fit``.

    Parameters
    ----------
    estimator : classifier
        With ``decision_function``, such as a support vector machine.

    Attributes
    ----------
    calibrated_ : CalibratedClassifierCV
        Fitted.
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

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y, groups=None):
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

        Raises
        ------
        ValueError
            If a class has fewer than two images, or groups.
        """
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], ensure_min_samples=2)
        check_classification_targets(y)
        splits = list(_splitter(y, groups).split(np.zeros(len(y)), y, groups))
        calibrated = CalibratedClassifierCV(clone(self.estimator), ensemble=False, cv=splits)
        self.calibrated_ = calibrated.fit(X, y)
        self.calibrated_.cv = None  # the row numbers of the folds are of no more use
        self.classes_ = self.calibrated_.classes_
        return self

    def predict(self, X):
        """Class of the highest probability of every row."""
        check_is_fitted(self)
        return self.calibrated_.predict(X)

    def predict_proba(self, X):
        """Probabilities ``(n, n_classes)``; every row sums to 1."""
        check_is_fitted(self)
        return self.calibrated_.predict_proba(X)


def _splitter(y, groups):
    units = y if groups is None else [label for label, _ in {*zip(y.tolist(), groups)}]
    names, counts = np.unique(units, return_counts=True)
    if counts.min() < 2:
        kind = "image" if groups is None else "group"
        raise ValueError(
            f"class '{names[counts.argmin()]}' has one {kind} to learn from; probabilities need at "
            "least two: leave them out, give more images, or drop the class"
        )
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    return kind(n_splits=int(min(_MOST_FOLDS, counts.min())))
