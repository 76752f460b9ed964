"""A classifier that chooses among settings on its training rows alone: the inner half of nesting.

Chosen so inside every fold of a cross-validation, no image that a fold tests has any say in what is
tested on it (Varma and Simon 2006, "Bias in error estimation when using cross-validation for model
selection", BMC Bioinformatics 7).
"""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.utils.metaestimators import available_if

from .._typing import Data
from ..extraction import KnownRows, Lookup, Views, views_of
from ..models import group_options, inner_folds
from .assembly import out_of_fold
from .estimates import FiguresOf
from .figures.table import record_of
from .folds import run_folds
from .targets import checked_targets

# Inner folds; fewer where a class has fewer images or groups.
N_INNER = 3


def _has(name: str):
    """For ``available_if``: whether the chosen classifier, or any of them, has a method."""
    return lambda self: hasattr(getattr(self, "best_estimator_", self.estimator), name)


class TunedClassifier(ClassifierMixin, BaseEstimator):
    """Chooses one of several ways to describe and decide, then fits it on all its rows.

    What describes images is fitted once on the training rows, without regard to labels, and not in
    each inner fold anew; what decides is fitted in each. Images of several views are divided as
    images, so that no view helps to choose by another of its image, and answer by as many views as
    in the end.

    Parameters
    ----------
    fronts : list of estimators
        Frozen steps that describe images, which take row numbers.
    candidates : list of (int, estimator)
        Number of the front, and what decides on its rows; the first is taken of equal ones.
    figure : str
        What to choose by.
    known : dict
        ``class_names``, and ``positive`` and ``costs`` where there are any.
    validation : ndarray of bool, optional
        By row number, which images to choose by; then there are no inner folds.

    Attributes
    ----------
    chosen_ : dict
        ``number`` of the candidate, its ``value`` of the figure, the ``values`` of all (None where
        one failed), and by what they were ``chosen_by``.
    best_estimator_ : Pipeline
    """

    def __init__(self, fronts: list, candidates: list, figure: str, known: dict, validation=None):
        self.fronts = fronts
        self.candidates = candidates
        self.figure = figure
        self.known = known
        self.validation = validation

    def __sklearn_clone__(self):
        return type(self)(self.fronts, self.candidates, self.figure, self.known, self.validation)

    def get_params(self, deep: bool = True) -> dict:
        """Its own, and those of what describes and decides first."""
        own = super().get_params(deep=False)
        parts = {"front": self.fronts[0], "estimator": self.estimator} if deep else {}
        return own | {
            f"{part}__{name}": value
            for part, step in parts.items()
            if not isinstance(step, str)
            for name, value in step.get_params(deep=True).items()
        }

    def described_by(self, changed: Callable) -> "TunedClassifier":
        """The same with other steps that describe images: ``changed(front)`` of each."""
        fronts = [changed(front) for front in self.fronts]
        return type(self)(fronts, self.candidates, self.figure, self.known, self.validation)

    @property
    def estimator(self) -> Any:
        """What decides in the first candidate."""
        return self.candidates[0][1]

    @property
    def classes_(self) -> np.ndarray:
        """Those of the chosen classifier."""
        return self.best_estimator_.classes_

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Choose a candidate, and fit it on all rows.

        Parameters
        ----------
        X : ndarray of shape (n,)
            Row numbers.
        y : ndarray of shape (n,) or (n, n_labels)
        groups : ndarray of shape (n,), optional
            Rows of one group are on one side of every inner split.

        Returns
        -------
        self
        """
        self.choose(X, y, groups)
        number, deciding = self.candidates[self.chosen_["number"]]
        front = clone(self.fronts[number])
        rows = front.fit_transform(X, y)
        deciding = clone(deciding).fit(rows, y, **group_options(deciding, groups))
        self.best_estimator_ = Pipeline([("described", front), ("deciding", deciding)])
        return self

    def choose(self, X: Data, y: Data, groups: Data | None = None) -> dict:
        """Choose a candidate by its figure on the inner folds; no two fronts are in memory.

        Of images with several views all rows to learn from are given, image by image.
        """
        views = views_of(self)
        X, y = np.asarray(X)[:: views.n_training], np.asarray(y)[:: views.n_training]
        groups = None if groups is None else np.asarray(groups)[:: views.n_training]
        splits, by = self._splits(X, y, groups)
        values: list[float | None] = [None] * len(self.candidates)
        for number, front in enumerate(self.fronts if splits else ()):
            described = _described(front, X, y, views)
            for place, (own, deciding) in enumerate(self.candidates):
                if own == number:
                    estimator = Pipeline([("described", described), *_steps_of(deciding)])
                    values[place] = self._value(estimator, X, y, groups, splits)
        sign = -1 if record_of(self.figure).lower_is_better else 1
        ranks = [-np.inf if value is None else sign * value for value in values]
        best = int(np.argmax(ranks))
        self.chosen_ = {"number": best, "value": values[best], "values": values, "chosen_by": by}
        return self.chosen_

    def _splits(self, X, y, groups) -> tuple[list, str]:
        """Where to learn and where to choose, and in words."""
        if self.validation is not None:
            held = self.validation[np.asarray(X)]
            if groups is not None:  # whoever has a copy among the others cannot tell them apart
                held = held & ~np.isin(groups, groups[~held])
            if held.any() and _holds_all(y, ~held):
                return [(np.flatnonzero(~held), np.flatnonzero(held))], "the validation part"
        folds = inner_folds(y, groups, N_INNER, random_state=0)
        return folds, f"{len(folds)} inner folds" if folds else "nothing: too few images"

    def _value(self, estimator, X, y, groups, splits) -> float | None:
        """The figure of out-of-fold predictions; None where a fit fails, or none is defined."""
        names = self.known["class_names"]
        truth, _ = checked_targets(y, names)
        try:
            outcomes = run_folds(estimator, X, y, [splits], names, groups=groups)
        except ValueError:
            return None
        found = FiguresOf(out_of_fold(outcomes, truth, groups=groups, paths=None, **self.known))
        value = found.values.get(self.figure)
        return None if value is None else float(value)

    def predict(self, X: Data) -> np.ndarray:
        """Labels of rows."""
        return self.best_estimator_.predict(X)

    @available_if(_has("predict_proba"))
    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities of rows."""
        return self.best_estimator_.predict_proba(X)

    @available_if(_has("decision_function"))
    def decision_function(self, X: Data) -> np.ndarray:
        """Scores of rows."""
        return self.best_estimator_.decision_function(X)


def _described(front, images, y, views: Views) -> Lookup:
    """The rows of images by a front that has learned from all of them, to be looked up."""
    front, rows = clone(front), views.training_rows(images)
    values = front.fit_transform(rows, np.repeat(y, views.n_training, axis=0))
    if views.n_test > views.n_training:
        rows = views.test_rows(images)
        values = front.transform(rows)
    return Lookup(KnownRows(front, rows, values, views))


def _steps_of(deciding) -> list:
    return deciding.steps if isinstance(deciding, Pipeline) else [("deciding", deciding)]


def _holds_all(y, some) -> bool:
    """Whether there are all classes among some rows."""
    y = np.asarray(y)
    return bool(some.any()) and (y.ndim == 2 or set(y[some]) == set(y))
