"""Folds of multilabel images in which every label has its share."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import BaseCrossValidator
from sklearn.utils import check_random_state

from .._typing import Fold, RandomState
from .._validation import UNKNOWN, checked_groups, is_integer
from .stratification import Units, stratified_parts


class IterativeStratifiedKFold(BaseCrossValidator):
    """Folds for multilabel targets with every label spread evenly.

    Iterative stratification: the label with the fewest images left is dealt out first,
    each image to the fold that lacks the label most, until all images have a fold. Images
    of two folds then change places as long as that brings the labels nearer to equal
    shares. The order of the images does not matter, and the folds are always shuffled.

    Without groups the sizes of the folds differ by one image at most. Of the labels with at
    least ``n_splits`` images, the rarest is in every fold, and the others are wherever an
    exchange of two images can bring them there; only labels that come together in few images
    may stand in each other's way. With groups, a group is never divided and the sums of the
    groups are spread: sizes and labels are about as even as the groups allow.

    Parameters
    ----------
    n_splits : int, default=5
        Number of folds, at least 2.
    random_state : int, RandomState or None, default=0
        Seed; None gives other folds at every call.

    References
    ----------
    K. Sechidis, G. Tsoumakas and I. Vlahavas (2011), "On the stratification of multi-label
    data", ECML PKDD. The exchange of images, and the limit of the sizes, are additions.

    Examples
    --------
    >>> y = np.zeros((100, 2), np.int8)
    >>> y[:50, 0] = 1
    >>> y[45:55, 1] = 1
    >>> folds = IterativeStratifiedKFold(n_splits=5).split(y, y)
    >>> [y[test].sum(axis=0).tolist() for _, test in folds]
    [[10, 2], [10, 2], [10, 2], [10, 2], [10, 2]]
    """

    # Metadata routing: groups are asked for, as by the grouped splitters of scikit-learn.
    __metadata_request__split = {"groups": True}

    def __init__(self, n_splits: int = 5, *, random_state: RandomState = 0):
        if not is_integer(n_splits, 2):
            raise ValueError(f"n_splits is {n_splits!r}; it must be a whole number of at least 2")
        self.n_splits = n_splits
        self.random_state = random_state

    def get_n_splits(self, X: object = None, y: object = None, groups: object = None) -> int:
        """Return the number of folds; all arguments are ignored."""
        return self.n_splits

    def split(self, X: object, y: ArrayLike, groups: ArrayLike | None = None) -> Iterator[Fold]:
        """Yield the rows to learn from and the rows to test, sorted, fold by fold.

        ``y`` is a multilabel indicator ``(n, k)`` of 0, 1 and -1. Unknown labels (-1) are neither
        present nor absent; where a label has some, the images known to be without it are spread as
        well. A group is never divided.
        """
        y = _checked_indicator(y)
        units = multilabel_units(y, checked_groups(groups, len(y)))
        if len(units.sizes) < self.n_splits:
            kind = "images" if groups is None else "groups"
            raise ValueError(
                f"n_splits is {self.n_splits}, but there are {len(units.sizes)} {kind}; "
                "take fewer folds"
            )
        wanted = np.full(self.n_splits, len(y) // self.n_splits)
        wanted[: len(y) % self.n_splits] += 1
        parts = stratified_parts(units, wanted, check_random_state(self.random_state))
        for fold in range(self.n_splits):
            yield np.flatnonzero(parts != fold), np.flatnonzero(parts == fold)


def _checked_indicator(y) -> np.ndarray:
    y = np.asarray(y)
    if y.ndim != 2:
        raise ValueError(
            f"y has shape {y.shape}; IterativeStratifiedKFold needs a multilabel indicator "
            "(n, k). For one label an image take StratifiedKFold or StratifiedGroupKFold"
        )
    if not np.isin(y, (-1, 0, 1)).all():
        raise ValueError("y holds other values than 1 (present), 0 (absent) and -1 (unknown)")
    return y


def multilabel_units(y, groups=None):
    """Images or groups, and how often each has what is to be spread.

    One column for the images known to have each label; then one for the images known to be
    without it, for each label that some image does not know.

    >>> multilabel_units(np.array([[1, 0], [0, -1], [1, 1]]), np.array([7, 7, 5])).counts
    array([[1, 1, 0],
           [1, 0, 1]])
    """
    y = np.asarray(y)
    some_unknown = (y == UNKNOWN).any(axis=0)
    return Units.of_images(np.hstack([y == 1, (y == 0)[:, some_unknown]]), groups)
