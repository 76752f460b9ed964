"""When near-duplicates become groups that no split may cut."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ._links import connected, in_order
from .copies import NearDuplicates

MAX_SHARE = 0.1
MIN_TYPICAL_DISTANCE = 0.1


@dataclass(frozen=True, eq=False)
class DuplicateGrouping:
    """Groups for splitting, and how they came about.

    Parameters
    ----------
    groups : ndarray of shape (n,) or None
        What no split may cut: the declared groups joined by copies, or the declared ones
        as they were; None if there are neither.
    found : NearDuplicates
        The copies.
    applied : bool
        Whether copies were found and changed the groups.
    notes : tuple of str
        Sentences for the user, without the final stop.
    """

    groups: np.ndarray | None
    found: NearDuplicates
    applied: bool
    notes: tuple[str, ...]

    @property
    def share_joined(self) -> float:
        """Share of the images that are kept together with a copy."""
        return self.found.n_in_groups / len(self.found.groups) if self.applied else 0.0

    def take(self, rows: ArrayLike) -> "DuplicateGrouping":
        """The same groups for some of the images; what was said stays said."""
        groups = None if self.groups is None else np.asarray(self.groups)[np.asarray(rows)]
        return DuplicateGrouping(groups, self.found.take(rows), self.applied, self.notes)


def duplicate_groups(
    found: NearDuplicates, y: ArrayLike, groups: ArrayLike | None = None, n_folds: int = 5
) -> DuplicateGrouping:
    """Keep copies of one image together, where it is safe to say that they are copies.

    Parameters
    ----------
    found : NearDuplicates
        From `near_duplicates` with the labels ``y``.
    y : ndarray of shape (n,) or (n, k)
        Classes, or a multilabel target of 0, 1 and -1 (unknown). Images whose labels differ
        are never joined: a good and a defective part look alike too.
    groups : ndarray of shape (n,), optional
        Declared groups. Copies join whole declared groups.
    n_folds : int, default=5
        Number of parts that every class must be spread over.

    Returns
    -------
    DuplicateGrouping
        Copies are not applied, and a note says why, if images seem to look alike for another
        reason, such as a fixed camera. That is so if copies would join more than a tenth of
        the images to another one (the first of each group not counted); if they would leave a
        class (a label) in fewer groups than ``n_folds`` that had enough before; or if half of
        the images have 15 neighbours within a distance of 0.1.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.duplicates import Thumbnail, duplicate_groups, near_duplicates
    >>> images = np.random.default_rng(0).integers(0, 256, (40, 32, 32), dtype=np.uint8)
    >>> images[7] = images[3]
    >>> y = np.repeat(["a", "b"], 20)
    >>> grouping = duplicate_groups(near_duplicates(Thumbnail().transform(images), y), y)
    >>> bool(grouping.groups[3] == grouping.groups[7])
    True
    >>> grouping.notes
    ('2 images are near-duplicates of each other (1 group)',)
    """
    y = np.asarray(y)
    notes = _label_notes(found)
    groups = None if groups is None else np.asarray(groups)
    declared = None if groups is None else in_order(groups)
    if not found.n_in_groups:
        return DuplicateGrouping(groups, found, False, notes)
    joined = found.groups if declared is None else _join(declared, found.groups)
    reason = _too_alike(found, y, joined, declared, n_folds)
    if reason:
        return DuplicateGrouping(groups, found, False, (reason, *notes))
    if declared is not None and joined.max() == declared.max():  # nothing that was not declared
        return DuplicateGrouping(groups, found, False, notes)
    word = "group" if found.n_groups == 1 else "groups"
    note = (
        f"{found.n_in_groups:,} images are near-duplicates of each other "
        f"({found.n_groups:,} {word})"
    )
    return DuplicateGrouping(joined, found, True, (note, *notes))


def _join(declared, copies):
    """The finest groups that cut neither: components of images and both kinds of groups."""
    n = len(declared)
    links = np.concatenate([
        np.column_stack([np.arange(n), n + declared]),
        np.column_stack([np.arange(n), n + declared.max() + 1 + copies]),
    ])
    return in_order(connected(links, n + declared.max() + copies.max() + 2)[:n])


def _too_alike(found, y, joined, declared, n_folds):
    """Why the copies cannot be trusted, or an empty text."""
    share = (len(y) - found.groups.max() - 1) / len(y)
    before = np.arange(len(y)) if declared is None else declared
    short = (_groups_per_class(y, joined) < n_folds) & (_groups_per_class(y, before) >= n_folds)
    if share > MAX_SHARE:
        why = f"{share:.0%} of the images would be joined to another one as near-duplicates"
    elif short.any():
        why = f"near-duplicates would leave a class in fewer groups than the {n_folds} folds"
    elif found.typical_distance < MIN_TYPICAL_DISTANCE:
        why = "most of them hardly differ from many others"
    else:
        return ""
    return (
        "these images look alike (fixed camera?); give groups with --group-by: "
        f"{why}, so near-duplicates were not kept together. If they are copies, remove them: the "
        "figures are too high"
    )


def _groups_per_class(y, groups):
    """In how many groups each class, or each label that is present, occurs."""
    if y.ndim == 1:
        image, label = np.arange(len(y)), np.unique(y, return_inverse=True)[1].ravel()
    else:
        image, label = np.nonzero(y == 1)
    n_labels = y.shape[1] if y.ndim == 2 else label.max() + 1
    pairs = np.unique(np.column_stack([label, groups[image]]), axis=0)
    return np.bincount(pairs[:, 0], minlength=n_labels)


def _label_notes(found):
    n = int((~found.same_label).sum())
    if not n:
        return ()
    pairs = "1 pair of images looks" if n == 1 else f"{n:,} pairs of images look"
    return (f"{pairs} the same but with different labels: is one of the labels wrong?",)
