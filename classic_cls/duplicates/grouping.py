"""When near-duplicates become groups that no split may cut."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._remedies import remedy
from .._validation import quoted
from ._links import connected, in_order
from .copies import NearDuplicates


@dataclass(frozen=True, eq=False)
class DuplicateGrouping:
    """Groups for splitting, and how they came about.

    Parameters
    ----------
    groups : ndarray of shape (n,) or None
        What no split may cut: the declared groups joined by copies, or the declared ones
        as they were; None if there are neither.
    found : NearDuplicates
        The copies; where groups were declared, those between two of them alone.
    joined : ndarray of shape (n,), bool
        Which images are kept together with a copy of theirs.
    notes : tuple of str
        Sentences for the user, without the final stop.
    """

    groups: np.ndarray | None
    found: NearDuplicates
    joined: np.ndarray
    notes: tuple[str, ...]

    @property
    def applied(self) -> bool:
        """Whether copies were found and changed the groups."""
        return bool(self.joined.any())

    @property
    def share_joined(self) -> float:
        """Share of the images that are kept together with a copy."""
        return float(self.joined.mean())

    def take(self, rows: ArrayLike) -> "DuplicateGrouping":
        """The same groups for some of the images; what was said stays said."""
        rows = np.asarray(rows)
        groups = None if self.groups is None else np.asarray(self.groups)[rows]
        return DuplicateGrouping(groups, self.found.take(rows), self.joined[rows], self.notes)


def duplicate_groups(
    found: NearDuplicates, y: ArrayLike, groups: ArrayLike | None = None
) -> DuplicateGrouping:
    """Keep copies of one image together, whatever their labels.

    Parameters
    ----------
    found : NearDuplicates
        From `near_duplicates` with the labels ``y``.
    y : ndarray of shape (n,) or (n, k)
        Classes, or a multilabel target of 0, 1 and -1 (unknown). Copies are joined though
        their labels differ; a note tells of it.
    groups : ndarray of shape (n,), optional
        Declared groups. Copies join whole declared groups; those inside one are no news.

    Returns
    -------
    DuplicateGrouping
        Images that are equal pixel by pixel are always joined. Where all images look alike (half
        of them have 15 neighbours within a distance of 0.1, as with a fixed camera), only those
        are that are much nearer to each other than to the rest; and of a class that would be left
        in one group, only equal ones. Notes tell of both.

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
    groups = None if groups is None else np.asarray(groups)
    before = np.arange(len(y)) if groups is None else in_order(groups)
    is_across = np.diff(before[found.pairs], axis=1).ravel() != 0
    across = found.where(is_across)
    trusted, doubts = _trusted(across, y, before, declared=groups is not None)
    notes = (*_joined_notes(trusted), *doubts, *_label_notes(found, is_across))
    joined = groups if not len(trusted.pairs) else _join(before, trusted.groups)
    return DuplicateGrouping(joined, across, trusted.in_group, notes)


def _join(declared, copies):
    """The finest groups that cut neither: components of images and both kinds of groups."""
    n = len(declared)
    links = np.concatenate(
        [
            np.column_stack([np.arange(n), n + declared]),
            np.column_stack([np.arange(n), n + declared.max() + 1 + copies]),
        ]
    )
    return in_order(connected(links, n + declared.max() + copies.max() + 2)[:n])


def _trusted(across, y, before, *, declared):
    """The pairs that are joined, and notes on the others."""
    notes = ()
    if not across.certain.all():
        notes = (_alike_note(across.where(~across.certain), declared),)
        across = across.where(across.certain)
    if y.ndim == 2:
        return across, notes
    alone = np.unique(y)[_left_alone(y, before, across)]
    look_alike = np.isin(y, alone)[across.pairs].any(axis=1) & ~across.identical
    if not look_alike.any():
        return across, notes
    return across.where(~look_alike), (*notes, _alone_note(alone))


def _left_alone(y, before, copies):
    """Which classes were in several groups, and would be in one if copies were joined."""
    had, have = (_groups_per_class(y, g) for g in (before, _join(before, copies.groups)))
    return (have < 2) & (had >= 2)


def _groups_per_class(y, groups):
    """In how many groups each class is."""
    label = np.unique(y, return_inverse=True)[1].ravel()
    return np.bincount(np.unique(np.column_stack([label, groups]), axis=0)[:, 0])


def _joined_notes(joined):
    n, n_groups = joined.n_in_groups, joined.n_groups
    if not n:
        return ()
    word = "group" if n_groups == 1 else "groups"
    return (f"{n:,} images are near-duplicates of each other ({n_groups:,} {word})",)


def _alike_note(alike, declared):
    """Why look-alikes are left where they are, and what to do."""
    groups = remedy("group_by, or groups=", "--group-by")
    advice = (
        ""
        if declared
        else (
            f". Where several images show one thing, say which with {groups}: the figures are too "
            "high otherwise"
        )
    )
    return (
        f"these images look alike (fixed camera?), so {alike.n_in_groups:,} of them that hardly "
        f"differ from some other were not taken for copies of it{advice}"
    )


def _alone_note(classes):
    subject = "class" if len(classes) == 1 else "classes"
    return (
        f"the images of {subject} {quoted(classes)} look alike, and would be one group: they were "
        "not kept together, so that figures about them are too high if these are copies"
    )


def _label_notes(found, is_across):
    # Frames of one film may well differ in their labels, but not if they are equal.
    n = int((found.contradictory & (is_across | found.identical)).sum())
    if not n:
        return ()
    pairs = "1 pair of images looks" if n == 1 else f"{n:,} pairs of images look"
    return (f"{pairs} the same but with different labels: is one of the labels wrong?",)
