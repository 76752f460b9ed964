"""Scores of images by models that had not seen them: what a later "I don't know" stands on."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from .predictions import Predictions


@dataclass(frozen=True, eq=False)
class HeldOutScores:
    """Of every tested image the score of its class and of its answer, from its first test.

    Attributes
    ----------
    of_truth, of_answer : ndarray of shape (n,), float32
        How sure the true class was, and the answer, as `sureness` has it. What is compared with
        them is rounded to float32 first, so that equal scores stay equal.
    best : ndarray of shape (n,), float32
        Highest score of any class, as it is: what an image of no class has not.
    right : ndarray of shape (n,), bool
        Whether the answer was right.
    units : ndarray of shape (n,), int32
        Number of the image, or of its group: what is independent of the others.
    """

    of_truth: np.ndarray
    of_answer: np.ndarray
    best: np.ndarray
    right: np.ndarray
    units: np.ndarray

    @classmethod
    def of(cls, predictions: Predictions) -> Self | None:
        """Those of predictions with one label an image; None without scores or tests."""
        if predictions.scores is None or predictions.multilabel or not predictions.n_tested:
            return None
        repeats, rows = first_tests(predictions)
        truth, answers = predictions.codes[rows], predictions.answer_codes[repeats, rows]
        scores = predictions.scores[repeats, rows]
        best = scores.max(axis=1).astype(np.float32)
        sure = sureness(scores, predictions.score_kind)
        numbers = np.arange(len(rows))
        units = np.unique(predictions.units[rows], return_inverse=True)[1].astype(np.int32)
        of_truth, of_answer = sure[numbers, truth], sure[numbers, answers]
        return cls(of_truth, of_answer, best, truth == answers, units)

    def __len__(self) -> int:
        return len(self.right)

    @property
    def n_units(self) -> int:
        """Independent images, or groups."""
        return int(self.units.max()) + 1 if len(self) else 0

    @property
    def grouped(self) -> bool:
        """Whether some images belong together."""
        return self.n_units < len(self)

    def take(self, rows: np.ndarray) -> "HeldOutScores":
        """Those of some of the images."""
        units = np.unique(self.units[rows], return_inverse=True)[1].astype(np.int32)
        arrays = (self.of_truth, self.of_answer, self.best, self.right)
        return HeldOutScores(*(array[rows] for array in arrays), units)


def sureness(scores: np.ndarray, kind: str | None) -> np.ndarray:
    """How sure every class is ``(n, k)``, float32, in a way that compares between images.

    Probabilities are as they are. Of decision values it is by how much one exceeds the best other
    one: on Fashion-MNIST sets are a twentieth smaller than by the values themselves.

    >>> sureness(np.array([[0.5, 2.0, -1.0]]), "decision_function").tolist()
    [[-1.5, 1.5, -3.0]]
    """
    if kind == "predict_proba" or scores.shape[1] < 2:
        return scores.astype(np.float32)
    second, best = np.partition(scores, -2, axis=1)[:, -2:].T[:, :, None]
    leads = np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
    return (scores - np.where(leads, second, best)).astype(np.float32)


def first_tests(predictions: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """Repeat and row of the first test of every image; further ones are no further images."""
    repeats, rows = predictions.cells
    rows, first = np.unique(rows, return_index=True)  # cells are in the order of repeats
    return repeats[first], rows
