"""Predictions in the form that figures and intervals are computed from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .._validation import UNKNOWN
from .figures import counts as of_counts
from .figures import labels as of_labels
from .intervals import (
    Interval,
    accuracy_interval,
    bootstrap_intervals,
    effective_sample_size,
)

__all__ = ["CLASS_F1", "Evidence", "tested_cells"]

CLASS_F1 = "f1 of every class"


@dataclass(frozen=True)
class Evidence:
    """Predictions of the same images, once or in several repeats.

    Attributes
    ----------
    statistics : sparse array of shape (n_predictions, m)
        What each prediction adds to the sums.
    images : ndarray of shape (n_predictions,), int
        Number, among the images that were tested at all, of the image predicted.
    repeats : ndarray of shape (n_predictions,), int
        In which repeat.
    figures, class_figures : callable
        From sums ``(..., m)`` to figures ``(...)``, and to figures of classes ``(..., k)``.
    correct : ndarray of shape (n_tested,)
        Share of its tests in which each image was right (in all its known labels).
    support : ndarray of shape (k,), int
        Tested images of each class.
    unknown : ndarray of shape (k,), int, or None
        Tested images of which nobody knows whether they have each label; multilabel only.
    groups : ndarray of shape (n_tested,) or None
        Group of every tested image.
    positive : int or None
        Place of the positive class.
    multilabel : bool
        Whether an image has several labels.
    largest_cost : float or None
        The dearest mistake, where mistakes have costs.
    inflation : float
        Factor on variances for overlapping training sets; see `overlap_inflation`.

    Examples
    --------
    >>> import numpy as np
    >>> evidence = Evidence.of(np.array(["a", "b"]), np.array([["a", "a"]]), ["a", "b"])
    >>> float(evidence.figures(evidence.sums())["accuracy"])
    0.5
    """

    statistics: sparse.csr_array
    images: np.ndarray
    repeats: np.ndarray
    figures: Callable
    class_figures: Callable
    correct: np.ndarray
    support: np.ndarray
    unknown: np.ndarray | None = None
    groups: np.ndarray | None = None
    positive: int | None = None
    multilabel: bool = False
    largest_cost: float | None = None
    inflation: float = 1.0

    @classmethod
    def of(
        cls,
        y_true,
        predictions,
        class_names,
        groups=None,
        positive=None,
        tested=None,
        costs=None,
        inflation=1.0,
    ) -> "Evidence":
        """From targets ``(n,)`` or ``(n, k)`` and predictions ``(repeats, n[, k])``.

        ``tested`` ``(repeats, n)`` tells which predictions there are; by default all.
        """
        repeats, rows = tested_cells(y_true, tested, len(predictions))
        used, images = np.unique(rows, return_inverse=True)
        options = {"images": images, "repeats": repeats}
        options["groups"] = None if groups is None else groups[used]
        options["inflation"] = inflation
        if y_true.ndim == 2:
            options["support"] = (y_true[used] == 1).sum(axis=0)
            options["unknown"] = (y_true[used] == UNKNOWN).sum(axis=0)
            return cls._multilabel(y_true[rows], predictions[repeats, rows], **options)
        place = None if positive is None else list(class_names).index(positive)
        true = of_counts.class_codes(y_true, class_names)
        options["support"] = np.bincount(true[used], minlength=len(class_names))
        predicted = of_counts.class_codes(predictions[repeats, rows], class_names)
        matrix = of_counts.cost_matrix(costs, class_names)
        return cls._single_label(true[rows], predicted, len(class_names), place, matrix, **options)

    @classmethod
    def _single_label(cls, true, predicted, k, positive, costs, images, repeats, **options):
        cells = true * k + predicted
        rows = np.arange(len(cells))
        statistics = sparse.csr_array((np.ones(len(cells)), (rows, cells)), (len(cells), k * k))

        def figures(sums):
            counts = sums.reshape(*sums.shape[:-1], k, k)
            found = of_counts.single_label_from_confusion(counts)
            if positive is not None:
                found |= of_counts.binary_metrics(counts, positive)
            return found if costs is None else found | {"mean_cost": _mean_cost(counts)}

        def _mean_cost(counts):
            return of_counts.mean_cost(counts, costs)

        def class_figures(sums):
            return of_counts.per_class_from_confusion(sums.reshape(*sums.shape[:-1], k, k))

        return cls(
            statistics,
            images,
            repeats,
            figures,
            class_figures,
            _mean_of_images(predicted == true, images),
            positive=positive,
            largest_cost=None if costs is None else float(costs.max()),
            **options,
        )

    @classmethod
    def _multilabel(cls, y_true, predictions, images, repeats, **options):
        right = ((predictions == y_true) | (y_true == UNKNOWN)).all(axis=1)
        return cls(
            sparse.csr_array(of_labels.label_statistics(y_true, predictions)),
            images,
            repeats,
            of_labels.multilabel_from_statistics,
            of_labels.per_label_from_statistics,
            _mean_of_images(right, images),
            multilabel=True,
            **options,
        )

    @property
    def unit_name(self) -> str:
        """What a bootstrap draws."""
        return "images" if self.groups is None else "groups"

    @property
    def independence(self) -> float:
        """Independent images behind each image, in (0, 1]."""
        size = effective_sample_size(self.correct, self.groups, self.n_tests, self.inflation)
        return size / len(self.correct)

    @property
    def n_tests(self) -> np.ndarray:
        """How often each tested image was tested ``(n_tested,)``."""
        return np.bincount(self.images)

    def accuracy_interval(self) -> Interval:
        """Interval of the share of right predictions."""
        return accuracy_interval(self.correct, self.groups, self.n_tests, self.inflation)

    def sums(self) -> np.ndarray:
        """Sums ``(m,)`` over all predictions."""
        return np.asarray(self.statistics.sum(axis=0)).ravel()

    def bootstrap(self, random_state=0) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Limits of every figure; under `CLASS_F1` those of the F1 of every class."""

        def figures(sums):
            return self.figures(sums) | {CLASS_F1: self.class_figures(sums)["f1"]}

        units, n_drawn = self.units()
        return bootstrap_intervals(
            self.statistics,
            units,
            figures,
            random_state=random_state or 0,
            inflation=self.inflation,
            n_drawn=n_drawn,
        )

    def units(self) -> tuple[np.ndarray, int]:
        """What a bootstrap draws from ``(n_predictions,)``, and how many of it.

        Each test of an image, or of a group in one repeat, is a unit, and there are as many
        in a resample as images or groups. So repeats tell more about what is drawn from, but
        no resample is steadier than the predictions of a single repeat.
        """
        units = self.images
        if self.groups is not None:
            units = np.unique(self.groups, return_inverse=True)[1][self.images]
        tests = units * (self.repeats.max() + 1) + self.repeats
        return np.unique(tests, return_inverse=True)[1], len(np.unique(units))


def tested_cells(y_true, tested, n_repeats):
    """Repeat and row of every prediction that counts, repeat by repeat.

    An image of which no label is known has no part.
    """
    if tested is None:
        tested = np.ones((n_repeats, len(y_true)), dtype=bool)
    if y_true.ndim == 2:
        tested = tested & (y_true != UNKNOWN).any(axis=1)
    return np.nonzero(tested)


def _mean_of_images(right, images):
    return np.bincount(images, weights=right) / np.bincount(images)
