"""How sure a model was of each class of each image, in the first repeat of a cross-validation."""

import numpy as np


def leads(predictions) -> np.ndarray:
    """By how far every class ``(n, k)`` was ahead, negative where it was behind.

    Of several classes ahead of the best other one; where thresholds decide, of those of its fold.

    >>> from classic_cls.evaluation import Predictions
    >>> known = {"scores": [[0.7, 0.2, 0.1], [0.5, 0.3, 0.2]], "score_kind": "predict_proba"}
    >>> leads(Predictions.of(["a", "b"], ["a", "a"], class_names=list("abc"), **known)).round(1)
    array([[ 0.5, -0.5, -0.6],
           [ 0.2, -0.2, -0.3]])
    """
    scores, answers = predictions.scores[0], predictions.answer_codes[0]
    if predictions.multilabel:
        usual = 0.5 if predictions.score_kind == "predict_proba" else 0.0
        return beyond_threshold(scores, answers == 1, predictions.folds[0], usual)
    if len(predictions.class_names) == 2:
        lead, second = (scores[:, 1] - scores[:, 0])[:, None], (answers == 1)[:, None]
        ahead = beyond_threshold(lead, second, predictions.folds[0], 0.0)
        return np.hstack([-ahead, ahead])
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    others = np.where(scores == first[:, None], second[:, None], first[:, None])
    return scores - others


def beyond_threshold(scores, answers, folds, usual) -> np.ndarray:
    """How far scores ``(n, k)`` are beyond their fold's threshold: of all that fit, the usual.

    Negative where the answer was no.
    """
    beyond = np.zeros(scores.shape)
    for fold in np.unique(folds[folds > 0]):
        rows = folds == fold
        given = answers[rows]
        denied = np.where(given, -np.inf, scores[rows]).max(axis=0)
        accepted = np.where(given, scores[rows], np.inf).min(axis=0)
        distance = scores[rows] - np.clip(usual, denied, accepted)
        # Of answers that no threshold explains the distance is nothing.
        beyond[rows] = np.where(given, np.maximum(0.0, distance), np.minimum(0.0, distance))
    return beyond
