"""Which images train and which are tested: folds that do not leak."""

import warnings
from collections.abc import Iterable, Sequence
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import (
    BaseCrossValidator,
    LeaveOneGroupOut,
    StratifiedKFold,
)

from .._typing import Fold, RandomState
from .._validation import UNKNOWN, checked_groups
from .checks import check_several, derived_seeds, rarest_class
from .iterative_stratification import IterativeStratifiedKFold
from .notes import split_notes
from .random_splits import RandomSplits
from .stratification import grouped_folds

_LEAVE_ONE_GROUP_OUT = "leave-one-group-out"
_CHOICES = (
    f"give a number of folds, '{_LEAVE_ONE_GROUP_OUT}', a scikit-learn splitter or a list of "
    "(train, test)"
)


def make_splits(
    y: ArrayLike,
    groups: ArrayLike | None = None,
    cv: int | str | BaseCrossValidator | Iterable = 5,
    repeats: int = 1,
    random_state: RandomState = 0,
    class_names: Sequence[str] | None = None,
    alone: bool = False,
) -> tuple[list[list[Fold]], tuple[str, ...]]:
    """Folds of every repeat as sorted rows, and notes for a person.

    Single-label targets are stratified, multilabel ones by iterative stratification; groups are
    not divided. The first repeat uses ``random_state`` as it is, so scikit-learn's
    ``StratifiedKFold(cv, shuffle=True, random_state=random_state)`` gives the same folds; further
    repeats use seeds derived from it. A splitter is used as it is and need not test every image;
    each longest run of its folds (or of those of a list) that tests no image twice is one repeat.
    A list may also hold one list of ``(train, test)`` per repeat. One class only is refused, unless
    it is learned ``alone``.

    >>> splits, notes = make_splits(["a", "a", "a", "a", "b", "b", "b"], cv=5)
    >>> len(splits), len(splits[0])
    (1, 3)
    >>> notes
    ("3 folds instead of 5: class 'b' has 3 images",)
    """
    y = np.asarray(y)
    groups = checked_groups(groups, len(y))
    if not isinstance(repeats, Integral) or repeats < 1:
        raise ValueError(f"repeats is {repeats!r}; it must be a whole number of at least 1")
    notes = []
    if y.ndim == 1 and not alone and (isinstance(cv, Integral) or isinstance(cv, RandomSplits)):
        check_several(y)
    if isinstance(cv, Integral) and not isinstance(cv, bool):
        n_folds, notes = _possible_folds(y, groups, int(cv))
        seeds = derived_seeds(random_state, repeats)
        splits = [_folds(y, groups, n_folds, seed) for seed in seeds]
    else:
        splits = _custom_splits(y, groups, cv, repeats)
        _check_training_parts(splits, y)
    return splits, (*notes, *split_notes(splits, y, groups, class_names))


def _folds(y, groups, n_folds, seed):
    if y.ndim == 2:
        splitter = IterativeStratifiedKFold(n_folds, random_state=seed)
    elif groups is None:
        splitter = StratifiedKFold(n_folds, shuffle=True, random_state=seed)
    else:  # StratifiedGroupKFold takes 11 s for 60,000 groups
        return grouped_folds(y, groups, n_folds, seed)
    return list(splitter.split(np.zeros(len(y)), y, groups))


def _possible_folds(y, groups, n_folds):
    """The number of folds that the data allow, and a note if it is lower than asked."""
    if n_folds < 2:
        raise ValueError(f"cv is {n_folds}; it must be at least 2")
    if y.ndim == 2:
        return _possible_multilabel_folds(y, groups, n_folds)
    name, most = rarest_class(y, groups)
    if most >= n_folds:
        return n_folds, []
    unit = "images" if groups is None else "groups"
    return most, [f"{most} folds instead of {n_folds}: class '{name}' has {most} {unit}"]


def _possible_multilabel_folds(y, groups, n_folds):
    most = len(y) if groups is None else len(np.unique(groups))
    unit = "images" if groups is None else "groups"
    if most < 2:
        raise ValueError(f"cross-validation needs at least 2 {unit}, there is {most}")
    if most >= n_folds:
        return n_folds, []
    return most, [f"{most} folds instead of {n_folds}: there are {most} {unit}"]


def _custom_splits(y, groups, cv, repeats):
    """Repeats of folds that somebody else has chosen."""
    if repeats != 1:
        raise ValueError(
            "repeats needs cv to be a number of folds; give a splitter such as "
            "RepeatedStratifiedKFold instead"
        )
    if isinstance(cv, str):
        cv, groups = LeaveOneGroupOut(), _groups_to_leave_out(cv, groups)
    if _is_by_repeat(cv):
        given = [[_checked_fold(fold, len(y)) for fold in folds] for folds in cv]
        splits = [repeat for folds in given for repeat in _runs(folds, len(y))]
        if len(splits) != len(given):
            raise ValueError("cv tests an image twice in one repeat")
        return splits
    folds = [_checked_fold(fold, len(y)) for fold in _given_folds(y, groups, cv)]
    if not folds:
        raise ValueError("cv gives no fold")
    return _runs(folds, len(y))


def _given_folds(y, groups, cv):
    if hasattr(cv, "split"):
        with warnings.catch_warnings():
            # A splitter that ignores groups is told of in a note of ours.
            warnings.filterwarnings("ignore", "The groups parameter is ignored")
            return list(cv.split(np.zeros(len(y)), y, groups))
    try:
        return list(cv)
    except TypeError:
        raise ValueError(f"cv is {cv!r}; {_CHOICES}") from None


def _groups_to_leave_out(cv, groups):
    if cv != _LEAVE_ONE_GROUP_OUT:
        raise ValueError(f"cv is {cv!r}; {_CHOICES}")
    if groups is None:
        raise ValueError(f"cv '{cv}' needs groups: say which group every image belongs to")
    names, codes = np.unique(groups, return_inverse=True)
    if len(names) < 2:
        raise ValueError(f"cv '{cv}' needs at least 2 groups, there is 1")
    return codes  # much faster to compare than names


def _is_by_repeat(cv):
    """Whether a list holds lists of (train, test) rather than (train, test)."""
    try:
        train, _ = cv[0][0]
        return np.ndim(train) == 1
    except (TypeError, ValueError, IndexError, KeyError):
        return False


def _checked_fold(fold, n_images):
    """Row numbers of the two parts of a fold, which may be given as masks."""
    rows = np.arange(n_images)
    try:
        train, test = (rows[np.asarray(part)] if len(part) else rows[:0] for part in fold)
    except (IndexError, TypeError, ValueError) as error:
        raise ValueError(
            f"cv gives a fold that is no pair of rows (train, test) of {n_images} images: {error}"
        ) from error
    if not len(train) or not len(test):
        raise ValueError("cv gives a fold without training or without test images")
    n_tested = np.bincount(test, minlength=n_images)
    if n_tested[train].any():
        raise ValueError("cv gives a fold with the same image in training and test")
    if n_tested.max() > 1:
        raise ValueError("cv gives a fold that tests the same image twice")
    return train, test


def _check_training_parts(splits, y):
    """Refuse given folds of which nothing can be learned, or that test nothing."""
    if y.ndim == 2:
        if not any((y[test] != UNKNOWN).any() for folds in splits for _, test in folds):
            raise ValueError("cv tests no image of which a label is known")
        return
    if (y == y[0]).all():
        return
    for repeat in splits:
        for number, (train, _) in enumerate(repeat, 1):
            if (y[train] == y[train[0]]).all():
                raise ValueError(
                    f"fold {number} trains on images of class '{y[train[0]]}' only: leave this "
                    "fold out, or divide the images in another way"
                )


def _runs(folds, n_images):
    """Divide folds into repeats: a new one starts where an image would be tested again."""
    splits, tested = [], np.ones(n_images, dtype=bool)
    for train, test in folds:
        if tested[test].any():
            splits.append([])
            tested[:] = False
        splits[-1].append((train, test))
        tested[test] = True
    return splits
