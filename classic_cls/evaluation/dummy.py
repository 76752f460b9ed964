"""What a person would guess who knows only how frequent the classes are."""

from dataclasses import replace

import numpy as np

from .estimates import FiguresOf


def most_frequent(y, class_names):
    """The constant answer that is right most often, and the share of every class ``(k,)``.

    >>> answer, shares = most_frequent(np.array(list("abb")), ["a", "b"])
    >>> str(answer), shares.round(2).tolist()
    ('b', [0.33, 0.67])
    """
    if y.ndim == 2:
        shares = (y == 1).sum(axis=0) / np.maximum(1, (y >= 0).sum(axis=0))
        return (shares > 0.5).astype(y.dtype), shares
    shares = np.array([np.mean(y == name) for name in class_names])
    return np.asarray(class_names, dtype=y.dtype)[shares.argmax()], shares


def dummy_of(predictions):
    """The same predictions, had the most frequent class of all images been every answer.

    That of each training part would be wrong more often than a coin: with two classes of one size
    the larger one there is the smaller one of the test part.
    """
    answer, shares = most_frequent(predictions.truth, predictions.class_names)
    shape = predictions.folds.shape
    answers = np.broadcast_to(answer, predictions.answers.shape)
    scores = np.broadcast_to(shares, (*shape, len(shares)))
    return replace(predictions, answers=answers, scores=scores, score_kind="predict_proba")


def dummy_figures(predictions) -> dict:
    """Figures of these, by name, without intervals."""
    return FiguresOf(dummy_of(predictions)).plain()
