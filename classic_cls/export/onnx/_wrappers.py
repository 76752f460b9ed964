"""Classifiers around classifiers in the graph: thresholds, calibration, several labels."""

import numpy as np
import spox.opset.ai.onnx.v17 as op

from ...models import (
    BalancedSampling,
    CalibratedClassifier,
    MultilabelChain,
    MultilabelOneVsRest,
    ThresholdClassifier,
)
from ._classifiers import Answer, answer, exact
from ._values import Var, real, total, whole
from ._writing import NoExportError

# Added to probabilities before their logarithm, as CalibratedClassifier does.
_LEAST_PROBABILITY = 1e-3


@answer.register
def _sampled(classifier: BalancedSampling, rows: Var) -> Answer:
    return answer(classifier.estimator_, rows)


@answer.register
def _threshold(classifier: ThresholdClassifier, rows: Var) -> Answer:
    inside = answer(classifier.estimator_, rows)
    limits = exact(classifier.thresholds_)
    if classifier.positive_ is None:
        above = op.greater_or_equal(inside.scores, limits)
        return Answer(inside.decision, inside.probability, op.cast(above, to=np.int64))
    number = list(classifier.classes_).index(classifier.positive_)
    if inside.probability is not None:
        score = op.gather(inside.probability, whole([number]), axis=1)
    else:
        score = inside.decision if number == 1 else op.neg(inside.decision)
    above = op.reshape(op.greater_or_equal(score, limits), whole([1]))
    chosen = op.where(above, whole([number]), whole([1 - number]))
    return Answer(inside.decision, inside.probability, chosen)


@answer.register
def _calibrated(classifier: CalibratedClassifier, rows: Var) -> Answer:
    inside, n = answer(classifier.estimator_, rows), len(classifier.classes_)
    decision = inside.decision
    if decision is None:
        logs = op.log(op.add(inside.probability, exact(_LEAST_PROBABILITY)))
        decision = op.matmul(logs, exact([[-1.0], [1.0]])) if n == 2 else logs
    probability = _probabilities(decision, classifier.scaling_, n)
    best = probability
    if isinstance(classifier.scaling_, list) and n > 2:
        highest = op.reduce_max(probability, axes=[1], keepdims=True)
        best = op.where(op.equal(probability, highest), decision, exact(-np.inf))
    return Answer(None, probability, op.arg_max(best, axis=1, keepdims=False))


def _probabilities(decision: Var, scaling, n: int) -> Var:
    if scaling is None:
        return op.softmax(_both(decision, exact([[0.0, 1.0]])) if n == 2 else decision, axis=1)
    if isinstance(scaling, list):
        odds = _log_odds(decision, float(scaling[0][0, 0]), n)
        columns = [op.gather(odds, whole([c]), axis=1) for c in range(len(scaling) - 1)]
        found = op.concat(
            [_by_steps(c, *steps) for c, steps in zip(columns, scaling[1:], strict=True)], axis=1
        )
    elif scaling.shape[1] == 1:
        both = _both(decision, exact([[-0.5, 0.5]])) if n == 2 else decision
        return op.softmax(op.mul(both, exact(scaling[0, 0])), axis=1)
    else:
        found = op.sigmoid(op.add(op.mul(decision, exact(scaling[:, 0])), exact(scaling[:, 1])))
    if n == 2:
        return op.concat([op.sub(exact(1.0), found), found], axis=1)
    sums = total(found, 1, keepdims=True)
    is_some = op.greater(sums, exact(0.0))
    shares = op.div(found, op.where(is_some, sums, exact(1.0)))
    return op.where(is_some, shares, exact(1 / n))


def _both(decision: Var, weights: Var) -> Var:
    return op.matmul(decision, weights)


def _log_odds(decision: Var, temperature: float, n: int) -> Var:
    """Of every class against the rest."""
    found = op.mul(decision, exact(temperature))
    if n == 2:
        return found
    others = [
        op.reduce_log_sum_exp(
            op.gather(found, whole([c for c in range(n) if c != code]), axis=1),
            axes=[1], keepdims=True,
        )
        for code in range(n)
    ]  # fmt: skip
    return op.sub(found, op.concat(others, axis=1))


def _by_steps(scores: Var, knots, values) -> Var:
    """What `by_steps` gives: lines between the knots, or one value before, at and behind each."""
    learned = exact(knots)  # (m,), against (1, 1)
    before = total(op.cast(op.greater(scores, learned), to=np.int64), 1)
    if len(values) != len(knots):
        at_knot = total(op.cast(op.equal(scores, learned), to=np.int64), 1)
        found = op.gather(exact(values), op.add(op.mul(before, whole(2)), at_knot))
        return op.unsqueeze(found, whole([1]))
    upper = op.min([before, whole(len(knots) - 1)])
    lower = op.max([op.sub(before, whole(1)), whole(0)])
    lower = op.min([lower, upper])
    x0, x1 = op.gather(learned, lower), op.gather(learned, upper)
    y0, y1 = op.gather(exact(values), lower), op.gather(exact(values), upper)
    width = op.sub(x1, x0)
    place = op.div(
        op.sub(op.reshape(scores, whole([1])), x0),
        op.where(op.greater(width, exact(0.0)), width, exact(1.0)),
    )
    place = op.min([op.max([place, exact(0.0)]), exact(1.0)])
    return op.unsqueeze(op.add(y0, op.mul(place, op.sub(y1, y0))), whole([1]))


@answer.register
def _labels(classifier: MultilabelOneVsRest, rows: Var) -> Answer:
    models = classifier.estimators_
    if len(models) == 1 and len(classifier.classes_) > 1:  # learned together
        return answer(models[0], rows)
    return _side_by_side([answer(model, rows) for model in models])


@answer.register
def _chain(classifier: MultilabelChain, rows: Var) -> Answer:
    found: list = [None] * len(classifier.order_)
    for column, model in zip(classifier.order_, classifier.estimators_, strict=True):
        found[column] = answer(model, rows)
        said = op.unsqueeze(found[column].chosen, whole([1]))
        rows = op.concat([rows, real(said)], axis=1)
    return _side_by_side(found)


def _side_by_side(answers: list[Answer]) -> Answer:
    chosen = op.concat([op.unsqueeze(one.chosen, whole([1])) for one in answers], axis=1)
    if all(one.probability is not None for one in answers):
        present = [op.gather(one.probability, whole([1]), axis=1) for one in answers]
        return Answer(None, op.concat(present, axis=1), chosen)
    if any(one.decision is None for one in answers):
        raise NoExportError("labels whose classifiers differ in their scores cannot be exported")
    return Answer(op.concat([one.decision for one in answers], axis=1), None, chosen)
