"""Near-duplicates of images: kept on one side of every split, and what they would have done."""

from dataclasses import replace
from numbers import Integral

import numpy as np

from ..duplicates import DuplicateGrouping, NearDuplicates, duplicate_groups
from ..splitting.random_splits import RandomSplits
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult

__all__ = ["cross_validate_apart", "group_for_folds"]

# Below this share of images with a copy, both figures would say the same.
MATTERS = 0.02


def group_for_folds(found: NearDuplicates, y, groups=None, cv=5) -> DuplicateGrouping:
    """Groups that keep near-duplicates on one side of the splits that ``cv`` asks for.

    Parameters
    ----------
    found : NearDuplicates
        Among these images.
    y : ndarray of shape (n,) or (n, k)
    groups : ndarray of shape (n,), optional
        Declared groups, which are joined.
    cv : int, str, splitter or list
        As in :func:`make_splits`.

    Returns
    -------
    DuplicateGrouping
        Its first note says that near-duplicates are kept together, where that is so: folds
        that are given (a list, a splitter of scikit-learn's) are taken as they are.
    """
    grouping = duplicate_groups(found, y, groups, int(cv) if isinstance(cv, Integral) else 2)
    if not grouping.applied or not isinstance(cv, (Integral, str, RandomSplits)):
        return grouping
    first, *others = grouping.notes
    first += "; they are on one side of every split"
    if groups is not None:
        before, after = len(np.unique(groups)), len(np.unique(grouping.groups))
        first += f", which makes {after:,} groups of {before:,}"
    return replace(grouping, notes=(first, *others))


def cross_validate_apart(
    estimator, X, y, duplicates: DuplicateGrouping, *, groups=None, cv=5, **protocol
) -> CrossValidationResult:
    """Cross-validate with near-duplicates on one side of every split.

    Where at least one image in fifty has a copy, the same is done once more with a
    random split, so that the result can say how much they would have flattered.

    Parameters
    ----------
    estimator, X, y, cv
        As in :func:`cross_validate`. Folds that are given (a list, a splitter of
        scikit-learn's) are taken as they are.
    duplicates : DuplicateGrouping
        Of these images, declared groups joined.
    groups : array-like of shape (n,), optional
        Declared groups alone.
    protocol
        Further arguments of :func:`cross_validate`.

    Returns
    -------
    CrossValidationResult
        With ``duplicates`` and, where they matter, ``random_split``.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> from classic_cls.duplicates import duplicate_groups, near_duplicates
    >>> rng = np.random.default_rng(0)
    >>> pictures = rng.uniform(0, 255, (100, 576)).astype("f4")
    >>> y = rng.permutation(["a", "b"] * 50)
    >>> pictures, y = np.concatenate([pictures, pictures[:10]]), np.concatenate([y, y[:10]])
    >>> duplicates = duplicate_groups(near_duplicates(pictures, y), y)
    >>> result = cross_validate_apart(KNeighborsClassifier(1), pictures, y, duplicates)
    >>> result.random_split["accuracy"].value > result.figures["accuracy"].value
    True
    """
    result = cross_validate(estimator, X, y, groups=duplicates.groups, cv=cv, **protocol)
    result = replace(result, duplicates=duplicates, notes=(*duplicates.notes, *result.notes))
    regrouped = isinstance(cv, (Integral, RandomSplits))
    if not regrouped or duplicates.share_joined < MATTERS:
        return result
    random = cross_validate(estimator, X, y, groups=groups, cv=cv, **protocol)
    return replace(result, random_split=random.figures)
