"""Classifiers: the score of the origin, and what each column adds to it.

Whatever stands around a classifier and passes its scores on, such as a threshold or a calibration,
is looked through: the decision value inside is divided.
"""

from functools import singledispatch
from typing import NamedTuple

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

from ...models import (
    BalancedSampling,
    CalibratedClassifier,
    ConstantSafeClassifier,
    KernelRidgeClassifier,
    LinearDiscriminant,
    MultilabelOneVsRest,
    ThresholdClassifier,
)
from .gaussian import along_line
from .rows import before
from .shares import NotExact, Shares


class Decision(NamedTuple):
    """Scores of a row as a classifier decides by them, of two classes that of the second alone.

    ``scores`` and ``base``, those of the origin of ``shares``, are ``(k,)``; ``linear`` is whether
    columns add up in the classifier itself, and not along a path.
    """

    scores: np.ndarray
    base: np.ndarray
    shares: Shares
    linear: bool


@singledispatch
def decision(classifier, row: np.ndarray) -> Decision:
    """Divide the scores of a row ``(d,)`` among its columns."""
    if not all(hasattr(classifier, name) for name in ("coef_", "intercept_", "decision_function")):
        raise NotExact(f"{type(classifier).__name__} is no sum over columns")
    weights = np.atleast_2d(np.asarray(classifier.coef_, float))
    base = np.broadcast_to(np.asarray(classifier.intercept_, float).ravel(), len(weights))
    found = _linear(_scores(classifier, row), base, weights, row)
    if not np.allclose(found.base + found.shares.values.sum(axis=0), found.scores, atol=1e-5):
        raise NotExact(f"{type(classifier).__name__} does not decide by its coefficients")
    return found


def _scores(classifier, row) -> np.ndarray:
    return np.asarray(classifier.decision_function(row[None]), float).reshape(-1)


def _linear(scores, base, weights, row) -> Decision:
    return Decision(scores, base, Shares(weights.T * row[:, None], np.zeros(len(row))), True)


@decision.register(BalancedSampling)
@decision.register(CalibratedClassifier)
@decision.register(ConstantSafeClassifier)
@decision.register(ThresholdClassifier)
def _(classifier, row):
    return decision(classifier.estimator_, row)


@decision.register(FrozenEstimator)
def _(classifier, row):
    return decision(classifier.estimator, row)


@decision.register(GridSearchCV)
@decision.register(RandomizedSearchCV)
def _(classifier, row):
    return decision(classifier.best_estimator_, row)


@decision.register(Pipeline)
def _(classifier, row):
    rows = [row]
    steps = [step for _, step in classifier.steps[:-1] if step not in (None, "passthrough")]
    for step in steps:
        rows.append(np.asarray(step.transform(rows[-1][None]))[0])
    found = decision(classifier.steps[-1][1], rows[-1])
    shares = found.shares
    for step, given, made in zip(steps[::-1], rows[-2::-1], rows[:0:-1], strict=True):
        shares = before(step, shares, given, made)
    return found._replace(shares=shares)


@decision.register(OneVsRestClassifier)
@decision.register(MultilabelOneVsRest)
def _(classifier, row):
    parts = [decision(inner, row) for inner in classifier.estimators_]
    origin = parts[0].shares.origin
    if not all(np.array_equal(part.shares.origin, origin) for part in parts):
        # Each has an origin of its own, so that only their sums may go on.
        origin = np.full(len(row), np.nan)
    return Decision(
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.base for part in parts]),
        Shares(np.concatenate([part.shares.values for part in parts], axis=1), origin),
        all(part.linear for part in parts),
    )


@decision.register(DummyClassifier)
def _(classifier, row):
    """The label that is always, or never, there: nothing adds to that."""
    score = 1.0 if classifier.classes_[-1] == 1 else -1.0
    return Decision(np.array([score]), np.array([score]), _nothing(row), True)


def _nothing(row) -> Shares:
    return Shares(np.zeros((len(row), 1)), np.zeros(len(row)))


@decision.register(LinearDiscriminant)
def _(classifier, row):
    weights, base = classifier.coef_, classifier.intercept_
    if len(weights) == 2:
        weights, base = weights[1:] - weights[:1], base[1:] - base[:1]
    reduction, scores = classifier.reduction_, _scores(classifier, row)
    if reduction is None:
        return _linear(scores, base, weights, row)
    inside = reduction.transform(row[None])[0]
    found = _linear(scores, base, weights, inside)
    return found._replace(shares=before(reduction, found.shares, row, inside))


@decision.register(KernelRidgeClassifier)
def _(classifier, row):
    """From the mean of the training rows, where the kernel is 0 and the score the intercept."""
    unit = (row - classifier.center_.astype(float)) / classifier.scale_
    inside, components = unit, None
    if classifier.reduction_ is not None:
        components = classifier.reduction_.components_.astype(float)
        inside = components @ unit
    centers, weights = classifier.rows_.astype(float), classifier.weights_.astype(float)
    squares = classifier.squares_.astype(float)
    toward, away = along_line(centers @ inside, unit @ unit, squares, classifier.gamma_, 1.0)
    pull = centers.T @ (toward[:, None] * weights)
    pull = pull if components is None else components.T @ pull
    values = unit[:, None] * (pull - unit[:, None] * (away @ weights))
    shares = Shares(values, classifier.center_.astype(float))
    return Decision(_scores(classifier, row), classifier.intercept_.astype(float), shares, False)


@decision.register(SVC)
def _(classifier, row):
    """Of two classes; of more, votes of pairs are counted, which is no sum."""
    if len(classifier.classes_) > 2:
        raise NotExact("a support vector machine of several classes counts votes")
    if classifier.kernel == "linear":
        return _linear(_scores(classifier, row), classifier.intercept_, classifier.coef_, row)
    if classifier.kernel != "rbf":
        raise NotExact(f"a support vector machine with kernel {classifier.kernel!r} has no rule")
    vectors, weights = classifier.support_vectors_, classifier.dual_coef_[0]
    squares, gamma = np.einsum("ij,ij->i", vectors, vectors), classifier._gamma
    toward, away = along_line(vectors @ row, row @ row, squares, gamma, 0.0)
    base = classifier.intercept_ + weights @ np.exp(-gamma * squares)
    values = row * (vectors.T @ (toward * weights) - row * (away @ weights))
    shares = Shares(values[:, None], np.zeros(len(row)))
    return Decision(_scores(classifier, row), base, shares, False)
