"""What a person would guess who knows only how frequent the classes are."""

from dataclasses import replace

import numpy as np

from .estimates import Estimate, FiguresOf
from .figures.table import record_of

_N_DEALT = 10


def dummy_figures(predictions, seed=0) -> dict[str, Estimate]:
    """Figures of what needs no image.

    Of single labels the most frequent class. Of several, where the most frequent value of most
    labels is "no", it would never find one; so labels are dealt out as well, each to as many
    images as have it, and every figure is the better one of both.
    """
    found = FiguresOf(dummy_of(predictions)).plain()
    if not predictions.multilabel:
        return found
    dealt = FiguresOf(dealt_labels(predictions, seed)).plain()
    return {name: _better(name, found.get(name), dealt.get(name)) for name in found | dealt}


def _better(name, constant, dealt):
    known = [estimate for estimate in (constant, dealt) if estimate is not None]
    best = min if record_of(name, "multilabel").lower_is_better else max
    return best(known, key=lambda estimate: estimate.value)


def dealt_labels(predictions, seed=0):
    """The same predictions, had every label been given at random, as often as it occurs.

    Dealt out ten times, so that rare labels do not hang on luck.
    """
    rng, shares = np.random.default_rng(seed), most_frequent(predictions.truth, ())[1]
    n, k = predictions.truth.shape
    numbers = np.round(shares * n).astype(int)
    places = np.argsort(rng.random((_N_DEALT, n, k)), axis=1)
    answers = (places < numbers).astype(predictions.answers.dtype)
    folds = np.repeat(predictions.folds[:1], _N_DEALT, axis=0)
    return replace(predictions, answers=answers, folds=folds, scores=None, score_kind=None)


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
