"""Penalty and width of kernel ridge, by the scores of rows left out."""

import numpy as np
from scipy.linalg import LinAlgError, cholesky
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from ._gaussian import Rows, gaussian_of_products
from ._left_out import left_out_scores
from ._ridge_task import Task

# Every pair of them is tried.
ALPHAS = (0.003, 0.03, 0.1, 0.3, 1.0)
GAMMAS = (0.1, 0.3, 0.8, 1.6)
# Where there is nothing to choose by.
ALPHA, GAMMA = 0.03, 0.3
# Rows that a choice is made on, at most.
MOST_ROWS = 1000
# Logarithm of what scores are multiplied by.
_COLDNESS = (-2.0, 5.0)


def chosen(rows: Rows, task: Task, groups, alphas, gammas) -> tuple[float, float]:
    """Penalty and width whose left-out scores ``(n, k)`` have the smallest log loss.

    The scores are divided by whatever temperature suits them best. Rows that know a label and rows
    that do not are fitted together; to these the label is as likely as to all.
    """
    # Twice the digits from here on, for the smallest penalties.
    products = (rows.coordinates @ rows.coordinates.T).astype(float)
    squares = rows.squares.astype(float)
    targets, weights = _without_gaps(task)
    losses = {}
    for gamma in gammas:
        kernel = gaussian_of_products(products.copy(), squares, squares, gamma)
        for alpha in alphas:
            scores = _scores(kernel, alpha, targets, weights, groups)
            losses[alpha, gamma] = np.inf if scores is None else log_loss(scores, task)
    return min(losses, key=lambda pair: losses[pair])


def _without_gaps(task: Task):
    """Targets that are the mean of their label where it is unknown, and one weight a row."""
    targets, weights = task.targets.astype(float), task.weights.astype(float)
    if weights.shape[1] == 1:
        return targets, weights[:, 0]
    known = weights > 0
    means = np.where(known, targets, 0).sum(axis=0) / np.maximum(1, known.sum(axis=0))
    return np.where(known, targets, means), np.ones(len(targets))


def _scores(kernel, alpha, targets, weights, groups):
    """Of rows left out; None where the penalty is below the precision of the kernel."""
    matrix = np.array(kernel.T, order="F")
    matrix[np.diag_indices(len(matrix))] += alpha / weights
    try:
        root = cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return None
    return left_out_scores(root, targets, weights, groups)


def log_loss(scores: np.ndarray, task: Task) -> float:
    """Mean log loss at the best temperature: of classes a softmax, of labels sigmoids."""
    weights = np.broadcast_to(task.weights, scores.shape)

    def loss(coldness):
        at = np.exp(coldness) * scores
        if task.exclusive and scores.shape[1] > 1:
            right = np.where(task.targets > 0, at, 0).sum(axis=1)
            return np.average(logsumexp(at, axis=1) - right, weights=weights[:, 0])
        return np.average(np.logaddexp(0, -at * task.targets), weights=weights)

    return minimize_scalar(loss, bounds=_COLDNESS, method="bounded").fun
