"""Near-duplicates on one side of every split, and what they would have done otherwise."""

import shlex
from dataclasses import replace

import numpy as np

from .._remedies import remedy
from ..duplicates import DuplicateGrouping, NearDuplicates, duplicate_groups
from ..evaluation import CrossValidationResult, Protocol, cross_validate

# Below this share of images with a copy, both figures would say the same.
MATTERS = 0.02


def group_for_folds(found: NearDuplicates, y, groups, protocol: Protocol) -> DuplicateGrouping:
    """Groups that keep near-duplicates and declared groups together; the first note says so."""
    grouping = duplicate_groups(found, y, groups)
    if protocol.is_random and np.ndim(y) == 1 and grouping.applied:
        _check_different(y, groups, grouping)
    if not grouping.applied or not protocol.makes_folds:
        return grouping
    first, *others = grouping.notes
    first += "; they are on one side of every split"
    if groups is not None:
        before, after = len(np.unique(groups)), len(np.unique(grouping.groups))
        first += f", which makes {after:,} groups of {before:,}"
    return replace(grouping, notes=(first, *others))


def _check_different(y, groups, grouping: DuplicateGrouping) -> None:
    """Refuse classes of which all images are copies of one."""
    for name in np.unique(y[grouping.joined]):
        of_class = y == name
        declared = np.flatnonzero(of_class) if groups is None else groups[of_class]
        if len(np.unique(declared)) > 1 and len(np.unique(grouping.groups[of_class])) == 1:
            raise ValueError(
                f"all {of_class.sum():,} images of class '{name}' are copies of one image, or in "
                "one group by their copies, so it cannot be both trained and tested; add others, "
                + remedy(
                    f"or leave it out with data.drop_classes([{str(name)!r}])",
                    f"or leave it out with --drop-class {shlex.quote(str(name))}",
                )
            )


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
