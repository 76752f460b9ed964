"""The mistakes a model is surest of, as small pictures."""

from dataclasses import dataclass

import numpy as np

from .._validation import UNKNOWN
from .plain import printable
from .thumbnails import thumbnail

__all__ = ["Mistake", "mistakes"]


@dataclass(frozen=True)
class Mistake:
    """An image that was labelled wrongly while it took no part in the training.

    Attributes
    ----------
    path : str
        Relative to the data set.
    truth, prediction : str
        Labels; several are joined by ``;``, unknown ones have a ``?`` before them.
    confidence : float or None
        By how much the score of the predicted class exceeds that of the true one; where
        thresholds decide (two classes, multilabel), how far the score lies beyond the one
        that its fold used. At least 0; None where the classifier has no scores.
    thumbnail : str or None
        Picture as a ``data:`` address, at most 96 pixels wide and high; None where the file
        can no longer be read.
    label : str or None
        Multilabel only: the wrong label that the model was surest of.

    Examples
    --------
    >>> Mistake("cat/7.png", "cat", "dog", 0.8, None).prediction
    'dog'
    """

    path: str
    truth: str
    prediction: str
    confidence: float | None
    thumbnail: str | None
    label: str | None = None


def mistakes(training, limit: int = 24) -> list[Mistake]:
    """Find the most confident mistakes of the cross-validation, first repeat.

    Parameters
    ----------
    training : Training
        From ``train``.
    limit : int
        At most so many; their images are read again.

    Returns
    -------
    list of Mistake
        The surest first.

    Examples
    --------
    >>> for mistake in mistakes(training, limit=3):                     # doctest: +SKIP
    ...     print(mistake.path, mistake.truth, mistake.prediction)
    """
    cv = training.cv
    find = _wrong_labels if cv.predictions.multilabel else _wrong_classes
    wrong, confidence, labels = find(cv.predictions)
    order = np.argsort(-confidence, kind="stable")[:limit]
    # The table leaves out images that were not tested.
    predictions = cv.predictions
    place_of = np.cumsum(predictions.tested[0]) - 1
    table = cv.frame()
    return [
        Mistake(
            path=printable(predictions.paths[row]),
            truth=printable(table["truth"].iloc[place_of[row]]),
            prediction=printable(table["prediction"].iloc[place_of[row]]),
            confidence=None if predictions.scores is None else float(confidence[place]),
            thumbnail=thumbnail(training, training.refs[row]),
            label=None if labels is None else printable(cv.class_names[labels[place]]),
        )
        for place, row in zip(order.tolist(), wrong[order].tolist(), strict=True)
    ]


def _wrong_classes(found):
    """Rows labelled wrongly, and how sure the model was of each."""
    wrong = np.flatnonzero(found.tested[0] & (found.answers[0] != found.truth))
    if found.scores is None:
        return wrong, np.zeros(len(wrong)), None
    scores = found.scores[0]
    if len(found.class_names) == 2:
        lead = (scores[:, 1] - scores[:, 0])[:, None]
        answers = (found.answers[0] == found.class_names[1])[:, None]
        return wrong, _beyond_threshold(lead, answers, found.folds[0], 0.0)[wrong, 0], None
    scores, rows = scores[wrong], np.arange(len(wrong))
    predicted = scores[rows, found.answer_codes[0][wrong]]
    true = scores[rows, found.codes[wrong]]
    # Votes of pairs may decide otherwise than the scores that stand for them.
    return wrong, np.maximum(0.0, predicted - true), None


def _wrong_labels(found):
    """Rows with a wrong label, and the label of each that the model was surest of."""
    is_known = found.tested[0][:, None] & (found.truth != UNKNOWN)
    is_wrong = is_known & (found.answers[0] != found.truth)
    wrong = np.flatnonzero(is_wrong.any(axis=1))
    beyond = np.zeros(found.truth.shape)
    if found.scores is not None:
        usual = 0.5 if found.score_kind == "predict_proba" else 0.0
        beyond = _beyond_threshold(found.scores[0], found.answers[0] == 1, found.folds[0], usual)
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
