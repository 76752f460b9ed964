"""One classifier per label, which sees the labels before it."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import validate_data

from .._typing import Data, RandomState
from .._validation import UNKNOWN
from ._labels import LabelDecider, answer, checked_indicator, fitted_label


class MultilabelChain(LabelDecider):
    """Decide one label after the other; those decided are features of the next.

    The probability and the score of a label are given the decisions before it.

    Unlike scikit-learn's ``ClassifierChain`` it accepts labels that are always or never
    present in a fold, and unknown ones: each label is learned from the rows where it is
    known, and where an earlier one is unknown, the chain's own prediction stands for it.

    Parameters
    ----------
    estimator : classifier
        Cloned for every label.
    order : "random", sequence of int or None
        Column numbers in the order of deciding; None is that of the columns.
    random_state : int, RandomState or None
        Seed of the random order.

    Attributes
    ----------
    estimators_ : list of ConstantSafeClassifier
        One per label, in the order of deciding.
    order_ : ndarray of shape (n_labels,)
        Column numbers.
    classes_ : ndarray of shape (n_labels,)
        Column numbers of the target.

    References
    ----------
    J. Read, B. Pfahringer, G. Holmes and E. Frank (2011), "Classifier chains for
    multi-label classification", Machine Learning 85(3).

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.svm import LinearSVC
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> Y = np.array([[1, 0], [1, 0], [1, 1], [1, -1]])
    >>> MultilabelChain(LinearSVC(random_state=0)).fit(X, Y).predict([[0.0], [3.0]])
    array([[1, 0],
           [1, 1]], dtype=int8)
    """

    def __init__(
        self,
        estimator: BaseEstimator,
        order: str | Sequence[int] | None = None,
        random_state: RandomState = None,
    ):
        self.estimator = estimator
        self.order = order
        self.random_state = random_state

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
            If ``y`` is not an indicator matrix, or ``order`` does not name every column once.
        """
        X, y = validate_data(self, X, dtype=None, ensure_all_finite=False), checked_indicator(y)
        self.order_ = self._checked_order(y.shape[1])
        self.classes_ = np.arange(y.shape[1])
        self.estimators_ = []
        for label in y.T[self.order_]:
            model = fitted_label(self.estimator, X, label, groups)
            self.estimators_.append(model)
            if (label == UNKNOWN).any():
                label = np.where(label == UNKNOWN, model.predict(X), label)
            X = np.column_stack([X, label.astype(X.dtype)])
        return self

    def _checked_order(self, n_labels) -> np.ndarray:
        if isinstance(self.order, str) and self.order == "random":
            return check_random_state(self.random_state).permutation(n_labels)
        order = np.arange(n_labels) if self.order is None else np.asarray(self.order)
        if sorted(order.tolist()) != list(range(n_labels)):
            raise ValueError(
                f"order is {self.order!r}; it must be 'random' or name each column from 0 to "
                f"{n_labels - 1} once"
            )
        return order

    def _ask(self, X, method: str) -> np.ndarray:
        X = self._same_columns(X)
        answers = np.empty((len(X), len(self.order_)))
        for column, model in zip(self.order_, self.estimators_, strict=True):
            answers[:, column] = answer(model, X, method)
            X = np.column_stack([X, model.predict(X).astype(X.dtype)])
        return answers
