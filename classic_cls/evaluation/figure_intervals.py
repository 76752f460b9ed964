"""The interval of every figure, by the method that suits it."""

import numpy as np

from .figures.table import FIGURES
from .intervals import (
    N_RESAMPLES,
    Interval,
    mean_of_shares_interval,
    wilson_interval,
)

__all__ = ["count_interval", "holding", "score_interval"]

_OVER_IMAGES = (
    "subset_accuracy",
    "hamming_loss",
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "f1_samples",
    "jaccard_samples",
)
_OVER_POSITIVES = ("sensitivity", "precision", "f1")
_ALIKE = "Wilson score interval, as every bootstrap resample was alike"
_LARGEST_LOG_LOSS = -float(np.log(np.finfo(float).eps))


def holding(interval: Interval, value: float) -> Interval:
    """The interval, should rounding or unequal numbers of tests have put the value outside.

    >>> holding(Interval(0.2, 0.5, "bootstrap"), 0.6).high
    0.6
    """
    return interval._replace(low=min(interval.low, value), high=max(interval.high, value))


def count_interval(name, value, limits, evidence) -> Interval:
    """Interval of a figure that follows from counts.

    Parameters
    ----------
    name : str
    value : float
    limits : (low, high)
        Of the bootstrap.
    evidence : Evidence

    Returns
    -------
    Interval
        Wilson's for shares of images; where every resample gave the same, one that still
        leaves the doubt that the number of images does.

    Examples
    --------
    >>> count_interval("f1_macro", 0.8, (0.7, 0.85), evidence).method   # doctest: +SKIP
    'bootstrap, 1000 resamples of images'
    """
    # The micro averages of single labels are the accuracy under other names.
    single = not evidence.multilabel and (name == "accuracy" or name.endswith("_micro"))
    if single or name == "subset_accuracy":
        return holding(evidence.accuracy_interval(), value)
    low, high = (float(limit) for limit in limits)
    if low == high or _is_at_bound(name, value):
        return holding(_without_spread(name, value, evidence), value)
    method = f"bootstrap, {N_RESAMPLES} resamples of {evidence.unit_name}"
    return holding(Interval(low, high, method + _widened(evidence.inflation)), value)


def _is_at_bound(name, value) -> bool:
    """Whether a figure is as good or as bad as can be.

    It then is so in every resample too, save in those that lack the images which define it,
    where it counts as 0: their spread says nothing.
    """
    return value in FIGURES[name].bounds


def _widened(inflation) -> str:
    return "" if inflation == 1 else ", widened for overlapping training sets"


def _without_spread(name, value, evidence) -> Interval:
    """Where every resample is perfect (or all wrong), the bootstrap knows no doubt."""
    if name in ("kappa", "mcc"):
        return _agreement_interval(evidence)
    if name == "mean_cost":
        return _cost_interval(value, evidence)
    return _mean_share(value, _sizes(name, evidence) * evidence.independence)


def _sizes(name, evidence) -> np.ndarray:
    """Images behind every share that the figure is the mean of."""
    if name in _OVER_IMAGES:
        return np.array([len(evidence.correct)])
    if name in _OVER_POSITIVES:
        return evidence.support[[evidence.positive]]
    if name == "specificity":
        return evidence.support[[1 - evidence.positive]]
    return evidence.support


def _mean_share(value, sizes) -> Interval:
    sizes = sizes[sizes > 0]
    if len(sizes) == 0:
        return Interval(0.0, 1.0, "no image to tell from")
    low, high = mean_of_shares_interval(np.full(len(sizes), value), sizes)
    return Interval(low, high, _ALIKE)


def _agreement_interval(evidence) -> Interval:
    """That of the accuracy, scaled as kappa scales the accuracy."""
    shares = evidence.support / evidence.support.sum()
    predicted = evidence.sums().reshape(len(shares), -1).sum(axis=0)
    chance = float(shares @ predicted / predicted.sum())
    if chance > 1 - 1e-12:
        return Interval(-1.0, 1.0, "no image to tell from")
    low, high, _ = evidence.accuracy_interval()
    low, high = ((limit - chance) / (1 - chance) for limit in (low, high))
    return Interval(max(-1.0, low), min(1.0, high), _ALIKE)


def _cost_interval(value, evidence) -> Interval:
    """As if every image cost nothing or as much as the dearest mistake."""
    largest = evidence.largest_cost
    size = len(evidence.correct) * evidence.independence
    low, high = wilson_interval(value / largest if largest else 0.0, size)
    return Interval(float(low * largest), float(high * largest), _ALIKE)


def score_interval(name, value, limits, scores, independence) -> Interval:
    """Interval of a figure that follows from scores.

    Parameters
    ----------
    name : str
    value : float
    limits : (low, high)
        Of the bootstrap.
    scores : ScoreEvidence
    independence : float
        Independent images behind each image.

    Returns
    -------
    Interval

    Examples
    --------
    >>> score_interval("roc_auc", 0.9, (0.8, 0.95), scores, 1.0).low    # doctest: +SKIP
    0.8
    """
    if name.startswith("top_"):
        return holding(scores.share_interval(name), value)
    low, high = limits
    if low == high or _is_at_bound(name, value):
        return holding(_score_without_spread(name, value, scores, independence), value)
    unit = "images" if scores.groups is None else "groups"
    method = f"bootstrap, {scores.n_resamples} resamples of {unit} within the folds"
    return holding(Interval(low, high, method + _widened(scores.inflation)), value)


def _score_without_spread(name, value, scores, independence) -> Interval:
    if name in ("log_loss", "brier"):
        largest = _LARGEST_LOG_LOSS if name == "log_loss" else min(len(scores.class_names) - 1, 2)
        size = scores.n_tested * independence
        low, high = wilson_interval(min(1.0, value / largest), size)
        return Interval(float(low * largest), float(high * largest), _ALIKE)
    sizes = scores.positives
    if name.startswith("roc_auc"):  # as doubtful as the fewer of the images on either side
        sizes = np.minimum(scores.positives, scores.negatives)
    return _mean_share(value, sizes * independence)
