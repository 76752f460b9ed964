"""The figures of predictions, wherever these come from."""

from typing import Any

from .._typing import Data
from .estimates import FiguresOf
from .imbalance import imbalance_notes
from .predictions import Predictions
from .results import PredictionResult
from .targets import always_defined, headline_figure


def score(
    predictions: Predictions, *, scoring: str | None = None, seed: int | None = 0
) -> PredictionResult:
    """All figures of predictions of images that the model was not fitted on.

    Parameters
    ----------
    predictions : Predictions
    scoring : str, optional
        Figure to show first; the usual one where there is no such figure.
    seed : int, default=0
        Of the bootstrap.

    Returns
    -------
    PredictionResult

    Examples
    --------
    >>> score(Predictions.of(list("aabb"), list("aaab"))).figures["accuracy"].value
    0.75
    """
    of_all = FiguresOf(predictions)
    figures, classes = of_all.estimates_and_classes(seed)
    task = (predictions.truth, predictions.class_names, predictions.positive)
    headline, scorer = headline_figure(*task, scoring, predictions.costs)
    if scorer is not None or headline not in figures:
        headline, _ = headline_figure(*task)
    if headline not in figures:
        headline = always_defined(predictions.truth)
    return PredictionResult(
        predictions=predictions,
        figures=figures,
        classes=classes,
        headline=headline,
        notes=(*of_all.notes(), *imbalance_notes(predictions, figures)),
    )


def score_predictions(
    y_true: Data,
    predictions: Data,
    *,
    scoring: str | None = None,
    seed: int | None = 0,
    **known: Any,
) -> PredictionResult:
    """Score predictions of images that the model was not fitted on.

    Parameters
    ----------
    y_true : array-like of shape (n,), or (n, k) of 1, 0 and -1
        True labels, or a multilabel indicator; unknown labels (-1) count in no figure.
    predictions : array-like of the same shape, or with repeats before it
        Predicted ones.
    scoring : str, optional
        Figure to show first; the usual one where there is no such figure.
    seed : int, default=0
        Of the bootstrap.
    **known
        What else is known, as `Predictions` names it: ``class_names`` (all classes, those of
        the model included; by default those that occur), ``positive`` (by default that of a
        well-known pair), ``costs``, ``groups``, ``paths``; ``scores`` ``(n, k)``, a
        column for every class name, and their ``score_kind``; ``folds`` ``(n,)`` of a
        cross-validation, or with repeats before it. Intervals are then as wide as ours.

    Returns
    -------
    PredictionResult

    Raises
    ------
    ValueError
        If shapes differ, a label is not among the class names, or scores are not finite.

    See Also
    --------
    Predictions.from_frame : The same from a table, to be scored by `score`.

    Examples
    --------
    >>> result = score_predictions(list("aabb"), list("aaab"))
    >>> result.figures["accuracy"].value
    0.75
    """
    return score(Predictions.of(y_true, predictions, **known), scoring=scoring, seed=seed)
