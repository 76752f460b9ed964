"""Which images train and which are tested: folds and hold-outs that do not leak."""

import warnings

import numpy as np
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    check_cv,
    train_test_split,
)

from .._validation import quoted

__all__ = ["holdout", "make_splits"]

_MOST_HOLDOUT_PARTS = 20


def make_splits(y, groups=None, cv=5, repeats=1, random_state=0, class_names=None):
    """Divide the images into folds, once or several times.

    Single-label targets are stratified. With groups, all images of a group are in the
    same fold. The first repeat uses ``random_state`` as it is, so
    ``StratifiedKFold(cv, shuffle=True, random_state=random_state)`` of scikit-learn
    gives the same folds; further repeats use seeds derived from it.

    Parameters
    ----------
    y : ndarray of shape (n,), str, or (n, k), int8
        Labels, or a multilabel indicator.
    groups : ndarray of shape (n,), optional
        Group of every image.
    cv : int, scikit-learn splitter or list of (train, test), default=5
        At least 2 folds. A splitter must test every image once (or once per repeat).
    repeats : int, default=1
        How often to divide anew; for a number of folds only.
    random_state : int or None, default=0
        Seed; None draws one.
    class_names : sequence of str, optional
        Names of the columns of a multilabel ``y``, for messages.

    Returns
    -------
    splits : list of list of (train, test)
        One list of folds per repeat; int arrays of rows.
    notes : tuple of str
        What a person should be told: folds lowered, classes absent from a training part.

    Raises
    ------
    ValueError
        If a class has one image, or one group; the message names it. If a splitter
        does not test every image exactly once per repeat.

    References
    ----------
    R. Kohavi (1995), "A study of cross-validation and bootstrap for accuracy
    estimation and model selection", IJCAI.

    Examples
    --------
    >>> splits, notes = make_splits(["a", "a", "a", "a", "b", "b", "b"], cv=5)
    >>> len(splits), len(splits[0])
    (1, 3)
    >>> notes
    ("3 folds instead of 5: class 'b' has 3 images",)
    """
    y = np.asarray(y)
    groups = _checked_groups(groups, len(y))
    notes = []
    if isinstance(cv, (int, np.integer)) and not isinstance(cv, bool):
        n_folds, notes = _possible_folds(y, groups, int(cv))
        seeds = _seeds(random_state, repeats)
        splits = [_folds(y, groups, n_folds, seed) for seed in seeds]
    else:
        splits = _custom_folds(y, groups, cv, repeats)
        notes += _straddling_groups(splits, groups)
    notes += _absent_classes(splits, y, class_names)
    return splits, tuple(notes)


def _checked_groups(groups, n_images):
    if groups is None:
        return None
    groups = np.asarray(groups)
    if groups.shape != (n_images,):
        raise ValueError(
            f"groups has shape {groups.shape}; it needs one entry for each of {n_images} images"
        )
    return groups


def _seeds(random_state, repeats):
    if not isinstance(repeats, (int, np.integer)) or repeats < 1:
        raise ValueError(f"repeats is {repeats!r}; it must be a whole number of at least 1")
    if random_state is None:
        random_state = int(np.random.SeedSequence().generate_state(1)[0])
    derived = (np.random.SeedSequence([random_state, r]) for r in range(1, repeats))
    return [random_state] + [int(sequence.generate_state(1)[0]) for sequence in derived]


def _folds(y, groups, n_folds, seed):
    if y.ndim == 2:
        kind = KFold if groups is None else GroupKFold
    else:
        kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    splitter = kind(n_splits=n_folds, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(y)), y, groups))


def _possible_folds(y, groups, n_folds):
    """The number of folds that the data allow, and a note if it is lower than asked."""
    if n_folds < 2:
        raise ValueError(f"cv is {n_folds}; it must be at least 2")
    if y.ndim == 2:
        return _possible_multilabel_folds(y, groups, n_folds)
    name, most = _rarest_class(y, groups)
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


def _rarest_class(y, groups):
    """Name of the class with the fewest images (or groups), and how many these are."""
    names, codes = np.unique(y, return_inverse=True)
    if len(names) < 2:
        raise ValueError(f"there is only one class, {quoted(names)}; a classifier needs two")
    if groups is not None:
        group_codes = np.unique(groups, return_inverse=True)[1]
        codes = np.unique(np.column_stack([codes, group_codes]), axis=0)[:, 0]
    counts = np.bincount(codes)
    single = names[counts < 2]
    if len(single):
        unit = "image" if groups is None else "group"
        options = " ".join(f"--drop-class '{name}'" for name in single[:3])
        raise ValueError(
            f"class {quoted(single)} has only one {unit}, so it cannot be both trained and "
            f"tested; add more, or leave it out with {options}"
        )
    return names[counts.argmin()], int(counts.min())


def _custom_folds(y, groups, cv, repeats):
    """Folds of a scikit-learn splitter, divided into repeats that each test every image."""
    if repeats != 1:
        raise ValueError(
            "repeats needs cv to be a number of folds; give a splitter such as "
            "RepeatedStratifiedKFold instead"
        )
    splits, current, n_tested = [], [], np.zeros(len(y), dtype=int)
    with warnings.catch_warnings():
        # A splitter that ignores groups is told of in a note of ours.
        warnings.filterwarnings("ignore", "The groups parameter is ignored")
        folds = list(check_cv(cv).split(np.zeros(len(y)), y, groups))
    for train, test in folds:
        current.append((_rows(train, len(y)), _rows(test, len(y))))
        np.add.at(n_tested, current[-1][1], 1)
        if np.intersect1d(*current[-1]).size:
            raise ValueError("cv gives a fold with the same image in training and test")
        if (n_tested == len(splits) + 1).all():
            splits, current = [*splits, current], []
        elif n_tested.max() > len(splits) + 1:
            break
    if current or not splits:
        raise ValueError(
            "cv must test every image exactly once (or once per repeat), as KFold does; "
            f"{type(cv).__name__} does not"
        )
    return splits


def _rows(selection, n_images):
    """Row numbers of a selection that may be a mask."""
    return np.arange(n_images)[np.asarray(selection)]


def _straddling_groups(splits, groups):
    if groups is None:
        return []
    straddling = set()
    for train, test in (fold for folds in splits for fold in folds):
        straddling.update(np.intersect1d(groups[train], groups[test]).tolist())
    if not straddling:
        return []
    return [
        f"{len(straddling)} groups stand on both sides of the given splits "
        f"({quoted(sorted(straddling), 3)}): the figures are too high for new groups"
    ]


def _absent_classes(splits, y, class_names):
    """Notes on classes that some fold trains, or tests, without."""
    if y.ndim == 1:
        names, codes = np.unique(y, return_inverse=True)
        indicator = codes[:, None] == np.arange(len(names))
    else:
        indicator = y != 0
        names = np.arange(y.shape[1]) if class_names is None else np.asarray(class_names)
    folds = [fold for repeat in splits for fold in repeat]
    untrained = np.zeros(len(names), dtype=int)
    untested = np.zeros(len(names), dtype=int)
    for train, test in folds:
        untrained += ~indicator[train].any(axis=0)
        untested += ~indicator[test].any(axis=0)
    notes = [
        f"{kind} '{names[c]}' is absent from the training images of {untrained[c]} of "
        f"{len(folds)} folds, where it cannot be found"
        for kind in ["class" if y.ndim == 1 else "label"]
        for c in np.flatnonzero(untrained)
    ]
    if y.ndim == 2 and untested.any():
        notes.append(
            f"no image of some folds has label {quoted(names[untested > 0])}: its precision, "
            "recall and F1 count as 0 there"
        )
    return notes


def holdout(y, groups=None, test_size=0.2, random_state=0):
    """Set images aside for a final test.

    Parameters
    ----------
    y : ndarray of shape (n,), str, or (n, k), int8
        Labels, or a multilabel indicator. Labels are stratified.
    groups : ndarray of shape (n,), optional
        Group of every image; a group is never divided, so the share is approximate.
    test_size : float, default=0.2
        Share of the images to test, in (0, 1).
    random_state : int or None, default=0
        Seed.

    Returns
    -------
    train, test : ndarray of int
        Sorted row numbers.

    Raises
    ------
    ValueError
        If a class has one image, or one group, or the share leaves a side without one
        image per class.

    Examples
    --------
    >>> train, test = holdout(["a"] * 10 + ["b"] * 10, test_size=0.2)
    >>> len(train), len(test)
    (16, 4)
    """
    y = np.asarray(y)
    groups = _checked_groups(groups, len(y))
    if not 0 < test_size < 1:
        raise ValueError(f"test_size is {test_size}; it is a share between 0 and 1")
    if y.ndim == 1:
        _rarest_class(y, groups)
    if groups is not None:
        return _grouped_holdout(y, groups, test_size, random_state)
    n_test = round(test_size * len(y))
    n_classes = 1 if y.ndim == 2 else len(np.unique(y))
    if min(n_test, len(y) - n_test) < n_classes:
        raise ValueError(
            f"test_size {test_size} of {len(y)} images leaves {min(n_test, len(y) - n_test)} "
            f"on one side, fewer than one per class ({n_classes}); take another share"
        )
    rows = train_test_split(
        np.arange(len(y)),
        test_size=n_test,
        random_state=random_state,
        stratify=y if y.ndim == 1 else None,
    )
    return np.sort(rows[0]), np.sort(rows[1])


def _grouped_holdout(y, groups, test_size, random_state):
    """Join as many of a number of grouped folds as come closest to the share."""
    most, _ = _possible_folds(y, groups, _MOST_HOLDOUT_PARTS)
    shares = [(part, parts) for parts in range(2, most + 1) for part in range(1, parts)]
    n_test_parts, n_parts = min(shares, key=lambda s: (abs(s[0] / s[1] - test_size), s[1]))
    folds = _folds(y, groups, n_parts, random_state)
    test = np.concatenate([fold_test for _, fold_test in folds[:n_test_parts]])
    return np.setdiff1d(np.arange(len(y)), test), np.sort(test)
