"""Scores of several labels by models that had not seen the images: what "unsure" stands on."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from .held_out_scores import HeldOutScores, first_tests
from .predictions import Predictions


@dataclass(frozen=True, eq=False)
class HeldOutLabels:
    """Of every tested image the score of each label and whether it has it, from its first test.

    Attributes
    ----------
    scores : ndarray of shape (n, k), float32
        As the model gives them. What is compared with them is rounded to float32 first.
    truth : ndarray of shape (n, k), int8
        1 where the image has the label, 0 where it has not, -1 where nobody knows.
    units : ndarray of shape (n,), int32
        Number of the image, or of its group: what is independent of the others.
    """

    scores: np.ndarray
    truth: np.ndarray
    units: np.ndarray

    @classmethod
    def of(cls, predictions: Predictions) -> Self | None:
        """Those of predictions of several labels; None without scores or tests."""
        if predictions.scores is None or not predictions.multilabel or not predictions.n_tested:
            return None
        repeats, rows = first_tests(predictions)
        units = np.unique(predictions.units[rows], return_inverse=True)[1].astype(np.int32)
        scores = predictions.scores[repeats, rows].astype(np.float32)
        return cls(scores, predictions.truth[rows].astype(np.int8), units)

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def n_units(self) -> int:
        """Independent images, or groups."""
        return int(self.units.max()) + 1 if len(self) else 0

    @property
    def grouped(self) -> bool:
        """Whether some images belong together."""
        return self.n_units < len(self)

    def take(self, rows: np.ndarray) -> "HeldOutLabels":
        """Those of some of the images."""
        units = np.unique(self.units[rows], return_inverse=True)[1].astype(np.int32)
        return HeldOutLabels(self.scores[rows], self.truth[rows], units)


def held_out_of(predictions: Predictions) -> HeldOutScores | HeldOutLabels | None:
    """What a model keeps of the scores of left-out images; None without scores or tests."""
    return HeldOutLabels.of(predictions) or HeldOutScores.of(predictions)
