"""Folds of one class that is learned alone: images of others are tested only."""

import numpy as np

from ..models import learned_rows, one_class_in
from .protocol import Protocol


def splits_for(estimator, protocol: Protocol, y, groups, class_names) -> tuple:
    """The folds for an estimator, and notes; one that learns one class alone is given no other.

    The images of the class are divided as if they were all. The others, in whatever number, are
    dealt out to the test parts one after the other, so that those of a kind, which follow each
    other, are in all of them; each is tested by a model that has seen nothing of its group.
    """
    last = one_class_in(estimator)
    if last is None or last.known is None:
        return protocol.splits(y, groups, class_names)
    if not protocol.makes_folds:
        splits, notes = protocol.splits(y, groups, class_names)
        kept = [[(learned_rows(last, y, train), test) for train, test in s] for s in splits]
        return kept, notes
    own = np.flatnonzero(y == last.known)
    others = np.flatnonzero(y != last.known)
    of_own = None if groups is None else groups[own]
    splits, notes = protocol.splits(y[own], of_own, [last.known], alone=True)
    return [_with_others(folds, own, others, groups) for folds in splits], notes


def _with_others(folds, own, others, groups) -> list:
    """Folds of the class, as rows of all images, with the others in their test parts."""
    folds = [(own[train], own[test]) for train, test in folds]
    fold_of = _dealt(folds, others, groups)
    return [
        (train, np.sort(np.concatenate([test, others[fold_of == number]])))
        for number, (train, test) in enumerate(folds)
    ]


def _dealt(folds, others, groups) -> np.ndarray:
    """Fold of each of the others; -1 where all models have seen some of its group."""
    if groups is None:
        return np.arange(len(others)) % len(folds)
    codes = np.unique(groups, return_inverse=True)[1].ravel()
    learned = np.zeros((len(folds), int(codes.max()) + 1), bool)
    for number, (train, _) in enumerate(folds):
        learned[number, codes[train]] = True
    fold_of_group: dict[int, int] = {}
    for code in codes[others].tolist():
        if code not in fold_of_group:
            start = len(fold_of_group)
            turns = [(start + step) % len(folds) for step in range(len(folds))]
            free = [turn for turn in turns if not learned[turn, code]]
            fold_of_group[code] = free[0] if free else -1
    return np.array([fold_of_group[code] for code in codes[others].tolist()], int)
