"""One class learned alone, and told from everything else at a rate of false alarms."""

from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.utils import assert_all_finite, indexable
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from .._compat import Interval
from .._typing import Data
from .._validation import checked_groups, quoted, typed_labels
from ._conformal import reached_by, weights_of_units
from ._folds import inner_folds, take
from ._rows import rows_for


class OneClassClassifier(MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Tell one class, from whose rows alone it learns, from everything else.

    A model of scikit-learn's says how unusual a row is. From which score on a row is called the
    other class is learned from the rows of the class too: their scores by models of inner folds,
    which have not seen them, such that a share of at most ``false_alarms`` of new rows of the class
    is. Rows of the other class may be given, and are passed over: they change nothing.

    *What the rate promises*: a row not seen counts as one more among those left out (conformal
    prediction), so that it is kept on average over training sets, were new scores like those left
    out. That needs ``1 / false_alarms - 1`` rows (19 for 0.05), or groups, each of which counts
    once; with fewer, only what is more unusual than all rows left out is called the other class,
    which promises ``1 / (n + 1)``. The model that answers has learned from all rows, and finds new
    ones a little less unusual if anything than the models of the folds did: that is plausible and
    measured (``benchmarks/one_class.py``), not proven. Whatever learns from rows and stands before
    this in a pipeline has seen the rows left out: put it inside, in a pipeline of its own.

    Parameters
    ----------
    estimator : estimator
        With ``fit(X)`` and ``score_samples``, more for what is more usual: ``PCA`` (the likelihood
        of its probabilistic model), ``LocalOutlierFactor(novelty=True)``, ``OneClassSVM``,
        ``IsolationForest``, or a pipeline that ends in one.
    known : object, optional
        The class to learn. None is the only one of ``y``, or of two the more frequent one.
    other : object, optional
        What everything else is called. None is the other class of ``y``, or ``"not "`` and the
        name of the class.
    false_alarms : float, default=0.05
        Share of new rows of the class, in (0, 1), that may be called the other class.
    cv : int, default=5
        Inner folds, at most; with groups, none of them is divided.
    random_state : int or None
        Seed of the inner folds; None leaves the rows in their order.

    Attributes
    ----------
    estimator_ : estimator
        Fitted on all rows of the class.
    classes_ : ndarray of shape (2,)
        The class and the other one, sorted.
    known_, positive_ : object
        The class that was learned, and the other one, which is looked for.
    left_out_ : ndarray of shape (n,)
        Scores (see `scores`) of the rows of the class by models that have not seen them, ascending.
    weights_ : ndarray of shape (n,)
        What each of them counts: 1, or its part of a group.
    n_units_ : int
        Rows, or groups, that were left out in turn.
    promised_ : float
        The rate of false alarms; higher than was asked for where there are too few rows.
    limit_, spread_ : float
        What is unusual, and how far the median row left out lies below that, in the numbers of
        ``estimator_``.
    thresholds_ : ndarray of shape (1,)
        0: from this score on a row is called the other class.

    References
    ----------
    S. Bates, E. Candès, L. Lei, Y. Romano and M. Sesia (2023), "Testing for outliers with conformal
    p-values", Annals of Statistics 51. R. Laxhammar and G. Falkman (2015), "Inductive conformal
    anomaly detection for sequential detection of anomalous sub-trajectories", Annals of Mathematics
    and Artificial Intelligence 74.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.decomposition import PCA
    >>> X = np.random.default_rng(0).normal(size=(99, 3))
    >>> model = OneClassClassifier(PCA(2)).fit(X, ["good"] * 99)
    >>> model.predict([[0, 0, 0], [9, 9, 9]]).tolist(), model.p_values([[9, 9, 9]]).tolist()
    (['good', 'not good'], [0.01])
    """

    _parameter_constraints = {
        "false_alarms": [Interval(Real, 0, 1, closed="neither")],
        "cv": [Interval(Integral, 2, None, closed="left")],
    }

    recall_thresholds_ = None

    def __init__(
        self,
        estimator: BaseEstimator,
        known: object = None,
        other: object = None,
        *,
        false_alarms: float = 0.05,
        cv: int = 5,
        random_state: int | None = 0,
    ):
        self.estimator = estimator
        self.known = known
        self.other = other
        self.false_alarms = false_alarms
        self.cv = cv
        self.random_state = random_state

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Learn from the rows of the class.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
            Rows of finite numbers.
        y : array-like of shape (n,)
            The class, and perhaps the other one.
        groups : array-like of shape (n,), optional
            Rows of one group never stand on both sides of an inner fold.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If no row, or one row or group, is of the class, or there are more than two.
        """
        self._validate_params()
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        y = column_or_1d(np.asarray(typed_labels(y)), warn=True)
        assert_all_finite(y)
        check_classification_targets(y)
        self._name_classes(y)
        X, y, groups = indexable(X, y, checked_groups(groups, len(y)))
        own = np.flatnonzero(y == self.known_)
        groups = None if groups is None else np.asarray(groups)[own]
        X, units = take(X, own), _numbered(groups, len(own))
        unusual = self._left_out(X, groups)
        self.estimator_ = clone(self.estimator).fit(X)
        self._choose(unusual, units)
        return self

    def _name_classes(self, y) -> None:
        names, counts = np.unique(y, return_counts=True)
        if len(names) > 2:
            raise ValueError(
                "Only binary classification is supported: one class is learned, and all others are "
                f"one; y has {len(names)} classes"
            )
        self.known_ = names[counts.argmax()] if self.known is None else self.known
        if self.known_ not in names:
            raise ValueError(f"y has no class {self.known_!r} to learn; it has {quoted(names)}")
        others = [name for name in names if name != self.known_]
        other = self.other if self.other is not None or not others else others[0]
        if other is None and not isinstance(self.known_, str):
            raise ValueError("y has one class: say with other= what everything else is called")
        self.positive_ = f"not {self.known_}" if other is None else other
        if others and others[0] != self.positive_:
            raise ValueError(f"y has class {others[0]!r}, and other is {self.positive_!r}")
        self.classes_ = np.unique([self.known_, self.positive_])

    def _left_out(self, X, groups) -> np.ndarray:
        """How unusual every row is to models of the inner folds that have not seen it."""
        folds = inner_folds(np.zeros(len(X), int), groups, self.cv, self.random_state)
        if not folds:
            what = "rows" if groups is None else "groups"
            raise ValueError(f"class {self.known_!r} needs two {what} or more to be learned alone")
        found = np.empty(len(X))
        for train, test in folds:
            found[test] = -clone(self.estimator).fit(X[train]).score_samples(X[test])
        return found

    def _choose(self, unusual, units) -> None:
        """The limit that the rate of false alarms sets."""
        self.n_units_ = int(units.max()) + 1
        found = reached_by(-unusual, units, 1 - self.false_alarms)
        largest = float(unusual.max()) if found is None else -found
        self.promised_ = max(float(self.false_alarms), 1 / (self.n_units_ + 1))
        self.limit_ = float(np.nextafter(largest, np.inf))
        self.spread_ = float(self.limit_ - np.median(unusual))
        if not 1e-300 < self.spread_ < np.inf:
            self.spread_ = 1.0
        order = np.argsort(unusual, kind="stable")
        self.left_out_ = self._scaled(unusual[order])
        self.weights_ = weights_of_units(units)[order]
        self.thresholds_ = np.zeros(1)

    def _scaled(self, unusual) -> np.ndarray:
        return (unusual - self.limit_) / self.spread_

    def scores(self, X: Data) -> np.ndarray:
        """How unusual rows are ``(n, 1)``: 0 is the limit, -1 the median of the class."""
        check_is_fitted(self)
        X = rows_for(self, X)
        return self._scaled(-np.asarray(self.estimator_.score_samples(X), float))[:, None]

    def decide(self, scores: np.ndarray) -> np.ndarray:
        """Classes that follow from scores ``(n, 1)``."""
        above = scores[:, 0] >= self.thresholds_[0]
        names = np.asarray([self.known_, self.positive_], dtype=self.classes_.dtype)
        return names[above.astype(int)]

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row ``(n,)``."""
        return self.decide(self.scores(X))

    def decision_function(self, X: Data) -> np.ndarray:
        """Score ``(n,)`` of the second of the classes: `scores`, or their negative."""
        scores = self.scores(X)[:, 0]
        return scores if self.positive_ == self.classes_[1] else -scores

    def p_values(self, X: Data) -> np.ndarray:
        """Share of rows of the class, in (0, 1], that are at least as unusual as each row."""
        return self.p_of(self.scores(X)[:, 0])

    def p_of(self, scores: np.ndarray) -> np.ndarray:
        """The same, from `scores`; a new row counts as one more of those that were left out."""
        at_least = np.append(np.cumsum(self.weights_[::-1])[::-1], 0.0)
        places = np.searchsorted(self.left_out_, scores, side="left")
        return (1 + at_least[places]) / (self.n_units_ + 1)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.sparse = False
        return tags


def _numbered(groups, n: int) -> np.ndarray:
    """Units of the rows, numbered from 0 on: groups, or each row by itself."""
    return np.arange(n) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()


def one_class_in(estimator: object) -> OneClassClassifier | None:
    """The last step of a pipeline, or the estimator itself, where it learns one class alone."""
    while isinstance(estimator, Pipeline):
        estimator = estimator.steps[-1][1]
    return estimator if isinstance(estimator, OneClassClassifier) else None


def learned_rows(estimator: object, y: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Those of some rows that a fit may see: of one class alone its own, otherwise all.

    >>> from sklearn.decomposition import PCA
    >>> y = np.array(["good", "not good", "good"])
    >>> learned_rows(OneClassClassifier(PCA(), "good"), y, np.array([1, 2])).tolist()
    [2]
    """
    last = one_class_in(estimator)
    return rows if last is None or last.known is None else rows[y[rows] == last.known]
