"""One classifier per label."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from ._columns import NamedColumns
from ._labels import checked_indicator, fitted_label, multilabel_tags

__all__ = ["MultilabelOneVsRest"]


def _inner_has(name):
    return lambda self: hasattr(self.estimator, name)


class MultilabelOneVsRest(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Decide every label by a binary classifier of its own (binary relevance).

    Unlike scikit-learn's ``OneVsRestClassifier`` it is silent about a label that is
    always or never present in a fold, which for rare labels is the normal case, and it
    learns a label from the rows where it is known. One that no row knows is never found.

    Parameters
    ----------
    estimator : classifier
        Cloned for every label.

    Attributes
    ----------
    estimators_ : list of ConstantSafeClassifier
        One per label.
    classes_ : ndarray of shape (n_labels,)
        Column numbers of the target.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.svm import LinearSVC
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> Y = np.array([[1, 0], [1, 0], [1, 1], [1, 1]])
    >>> MultilabelOneVsRest(LinearSVC(random_state=0)).fit(X, Y).predict([[0.0], [3.0]])
    array([[1, 0],
           [1, 1]], dtype=int8)
    """

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y, groups=None):
        """Fit one classifier per label.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n, n_labels)
            1 (present), 0 (absent) or -1 (unknown).
        groups : array-like of shape (n,), optional
            Handed to classifiers that know groups, such as calibrated ones.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If ``y`` is not an indicator matrix.
        """
        X, y = validate_data(self, X, dtype=None, ensure_all_finite=False), checked_indicator(y)
        self.estimators_ = [fitted_label(self.estimator, X, label, groups) for label in y.T]
        self.classes_ = np.arange(y.shape[1])
        return self

    def predict(self, X):
        """Indicator matrix ``(n, n_labels)``, int8."""
        X = self._same_columns(X)
        return np.column_stack([e.predict(X) for e in self.estimators_]).astype(np.int8)

    @available_if(_inner_has("predict_proba"))
    def predict_proba(self, X):
        """Probability of every label, ``(n, n_labels)``."""
        X = self._same_columns(X)
        return np.column_stack([e.predict_proba(X)[:, 1] for e in self.estimators_])

    @available_if(_inner_has("decision_function"))
    def decision_function(self, X):
        """Score of every label, ``(n, n_labels)``; positive means present."""
        X = self._same_columns(X)
        return np.column_stack([e.decision_function(X) for e in self.estimators_])

    def __sklearn_tags__(self):
        return multilabel_tags(super().__sklearn_tags__())
