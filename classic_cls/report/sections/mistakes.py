"""The mistakes a model is surest of, as small pictures."""

from dataclasses import dataclass

import numpy as np

from ..._validation import UNKNOWN
from ...evaluation.figures.counts import class_codes
from ..plain import encodable
from ..section import Section
from ..thumbnails import thumbnail

__all__ = ["Mistake", "Mistakes", "mistakes"]


class Mistakes(Section):
    """Images labelled wrongly in cross-validation, the surest first."""

    key = "mistakes"

    def pictures(self, training) -> list["Mistake"]:
        """The mistakes to show."""
        return mistakes(training)

    def show(self, summary, pictures) -> dict | None:
        """The mistakes, where images may be shown."""
        return None if pictures is None else {"mistakes": pictures}


@dataclass(frozen=True)
class Mistake:
    """An image that was labelled wrongly while it took no part in the training."""

    path: str
    truth: str
    prediction: str
    """Labels; several are joined by ``;``, unknown ones have a ``?`` before them."""
    confidence: float | None
    """By how much the score of the predicted class exceeds that of the true one; where
    thresholds decide, how far it lies beyond that of its fold. None without scores."""
    thumbnail: str | None
    """``data:`` address; None where the file can no longer be read."""
    label: str | None = None
    """Several labels only: the wrong one that the model was surest of."""


def mistakes(training, limit: int = 24) -> list[Mistake]:
    """The most confident mistakes of the cross-validation, first repeat, the surest first."""
    cv = training.cv
    wrong, confidence, labels = (_wrong_labels if cv.task == "multilabel" else _wrong_classes)(cv)
    order = np.argsort(-confidence, kind="stable")[:limit]
    # The table leaves out images that were not tested.
    place_of = np.cumsum(cv.tested[0]) - 1
    table = cv.frame()
    return [
        Mistake(
            path=encodable(cv.paths[row]),
            truth=encodable(table["truth"].iloc[place_of[row]]),
            prediction=encodable(table["prediction"].iloc[place_of[row]]),
            confidence=None if cv.scores is None else float(confidence[place]),
            thumbnail=thumbnail(training, training.refs[row]),
            label=None if labels is None else encodable(cv.class_names[labels[place]]),
        )
        for place, row in zip(order.tolist(), wrong[order].tolist(), strict=True)
    ]


def _wrong_classes(cv):
    """Rows labelled wrongly, and how sure the model was of each."""
    wrong = np.flatnonzero(cv.tested[0] & (cv.predictions[0] != cv.y_true))
    if cv.scores is None:
        return wrong, np.zeros(len(wrong)), None
    scores = cv.scores[0]
    if len(cv.class_names) == 2:
        lead = (scores[:, 1] - scores[:, 0])[:, None]
        answers = (cv.predictions[0] == cv.class_names[1])[:, None]
        return wrong, _beyond_threshold(lead, answers, cv.folds[0], 0.0)[wrong, 0], None
    scores, rows = scores[wrong], np.arange(len(wrong))
    predicted = scores[rows, class_codes(cv.predictions[0][wrong], cv.class_names)]
    true = scores[rows, class_codes(cv.y_true[wrong], cv.class_names)]
    # Votes of pairs may decide otherwise than the scores that stand for them.
    return wrong, np.maximum(0.0, predicted - true), None


def _wrong_labels(cv):
    """Rows with a wrong label, and the label of each that the model was surest of."""
    is_known = cv.tested[0][:, None] & (cv.y_true != UNKNOWN)
    is_wrong = is_known & (cv.predictions[0] != cv.y_true)
    wrong = np.flatnonzero(is_wrong.any(axis=1))
    beyond = np.zeros(cv.y_true.shape)
    if cv.scores is not None:
        usual = 0.5 if cv.score_kind == "predict_proba" else 0.0
        beyond = _beyond_threshold(cv.scores[0], cv.predictions[0] == 1, cv.folds[0], usual)
    sureness = np.where(is_wrong, beyond, -1.0)[wrong]
    labels = sureness.argmax(axis=1) if len(wrong) else wrong
    return wrong, sureness[np.arange(len(wrong)), labels], labels


def _beyond_threshold(scores, answers, folds, usual) -> np.ndarray:
    """How far every score ``(n, k)`` lies beyond the threshold that decided in its fold.

    A threshold lies between the highest score that it denied and the lowest that it
    accepted; of these values the nearest to the usual one is taken.
    """
    beyond = np.zeros(scores.shape)
    for fold in np.unique(folds[folds > 0]):
        rows = folds == fold
        given = answers[rows]
        denied = np.where(given, -np.inf, scores[rows]).max(axis=0)
        accepted = np.where(given, scores[rows], np.inf).min(axis=0)
        threshold = np.clip(usual, denied, accepted)
        distance = np.where(given, scores[rows] - threshold, threshold - scores[rows])
        beyond[rows] = np.maximum(0.0, distance)
    return beyond
