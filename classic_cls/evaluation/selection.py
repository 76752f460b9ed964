"""The figure of the best of several models, without the luck of having been chosen.

Which model is best on the images at hand is luck in part, and its figure on these images is too
high by that. So the choice is repeated on bootstrap resamples, and whatever is chosen is scored on
the images that the resample left out: the mean is what to expect of a model that is chosen so
(Tsamardinos, Greasidou and Borboudakis 2018, "Bootstrapping the out-of-sample predictions for
efficient and accurate cross-validation", Machine Learning 107). No model is fitted for it.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy import sparse

from .comparison import compare_results
from .comparison_result import ModelComparison
from .count_sample import CountSample
from .estimates import Estimate
from .figures.behind import Counts
from .figures.table import FIGURES, record_of
from .intervals import Interval
from .paired_tests import holm, two_sided_p
from .results import PredictionResult
from .score_sample import ScoreSample
from .shares import normal_quantile

_N_RESAMPLES = 500
_FEWER_RESAMPLES = 100
_MANY_IMAGES = 10_000
# With fewer resamples that define the figure the mean is too uncertain to tell.
_LEAST_RESAMPLES = 30


def corrected_for_choice(
    results: Mapping[str, PredictionResult], figure: str | None = None, *, seed: int | None = 0
) -> Estimate | None:
    """What to expect of the best of several models on new images, given that it was chosen.

    Parameters
    ----------
    results : dict of str to PredictionResult or CrossValidationResult
        By name; all on the same images and folds, in the same order.
    figure : str, optional
        Figure that they were chosen by; by default the headline of the first.
    seed : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    Estimate or None
        The figure of the best, corrected by bootstrap bias correction over images, or groups;
        its interval, moved as far. None where nothing was chosen, or the figure is known of whole
        folds only.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import score_predictions
    >>> rng, y = np.random.default_rng(0), np.array(list("ab") * 100)
    >>> guesses = {i: score_predictions(y, rng.choice(["a", "b"], 200)) for i in range(9)}
    >>> max(guess.figures["accuracy"].value for guess in guesses.values())
    0.55
    >>> abs(corrected_for_choice(guesses).value - 0.5) < 0.03
    True
    """
    first = next(iter(results.values()))
    figure = first.headline if figure is None else figure
    if len(results) < 2 or figure not in FIGURES:
        return None
    sign = -1 if record_of(figure).lower_is_better else 1
    best = max(results.values(), key=lambda result: sign * result.figures[figure].value)
    chosen, left_out = _values_of_resamples(list(results.values()), figure, seed or 0)
    defined = np.isfinite(chosen).all(axis=0) & np.isfinite(left_out).all(axis=0)
    if defined.sum() < _LEAST_RESAMPLES:
        return None
    winners = (sign * chosen[:, defined]).argmax(axis=0)
    expected = float(left_out[:, defined][winners, np.arange(defined.sum())].mean())
    raw = best.figures[figure]
    # No choice makes a figure too low; the mean only shakes.
    value = min(raw.value, expected) if sign > 0 else max(raw.value, expected)
    return _moved(raw, value, record_of(figure).bounds_for(len(first.class_names)))


def against_chosen(
    chosen: PredictionResult,
    others: Mapping[str, PredictionResult],
    *,
    name: str,
    figure: str,
    corrected: Estimate | None = None,
    seed: int | None = 0,
) -> dict[str, ModelComparison]:
    """A model that was chosen against others that were not, such as those of other tools.

    Parameters
    ----------
    chosen : PredictionResult or CrossValidationResult
        The best of several, called ``name``.
    others : dict of str to PredictionResult or CrossValidationResult
        By name; on the same images and folds.
    name, figure : str
    corrected : Estimate, optional
        The figure of the chosen from `corrected_for_choice`: differences and their intervals
        move by what that takes off, as else the chosen is ahead by luck.
    seed : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    dict of str to ModelComparison
        The chosen less each other; p-values are corrected for their number (Holm).

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> y = list("ab") * 50
    >>> a, b = score_predictions(y, y), score_predictions(y, y[1:] + y[:1])
    >>> against_chosen(a, {"b": b}, name="a", figure="accuracy")["b"].better
    'a'
    """
    raw, found = chosen.figures[figure].value, {}
    shift = 0.0 if corrected is None else corrected.value - raw
    for other, result in others.items():
        compared = compare_results(chosen, result, figure, names=(name, other), seed=seed)
        found[other] = _shifted(compared, shift)
    adjusted = holm([comparison.p_value for comparison in found.values()])
    pairs = zip(found.items(), adjusted, strict=True)
    return {other: replace(comparison, p_value=p) for (other, comparison), p in pairs}


def _shifted(comparison: ModelComparison, shift: float) -> ModelComparison:
    """The same with difference and interval moved, and the p-value that goes with these."""
    if not shift:
        return comparison
    low, high, method = comparison.interval
    difference, scale = comparison.difference + shift, (high - low) / (2 * normal_quantile())
    return replace(
        comparison,
        values=(comparison.values[0] + shift, comparison.values[1]),
        difference=difference,
        interval=Interval(low + shift, high + shift, f"{method}; corrected for the choice"),
        p_value=two_sided_p(difference, scale, np.inf),
        p_corrected_t=None,
    )


def _moved(raw: Estimate, value: float, bounds) -> Estimate:
    """The estimate, and its interval, moved to another value."""
    if raw.interval is None:
        return replace(raw, value=value)
    low, high = (np.clip(limit + value - raw.value, *bounds) for limit in raw.interval[:2])
    method = f"{raw.interval.method}; corrected for the choice (bootstrap bias correction)"
    interval = raw.interval._replace(low=float(low), high=float(high), method=method)
    return replace(raw, value=value, interval=interval)


def _values_of_resamples(results, figure, seed):
    """The figure ``(models, b)`` on the images of each resample, and on those it left out."""
    predictions = results[0].predictions
    rows = np.arange(predictions.n_images)
    units = rows if predictions.groups is None else predictions.groups
    used = np.unique(predictions.cells[1])
    units = np.unique(units[used], return_inverse=True)[1]
    rng, n = np.random.default_rng(seed), int(units.max()) + 1
    n_resamples = _N_RESAMPLES if len(used) <= _MANY_IMAGES else _FEWER_RESAMPLES
    drawn = (rng.integers(n, size=n) for _ in range(n_resamples))
    weights = np.array([np.bincount(places, minlength=n) for places in drawn], dtype=float).T
    parts = (weights, (weights == 0).astype(float))
    of_models = [[_values(r.predictions, figure, w, units, used) for w in parts] for r in results]
    return (np.array(part) for part in zip(*of_models, strict=True))


def _values(predictions, figure, weights, units, used) -> np.ndarray:
    """A figure ``(b,)`` of images that count as often as ``weights`` ``(units, b)`` say."""
    behind = FIGURES[figure].of(predictions.task).behind
    if not isinstance(behind, Counts):
        return ScoreSample(predictions).weighted(figure, weights)
    sample = CountSample(predictions)
    of_tests = units[np.searchsorted(used, predictions.cells[1])]
    shape = (len(weights), len(of_tests))
    belongs = sparse.csr_array((np.ones(shape[1]), (of_tests, np.arange(shape[1]))), shape=shape)
    sums = np.ascontiguousarray(((belongs @ sample.statistics).T @ weights).T)
    values = np.array(sample.value(figure, sums), dtype=float)
    tallies = (predictions.counting.tally(one) for one in sums)
    values[[not behind.defined(tally) for tally in tallies]] = np.nan
    return values
