"""Folds inside the training rows, for what is learned on scores of rows not fitted."""

import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold

from .._validation import checked_column
from ..splitting import grouped_folds


def inner_folds(y, groups, n_folds: int, random_state=None) -> list[tuple]:
    """As many folds as wanted, or as the data allow: ``(train, test)``, none if not even two.

    Single labels are stratified, and every training part holds every class; ``y`` may be a
    multilabel indicator ``(n, k)``. A group is never divided. ``random_state`` None is 0 for single
    labels with groups, and leaves the rows in their order otherwise.
    """
    seed = {} if random_state is None else {"shuffle": True, "random_state": random_state}
    if groups is not None:
        groups = checked_column(groups, len(y), "groups")
        groups = np.unique(groups, return_inverse=True)[1].reshape(-1)
    for number in range(_most_folds(y, groups, n_folds), 1, -1):
        if y.ndim == 1 and groups is not None:
            folds = grouped_folds(y, groups, number, random_state or 0)
        else:
            folds = list(_splitter(y, groups, number, seed).split(np.zeros(len(y)), y, groups))
        if y.ndim == 2 or _all_can_be_used(y, folds):
            return folds
    return []


def _most_folds(y, groups, n_folds) -> int:
    """The number of folds, limited by the units (images or groups) of the smallest class."""
    if y.ndim == 2:
        return min(n_folds, len(y) if groups is None else groups.max() + 1)
    classes = np.unique(y, return_inverse=True)[1]
    if groups is not None:
        classes = np.unique(np.column_stack([classes, groups]), axis=0)[:, 0]
    return min(n_folds, np.bincount(classes).min())


def _splitter(y, groups, number, seed):
    if y.ndim == 1:
        return StratifiedKFold(number, **seed)
    if groups is None:
        return KFold(number, **seed)
    return GroupKFold(number, **seed)


def _all_can_be_used(y, folds) -> bool:
    """With groups a class can be missing from a training part, or a fold be empty."""
    n_classes = len(np.unique(y))
    return all(len(test) and len(np.unique(y[train])) == n_classes for train, test in folds)


def take(X, rows):
    """Rows of an array, a table, or a list of images or paths."""
    if hasattr(X, "iloc"):
        return X.iloc[rows]
    return [X[row] for row in rows] if isinstance(X, (list, tuple)) else X[rows]
