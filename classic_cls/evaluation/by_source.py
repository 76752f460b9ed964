"""One answer for every source image, by the mean scores of its regions."""

from dataclasses import replace

import numpy as np

from .._validation import checked_column
from .predictions import Predictions
from .scored import score


def by_source(result, sources, limits=None, seed: int | None = 0):
    """A result of regions that knows its figures per source image too, or a note why not.

    Parameters
    ----------
    result : PredictionResult
        Of regions of images.
    sources : ndarray of shape (n,), or None
        File that each region lies in; None leaves the result as it is.
    limits : ndarray of shape (repeats, folds, k) or (k,), optional
        Scores from which a class is given, see `mean_by_source`.
    seed : int, default=0
        Of the bootstrap.

    Returns
    -------
    PredictionResult
        With ``of_sources``.
    """
    if sources is None:
        return result
    sources = checked_column(sources, result.n_images, "sources").astype(str)
    reason = _why_not(result.predictions, sources)
    if reason is not None:
        note = f"no figures per source image: {reason}"
        return replace(result, notes=(*result.notes, note))
    found = mean_by_source(result.predictions, sources, limits)
    return replace(result, of_sources=score(found, scoring=result.headline, seed=seed))


def _why_not(predictions: Predictions, sources) -> str | None:
    """Why one answer for a source image would mean nothing."""
    _, first, codes = np.unique(sources, return_index=True, return_inverse=True)
    if (predictions.truth[first][codes] != predictions.truth).any():
        return "regions of one have different labels"
    if predictions.scores is None:
        return "the classifier has no scores to take the mean of"
    for folds in predictions.folds:
        tested = folds > 0
        pairs = np.unique(np.column_stack([codes, folds])[tested], axis=0)
        if len(pairs) > len(np.unique(codes[tested])):
            return "regions of one are tested in different folds"
    return None


def mean_by_source(predictions: Predictions, sources, limits=None) -> Predictions:
    """Predictions of source images, by the mean scores of those of their regions that were tested.

    The answer is the class of the highest mean score, or every label whose mean probability is
    above 0.5 or decision value above 0. Where thresholds were learned, ``limits`` are these: of
    every class, NaN where there is none, or of every repeat, fold and class. Sources are in the
    order in which they first occur, and regions of one have one label.

    >>> scores = [[[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]]]
    >>> regions = Predictions.of(
    ...     ["a", "a", "b"], ["a", "b", "b"], scores=scores, score_kind="predict_proba"
    ... )
    >>> found = mean_by_source(regions, np.array(["1.png", "1.png", "2.png"]))
    >>> found.answers.tolist(), found.scores.tolist()
    ([['a', 'b']], [[[0.65, 0.35], [0.2, 0.8]]])
    """
    names, first, codes = _numbered(sources)
    folds = np.zeros((predictions.n_repeats, len(names)), int)
    scores = np.full((*folds.shape, len(predictions.class_names)), np.nan)
    for repeat, tested in enumerate(predictions.tested):
        rows = codes[tested]
        folds[repeat, rows] = predictions.folds[repeat, tested]
        total = np.zeros(scores.shape[1:])
        np.add.at(total, rows, predictions.scores[repeat, tested])
        n = np.bincount(rows, minlength=len(names))
        scores[repeat, n > 0] = total[n > 0] / n[n > 0, None]
    answers = answers_to(
        scores,
        predictions.class_names,
        multilabel=predictions.multilabel,
        usual=0.5 if predictions.score_kind == "predict_proba" else 0.0,
        limits=None if limits is None else _of_folds(limits, folds),
    )
    return replace(
        predictions,
        truth=predictions.truth[first],
        answers=answers,
        scores=scores,
        folds=folds,
        groups=_groups(predictions, first),
        paths=tuple(names.tolist()),
        sizes=_sizes(predictions, folds),
    )


def _numbered(sources) -> tuple:
    """Different sources in the order in which they occur, where they first do, and their codes."""
    names, first, codes = np.unique(sources, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return names[order], first[order], np.argsort(order)[codes.ravel()]


def _of_folds(limits, folds) -> np.ndarray:
    """Limits ``(repeats, sources, k)``, of the fold that tested each; the first where none did."""
    repeats = np.arange(len(folds))[:, None]
    if limits.ndim == 1:
        return np.broadcast_to(limits, (*folds.shape, len(limits)))
    return limits[repeats, np.maximum(folds - 1, 0)]


def answers_to(scores, class_names, *, multilabel: bool, usual: float, limits=None) -> np.ndarray:
    """Labels ``(...)``, or an indicator ``(..., k)``, that follow from scores ``(..., k)``.

    That of the highest; of several labels each above the ``usual`` score. ``limits`` of the same
    shape are scores from which a class is given instead, NaN where there is none.

    >>> answers_to(np.array([[0.7, 0.3]]), ["a", "b"], multilabel=False, usual=0.5).tolist()
    ['a']
    """
    limits = (
        np.full(scores.shape, np.nan) if limits is None else np.broadcast_to(limits, scores.shape)
    )
    if multilabel:
        given = np.where(np.isnan(limits), scores > usual, scores >= limits)
        return given.astype(np.int8)
    answers = np.where(np.isnan(scores), -np.inf, scores).argmax(axis=-1)
    for place in np.flatnonzero(~np.isnan(limits).all(axis=tuple(range(limits.ndim - 1)))):
        learned = ~np.isnan(limits[..., place])  # of two classes one has a limit
        given = np.where(scores[..., place] >= limits[..., place], place, 1 - place)
        answers = np.where(learned, given, answers)
    return np.asarray(class_names, str)[answers]


def _groups(predictions: Predictions, first):
    """Groups of the sources; None where each is one of its own."""
    groups = None if predictions.groups is None else predictions.groups[first]
    return None if groups is None or len(np.unique(groups)) == len(groups) else groups


def _sizes(predictions: Predictions, folds):
    """Sources that every fold trained on and tested, in proportion to the regions."""
    if not len(predictions.sizes):
        return predictions.sizes
    n_tested = np.array(
        [np.count_nonzero(row == f) for row in folds for f in np.unique(row[row > 0])]
    )
    shares = n_tested / predictions.sizes[:, 1]
    n_trained = np.maximum(1, np.rint(predictions.sizes[:, 0] * shares)).astype(int)
    return np.column_stack([n_trained, n_tested])
