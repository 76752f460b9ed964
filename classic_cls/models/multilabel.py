"""One classifier per label."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import validate_data

from .._typing import Data
from ._labels import LabelDecider, answer, checked_indicator, fitted_label


class MultilabelOneVsRest(LabelDecider):
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

    def __init__(self, estimator: BaseEstimator):
        self.estimator = estimator

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
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

    def _ask(self, X, method: str) -> np.ndarray:
        X = self._same_columns(X)
        return np.column_stack([answer(model, X, method) for model in self.estimators_])
