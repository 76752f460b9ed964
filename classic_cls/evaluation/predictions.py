"""Figures of predictions made by a fitted model."""

import numpy as np

from .estimates import estimate_metrics
from .evidence import Evidence
from .positive import positive_class
from .results import PredictionResult
from .targets import checked_targets, headline_metric, task_figures, task_of

__all__ = ["score_predictions"]


def score_predictions(
    y_true,
    predictions,
    *,
    class_names=None,
    groups=None,
    positive=None,
    scores=None,
    score_kind=None,
    paths=None,
    scoring=None,
    random_state=0,
) -> PredictionResult:
    """Score predictions of images that the model was not fitted on.

    Parameters
    ----------
    y_true : array-like of shape (n,), or (n, k) of 0 and 1
        True labels, or a multilabel indicator.
    predictions : array-like of the same shape
        Predicted ones.
    class_names : sequence of str, optional
        All classes, those of the model included; by default those that occur.
    groups : array-like of shape (n,), optional
        Group of every image; intervals then count groups.
    positive : str, optional
        Positive class of a binary task; by default that of a well-known pair.
    scores : ndarray of shape (n, k), optional
        Score of every class, such as from `aligned_scores`.
    score_kind : {"predict_proba", "decision_function"}, optional
        What the scores are.
    paths : sequence of str, optional
        Name of every image.
    scoring : str, optional
        Figure to show first.
    random_state : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    PredictionResult

    Raises
    ------
    ValueError
        If shapes differ, or a label is not among the class names.

    Examples
    --------
    >>> result = score_predictions(list("aabb"), list("aaab"))
    >>> result.metrics["accuracy"].mean
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
    headline, scorer = headline_metric(y_true, class_names, positive, scoring)
    if scorer is not None:
        headline, _ = headline_metric(y_true, class_names, positive)
    evidence = Evidence.of(y_true, predictions[None], class_names, groups, positive)
    values = task_figures(y_true, predictions, class_names, positive)
    estimates, classes = estimate_metrics(evidence, [values], random_state)
    return PredictionResult(
        task=task_of(y_true, class_names),
        class_names=class_names,
        y_true=y_true,
        predictions=predictions[None],
        metrics=estimates,
        classes=classes,
        headline=headline,
        positive=positive,
        scores=None if scores is None else np.asarray(scores)[None],
        score_kind=score_kind,
        groups=groups,
        paths=None if paths is None else tuple(paths),
    )
