"""How figures are obtained: which images are learned from and tested, and what counts."""

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from numbers import Integral
from pathlib import Path
from typing import Any

from .._remedies import parameter, remedy
from .._typing import Data, Fold
from ..models import positive_class
from ..splitting import RandomSplits, check_fold_list, holdout, make_splits, read_fold_list
from .figures.counts import cost_matrix
from .targets import checked_targets, headline_figure

_LEAVE_ONE_GROUP_OUT = "leave-one-group-out"
_SHARES = re.compile(r"([1-9]\d*)x(0?\.\d+)")


def _ways() -> str:
    words = f"give a number of folds, TIMESxSHARE such as '5x0.2', '{_LEAVE_ONE_GROUP_OUT}'"
    return words + remedy(", a splitter of scikit-learn's or a list of (train, test)", "")


@dataclass(frozen=True)
class Protocol:
    """How figures are obtained: folds, hold-out, groups, positive class, costs, seed.

    Parameters
    ----------
    cv : int, str, scikit-learn splitter or list of (train, test), default=5
        A number of folds; ``"5x0.2"``, five random splits that test a fifth each;
        ``"leave-one-group-out"``, each group in a fold of its own. A splitter is used as it is,
        with its own seed, and need not test every image; each longest run of its folds that
        tests no image twice is one repeat. A list is taken in the same way, or holds one list of
        ``(train, test)`` per repeat.
    repeats : int, default=1
        How often to divide into a number of folds anew.
    folds : path, optional
        Instead of ``cv``, a CSV table with the columns ``path``, ``fold`` (0 or empty: not
        tested) and, where images are divided more than once, ``repeat``; such as the
        ``predictions.csv`` of a cross-validation.
    test_size : float, optional
        Share of the images to hold out for a final test.
    keep_duplicates_together : bool, default=True
        Whether near-duplicates of images are looked for and kept on one side of every split.
    positive : str, optional
        Positive class of a binary task, which the aim of a classifier is about too. By default the
        one that the classifier names; that of a well-known pair of names; or, for an aim about one
        class, the clearly rarer one.
    scoring : str, optional
        Figure to show first: one of ours (see :func:`figure_names`), or the name of a
        scikit-learn scorer (which is then computed per fold). By default accuracy; balanced
        accuracy above an imbalance of 3 to 1; micro F1 for several labels.
    costs : dict of (true, predicted) to float, optional
        What mistakes cost; adds ``mean_cost``, per image. Those not named cost 1.
    by : sequence of str
        Columns of the table (or ``"group"``) for whose values figures are wanted.
    seed : int or None, default=0
        Of the folds, the hold-out and the bootstrap. The pipeline has its own.

    Examples
    --------
    >>> Protocol(cv="5x0.2").kind, Protocol(cv=10, repeats=3).kind
    ('random splits', 'k-fold')
    """

    cv: object = 5
    repeats: int = 1
    folds: str | Path | None = None
    test_size: float | None = None
    keep_duplicates_together: bool = True
    positive: str | None = None
    scoring: str | None = None
    costs: dict | None = None
    by: tuple[str, ...] = ()
    seed: int | None = 0

    def __post_init__(self):
        object.__setattr__(self, "by", (self.by,) if isinstance(self.by, str) else tuple(self.by))
        if self.folds is not None and not isinstance(self.cv, list) and self.cv != 5:
            raise ValueError(
                f"{parameter('folds')} gives the folds, and {parameter('cv')} makes new ones: "
                "leave one of them out"
            )
        if isinstance(self.cv, str) and self.kind not in (_LEAVE_ONE_GROUP_OUT, "random splits"):
            raise ValueError(f"{parameter('cv')} is {self.cv!r}; {_ways()}")
        if self.repeats != 1 and self.kind != "k-fold":
            raise ValueError(
                f"{parameter('repeats')} are for a number of folds: leave them out, or give "
                f"{parameter('cv')} a number, without a list of folds"
            )

    @property
    def kind(self) -> str:
        """What kind of splits these are; one of the kinds of :func:`protocol_words`."""
        if self.folds is not None:
            return "fold list"
        if _is_number(self.cv):
            return "k-fold"
        if isinstance(self.cv, str):
            return "random splits" if _SHARES.fullmatch(self.cv) else self.cv
        return "random splits" if isinstance(self.cv, RandomSplits) else "given folds"

    @property
    def makes_folds(self) -> bool:
        """Whether the folds are ours to make, so that near-duplicates can be kept together."""
        return self.kind in ("k-fold", "random splits", _LEAVE_ONE_GROUP_OUT)

    @property
    def is_random(self) -> bool:
        """Whether images are dealt to the folds by chance."""
        return self.kind in ("k-fold", "random splits")

    @property
    def splitter(self) -> Any:
        """``cv`` as `make_splits` takes it."""
        if isinstance(self.cv, str) and (found := _SHARES.fullmatch(self.cv)):
            return RandomSplits(int(found[1]), test_size=float(found[2]), random_state=self.seed)
        return self.cv

    def n_fits(self, groups: Data = None) -> int | None:
        """How many fits the cross-validation takes; None where only the folds can tell."""
        if self.kind == "k-fold":
            return self.cv * self.repeats
        if self.kind == _LEAVE_ONE_GROUP_OUT:
            return None if groups is None else len(set(groups))
        return self.splitter.n_splits if self.kind == "random splits" else None

    def check(self, dataset: Any) -> tuple[str, ...]:
        """Refuse, before any work, what does not fit a data set; return notes on the data."""
        doubts = dataset.check_trainable()
        if self.test_size is not None and dataset.split is not None:
            raise ValueError(
                f"the data set has an official split: leave out {parameter('test_size')}"
            )
        for name in self.by:
            dataset.column(name)
        if self.kind == _LEAVE_ONE_GROUP_OUT and dataset.groups is None:
            raise ValueError(
                f"{parameter('cv')} '{self.cv}' needs groups: say which group every image belongs "
                f"to with {parameter('group_by')}, or in a column 'group' of the table"
            )
        learned = dataset.training()
        self.headline(learned.targets, learned.class_names)
        self._check_divides(learned)
        return doubts

    def _check_divides(self, learned) -> None:
        """Refuse parts and folds that the labels and the declared groups do not allow."""
        if self.test_size is not None:
            self.first_draw(learned)
        if self.folds is not None and _is_number(self.cv):
            check_fold_list(self.folds)
        elif not _is_number(self.cv) and self.test_size is None:
            self._tried_splits(learned.targets, learned.groups)

    def _tried_splits(self, targets, groups) -> list:
        """Folds of all repeats in one list, which leave the splitter of the user as it was."""
        splits, _ = replace(self, cv=deepcopy(self.cv)).splits(targets, groups)
        return [fold for folds in splits for fold in folds]

    def fewest_fitted(self, learned: Any) -> int | None:
        """On how few images of a data set a fit of the folds takes place; None if only work tells.

        More are set aside, or go together as near-duplicates, while the images are described.
        """
        if self.folds is not None:
            return None
        targets, groups = learned.targets, learned.groups
        if self.test_size is not None:
            rows, _ = self.first_draw(learned)
            targets, groups = targets[rows], None if groups is None else groups[rows]
        return min(len(train) for train, _ in self._tried_splits(targets, groups))

    def training_part(self, dataset: Any) -> Any:
        """The images that recipe, reading range and classifier may be chosen by.

        Those of the training part of an official split; with ``test_size`` those of which, before
        any is read, it is certain that none is held out for the test. Give them to
        ``make_image_pipeline(data=...)`` where the test is to say what new images would.
        """
        if self.test_size is None:
            return dataset.training()
        return dataset.take(self.first_draw(dataset)[0])

    def first_draw(self, dataset: Any) -> Fold:
        """Images to learn from and images that may be held out, drawn before any is read."""
        return holdout(dataset.targets, dataset.groups, self.test_size, self.seed, alone=True)

    def headline(
        self, y: Data, class_names: Sequence | None = None, positive: str | None = None
    ) -> tuple[str, str | None]:
        """Name of the figure to show first, and of a scikit-learn scorer if it is one.

        ``positive`` is the class that an aim has decided for, where one has.
        """
        y, class_names = checked_targets(y, class_names)
        positive = self.positive if positive is None else positive
        if y.ndim == 1 or positive is not None:
            positive = positive_class(class_names, positive)
        cost_matrix(self.costs, class_names)
        return headline_figure(y, class_names, positive, self.scoring, self.costs)

    def with_folds_of(
        self, paths: Sequence[str] | None, allowed_missing: Collection[str] = ()
    ) -> tuple["Protocol", tuple[str, ...]]:
        """The same with the folds of the table read, and what a person should be told."""
        if self.folds is None or not _is_number(self.cv):
            return self, ()
        if paths is None:
            raise ValueError("folds name the images: give paths too")
        splits, notes = read_fold_list(self.folds, paths, allowed_missing=allowed_missing)
        return replace(self, cv=splits), notes

    def settings(self) -> dict:
        """What was asked for, as plain values."""
        cv = self.splitter
        if not isinstance(cv, (int, str)):
            cv = repr(cv) if hasattr(cv, "split") else "given folds"
        costs = self.costs and {":".join(pair): cost for pair, cost in self.costs.items()}
        return {
            "cv": cv,
            "repeats": self.repeats,
            "folds": None if self.folds is None else Path(self.folds).name,
            "test_size": self.test_size,
            "keep_duplicates_together": self.keep_duplicates_together,
            "scoring": self.scoring,
            "costs": costs,
            "by": list(self.by),
            "random_state": self.seed,
        }

    def splits(
        self, y: Data, groups: Data = None, class_names: Sequence | None = None, alone: bool = False
    ) -> tuple:
        """The folds of the images, and notes, as `make_splits` gives them."""
        return make_splits(y, groups, self.splitter, self.repeats, self.seed, class_names, alone)


def _is_number(cv) -> bool:
    return isinstance(cv, Integral) and not isinstance(cv, bool)


def protocol_words(
    kind: str,
    *,
    folds: int = 1,
    repeats: int = 1,
    n_splits: int = 1,
    test_share: float = 0.0,
    fold_list: str | None = None,
) -> str:
    """How the figures were obtained, in a few words.

    >>> protocol_words("k-fold", folds=5, repeats=3)
    '5-fold cross-validation, repeated 3 times'
    >>> protocol_words("random splits", n_splits=5, test_share=0.2)
    '5 random splits, each tested on 20% of the images'
    """
    if kind == "random splits":
        return f"{_n(n_splits, 'random split')}, each tested on {test_share:.0%} of the images"
    if kind == "k-fold":
        again = f", repeated {repeats} times" if repeats > 1 else ""
        return f"{folds}-fold cross-validation{again}"
    if kind == _LEAVE_ONE_GROUP_OUT:
        return f"cross-validation that leaves out one of {folds:,} groups at a time"
    if fold_list is not None:
        return f"cross-validation in the {_n(n_splits, 'fold')} of {fold_list}"
    given = "given by a list" if kind == "fold list" else "as given"
    return f"cross-validation in {_n(n_splits, 'fold')} {given}"


def _n(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
