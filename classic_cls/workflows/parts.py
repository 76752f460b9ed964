"""Which of the described images are learned from, which test, and what keeps them apart."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..datasets import ImageDataset
from ..duplicates import DuplicateGrouping, copies_across
from ..evaluation import group_for_folds
from ..splitting import holdout, read_fold_list
from .stages import Described

__all__ = ["Parts", "divide"]


@dataclass(frozen=True)
class Parts:
    """The training and the test images.

    Attributes
    ----------
    kept : ImageDataset
        All images behind row 0, 1, ...
    rows, test_rows : ndarray of int
        Rows to learn from, and to test on.
    test_split : {"official", "held out", None}
        Where the test images come from.
    cv : int, str, splitter or list
        How the training images are divided.
    duplicates : DuplicateGrouping or None
        Near-duplicates among the training images.
    leaked : ndarray of bool, shape (n_test,)
        Which test images have a near-duplicate among the training images.
    notes : tuple of str
        What a person should be told.
    """

    kept: ImageDataset
    rows: np.ndarray
    test_rows: np.ndarray
    test_split: str | None
    cv: object
    duplicates: DuplicateGrouping | None
    leaked: np.ndarray
    notes: tuple[str, ...] = ()

    @cached_property
    def training(self) -> ImageDataset:
        """The images to learn from, with the groups that were declared."""
        return self.kept.take(self.rows)

    @cached_property
    def test(self) -> ImageDataset:
        """The images to test on."""
        return self.kept.take(self.test_rows)

    @property
    def groups(self) -> np.ndarray | None:
        """What is never divided in the training part: declared groups and near-duplicates."""
        return self.training.groups if self.duplicates is None else self.duplicates.groups


def divide(described: Described, test_size=None, cv=5, folds=None, random_state=0) -> Parts:
    """Divide described images into training and test part.

    Parameters
    ----------
    described : Described
    test_size : float, optional
        Share to hold out; an official split is honoured without it.
    cv : int, str, splitter or list
        As in :func:`make_splits`.
    folds : path, optional
        Table of folds, instead of ``cv``.
    random_state : int or None
        Seed of the hold-out.

    Returns
    -------
    Parts
    """
    kept, found = described.kept, described.duplicates
    rows, test_rows = np.arange(len(kept)), np.arange(0)
    test_split = None
    if kept.split is not None:
        is_test = kept.split == "test"
        rows, test_rows, test_split = rows[~is_test], rows[is_test], "official"
    duplicates = None
    if found is not None:
        learned, how = kept.take(rows), cv if folds is None else ()
        duplicates = group_for_folds(found.take(rows), learned.targets, learned.groups, how)
    if test_size is not None:
        groups = kept.groups if duplicates is None else duplicates.groups
        rows, test_rows = holdout(kept.targets, groups, test_size, random_state)
        duplicates, test_split = duplicates and duplicates.take(rows), "held out"
    notes = ()
    if folds is not None:
        others = {item.path for item in described.rejected} | set(_names(kept, test_rows))
        cv, notes = read_fold_list(folds, _names(kept, rows), allowed_missing=others)
    leaked = np.zeros(len(test_rows), bool)
    if found is not None:
        leaked = copies_across(found, np.isin(np.arange(len(kept)), test_rows))[test_rows]
    return Parts(kept, rows, test_rows, test_split, cv, duplicates, leaked, notes)


def _names(kept: ImageDataset, rows) -> list[str]:
    return kept.take(rows).relative_paths()
