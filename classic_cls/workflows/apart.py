"""Near-duplicates on one side of every split, and what they would have done otherwise."""

import shlex
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .._remedies import remedy
from ..duplicates import DuplicateGrouping, NearDuplicates, duplicate_groups
from ..evaluation import (
    CrossValidationResult,
    Protocol,
    cross_validate,
    figures_if_right,
    record_of,
)

# Below this share of images with a copy, both figures would say the same.
MATTERS = 0.02
# No second cross-validation where copies flatter by so much at most.
NEAR = 0.02


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
    estimator,
    X,
    y,
    protocol: Protocol,
    *,
    duplicates: DuplicateGrouping,
    groups=None,
    sources=None,
    described: Callable[[], tuple] | None = None,
    **options,
) -> CrossValidationResult:
    """Cross-validate with near-duplicates on one side of every split.

    Where at least one image in fifty has a copy, the result says how much the copies would have
    flattered: at most about so much, if that is little. Else what decides is cross-validated once
    more by the declared groups alone, on the rows of all images ``described`` at once, if it is
    given (``(rows, what decides)``), since dictionaries anew in every fold would double the time.
    """
    apart = {"groups": duplicates.groups, "sources": sources}
    result = cross_validate(estimator, X, y, protocol, **apart, **options)
    result = replace(result, duplicates=duplicates, notes=(*duplicates.notes, *result.notes))
    if not protocol.is_random or duplicates.share_joined < MATTERS:
        return result
    bound = figures_if_right(result.predictions, _has_like(duplicates, result.predictions.codes))
    if _is_near(bound, result):
        return replace(result, random_split=bound, random_split_is_bound=True)
    rows, deciding = (X, estimator) if described is None else described()
    random = cross_validate(deciding, rows, y, protocol, groups=groups, **options)
    return replace(result, random_split=random.figures)


def _has_like(duplicates: DuplicateGrouping, codes) -> np.ndarray:
    """Which images have a copy with their label: ``(n,)``, of several labels each ``(n, k)``.

    A random split can show such a label before it asks for it. A copy with another label makes an
    answer wrong, if anything.
    """
    if codes.ndim == 2:
        return np.column_stack([_has_like(duplicates, label) for label in codes.T])
    alike = np.column_stack([duplicates.found.groups, codes])
    _, kinds, sizes = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
    return sizes[kinds.ravel()] > 1


def _is_near(bound, result) -> bool:
    """Whether the headline figure can hardly be better at random."""
    name = result.headline
    if name not in bound or not record_of(name).from_0_to_1:
        return False
    return abs(bound[name].value - result.figures[name].value) <= NEAR
