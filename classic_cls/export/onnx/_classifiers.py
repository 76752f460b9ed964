"""Classifiers in the graph: from a row to scores, and to the class that they choose."""

from dataclasses import dataclass
from functools import singledispatch

import numpy as np
import spox.opset.ai.onnx.v17 as op
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from ...models import KernelRidgeClassifier, LinearDiscriminant
from ._trees import leaf_shares
from ._values import Var, constant, double, real, total, whole
from ._writing import NoExportError, write


@dataclass(frozen=True)
class Answer:
    """What a classifier says of one image; of two classes a decision is about the second alone.

    Attributes
    ----------
    decision, probability : Var or None
        ``(1, k)`` double, where the classifier has them.
    chosen : Var
        Number of the class ``(1,)``; of several labels 0 or 1 of each ``(1, k)``.
    """

    decision: Var | None
    probability: Var | None
    chosen: Var

    @property
    def scores(self) -> Var:
        """What the package calls the scores: probabilities, if there are any."""
        return self.decision if self.probability is None else self.probability


@singledispatch
def answer(classifier: object, rows: Var) -> Answer:
    """What a fitted classifier says of a row of the graph."""
    raise NoExportError(f"{type(classifier).__name__} cannot be exported to ONNX")


def exact(values) -> Var:
    """Numbers in double precision."""
    return constant(values, np.float64)


def chosen_of(decision: Var, n_columns: int) -> Var:
    """Number of the class of the highest decision."""
    if n_columns == 1:
        above = op.greater(op.reshape(decision, whole([1])), exact(0.0))
        return op.cast(above, to=np.int64)
    return op.arg_max(decision, axis=1, keepdims=False)


def _linear(rows: Var, coefficients, intercept) -> Var:
    return op.add(op.matmul(double(rows), exact(np.transpose(coefficients))), exact(intercept))


@answer.register
def _pipeline(classifier: Pipeline, rows: Var) -> Answer:
    *steps, (_, last) = classifier.steps
    for _, step in steps:
        rows = write(step, rows)
    return answer(last, rows)


@answer.register
def _linear_svm(classifier: LinearSVC, rows: Var) -> Answer:
    decision = _linear(rows, classifier.coef_, classifier.intercept_)
    return Answer(decision, None, chosen_of(decision, len(classifier.coef_)))


@answer.register
def _logistic(classifier: LogisticRegression, rows: Var) -> Answer:
    decision = _linear(rows, classifier.coef_, classifier.intercept_)
    chosen = chosen_of(decision, len(classifier.coef_))
    if len(classifier.coef_) == 1:
        present = op.sigmoid(decision)
        probability = op.concat([op.sub(exact(1.0), present), present], axis=1)
    else:
        probability = op.softmax(decision, axis=1)
    return Answer(decision, probability, chosen)


@answer.register
def _linear_discriminant(classifier: LinearDiscriminant, rows: Var) -> Answer:
    if classifier.reduction_ is not None:
        rows = write(classifier.reduction_, rows)
    decision = _linear(rows, classifier.coef_, classifier.intercept_)
    n_columns = len(classifier.coef_)
    if n_columns == 2:
        decision = op.matmul(decision, exact([[-1.0], [1.0]]))
        n_columns = 1
    return Answer(decision, None, chosen_of(decision, n_columns))


@answer.register
def _kernel_ridge(classifier: KernelRidgeClassifier, rows: Var) -> Answer:
    whole_rows = op.div(op.sub(rows, constant(classifier.center_)), constant(classifier.scale_))
    squares = total(op.mul(whole_rows, whole_rows), 1, keepdims=True)
    coordinates = whole_rows
    if classifier.reduction_ is not None:
        coordinates = op.div(
            write(classifier.reduction_, rows), constant(classifier.scale_)
        )
        own = total(op.mul(coordinates, coordinates), 1, keepdims=True)
        squares = op.max([squares, own])
    gamma = classifier.gamma_
    products = op.matmul(coordinates, constant(classifier.rows_.T))
    far = exact(-gamma * np.asarray(classifier.squares_, dtype=np.float64)[None])
    alone = op.add(op.mul(double(squares), exact(-gamma)), far)
    together = op.add(op.mul(double(products), exact(2 * gamma)), alone)
    kernel = op.sub(op.exp(together), op.exp(alone))
    decision = op.add(
        op.matmul(kernel, exact(classifier.weights_)), exact(classifier.intercept_)
    )
    n_columns = classifier.weights_.shape[1]
    if classifier.multilabel_:
        return Answer(decision, None, op.cast(op.greater(decision, exact(0.0)), to=np.int64))
    return Answer(decision, None, chosen_of(decision, n_columns))


@answer.register
def _svm(classifier: SVC, rows: Var) -> Answer:
    pairs = _pair_decisions(classifier, _svm_kernel(classifier, double(rows)))
    if len(classifier.classes_) == 2:
        return Answer(pairs, None, chosen_of(pairs, 1))
    if classifier.decision_function_shape != "ovr":
        raise NoExportError(
            "SVC with decision_function_shape='ovo' cannot be exported to ONNX; fit with 'ovr'"
        )
    votes, decision = _from_pairs(pairs, len(classifier.classes_))
    best = decision if classifier.break_ties else votes
    return Answer(decision, None, op.arg_max(best, axis=1, keepdims=False))


def _svm_kernel(classifier, rows: Var) -> Var:
    learned = np.asarray(classifier.support_vectors_, dtype=np.float64)
    if classifier.kernel == "linear":
        return op.matmul(rows, exact(learned.T))
    if classifier.kernel != "rbf":
        raise NoExportError(
            f"SVC with kernel={classifier.kernel!r} cannot be exported to ONNX; only 'rbf' and "
            "'linear' can"
        )
    gamma = classifier._gamma
    difference = op.sub(rows, exact(learned))
    squares = total(op.mul(difference, difference), 1)
    return op.unsqueeze(op.exp(op.mul(squares, exact(-gamma))), whole([0]))


def _pair_decisions(classifier, kernel: Var) -> Var:
    """Of every pair of classes ``(1, n_pairs)``; of two classes of the second."""
    n, ends = len(classifier.classes_), np.cumsum([0, *classifier.n_support_])
    dual = np.asarray(classifier.dual_coef_, dtype=np.float64)
    if n == 2:
        weights = dual.T
    else:
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        weights = np.zeros((dual.shape[1], len(pairs)))
        for number, (i, j) in enumerate(pairs):
            weights[ends[i] : ends[i + 1], number] = dual[j - 1, ends[i] : ends[i + 1]]
            weights[ends[j] : ends[j + 1], number] = dual[i, ends[j] : ends[j + 1]]
    return op.add(op.matmul(kernel, exact(weights)), exact(classifier.intercept_))


def _from_pairs(pairs: Var, n: int) -> tuple[Var, Var]:
    """Votes of the pairs, and votes with the sums of decisions to break ties, as scikit-learn."""
    first, second = np.triu_indices(n, 1)
    numbers = np.arange(len(first))
    of_first, of_second = np.zeros((len(first), n)), np.zeros((len(first), n))
    of_first[numbers, first] = of_second[numbers, second] = 1
    is_second = double(op.less(pairs, exact(0.0)))
    votes = op.add(
        op.matmul(is_second, exact(of_second)),
        op.matmul(op.sub(exact(1.0), is_second), exact(of_first)),
    )
    sums = op.matmul(pairs, exact(of_first - of_second))
    within = op.div(sums, op.mul(exact(3.0), op.add(op.abs(sums), exact(1.0))))
    return votes, op.add(votes, within)


@answer.register(RandomForestClassifier)
@answer.register(DecisionTreeClassifier)
def _trees(classifier, rows: Var) -> Answer:
    if isinstance(classifier.classes_, list):
        raise NoExportError(
            f"{type(classifier).__name__} of several labels cannot be exported to ONNX; fit one "
            "for each label (MultilabelOneVsRest)"
        )
    trees = getattr(classifier, "estimators_", [classifier])
    probability = leaf_shares([tree.tree_ for tree in trees], real(rows))
    return Answer(None, probability, op.arg_max(probability, axis=1, keepdims=False))
