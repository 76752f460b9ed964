"""Scores of training rows by models that have not seen them, in closed form."""

import numpy as np
from scipy.linalg import cho_solve, get_lapack_funcs, solve


def left_out_scores(root, targets, weights, groups=None) -> np.ndarray:
    """Scores ``(n, k)`` of kernel ridge for every row, its group left out of the fit.

    ``root`` ``(n, n)`` is the lower Cholesky factor of ``A = K + alpha / W``, zero above its
    diagonal, and is overwritten; ``targets`` are ``(n, k)``, weights and numbers of the groups
    ``(n,)``. The model is the weighted mean of the targets, of which a group has no part either,
    and the votes ``A^-1 (T - mean)``. Where ``a`` are the votes of all rows, those of group ``G``
    miss their targets, when it is left out, by ``((A^-1)_GG)^-1 a_G``: of a single row by ``a_i /
    (A^-1)_ii``.
    """
    mean = np.average(targets, axis=0, weights=weights).astype(targets.dtype)
    right = np.column_stack([targets - mean, np.ones_like(targets[:, :1])])
    solution = cho_solve((root, True), right, check_finite=False)
    missed = _missed(_inverse(root), solution, groups)
    moved = _means_without(targets, weights, groups) - mean
    return (targets - missed[:, :-1] + moved * missed[:, -1:]).astype(targets.dtype)


def _inverse(root):
    """Of the factor, in its place; still zero above the diagonal."""
    invert = get_lapack_funcs("trtri", (root,))
    return invert(root, lower=True, overwrite_c=True)[0]


def _missed(inverse, solution, groups):
    """What every group misses its targets by when it is left out of the fit."""
    missed = solution / np.einsum("ij,ij->j", inverse, inverse)[:, None]
    for members in _groups_of_several(groups):
        some = inverse[members[0] :, members]
        missed[members] = solve(some.T @ some, solution[members], assume_a="pos")
    return missed


def _groups_of_several(groups):
    """Rows of every group that has more than one."""
    if groups is None:
        return []
    ordered = np.argsort(groups, kind="stable")
    parts = np.split(ordered, np.flatnonzero(np.diff(groups[ordered])) + 1)
    return [part for part in parts if len(part) > 1]


def _means_without(targets, weights, groups):
    """For every row the weighted mean target of the rows of other groups; 0 if there are none."""
    parts = targets * weights[:, None]
    if groups is None:
        own, own_weights = parts, weights
    else:
        own = np.zeros((groups.max() + 1, parts.shape[1]))
        np.add.at(own, groups, parts)
        own, own_weights = own[groups], np.bincount(groups, weights)[groups]
    left = weights.sum(dtype=float) - own_weights
    sums = parts.sum(axis=0, dtype=float) - own
    return np.where(left[:, None] > 0, sums, 0) / np.where(left > 0, left, 1)[:, None]
