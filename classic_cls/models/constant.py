"""Classifiers for labels that are all alike in a fold."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.dummy import DummyClassifier
from sklearn.utils import get_tags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from .._typing import Data
from .._validation import typed_labels
from ._columns import NamedColumns


def _inner_has(name):
    return lambda self: hasattr(getattr(self, "estimator_", self.estimator), name) or isinstance(
        getattr(self, "estimator_", None), DummyClassifier
    )


class ConstantSafeClassifier(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """A binary classifier that also accepts a label that is always or never present.

    A rare label can be absent from a training fold; most classifiers then refuse to
    fit. This one predicts the only value seen, and hands all else to ``estimator``.

    Parameters
    ----------
    estimator : classifier
        What is fitted when there are two classes or more.

    Attributes
    ----------
    estimator_ : classifier
        The fitted ``estimator``, or a ``DummyClassifier`` for a single class.
    classes_ : ndarray
        The classes seen; of a 0/1 label always both.

    Examples
    --------
    >>> from sklearn.svm import LinearSVC
    >>> ConstantSafeClassifier(LinearSVC()).fit([[0.0], [1.0]], [1, 1]).predict([[5.0]])
    array([1])
    """

    def __init__(self, estimator: BaseEstimator):
        self.estimator = estimator

    def fit(self, X: Data, y: Data, **fit_params: object) -> Self:
        """Fit the inner classifier, or remember the only class.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)
        **fit_params
            Passed to the inner ``fit``.

        Returns
        -------
        self
        """
        X, y = validate_data(self, X, typed_labels(y), dtype=None)
        check_classification_targets(y)
        only = np.unique(y)
        if len(only) == 1:
            self.estimator_ = DummyClassifier(strategy="most_frequent").fit(X, y)
            # Of a label the other value is known: scores must keep a column for it.
            self.classes_ = np.array([0, 1]) if only[0] in (0, 1) else only
        else:
            self.estimator_ = clone(self.estimator).fit(X, y, **fit_params)
            self.classes_ = self.estimator_.classes_
        return self

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row."""
        X = self._same_columns(X)
        return self.estimator_.predict(X)

    @available_if(_inner_has("predict_proba"))
    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities ``(n, 2)``; for a single 0/1 class the other one has probability 0."""
        X = self._same_columns(X)
        if self._is_constant():
            only = self.estimator_.classes_[0]
            return np.tile(np.equal(self.classes_, only).astype(float), (len(X), 1))
        return self.estimator_.predict_proba(X)

    @available_if(_inner_has("decision_function"))
    def decision_function(self, X: Data) -> np.ndarray:
        """Score of the second class, ``(n,)``; plus or minus 1 for a single class."""
        X = self._same_columns(X)
        if self._is_constant():
            return np.full(len(X), 1.0 if self.estimator_.classes_[0] == 1 else -1.0)
        return self.estimator_.decision_function(X)

    def _is_constant(self) -> bool:
        return len(self.estimator_.classes_) == 1

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags = get_tags(self.estimator).classifier_tags
        return tags
