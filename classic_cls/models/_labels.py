"""Labels of multilabel targets, of which some may be unknown."""

from abc import abstractmethod

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils.metaestimators import available_if

from .._typing import Data
from .._validation import UNKNOWN, checked_groups
from ._columns import NamedColumns
from ._delegation import inner_has
from ._groups import group_options
from .constant import ConstantSafeClassifier


class LabelDecider(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Base of the classifiers that decide every label by itself; a subclass asks their models."""

    @abstractmethod
    def _ask(self, X, method: str) -> np.ndarray:
        """What a method of the model of every label answers, ``(n, n_labels)``."""

    def predict(self, X: Data) -> np.ndarray:
        """Indicator matrix ``(n, n_labels)``, int8."""
        return self._ask(X, "predict").astype(np.int8)

    @available_if(inner_has("predict_proba"))
    def predict_proba(self, X: Data) -> np.ndarray:
        """Probability of every label, ``(n, n_labels)``."""
        return self._ask(X, "predict_proba")

    @available_if(inner_has("decision_function"))
    def decision_function(self, X: Data) -> np.ndarray:
        """Score of every label, ``(n, n_labels)``; positive means present."""
        return self._ask(X, "decision_function")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.two_d_labels = True
        tags.target_tags.single_output = False
        tags.target_tags.multi_output = True
        tags.classifier_tags.multi_label = True
        tags.classifier_tags.multi_class = False
        return tags


def answer(model, X, method: str) -> np.ndarray:
    """What a model of one label says of rows ``(n,)``: of probabilities, that it is present."""
    answers = getattr(model, method)(X)
    return answers[:, 1] if method == "predict_proba" else answers


def checked_indicator(y) -> np.ndarray:
    """``y`` as an array ``(n, n_labels)``; a ValueError if it is no multilabel target."""
    y = np.asarray(y)
    if y.ndim != 2 or not np.isin(y, (0, 1, UNKNOWN)).all():
        raise ValueError(
            "y must be an indicator matrix (n, n_labels) of 1 (present), 0 (absent) and "
            f"{UNKNOWN} (unknown)"
        )
    return y


def fitted_label(estimator, X, label, groups=None) -> ConstantSafeClassifier:
    """Fit a clone of a classifier of one label on the rows where it is known.

    ``label`` is 1, 0 and -1; of one that no row knows nothing is found, ever.
    """
    model = ConstantSafeClassifier(clone(estimator))
    known = np.flatnonzero(label != UNKNOWN)
    if not len(known):
        return model.fit(X[:1], np.zeros(1, int))
    if len(known) < len(label):
        groups = checked_groups(groups, len(label))
        X, label = X[known], label[known]
        groups = None if groups is None else groups[known]
    return model.fit(X, label, **group_options(estimator, groups))
