"""Hold-outs: images set aside at random, once or several times."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import BaseCrossValidator, train_test_split
from sklearn.utils import check_random_state

from .._remedies import parameter
from .._typing import Fold, RandomState
from .._validation import checked_groups, is_integer
from .checks import check_several, derived_seeds, rarest_class
from .iterative_stratification import multilabel_units
from .stratification import Units, stratified_parts


def holdout(
    y: ArrayLike,
    groups: ArrayLike | None = None,
    test_size: float = 0.2,
    random_state: RandomState = 0,
    alone: bool = False,
) -> Fold:
    """Set images aside for a final test.

    Labels are stratified by `sklearn.model_selection.train_test_split`, a multilabel
    indicator and groups by iterative stratification (see `IterativeStratifiedKFold`).

    Parameters
    ----------
    y : ndarray of shape (n,), str, or (n, k), int8
        Labels, or a multilabel indicator of 1, 0 and -1 (unknown).
    groups : ndarray of shape (n,), optional
        Group of every image; a group is never divided, so the share is approximate.
    test_size : float, default=0.2
        Share of the images to test, in (0, 1).
    random_state : int or None, default=0
        Seed.
    alone : bool, default=False
        Whether one class may be all there is, as a model of one class learns.

    Returns
    -------
    train : ndarray of int
        Rows to learn from, sorted.
    test : ndarray of int
        Rows to test, sorted.

    Raises
    ------
    ValueError
        If there is one class and it is not learned ``alone``, if a class has one image, or one
        group, or the share leaves a side without one image per class.

    References
    ----------
    K. Sechidis, G. Tsoumakas and I. Vlahavas (2011), "On the stratification of multi-label
    data", ECML PKDD.

    Examples
    --------
    >>> train, test = holdout(["a"] * 10 + ["b"] * 10, test_size=0.2)
    >>> len(train), len(test)
    (16, 4)
    """
    y = np.asarray(y)
    groups = checked_groups(groups, len(y))
    _check_share(test_size)
    if y.ndim == 1:
        if not alone:
            check_several(y)
        rarest_class(y, groups)
    n_test = round(test_size * len(y))
    if groups is None:
        _check_sides(y, n_test, test_size)
        if y.ndim == 1:
            rows = train_test_split(
                np.arange(len(y)), test_size=n_test, random_state=random_state, stratify=y
            )
            return np.sort(rows[0]), np.sort(rows[1])
    units = multilabel_units(y, groups) if y.ndim == 2 else Units.of_classes(y, groups)
    if len(units.sizes) < 2:
        raise ValueError("a hold-out needs at least 2 groups, there is 1")
    wanted = np.array([len(y) - n_test, n_test])
    part = stratified_parts(units, wanted, check_random_state(random_state))
    return np.flatnonzero(part == 0), np.flatnonzero(part == 1)


def _check_share(test_size):
    if not 0 < test_size < 1:
        raise ValueError(f"{parameter('test_size')} is {test_size}; it is a share between 0 and 1")


def _check_sides(y, n_test, test_size):
    n_classes = 1 if y.ndim == 2 else len(np.unique(y))
    smaller = min(n_test, len(y) - n_test)
    if smaller < n_classes:
        raise ValueError(
            f"{parameter('test_size')} {test_size} of {len(y)} images leaves {smaller} "
            f"on one side, fewer than one per class ({n_classes}); take another share"
        )


class RandomSplits(BaseCrossValidator):
    """Independent stratified hold-outs, as in "five random 80/20 splits".

    Each split is a `holdout` with a seed of its own: every class (or label) in proportion,
    no group divided. An image may be tested several times, or never.

    Parameters
    ----------
    n_splits : int, default=5
        Number of hold-outs, at least 1.
    test_size : float, default=0.2
        Share of the images to test, in (0, 1).
    random_state : int or None, default=0
        Seed. The first split is that of `holdout` with this seed, the others have seeds
        derived from it; None gives other splits at every call.

    Examples
    --------
    >>> y = np.repeat(["a", "b"], [100, 50])
    >>> for train, test in RandomSplits(n_splits=2).split(y, y):
    ...     print(np.unique(y[test], return_counts=True)[1].tolist())
    [20, 10]
    [20, 10]
    """

    # Metadata routing: groups are asked for, as by the grouped splitters of scikit-learn.
    __metadata_request__split = {"groups": True}

    def __init__(self, n_splits: int = 5, test_size: float = 0.2, random_state: RandomState = 0):
        if not is_integer(n_splits, 1):
            raise ValueError(f"n_splits is {n_splits!r}; it must be a whole number of at least 1")
        _check_share(test_size)
        self.n_splits = n_splits
        self.test_size = test_size
        self.random_state = random_state

    def get_n_splits(self, X: object = None, y: object = None, groups: object = None) -> int:
        """Return the number of hold-outs; all arguments are ignored."""
        return self.n_splits

    def split(self, X: object, y: ArrayLike, groups: ArrayLike | None = None) -> Iterator[Fold]:
        """Yield the rows to learn from and the rows to test, sorted, as `holdout` divides them.

        Whether one class alone makes sense is for whoever fits to say, as with scikit-learn's.
        """
        for seed in derived_seeds(self.random_state, self.n_splits):
            yield holdout(y, groups, self.test_size, seed, alone=True)
