"""From scores to probabilities: a curve for every class, or one temperature for all."""

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax, logsumexp, softmax

from ._monotone import by_steps, isotonic_steps, venn_abers_steps

SIGMOID, TEMPERATURE = "sigmoid", "temperature"
ISOTONIC, VENN_ABERS = "isotonic", "venn_abers"
METHODS = (SIGMOID, TEMPERATURE, ISOTONIC, VENN_ABERS)
_STEPS = {ISOTONIC: isotonic_steps, VENN_ABERS: venn_abers_steps}


def fitted_scaling(scores, codes, method):
    """Parameters that make probabilities of scores ``(n, k)``, or of two classes ``(n,)``.

    A slope and an intercept of every column ``(columns, 2)``; of a temperature its inverse
    ``(1, 1)``; of steps a list of a temperature and the steps of every column.

    Steps stand behind a temperature, on the odds of every class against the rest that follow from
    it: the height of a score alone tells less of its class than how far it is above the others. In
    trials with textures, clothes and flowers and four classifiers the log loss was mostly smaller
    so than with steps of the scores themselves (not of the RBF SVM of flowers); steps for every
    pair of classes, coupled, were mostly worse.
    """
    if method == TEMPERATURE:
        return np.array([[_inverse_temperature(scores, codes)]])
    if method in _STEPS:
        temperature = fitted_scaling(scores, codes, TEMPERATURE)
        scores = _log_odds(scores, temperature)
        own = _with_codes(scores)
        return [temperature, *(_STEPS[method](column, codes == code) for column, code in own)]
    own = _with_codes(scores)
    return np.array([_slope_and_intercept(column, codes == code) for column, code in own])


def _with_codes(scores):
    """Columns, and the class that each is about."""
    return [(scores, 1)] if scores.ndim == 1 else [(c, code) for code, c in enumerate(scores.T)]


def _log_odds(scores, temperature) -> np.ndarray:
    """Of every class against the rest, of the shape of the scores."""
    found = scores * temperature[0, 0]
    if found.ndim == 1:
        return found
    odds = np.empty_like(found)
    for code in range(found.shape[1]):
        odds[:, code] = found[:, code] - logsumexp(np.delete(found, code, axis=1), axis=1)
    return odds


def probabilities(scores, scaling) -> np.ndarray:
    """Probabilities ``(n, k)`` of scores, by parameters of `fitted_scaling`."""
    columns = np.atleast_2d(scores.T).T
    if isinstance(scaling, list):
        odds = np.atleast_2d(_log_odds(scores, scaling[0]).T)
        curves = zip(odds, scaling[1:], strict=True)
        found = np.column_stack([by_steps(column, *steps) for column, steps in curves])
    elif scaling.shape[1] == 1:
        # Of two classes the first has a score of 0, half of which each may have as well.
        if scores.ndim == 1:
            columns = np.column_stack([-scores / 2, scores / 2])
        return softmax(columns * scaling[0, 0], axis=1)
    else:
        found = expit(columns * scaling[:, 0] + scaling[:, 1])
    if scores.ndim == 1:
        return np.column_stack([1 - found[:, 0], found[:, 0]])
    total = found.sum(axis=1, keepdims=True)
    return np.where(total > 0, found / np.where(total > 0, total, 1), 1 / found.shape[1])


def better_scaling(scores, codes, folds) -> str:
    """The method of the smaller log loss on folds that its parameters were not fitted on.

    The sigmoids of many classes, each against the rest, are normalised and come out far too
    even; of few classes that differ in spread they are the better ones.
    """
    losses = {SIGMOID: 0.0, TEMPERATURE: 0.0}
    for method in losses:
        for train, test in folds:
            scaling = fitted_scaling(scores[train], codes[train], method)
            found = probabilities(scores[test], scaling)[np.arange(len(test)), codes[test]]
            losses[method] -= np.log(np.maximum(found, np.finfo(float).tiny)).sum()
    return min(losses, key=lambda method: losses[method])


def _slope_and_intercept(scores, present) -> np.ndarray:
    """Platt's sigmoid; his targets stop short of 0 and 1, so that the slope stays finite."""
    n_present = np.count_nonzero(present)
    n_absent = len(present) - n_present
    targets = np.where(present, (n_present + 1) / (n_present + 2), 1 / (n_absent + 2))
    unit = np.abs(scores).max() or 1.0
    columns = np.column_stack([scores / unit, np.ones(len(scores))])

    def loss(weights):
        found = columns @ weights
        losses = np.logaddexp(0, found) - targets * found
        return losses.sum(), columns.T @ (expit(found) - targets)

    start = np.array([0.0, np.log((n_present + 1) / (n_absent + 1))])
    options = {"gtol": 1e-6, "ftol": 64 * np.finfo(float).eps}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return best / [unit, 1]


def _inverse_temperature(scores, codes) -> float:
    """What scores are multiplied by before a softmax; one row in all may be of any class."""
    if scores.ndim == 1:
        scores = np.column_stack([-scores / 2, scores / 2])
    n_classes, any_class = scores.shape[1], 1 / (len(codes) + 2)
    is_own = codes[:, None] == np.arange(n_classes)
    targets = (1 - any_class) * is_own + any_class / n_classes
    unit = scores.std() or 1.0

    def loss(power):
        return -(targets * log_softmax(scores * (np.exp(power) / unit), axis=1)).sum()

    best = minimize_scalar(loss, bounds=(-7, 7), method="bounded").x
    return float(np.exp(best) / unit)
