"""Figures of predictions made by a fitted model."""

import numpy as np

from ..pipelines.positive import positive_class
from .estimates import estimate_metrics, figure_values
from .evidence import Evidence
from .imbalance import imbalance_notes
from .results import PredictionResult
from .score_evidence import ScoreEvidence
from .targets import checked_targets, headline_metric, task_of

__all__ = ["score_predictions"]


def score_predictions(
    y_true,
    predictions,
    *,
    class_names=None,
    groups=None,
    positive=None,
    costs=None,
    scores=None,
    score_kind=None,
    paths=None,
    scoring=None,
    random_state=0,
) -> PredictionResult:
    """Score predictions of images that the model was not fitted on.

    Parameters
    ----------
    y_true : array-like of shape (n,), or (n, k) of 1, 0 and -1
        True labels, or a multilabel indicator; unknown labels (-1) count in no figure.
    predictions : array-like of the same shape
        Predicted ones.
    class_names : sequence of str, optional
        All classes, those of the model included; by default those that occur.
    groups : array-like of shape (n,), optional
        Group of every image; intervals then count groups.
    positive : str, optional
        Positive class of a binary task; by default that of a well-known pair.
    costs : dict of (true, predicted) to float, optional
        What mistakes cost; adds ``mean_cost``, per image. Those not named cost 1.
    scores : ndarray of shape (n, k), optional
        Finite score of every class, such as from `aligned_scores`; adds the figures that
        follow from scores.
    score_kind : {"predict_proba", "decision_function"}, optional
        What the scores are; needed with scores.
    paths : sequence of str, optional
        Name of every image.
    scoring : str, optional
        Figure to show first; the usual one where there is no such figure.
    random_state : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    PredictionResult

    Raises
    ------
    ValueError
        If shapes differ, a label is not among the class names, or scores are not finite.

    Examples
    --------
    >>> result = score_predictions(list("aabb"), list("aaab"))
    >>> result.metrics["accuracy"].value
    0.75
    """
    predictions = np.asarray(predictions)
    if class_names is None and predictions.ndim == 1:
        class_names = np.union1d(np.asarray(y_true), predictions).tolist()
    y_true, class_names = checked_targets(y_true, class_names)
    if predictions.shape != y_true.shape:
        raise ValueError(f"predictions have shape {predictions.shape}, y_true {y_true.shape}")
    positive = positive_class(class_names, positive) if y_true.ndim == 1 else None
    groups = None if groups is None else np.asarray(groups)
    evidence = Evidence.of(y_true, predictions[None], class_names, groups, positive, costs=costs)
    of_scores = None
    if scores is not None:
        scores = _checked_scores(scores, score_kind, (len(y_true), len(class_names)))[None]
        of_scores = ScoreEvidence.of(y_true, scores, score_kind, class_names, groups, positive)
    values = figure_values(evidence, of_scores)
    estimates, classes = estimate_metrics(evidence, [values], random_state, of_scores)
    headline, scorer = headline_metric(y_true, class_names, positive, scoring, costs)
    if scorer is not None or headline not in estimates:
        headline, _ = headline_metric(y_true, class_names, positive)
    notes = () if of_scores is None else of_scores.notes()
    return PredictionResult(
        task=task_of(y_true, class_names),
        class_names=class_names,
        y_true=y_true,
        predictions=predictions[None],
        metrics=estimates,
        classes=classes,
        headline=headline,
        positive=positive,
        costs=costs,
        scores=scores,
        score_kind=score_kind,
        groups=groups,
        paths=None if paths is None else tuple(paths),
        notes=(*notes, *imbalance_notes(y_true, estimates, positive)),
    )


def _checked_scores(scores, kind, shape) -> np.ndarray:
    scores = np.asarray(scores, dtype=float)
    if scores.shape != shape:
        raise ValueError(f"scores have shape {scores.shape}; images and classes need {shape}")
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite numbers; some are not")
    if kind not in ("predict_proba", "decision_function"):
        raise ValueError(
            f"score_kind is {kind!r}; say what the scores are: 'predict_proba' or "
            "'decision_function'"
        )
    return scores
