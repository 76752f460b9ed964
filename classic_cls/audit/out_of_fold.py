"""What a quick learner says of images when it has seen neither them nor a copy of them."""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from ..splitting import Units, stratified_parts

N_FOLDS = 5
# Rather too large than too small: labels that are learned by heart are not found wrong.
_PENALTY = 1.0


def fold_of(indicator, groups, n_folds=N_FOLDS, seed=0):
    """Number of the fold of every image ``(n,)``: classes in proportion, no group divided.

    >>> fold_of(np.eye(2, dtype=bool)[[0, 0, 0, 1, 1, 1]], np.array([0, 0, 1, 2, 2, 3]), 2).tolist()
    [0, 0, 1, 1, 1, 0]
    """
    units = Units.of_images(indicator, groups)
    n_folds = min(n_folds, len(units.sizes))
    wanted = np.full(n_folds, len(indicator) // n_folds)
    wanted[: len(indicator) % n_folds] += 1
    return stratified_parts(units, wanted, np.random.RandomState(seed))


def left_out_scores(rows, targets, folds, penalty=_PENALTY):
    """Scores ``(n, q)`` of ridge regressions that have not seen the fold of the image.

    Products are summed for each fold; what the other folds hold is the difference from the whole,
    so that all folds together cost about as much as one fit.
    """
    n_folds, size = folds.max() + 1, rows.shape[1]
    targets = (targets - targets.mean(axis=0)).astype(np.float32)
    products = np.empty((n_folds, size, size), np.float32)
    rights = np.empty((n_folds, size, targets.shape[1]), np.float32)
    for fold in range(n_folds):
        own = rows[folds == fold]
        products[fold], rights[fold] = own.T @ own, own.T @ targets[folds == fold]
    product, right = products.sum(axis=0), rights.sum(axis=0)
    product[np.diag_indices(size)] += penalty
    scores = np.empty(targets.shape)
    for fold in range(n_folds):
        factor = cho_factor(product - products[fold], overwrite_a=True, check_finite=False)
        weights = cho_solve(factor, right - rights[fold], check_finite=False)
        scores[folds == fold] = rows[folds == fold] @ weights
    return scores
