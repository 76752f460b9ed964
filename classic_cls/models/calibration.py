"""Probabilities for classifiers that have none, or are too sure."""

from typing import Any, Self

import numpy as np
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from .._compat import StrOptions
from .._typing import Data
from .._validation import typed_labels
from ._columns import NamedColumns
from ._folds import inner_folds
from ._groups import group_options
from ._scaling import METHODS, SIGMOID, better_scaling, fitted_scaling, probabilities

_MOST_FOLDS = 5
_LEAST_PROBABILITY = 1e-3


class CalibratedClassifier(NamedColumns, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Calibrated probabilities from one classifier, with folds that always fit the data.

    The classifier is fitted once on everything; the scaling is learned on its
    out-of-fold scores. Unless a method is named, it is Platt's sigmoid [1]_ of two classes. Of more
    it is a sigmoid for each class against the rest, or one temperature for all [2]_: whichever has
    the smaller log loss on folds that it was not fitted on. The folds never exceed the images (or
    groups) of the smallest class, and groups are honoured when they are given to ``fit``.

    Whatever has seen labels and stands before the classifier, such as a choice of columns, belongs
    inside, in a pipeline: the scores of rows that had a say in it are too good, and probabilities
    made of them too sure. Where a class has a single image (or group), such as a rare label
    against the rest, nothing can be learned about its scores: they are then mapped by the logistic
    function (softmax of several classes), which keeps their order but is not calibrated.

    Parameters
    ----------
    estimator : classifier
        With ``decision_function``, such as a support vector machine; or ``predict_proba``, of
        which the logarithms are scaled.
    method : {"auto", "sigmoid", "temperature", "isotonic", "venn_abers"}, default="auto"
        "isotonic" is any rising curve of every column of scores [3]_, for a thousand images or
        more; "venn_abers" makes two of them, with the image to tell counted for the class and
        against it, and takes what lies between [4]_: of few images that is more careful. Curves of
        several classes are each about the odds of one against the rest, at the best temperature;
        what they give is divided by its sum.

    Attributes
    ----------
    calibrated_ : {"sigmoid", "temperature", "isotonic", "venn_abers", None}
        How scores become probabilities; None where a class is too rare to learn it.
    scaling_ : ndarray of shape (columns, 2) or (1, 1), list, or None
        Slope and intercept of every column of scores; or the inverse temperature; or a list of
        this and of what the curve of every column is made of: log odds, ascending, and the
        probabilities at them (of Venn-ABERS those before, at and behind each).
    estimator_ : classifier
        Fitted on all rows.
    classes_ : ndarray of shape (n_classes,)

    References
    ----------
    .. [1] J. Platt, "Probabilistic outputs for support vector machines", 1999.
    .. [2] C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural networks",
       ICML, 2017.
    .. [3] B. Zadrozny and C. Elkan, "Transforming classifier scores into accurate multiclass
       probability estimates", KDD, 2002.
    .. [4] V. Vovk and I. Petej, "Venn-Abers predictors", UAI, 2014. Their guarantee is about scores
       of rows set aside; here, as for all methods, the scores are out-of-fold.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.svm import LinearSVC
    >>> X, y = load_iris(return_X_y=True)
    >>> CalibratedClassifier(LinearSVC(random_state=0)).fit(X, y).predict_proba(X[:1]).shape
    (1, 3)
    """

    _parameter_constraints = {"method": [StrOptions({"auto", *METHODS})]}

    def __init__(self, estimator: BaseEstimator, method: str = "auto"):
        self.estimator = estimator
        self.method = method

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
        self._validate_params()
        y = typed_labels(y)
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], ensure_min_samples=2)
        check_classification_targets(y)
        # In random order: rows often come sorted, and blocks of these would be like new groups.
        folds = inner_folds(y, groups, _MOST_FOLDS, random_state=0)
        groups = None if groups is None else np.asarray(groups)
        self.estimator_, scores = self._fitted_and_left_out(X, y, groups, folds)
        self.classes_ = self.estimator_.classes_
        self.calibrated_: Any = None
        self.scaling_: Any = None
        if folds:
            codes = np.searchsorted(self.classes_, y)
            if scores is None:
                scores = self._left_out_scores(X, y, groups, folds)
            self.calibrated_ = self._method(scores, codes, folds)
            self.scaling_ = fitted_scaling(scores, codes, self.calibrated_)
        return self

    def _method(self, scores, codes, folds) -> str:
        if self.method != "auto":
            return self.method
        return better_scaling(scores, codes, folds) if scores.ndim == 2 else SIGMOID

    def _fitted(self, X, y, groups):
        return clone(self.estimator).fit(X, y, **group_options(self.estimator, groups))

    def _fitted_and_left_out(self, X, y, groups, folds):
        """The classifier, and its scores of rows left out, if it knows them without folds."""
        model, options = clone(self.estimator), group_options(self.estimator, groups)
        if folds and hasattr(model, "fit_leaving_out"):
            return model, model.fit_leaving_out(X, y, **options)
        return model.fit(X, y, **options), None

    def _left_out_scores(self, X, y, groups, folds) -> np.ndarray:
        """Scores ``(n, k)``, of two classes ``(n,)``, by classifiers that have not seen the row."""
        parts = []
        for train, test in folds:
            some = None if groups is None else groups[train]
            parts.append(self._scores(self._fitted(X[train], y[train], some), X[test]))
        scores = np.concatenate(parts)
        rows = np.concatenate([test for _, test in folds])
        return scores[np.argsort(rows)]

    def _scores(self, model, X) -> np.ndarray:
        if hasattr(model, "decision_function"):
            return np.asarray(model.decision_function(X), dtype=np.float64)
        # A tree's are 0 or 1, and so are those of neighbours: their logarithms stay finite.
        with np.errstate(invalid="ignore"):  # old scikit-learn divides by their sum, 0
            found = np.asarray(model.predict_proba(X), dtype=np.float64)
        logs = np.log(np.nan_to_num(found) + _LEAST_PROBABILITY)
        return logs[:, 1] - logs[:, 0] if logs.shape[1] == 2 else logs

    def predict(self, X: Data) -> np.ndarray:
        """Class of the highest probability of every row; of equal ones that of the best score."""
        X = self._same_columns(X)
        scores = self._scores(self.estimator_, X)
        found = self._probabilities(scores)
        if isinstance(self.scaling_, list) and scores.ndim == 2:  # steps have equal ones often
            found = np.where(found == found.max(axis=1, keepdims=True), scores, -np.inf)
        return self.classes_[found.argmax(axis=1)]

    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities ``(n, n_classes)``; every row sums to 1."""
        X = self._same_columns(X)
        return self._probabilities(self._scores(self.estimator_, X))

    def _probabilities(self, scores) -> np.ndarray:
        if self.scaling_ is not None:
            return probabilities(scores, self.scaling_)
        if scores.ndim == 1:
            scores = np.column_stack([np.zeros(len(scores)), scores])
        return softmax(scores, axis=1)
