"""Near-duplicates on one side of every split, and what they would have done otherwise."""

from dataclasses import replace

import numpy as np

from ..duplicates import DuplicateGrouping, NearDuplicates, duplicate_groups
from ..evaluation import CrossValidationResult, Protocol, cross_validate

# Below this share of images with a copy, both figures would say the same.
MATTERS = 0.02


def group_for_folds(found: NearDuplicates, y, groups, protocol: Protocol) -> DuplicateGrouping:
    """Groups that keep near-duplicates and declared groups together; the first note says so."""
    grouping = duplicate_groups(found, y, groups, protocol.fewest_groups)
    if not grouping.applied or not protocol.makes_folds:
        return grouping
    first, *others = grouping.notes
    first += "; they are on one side of every split"
    if groups is not None:
        before, after = len(np.unique(groups)), len(np.unique(grouping.groups))
        first += f", which makes {after:,} groups of {before:,}"
    return replace(grouping, notes=(first, *others))


def cross_validate_apart(
    estimator, X, y, protocol: Protocol, *, duplicates: DuplicateGrouping, groups=None, **options
) -> CrossValidationResult:
    """Cross-validate with near-duplicates on one side of every split.

    Where at least one image in fifty has a copy, it is done once more by the declared groups alone,
    so that the result can say how much the copies would have flattered.
    """
    result = cross_validate(estimator, X, y, protocol, groups=duplicates.groups, **options)
    result = replace(result, duplicates=duplicates, notes=(*duplicates.notes, *result.notes))
    if not protocol.is_random or duplicates.share_joined < MATTERS:
        return result
    random = cross_validate(estimator, X, y, protocol, groups=groups, **options)
    return replace(result, random_split=random.figures)
