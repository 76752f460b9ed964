"""One classifier per class, or per pair of classes, that knows groups."""

from itertools import combinations
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from .._typing import Data
from ._groups import group_options

__all__ = ["OneVsOne", "OneVsRest"]


class OneVsRest(OneVsRestClassifier):
    """Decide every class by a binary classifier of its own, against all others.

    scikit-learn's classifier, whose ``fit`` hands groups to ``estimator`` without a
    setting for metadata routing.

    Parameters
    ----------
    estimator : classifier
        Cloned for every class.

    Attributes
    ----------
    estimators_ : list of classifiers
        One per class; a single one for two classes.
    classes_ : ndarray of shape (n_classes,)

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.svm import LinearSVC
    >>> X, y = load_iris(return_X_y=True)
    >>> len(OneVsRest(LinearSVC(random_state=0)).fit(X, y).estimators_)
    3
    """

    def __init__(self, estimator: BaseEstimator):
        super().__init__(estimator)

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Fit one classifier per class.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)
        groups : array-like of shape (n,), optional
            Handed to classifiers that know groups, such as calibrated ones.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If there is only one class.
        """
        X, y = _checked(self, X, y)
        self.label_binarizer_ = LabelBinarizer(sparse_output=True)
        columns = self.label_binarizer_.fit_transform(y).toarray().T
        self.classes_ = self.label_binarizer_.classes_
        options = group_options(self.estimator, groups)
        self.estimators_ = [clone(self.estimator).fit(X, column, **options) for column in columns]
        return self

    def __sklearn_tags__(self):
        return _dense_single_label(super().__sklearn_tags__())


class OneVsOne(OneVsOneClassifier):
    """Decide by a vote of binary classifiers, one for every pair of classes.

    scikit-learn's classifier, whose ``fit`` hands groups to ``estimator`` without a
    setting for metadata routing.

    Parameters
    ----------
    estimator : classifier
        Cloned for every pair.

    Attributes
    ----------
    estimators_ : list of n_classes * (n_classes - 1) / 2 classifiers
    classes_ : ndarray of shape (n_classes,)

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.svm import LinearSVC
    >>> X, y = load_iris(return_X_y=True)
    >>> len(OneVsOne(LinearSVC(random_state=0)).fit(X, y).estimators_)
    3
    """

    def __init__(self, estimator: BaseEstimator):
        super().__init__(estimator)

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Fit one classifier per pair of classes.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)
        groups : array-like of shape (n,), optional
            Handed to classifiers that know groups, such as calibrated ones.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If there is only one class.
        """
        X, y = _checked(self, X, y)
        groups = None if groups is None else np.asarray(groups)
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.pairwise_indices_ = None
        self.estimators_ = []
        for first, second in combinations(range(len(self.classes_)), 2):
            rows = np.flatnonzero((codes == first) | (codes == second))
            options = group_options(self.estimator, None if groups is None else groups[rows])
            target = (codes[rows] == second).astype(int)
            self.estimators_.append(clone(self.estimator).fit(X[rows], target, **options))
        return self

    def __sklearn_tags__(self):
        return _dense_single_label(super().__sklearn_tags__())


def _checked(model, X, y):
    X, y = validate_data(model, X, y, dtype=None)
    check_classification_targets(y)
    if len(np.unique(y)) < 2:
        raise ValueError(f"{type(model).__name__} needs two classes or more; y has 1 class")
    return X, y


def _dense_single_label(tags):
    tags.input_tags.sparse = False
    tags.classifier_tags.multi_label = False
    tags.target_tags.multi_output = False
    return tags
