"""Decision thresholds learned inside the training rows."""

from collections.abc import Mapping
from numbers import Integral
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.utils import assert_all_finite, get_tags, indexable
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d

from .._compat import Interval
from .._remedies import remedy
from .._typing import Data
from .._validation import UNKNOWN, as_text, checked_groups, quoted, typed_labels
from ._aims import RECALLS, best_threshold, checked_aim
from ._delegation import GivesItsScores
from ._folds import inner_folds, take
from ._groups import group_options
from ._labels import checked_indicator
from ._positive import positive_class

# A label with as many images as this gets half of its own threshold and half of the common one.
_HALF_TRUSTED = 30


class ThresholdClassifier(GivesItsScores, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Decide at thresholds that serve an aim, instead of at score 0 or probability 0.5.

    The thresholds are chosen on the scores of training rows that inner folds have left
    out, never on rows that are tested; then the classifier is fitted on all of them. It
    costs ``cv`` further fits; or none, if the classifier knows its scores of rows left out in
    closed form: :class:`KernelRidgeClassifier` and, around it, :class:`MultilabelOneVsRest`,
    by their method ``fit_leaving_out``. Scores and probabilities pass through unchanged. Whatever
    learns from rows and stands before this in a pipeline, such as principal components of
    few images, has seen the rows left out: put it inside, in a pipeline of its own.

    *What a floor promises*: a row not seen counts as one more mistake (conformal risk
    control), so that a recall of ``r`` of two classes is one of at least ``r`` of new
    images on average over training sets, were their scores like those left out. It needs
    ``r / (1 - r)`` positive rows (19 for 0.95, 99 for 0.99), and of fewer every one is
    found, which promises ``n / (n + 1)``. Specificity is the same for negative rows;
    precision, which can be best anywhere, keeps its floor roughly. The scores are only
    nearly alike, as inner folds train on fewer rows: on pairs of clothes and flowers the
    mean recall was 0.90 to 0.93 for a floor of 0.9, and 0.95 to 0.97 for one of 0.95. One
    test of a hundred images strays from that by several points.

    Of two classes one threshold is learned, of several labels one per label. The best
    threshold of a rare label is mostly chance, so it is drawn towards the best
    threshold of all labels together: with ``m`` images on the smaller side it counts
    ``m / (m + 30)``. Rows where a label is unknown are left out; a label that is always
    or never present keeps 0 or 0.5. Where there is one row, or group, of a class, so that
    there are no inner folds, so does everything.

    scikit-learn's ``TunedThresholdClassifierCV`` knows neither several labels nor a
    floor nor, without metadata routing, groups.

    Parameters
    ----------
    estimator : classifier
        With ``predict_proba`` or ``decision_function``; the first is preferred.
    aim : str
        "f1"; "balanced_accuracy"; or a floor: "recall=0.99" (the best specificity with
        at least that recall), "precision=0.95" or "specificity=0.9" (the best recall).
        A floor of a label is promised less than one of two classes, as its threshold is
        drawn towards the common one.
    costs : dict of (true, predicted) to float, optional
        Of two classes: the mean cost is minimised, in place of the aim. A mistake that
        is not named costs 1, a right answer 0.
    positive : object, optional
        Which of two classes the aim is about. None is that of a well-known pair of names (1, True,
        "yes", "defect" ...), or else a clearly rarer one. Where these say nothing a floor is
        refused, and others take the last one: "balanced_accuracy" and costs are the same for both.
    cv : int
        Inner folds, at most, of which the smallest class allows fewer: stratified for two
        classes; with groups, none of them is divided.
    random_state : int or None
        Seed of the inner folds; None leaves the rows in their order.

    Attributes
    ----------
    estimator_ : classifier
        Fitted on all rows.
    threshold_ : float
        Of the score of the positive class; of several labels, that of all together.
    thresholds_ : ndarray of shape (1,) or (n_labels,)
        A label is present where its score is at least this.
    reached_ : ndarray of bool, shape (1,) or (n_labels,)
        Whether a floor was reached by the rows that inner folds left out; otherwise the
        nearest is taken.
    recall_thresholds_ : ndarray of shape (4,), or None
        Of two classes the thresholds for a recall of 0.90, 0.95, 0.98 and 0.99, chosen on the same
        rows as that of the aim; None where there were no inner folds.
    classes_ : ndarray
        Those of ``estimator_``.
    positive_ : object
        The positive class; None for several labels.

    References
    ----------
    Z. Lipton, C. Elkan and B. Naryanaswamy (2014), "Optimal thresholding of classifiers to
    maximize F1 measure", ECML PKDD. A. Angelopoulos, S. Bates, A. Fisch, L. Lei and
    T. Schuster (2024), "Conformal risk control", ICLR.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> X = np.repeat(np.arange(10.0), 4)[:, None]
    >>> y = np.where(X[:, 0] > 7, "defect", "good")
    >>> model = ThresholdClassifier(LogisticRegression(), "recall=1.0", positive="defect")
    >>> model.fit(X, y).predict([[7.0], [8.0]]).tolist()
    ['good', 'defect']
    """

    _parameter_constraints = {"cv": [Interval(Integral, 2, None, closed="left")]}

    def __init__(
        self,
        estimator: BaseEstimator,
        aim: str = "f1",
        *,
        costs: Mapping[tuple, float] | None = None,
        positive: object = None,
        cv: int = 3,
        random_state: int | None = 0,
    ):
        self.estimator = estimator
        self.aim = aim
        self.costs = costs
        self.positive = positive
        self.cv = cv
        self.random_state = random_state

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Learn the thresholds, and fit the classifier on all rows.

        Parameters
        ----------
        X : array-like of shape (n, ...)
            What the classifier takes.
        y : array-like of shape (n,) or (n, n_labels)
            Two classes; or 1 (present), 0 (absent) and -1 (unknown).
        groups : array-like of shape (n,), optional
            Rows of one group never stand on both sides of an inner fold. Handed on to
            classifiers that know groups.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If there are not two classes or several labels; if aim, costs or positive class
            make no sense for them; if no rule tells which class the aim is about.
        """
        self._validate_params()
        aim = checked_aim(self.aim)
        y = np.asarray(typed_labels(y))
        only_labels = not get_tags(self._classifier()).target_tags.single_output
        labels = y.ndim == 2 and (y.shape[1] > 1 or only_labels)
        y = self._checked_labels(y) if labels else self._checked_classes(X, y)
        X, y, groups = indexable(X, y, checked_groups(groups, len(y)))
        folds = inner_folds(y, groups, self.cv, self.random_state)
        self.estimator_, answers = self._fitted(X, y, groups, leaving_out=bool(folds))
        self.classes_ = self.estimator_.classes_
        for name in ("n_features_in_", "feature_names_in_"):
            if hasattr(self.estimator_, name):
                setattr(self, name, getattr(self.estimator_, name))
        scores = (
            self._left_out_scores(X, y, groups, folds)
            if answers is None
            else self._of_decisions(self.estimator_, answers)
        )
        target = y if labels else (y == self.positive_).astype(int)[:, None]
        self._choose(scores, target, aim)
        return self

    def _classifier(self):
        """What decides: pipelines do not tell what targets their last step takes."""
        last = self.estimator
        while isinstance(last, Pipeline):
            last = last.steps[-1][1]
        return last

    def _checked_labels(self, y) -> np.ndarray:
        if self.costs is not None or self.positive is not None:
            raise ValueError(
                "costs and positive are about two classes; y has several labels an image, whose "
                "thresholds follow an aim"
            )
        self.positive_: Any = None
        return checked_indicator(y)

    def _checked_classes(self, X, y) -> np.ndarray:
        y = column_or_1d(y, warn=True)
        assert_all_finite(y)
        check_classification_targets(y)
        classes = np.unique(y)
        if len(classes) > 2:
            raise ValueError(
                "Only binary classification is supported, or several labels: a threshold needs "
                f"two classes or several labels, and y has {len(classes)} classes"
            )
        if len(classes) < 2:
            raise ValueError("a threshold needs two classes or several labels; y has 1 class")
        self.positive_ = self._about(y, classes)
        return y

    def _about(self, y, classes):
        """The positive class, of the type that classes have."""
        names = as_text(classes).tolist()
        counts = [int(np.count_nonzero(y == name)) for name in classes]
        aim = self.aim if self.costs is None else None
        found = positive_class(names, self.positive, counts=counts, aim=aim)
        return classes[1 if found is None else names.index(found)]

    def _fitted(self, X, y, groups, leaving_out=False):
        """The classifier, and its answers for rows left out if it knows them without folds."""
        model, options = clone(self.estimator), group_options(self.estimator, groups)
        if leaving_out and hasattr(model, "fit_leaving_out"):
            return model, model.fit_leaving_out(X, y, **options)
        return model.fit(X, y, **options), None

    def _left_out_scores(self, X, y, groups, folds) -> np.ndarray | None:
        """Scores ``(n, k)`` of all rows by classifiers that have not seen them, or None."""
        scores = np.empty((len(y), 1 if y.ndim == 1 else y.shape[1]))
        for train, test in folds:
            some = None if groups is None else groups[train]
            model, _ = self._fitted(take(X, train), y[train], some)
            scores[test] = self._scores(model, take(X, test))
        return scores if folds else None

    def _scores(self, model, X) -> np.ndarray:
        """Score of the positive class, or of every label, one column each."""
        if not hasattr(model, "predict_proba"):
            return self._of_decisions(model, model.decision_function(X))
        scores = model.predict_proba(X)
        if self.positive_ is not None:
            return scores[:, [list(model.classes_).index(self.positive_)]]
        if isinstance(scores, list):  # forests and neighbours: (n, 2) for every label
            known = zip(scores, model.classes_, strict=True)
            return np.column_stack([part[:, classes == 1].sum(axis=1) for part, classes in known])
        return np.asarray(scores, dtype=float)

    def _of_decisions(self, model, decisions) -> np.ndarray:
        """Scores that are what ``decision_function`` gives."""
        scores = np.asarray(decisions, dtype=float)
        if scores.ndim == 2:
            return scores
        return scores[:, None] * (1 if self.positive_ == model.classes_[1] else -1)

    def _choose(self, scores, target, aim) -> None:
        usual = 0.5 if hasattr(self.estimator_, "predict_proba") else 0.0
        self.threshold_ = usual
        self.recall_thresholds_: Any = None
        self.thresholds_ = np.full(target.shape[1], usual)
        self.reached_ = np.ones(target.shape[1], dtype=bool)
        if scores is None:
            return
        known = target != UNKNOWN
        varies = [len(np.unique(y[k])) > 1 for y, k in zip(target.T, known.T, strict=True)]
        if not any(varies):
            return
        mistakes = None if self.costs is None else self._mistakes()
        used = known & varies
        self.threshold_, reached = best_threshold(scores[used], target[used] == 1, aim, mistakes)
        if target.shape[1] == 1:
            self.thresholds_[0], self.reached_[0] = self.threshold_, reached
            if self.positive_ is not None:
                floors = [("recall", recall) for recall in RECALLS]
                present = target[used] == 1
                found = [best_threshold(scores[used], present, floor)[0] for floor in floors]
                self.recall_thresholds_ = np.array(found)
            return
        for label in np.flatnonzero(varies):
            rows = known[:, label]
            present = target[rows, label] == 1
            own, self.reached_[label] = best_threshold(scores[rows, label], present, aim)
            smaller = min(np.count_nonzero(present), np.count_nonzero(~present))
            trust = smaller / (smaller + _HALF_TRUSTED)
            self.thresholds_[label] = trust * own + (1 - trust) * self.threshold_

    def _mistakes(self) -> np.ndarray:
        """Costs by truth (row) and answer (column), the positive class last."""
        classes = [*(c for c in self.classes_ if c != self.positive_), self.positive_]
        costs = 1.0 - np.eye(2)
        for pair, cost in dict(self.costs or {}).items():
            if len(pair) != 2 or not set(pair) <= set(classes):
                how = remedy("every key is (true, predicted)", "write TRUE:GIVEN=COST")
                raise ValueError(f"costs name {pair!r}; {how} of {quoted(classes)}")
            if not 0 <= cost < np.inf:
                raise ValueError(f"the cost of {pair!r} is {cost}; it is a number from 0 up")
            costs[classes.index(pair[0]), classes.index(pair[1])] = cost
        return costs

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row ``(n,)``, or indicator ``(n, n_labels)``, int8."""
        return self.decide(self.scores(X))

    def scores(self, X: Data) -> np.ndarray:
        """What the thresholds are about: the score of the positive class, or of every label."""
        X = self._same_columns(X)
        return self._scores(self.estimator_, X)

    def _same_columns(self, X):
        """As they are: what is inside may take other things than rows, and checks them."""
        check_is_fitted(self)
        return X

    def decide(self, scores: np.ndarray) -> np.ndarray:
        """Classes, or an indicator, that follow from scores ``(n, 1)`` or ``(n, n_labels)``."""
        above = scores >= self.thresholds_
        if self.positive_ is None:
            return above.astype(np.int8)
        other = self.classes_[0] if self.positive_ == self.classes_[1] else self.classes_[1]
        return np.where(above[:, 0], self.positive_, other).astype(self.classes_.dtype)

    def __getstate__(self):
        """State whose costs are a list: model files hold no keys but text."""
        state = super().__getstate__()
        if state["costs"] is None:
            return state
        return {**state, "costs": [[*pair, cost] for pair, cost in dict(state["costs"]).items()]}

    def __setstate__(self, state):
        if state["costs"] is not None:
            costs = {(true, predicted): cost for true, predicted, cost in state["costs"]}
            state = {**state, "costs": costs}
        super().__setstate__(state)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        inner = get_tags(self._classifier())
        tags.classifier_tags.multi_class = False
        tags.classifier_tags.multi_label = inner.classifier_tags.multi_label
        tags.target_tags.multi_output = inner.target_tags.multi_output
        tags.target_tags.two_d_labels = inner.target_tags.two_d_labels
        tags.target_tags.single_output = inner.target_tags.single_output
        tags.input_tags.sparse = get_tags(self.estimator).input_tags.sparse
        return tags
