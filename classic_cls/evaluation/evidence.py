"""Predictions in the form that figures and intervals are computed from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from . import metrics
from .intervals import bootstrap_intervals, effective_sample_size

__all__ = ["CLASS_F1", "Evidence"]

CLASS_F1 = "f1 of every class"


@dataclass(frozen=True)
class Evidence:
    """Predictions of the same images, once or in several repeats.

    Attributes
    ----------
    statistics : sparse array of shape (repeats * n, m)
        What each prediction adds to the sums.
    figures, class_figures : callable
        From sums ``(..., m)`` to figures ``(...)``, and to figures of classes ``(..., k)``.
    correct : ndarray of shape (n,)
        Share of the repeats in which the image was right (in all its labels).
    groups : ndarray of shape (n,) or None
        Group of every image.
    positive : int or None
        Place of the positive class.
    multilabel : bool
        Whether an image has several labels.

    Examples
    --------
    >>> import numpy as np
    >>> evidence = Evidence.of(np.array(["a", "b"]), np.array([["a", "a"]]), ["a", "b"])
    >>> float(evidence.figures(evidence.sums())["accuracy"])
    0.5
    """

    statistics: sparse.csr_array
    figures: Callable
    class_figures: Callable
    correct: np.ndarray
    groups: np.ndarray | None = None
    positive: int | None = None
    multilabel: bool = False

    @classmethod
    def of(cls, y_true, predictions, class_names, groups=None, positive=None) -> "Evidence":
        """From targets ``(n,)`` or ``(n, k)`` and predictions ``(repeats, n[, k])``."""
        if y_true.ndim == 2:
            return cls._multilabel(y_true, predictions, groups)
        place = None if positive is None else list(class_names).index(positive)
        return cls._single_label(y_true, predictions, class_names, groups, place)

    @classmethod
    def _single_label(cls, y_true, predictions, class_names, groups, positive):
        k = len(class_names)
        true = metrics.class_codes(y_true, class_names)
        predicted = metrics.class_codes(predictions.ravel(), class_names).reshape(predictions.shape)
        cells = (true * k + predicted).ravel()
        rows = np.arange(len(cells))
        statistics = sparse.csr_array((np.ones(len(cells)), (rows, cells)), (len(cells), k * k))

        def figures(sums):
            counts = sums.reshape(*sums.shape[:-1], k, k)
            binary = {} if positive is None else metrics.binary_metrics(counts, positive)
            return metrics.single_label_from_confusion(counts) | binary

        def class_figures(sums):
            return metrics.per_class_from_confusion(sums.reshape(*sums.shape[:-1], k, k))

        correct = (predicted == true).mean(axis=0)
        return cls(statistics, figures, class_figures, correct, groups, positive)

    @classmethod
    def _multilabel(cls, y_true, predictions, groups):
        rows = [metrics.label_statistics(y_true, repeat) for repeat in predictions]
        return cls(
            sparse.csr_array(np.concatenate(rows)),
            metrics.multilabel_from_statistics,
            metrics.per_label_from_statistics,
            (predictions == y_true).all(axis=2).mean(axis=0),
            groups,
            multilabel=True,
        )

    @property
    def n_repeats(self) -> int:
        """How often every image was predicted."""
        return self.statistics.shape[0] // len(self.correct)

    @property
    def unit_name(self) -> str:
        """What a bootstrap draws."""
        return "images" if self.groups is None else "groups"

    @property
    def independence(self) -> float:
        """Independent images behind each image, in (0, 1]."""
        return effective_sample_size(self.correct, self.groups) / len(self.correct)

    def sums(self) -> np.ndarray:
        """Sums ``(m,)`` over all predictions."""
        return np.asarray(self.statistics.sum(axis=0)).ravel()

    def bootstrap(self, random_state=0) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Limits of every figure; under `CLASS_F1` those of the F1 of every class."""

        def figures(sums):
            return self.figures(sums) | {CLASS_F1: self.class_figures(sums)["f1"]}

        units = np.arange(len(self.correct))
        if self.groups is not None:
            units = np.unique(self.groups, return_inverse=True)[1]
        units = np.tile(units, self.n_repeats)
        return bootstrap_intervals(self.statistics, units, figures, random_state=random_state or 0)
