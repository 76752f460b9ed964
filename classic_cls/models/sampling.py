"""Classes of equal size to learn from."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils import check_random_state, get_tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from .._compat import HasMethods, StrOptions
from .._typing import Data, RandomState
from .._validation import checked_groups, typed_labels
from ._delegation import GivesItsScores
from ._groups import group_options


class BalancedSampling(GivesItsScores, MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """Fit a classifier on as many rows of every class.

    The rows are chosen inside ``fit``, so nothing that is tested is ever repeated or left
    out. Probabilities are those that the classifier gives, as if classes were equal.
    Several labels: put it inside :class:`MultilabelOneVsRest`, where each label is a
    task of two classes.

    Parameters
    ----------
    estimator : classifier
    how : {"over", "under"}
        "over" repeats rows of the smaller classes until all are as large as the largest:
        every row ``m // n`` times, and ``m % n`` drawn ones once more. "under" draws as many
        rows of the larger classes as the smallest one has.
    random_state : int, RandomState or None
        Seed of the drawing.

    Attributes
    ----------
    estimator_ : classifier
        Fitted.
    classes_ : ndarray of shape (n_classes,)

    References
    ----------
    N. Japkowicz and S. Stephen (2002), "The class imbalance problem: A systematic study",
    Intelligent Data Analysis 6(5).

    Examples
    --------
    >>> from sklearn.dummy import DummyClassifier
    >>> model = BalancedSampling(DummyClassifier(strategy="prior"), random_state=0)
    >>> model.fit([[0.0], [1.0], [2.0], [3.0]], ["a", "b", "b", "b"]).predict_proba([[0.0]])
    array([[0.5, 0.5]])
    """

    _parameter_constraints = {
        "estimator": [HasMethods(["fit", "predict"])],
        "how": [StrOptions({"over", "under"})],
        "random_state": ["random_state"],
    }

    def __init__(self, estimator: BaseEstimator, how: str = "over", random_state: RandomState = 0):
        self.estimator = estimator
        self.how = how
        self.random_state = random_state

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Choose the rows and fit the classifier on them.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)
        groups : array-like of shape (n,), optional
            Handed to a classifier that knows groups; a repeated row keeps its group.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If ``y`` is an indicator matrix of several labels.
        """
        self._validate_params()
        if np.asarray(y).ndim == 2 and np.asarray(y).shape[1] > 1:
            raise ValueError(
                "BalancedSampling balances classes, and y has several labels an image: put it "
                "inside, MultilabelOneVsRest(BalancedSampling(classifier))"
            )
        X, y = validate_data(self, X, typed_labels(y), dtype=None)
        check_classification_targets(y)
        rows = self._rows(np.unique(y, return_inverse=True)[1])
        groups = checked_groups(groups, len(y))
        groups = None if groups is None else groups[rows]
        options = group_options(self.estimator, groups)
        self.estimator_ = clone(self.estimator).fit(X[rows], y[rows], **options)
        self.classes_ = self.estimator_.classes_
        return self

    def _rows(self, codes) -> np.ndarray:
        """Rows to fit, in their order; some of them several times."""
        rng = check_random_state(self.random_state)
        counts = np.bincount(codes)
        size = counts.max() if self.how == "over" else counts.min()
        chosen = []
        for code, count in enumerate(counts):
            rows = np.flatnonzero(codes == code)
            extra = rng.choice(rows, size % count if size >= count else size, replace=False)
            chosen += [np.tile(rows, size // count), extra]
        return np.sort(np.concatenate(chosen))

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row."""
        X = self._same_columns(X)
        return self.estimator_.predict(X)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags = get_tags(self.estimator).classifier_tags
        return tags
