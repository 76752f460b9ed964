"""One classifier per label, which sees the labels before it."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin
from sklearn.utils import check_random_state
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from .._validation import UNKNOWN
from ._columns import NamedColumns
from ._labels import checked_indicator, fitted_label, multilabel_tags

__all__ = ["MultilabelChain"]


def _inner_has(name):
    return lambda self: hasattr(self.estimator, name)


class MultilabelChain(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Decide one label after the other; those decided are features of the next.

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

    def __init__(self, estimator, order=None, random_state=None):
        self.estimator = estimator
        self.order = order
        self.random_state = random_state

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

    def predict(self, X):
        """Indicator matrix ``(n, n_labels)``, int8."""
        return self._decide(X, lambda model, X: model.predict(X)).astype(np.int8)

    @available_if(_inner_has("predict_proba"))
    def predict_proba(self, X):
        """Probability of every label, given the decisions before it, ``(n, n_labels)``."""
        return self._decide(X, lambda model, X: model.predict_proba(X)[:, 1])

    @available_if(_inner_has("decision_function"))
    def decision_function(self, X):
        """Score of every label, ``(n, n_labels)``; positive means present."""
        return self._decide(X, lambda model, X: model.decision_function(X))

    def _decide(self, X, answer) -> np.ndarray:
        """What ``answer`` says of every label, in the order of the columns."""
        X = self._same_columns(X)
        answers = np.empty((len(X), len(self.order_)))
        for column, model in zip(self.order_, self.estimators_, strict=True):
            answers[:, column] = answer(model, X)
            X = np.column_stack([X, model.predict(X).astype(X.dtype)])
        return answers

    def __sklearn_tags__(self):
        return multilabel_tags(super().__sklearn_tags__())
