"""One classifier per label."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from .._typing import Data
from ._groups import group_options
from ._labels import LabelDecider, answer, checked_indicator, fitted_label


class MultilabelOneVsRest(LabelDecider):
    """Decide every label by a binary classifier of its own (binary relevance).

    Unlike scikit-learn's ``OneVsRestClassifier`` it is silent about a label that is
    always or never present in a fold, which for rare labels is the normal case, and it
    learns a label from the rows where it is known. One that no row knows is never found.
    A :class:`KernelRidgeClassifier` decides all labels from one matrix, each as it would alone.

    Parameters
    ----------
    estimator : classifier
        Cloned for every label.

    Attributes
    ----------
    estimators_ : list of ConstantSafeClassifier
        One per label; or a single classifier that has learned all labels together.
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
        X, y = self._checked(X, y)
        if self._learns_together(y):
            options = group_options(self.estimator, groups)
            self.estimators_ = [clone(self.estimator).fit(X, y, **options)]
        else:
            self.estimators_ = [fitted_label(self.estimator, X, label, groups) for label in y.T]
        return self

    @available_if(lambda self: hasattr(self.estimator, "fit_leaving_out"))
    def fit_leaving_out(self, X: Data, y: Data, groups: Data | None = None) -> np.ndarray | None:
        """Fit, and give every row the scores of classifiers that have not seen it, nor its group.

        They are ``(n, n_labels)``; or None where the classifier does not know them: see
        :meth:`KernelRidgeClassifier.fit_leaving_out`.
        """
        X, y = self._checked(X, y)
        if not self._learns_together(y):
            self.fit(X, y, groups)
            return None
        model = clone(self.estimator)
        self.estimators_ = [model]
        return model.fit_leaving_out(X, y, **group_options(model, groups))

    def _checked(self, X, y):
        X, y = validate_data(self, X, dtype=None, ensure_all_finite=False), checked_indicator(y)
        self.classes_ = np.arange(y.shape[1])
        return X, y

    def _learns_together(self, y) -> bool:
        """Whether the classifier takes all labels at once; of one label it would make classes."""
        return y.shape[1] > 1 and hasattr(self.estimator, "fit_leaving_out")

    def _ask(self, X, method: str) -> np.ndarray:
        X = self._same_columns(X)
        return np.column_stack([answer(model, X, method) for model in self.estimators_])
