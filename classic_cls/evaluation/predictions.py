"""Predictions of images with known labels: all that figures are functions of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .._typing import Data
from .checks import checked_predictions
from .figures.behind import Counts, Part
from .figures.counts import Confusion, SingleLabels, cost_matrix
from .figures.labels import LabelSums, SeveralLabels
from .figures.table import FIGURES, figure_names
from .intervals import Interval, accuracy_interval, effective_sample_size, overlap_inflation
from .prediction_table import known_of_frame, predictions_frame
from .targets import task_of

if TYPE_CHECKING:
    import pandas as pd

_OF_EVERY_IMAGE = {"truth": 0, "answers": 1, "scores": 1, "folds": 1, "groups": 0, "paths": 0}


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Predictions:
    """Predictions of images whose labels are known, once or in several repeats.

    Attributes
    ----------
    truth : ndarray of shape (n,), or (n, k), int8
        Labels, or an indicator of several: 1, 0, or -1 where unknown.
    answers : ndarray of shape (repeats, n[, k])
        Predicted ones; one repeat of a fitted model.
    class_names : tuple
        Order of every axis over classes.
    scores : ndarray of shape (repeats, n, k), float64, or None
        Probabilities or decision values of every class; finite where tested.
    score_kind : {"predict_proba", "decision_function", None}
        What the scores are.
    folds : ndarray of shape (repeats, n), int
        Number, from 1, of the fold that tested each image; 0 where none did.
    groups, paths : ndarray or tuple of length n, or None
        Group and name of every image.
    positive : str or None
        Positive class of a binary task.
    costs : dict of (true, predicted) to float, or None
        What mistakes cost.
    sizes : ndarray of shape (n_folds, 2), int
        Images that every fold trained on and tested; empty for a fitted model.

    Examples
    --------
    >>> found = Predictions.of(["bad", "good", "good"], ["bad", "good", "bad"])
    >>> found
    <Predictions: 3 images, 2 classes (binary, positive: bad)>
    >>> found.positive, found.counts
    ('bad', {'tp': 1, 'fp': 1, 'tn': 1, 'fn': 0})
    """

    truth: np.ndarray
    answers: np.ndarray
    class_names: tuple
    folds: np.ndarray
    scores: np.ndarray | None = None
    score_kind: str | None = None
    groups: np.ndarray | None = None
    paths: tuple[str, ...] | None = None
    positive: str | None = None
    costs: dict | None = None
    sizes: np.ndarray | tuple = ()

    @classmethod
    def of(
        cls,
        truth: np.ndarray,
        answers: Data,
        *,
        class_names: Sequence | None = None,
        positive: str | None = None,
        **known: Any,
    ) -> "Predictions":
        """Check what is known of some predictions.

        Parameters
        ----------
        truth : array-like of shape (n,), or (n, k) of 1, 0 and -1
            True labels, or an indicator of several; unknown ones (-1) count in no figure.
        answers : array-like of the same shape, or with repeats before it
            Predicted ones.
        class_names : sequence of str, optional
            All classes, those of the model included; by default those that occur.
        positive : str, optional
            Positive class of a binary task; by default that of a well-known pair.
        **known
            Further attributes, such as ``scores`` of shape (n, k), or with repeats before it.
            Of ``folds`` without ``sizes``, each is taken to train on all images it does not test.

        Raises
        ------
        ValueError
            If shapes differ, a label is not among the class names, or scores are not finite.
        """
        known = checked_predictions(truth, answers, class_names, positive, known)
        found = cls(**known)
        found.answer_codes  # says which label is not among the classes
        return found

    @classmethod
    def from_frame(
        cls, frame: Data, *, multilabel: bool | None = None, **known: Any
    ) -> "Predictions":
        """Read predictions from a table, such as another tool's; the inverse of `frame`.

        Parameters
        ----------
        frame : pandas.DataFrame, or path of a CSV file
            Columns ``truth`` and ``prediction``; where known ``path``, ``fold`` (in which the
            image was tested), ``repeat``, ``group`` and one ``score_NAME`` per class. Others are
            passed over.
        multilabel : bool, optional
            Whether cells hold any number of labels, joined by ``;``; by default whether one does.
        **known
            ``class_names`` (by default those with scores, or that occur), ``positive``, ``costs``.

        Raises
        ------
        ValueError
            If a column is missing, or an image has two truths or two predictions in a repeat.

        Examples
        --------
        >>> import pandas as pd
        >>> table = {"path": list("wxyz"), "fold": [1, 2, 1, 2], "truth": list("abab")}
        >>> theirs = Predictions.from_frame(pd.DataFrame(table | {"prediction": list("abbb")}))
        >>> theirs.folds.tolist(), theirs.sizes.tolist()
        ([[1, 2, 1, 2]], [[2, 2], [2, 2]])
        """
        return cls.of(**known_of_frame(frame, known.pop("class_names", None), multilabel), **known)

    @property
    def task(self) -> str:
        """``"binary"``, ``"multiclass"`` or ``"multilabel"``."""
        return task_of(self.truth, self.class_names)

    @property
    def multilabel(self) -> bool:
        """Whether an image can have several labels."""
        return self.truth.ndim == 2

    @property
    def n_images(self) -> int:
        """Number of images, tested or not."""
        return len(self.truth)

    @property
    def n_repeats(self) -> int:
        """How often the images were predicted."""
        return len(self.answers)

    @property
    def tested(self) -> np.ndarray:
        """Which predictions there are: ``(repeats, n)``, bool."""
        return self.folds > 0

    @cached_property
    def cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Repeat and row of every test that counts: of images with a known label."""
        return np.nonzero(self.tested & self.counting.known(self.truth))

    @property
    def figure_names(self) -> list[str]:
        """Figures that follow from these predictions."""
        return figure_names(
            self.task, len(self.class_names), self.positive, self.score_kind, self.costs
        )

    @cached_property
    def counting(self) -> SingleLabels | SeveralLabels:
        """How answers are counted."""
        if self.multilabel:
            return SeveralLabels()
        return SingleLabels(self.class_names, self.place_of_positive, self.cost_matrix)

    @cached_property
    def codes(self) -> np.ndarray:
        """Numbers of the true classes ``(n,)``; the indicator of several labels."""
        return self.counting.codes(self.truth)

    @cached_property
    def answer_codes(self) -> np.ndarray:
        """Numbers of the predicted classes ``(repeats, n)``, or indicators; 0 where not tested."""
        found = self.counting.codes(self.answers[self.tested])
        codes = np.zeros(self.answers.shape, dtype=found.dtype)
        codes[self.tested] = found
        return codes

    @cached_property
    def cost_matrix(self) -> np.ndarray | None:
        """Costs ``(k, k)`` of all answers."""
        return cost_matrix(self.costs, self.class_names)

    @property
    def place_of_positive(self) -> int | None:
        """Number of the positive class."""
        return None if self.positive is None else list(self.class_names).index(self.positive)

    def part(self, cells: Any = None) -> Part:
        """What formulas take, of some tests (repeats, rows); by default of all that count."""
        repeats, rows = self.cells if cells is None else cells
        scores = None if self.scores is None else self.scores[repeats, rows]
        return Part(self.codes[rows], self.answer_codes[repeats, rows], scores, self.units[rows])

    @cached_property
    def units(self) -> np.ndarray:
        """Number of the image, or group, of every image ``(n,)``: what is independent."""
        if self.groups is None:
            return np.arange(self.n_images)
        return np.unique(self.groups, return_inverse=True)[1]

    def count_figures(self, part: Part, names: Iterable[str] | None = None) -> dict[str, float]:
        """Figures that are counts, of some tests; those that these define."""
        sums = self.counting.sums(part.truth, part.answers)
        found, tally = self.count_values(sums, names), self.counting.tally(sums)
        return {n: float(v) for n, v in found.items() if self._behind(n).defined(tally)}

    def count_values(
        self, sums: np.ndarray, names: Iterable[str] | None = None
    ) -> dict[str, np.ndarray]:
        """Those figures ``(...)`` of sums ``(..., m)``."""
        tally = self.counting.tally(sums)
        behind = {name: self._behind(name) for name in names or self.figure_names}
        return {n: b.formula(tally) for n, b in behind.items() if isinstance(b, Counts)}

    def _behind(self, name):
        return FIGURES[name].of(self.task).behind

    @property
    def tally(self) -> Confusion | LabelSums:
        """All tests, counted."""
        part = self.part()
        return self.counting.tally(self.counting.sums(part.truth, part.answers))

    @property
    def confusion(self) -> np.ndarray | None:
        """Counts ``(k, k)``, true classes in rows; summed over repeats; None for multilabel."""
        return None if self.multilabel else self.tally.counts

    @property
    def counts(self) -> dict[str, int] | None:
        """The four counts ``tp``, ``fp``, ``tn``, ``fn`` of a binary task.

        Summed over repeats; None without a positive class.
        """
        if self.positive is None:
            return None
        tally = self.tally
        return {name: int(getattr(tally, name)) for name in ("tp", "fp", "tn", "fn")}

    @cached_property
    def _used(self) -> np.ndarray:
        """Rows of the images that were tested at all."""
        return np.unique(self.cells[1])

    @property
    def n_tested(self) -> int:
        """Number of images that were tested."""
        return len(self._used)

    @cached_property
    def support(self) -> np.ndarray:
        """Tested images of each class ``(k,)``."""
        return self.counting.support(self.codes[self._used])

    @property
    def unknown(self) -> np.ndarray | None:
        """Tested images of which nobody knows whether they have each label ``(k,)``."""
        return self.counting.unknown(self.codes[self._used])

    @cached_property
    def right(self) -> np.ndarray:
        """Which tests were right, in all known labels; in the order of `cells`."""
        truth, answers = self.part()[:2]
        return self.counting.right(truth, answers)

    def share_interval(self, right: np.ndarray) -> Interval:
        """Interval of the share of images for which something is right in their tests."""
        return accuracy_interval(*self._means(right), self.inflation)

    @cached_property
    def independence(self) -> float:
        """Independent images behind each image, in (0, 1]."""
        size = effective_sample_size(*self._means(self.right), self.inflation)
        return size / self.n_tested

    def _means(self, right):
        """Mean over the tests of each tested image, its group, and how many tests it had."""
        images = np.searchsorted(self._used, self.cells[1])
        n_tests = np.bincount(images)
        groups = None if self.groups is None else self.groups[self._used]
        return np.bincount(images, weights=right) / n_tests, groups, n_tests

    @property
    def inflation(self) -> float:
        """Factor on variances for overlapping training sets; 1 for a single model."""
        return overlap_inflation(*self.mean_sizes) if len(self.sizes) else 1.0

    @property
    def mean_sizes(self) -> tuple[float, float]:
        """Images that a fold trains on and tests, on average."""
        n_train, n_test = np.mean(self.sizes, axis=0).tolist()
        return n_train, n_test

    @property
    def ranked_columns(self) -> list[int]:
        """Classes that scores rank against the rest: the positive (else second) of two, or all."""
        if self.task == "binary":
            return [1 if self.positive is None else self.place_of_positive]
        return list(range(len(self.class_names)))

    @cached_property
    def ranked_truth(self) -> np.ndarray:
        """Whether each image has the ranked classes ``(n, columns)``: 1, 0 or -1 (unknown)."""
        return self.counting.ranked(self.codes, self.ranked_columns)

    def places(self) -> list[tuple[int, int]]:
        """Repeat, from 0, and number, from 1, of every fold."""
        return [(r, int(f)) for r, row in enumerate(self.folds) for f in np.unique(row[row > 0])]

    def where(self, chosen: Any) -> "Predictions":
        """The same with only some images ``(n,)`` tested."""
        return replace(self, folds=np.where(chosen, self.folds, 0))

    def take(self, rows: np.ndarray) -> "Predictions":
        """Predictions of some images."""
        rows, taken = np.asarray(rows), {}
        for name, axis in _OF_EVERY_IMAGE.items():
            values = getattr(self, name)
            if name == "paths" and values is not None:
                taken[name] = tuple(np.asarray(values, dtype=object)[rows].tolist())
            elif values is not None:
                taken[name] = values[rows] if axis == 0 else values[:, rows]
        return replace(self, **taken)

    def frame(self) -> "pd.DataFrame":
        """Table of the predictions.

        Returns
        -------
        pandas.DataFrame
            One row per tested image and repeat: ``path``, ``group``, ``fold``,
            ``repeat``, ``truth``, ``prediction`` (several labels joined by ``;``, unknown
            ones of the truth with a ``?`` before them) and one column ``score_NAME`` per
            class. Columns that nothing is known of are left out.
        """
        return predictions_frame(self)

    def __repr__(self):
        return f"<Predictions: {self.title}>"

    @property
    def title(self) -> str:
        """Size and task, in words, and the positive class of a binary one."""
        task = self.task
        if task == "binary":
            known = self.positive is not None
            task += f", positive: {self.positive}" if known else ", no positive class"
        return f"{self.n_images:,} images, {len(self.class_names)} classes ({task})"
