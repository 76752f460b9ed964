"""95% intervals that know how many independent images stand behind a figure.

An interval of cross-validation has to allow for more than the choice of tested images:
every model was trained on other images, most of which it shares with the other models, and
tested images train the models that test the others. No unbiased estimate of what that adds
exists (Bengio and Grandvalet 2004, "No unbiased estimator of the variance of K-fold
cross-validation", JMLR 5), so the variance is multiplied by `overlap_inflation`, a factor
that ``benchmarks/interval_coverage.py`` shows to give the promised coverage.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .._typing import Data
from .resampling import resampled_sums
from .shares import (
    effective_sample_size,
    normal_quantile,
    student_quantile,
    wilson_interval,
)

N_RESAMPLES = 1000
# Five folds share so much that their variance is about a quarter larger; more folds share more.
_LEAST_OVERLAP = 0.25


class Interval(NamedTuple):
    """A 95% interval: its limits and, in plain words, the method behind them."""

    low: float
    high: float
    method: str


def overlap_inflation(n_train, n_test) -> float:
    """Factor on the variance of a cross-validated figure, for overlapping training sets.

    ``1 + max(n_test / n_train, 1/2) / 2``, the first term being that of Nadeau and Bengio (2003).
    It is chosen by simulation, as no unbiased one exists: in most of the settings of
    ``benchmarks/interval_coverage.py`` the true variance is 1.0 to 1.5 times that of independent
    images. Models that hang on single training images, such as one nearest neighbour, reach 1.6
    to 2; there 90 of 100 intervals hold.

    >>> overlap_inflation(80, 20), overlap_inflation(50, 50)
    (1.25, 1.5)
    """
    return float(1 + max(n_test / n_train / 2, _LEAST_OVERLAP))


def accuracy_interval(
    correct: np.ndarray,
    groups: Data = None,
    weights: np.ndarray | None = None,
    inflation: float = 1.0,
) -> Interval:
    """Wilson interval of the mean of ``correct``, with its effective sample size.

    Parameters
    ----------
    correct : ndarray of shape (n,), float
        How right each image was, in [0, 1]: a mean over repeats, or 0 and 1. However
        many repeats there are, they count as ``n`` images.
    groups : ndarray of shape (n,), optional
        Group of every image.
    weights : ndarray of shape (n,), optional
        How often each image was tested, above 0; by default equally often.
    inflation : float, default=1.0
        From `overlap_inflation`; 1 for predictions of one fitted model.

    Returns
    -------
    Interval

    Examples
    --------
    >>> import numpy as np
    >>> correct = np.array([1.0] * 9 + [0.0])
    >>> accuracy_interval(correct).method
    'Wilson score interval, 10 images'
    >>> accuracy_interval(correct, inflation=1.25).method
    'Wilson score interval, 10 images, widened for overlapping training sets'
    """
    correct = np.asarray(correct, dtype=float)
    share = float(np.average(correct, weights=weights))
    size = effective_sample_size(correct, groups, weights, inflation)
    low, high = wilson_interval(share, size)
    counted = _size_text(len(correct), effective_sample_size(correct, groups, weights), groups)
    method = f"Wilson score interval, {counted}{widened(inflation)}"
    return Interval(float(low), float(high), method)


def _size_text(n, size, groups) -> str:
    if size == n:
        return f"{n:,} images"
    where = "unequally often tested" if groups is None else "in groups"
    return f"{n:,} images {where} worth {size:,.0f} independent ones"


def widened(inflation) -> str:
    """What is said of an interval that allows for overlapping training sets."""
    return "" if inflation == 1 else ", widened for overlapping training sets"


def bootstrap_intervals(
    statistics,
    units,
    figures: Callable,
    *,
    n_resamples=N_RESAMPLES,
    seed=0,
    inflation=1.0,
    n_drawn=None,
    bounds: Callable = lambda name: (0.0, 1.0),
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """95% limits of figures ``(b, ...)`` that are functions of sums ``(b, m)``, by a bootstrap.

    Whole units (see `resampled_sums`) are drawn, ``n_drawn`` of them (Efron 1979); ``bounds`` are
    the least and largest value by name. The limits are those of `resampled_limits`.

    >>> def mean(sums): return {"mean": sums[:, 0] / sums[:, 1]}
    >>> rows = np.column_stack([np.arange(100) % 2, np.ones(100)])
    >>> low, high = bootstrap_intervals(rows, np.arange(100), mean)["mean"]
    >>> bool(0.35 < low < 0.45), bool(0.55 < high < 0.65)
    (True, True)
    """
    values = figures(np.asarray(statistics.sum(axis=0), dtype=float).reshape(1, -1))
    n_drawn = n_drawn or int(units.max()) + 1
    resamples = resampled_sums(statistics, units, n_resamples, seed, n_drawn)
    parts = [figures(sums) for sums in resamples]
    return {
        name: resampled_limits(
            value[0], np.concatenate([part[name] for part in parts]), n_drawn, inflation,
            bounds(name),
        )
        for name, value in values.items()
    }


def resampled_limits(
    value, resampled, n_units, inflation=1.0, bounds=(0.0, 1.0), least_spread=0.0
):
    """95% limits of a figure ``(...)`` from its values ``(b, ...)`` in the resamples, or NaN.

    The standard deviation ``s`` of the resamples, at least ``least_spread``, times the root of
    ``inflation``, says how many independent images would give that doubt to a share:
    ``v (1 - v) / s^2``, shrunk by ``(z / t)^2`` as in `effective_sample_size`. The limits are
    Wilson's for so many; with infinite bounds ``value -+ t s``. In simulation they cover 95 times
    in 100 where percentiles cover 90, since percentiles of few images are too narrow near 0 and 1
    (``benchmarks/interval_coverage.py``).

    >>> resampled = np.random.default_rng(0).binomial(100, 0.9, 100_000) / 100
    >>> low, high = resampled_limits(0.9, resampled, n_units=100_000)
    >>> f"{low:.2f} to {high:.2f}"                      # as `wilson_interval(0.9, 100)`
    '0.83 to 0.94'
    """
    quantile = student_quantile(max(1, n_units - 1))
    spread = np.sqrt(inflation) * np.maximum(np.nanstd(resampled, axis=0), least_spread)
    least, largest = bounds
    if not np.isfinite(largest - least):
        limits = value - quantile * spread, value + quantile * spread
        return np.clip(limits[0], least, value), np.clip(limits[1], value, largest)
    share = (np.asarray(value) - least) / (largest - least)
    spread = spread / (largest - least) * quantile / normal_quantile()
    alike = spread < 1e-12
    size = np.maximum(share * (1 - share), 1e-12) / np.where(alike, 1.0, spread) ** 2
    low, high = (least + limit * (largest - least) for limit in wilson_interval(share, size))
    low, high = (np.where(alike, value, limit) for limit in (low, high))
    return np.minimum(low, value), np.maximum(high, value)


def corrected_resampled_interval(values: Data, n_train: float, n_test: float) -> Interval | None:
    """Interval of the mean of a figure over folds or resamples.

    For figures that are computed fold by fold, such as the area under a curve.

    Parameters
    ----------
    values : array-like of shape (J,)
        The figure in every fold of every repeat.
    n_train, n_test : float
        Images (or groups) that a fold trains on and tests, on average; above 0.

    Returns
    -------
    Interval or None
        None where fewer than two values leave no spread to measure.

    Notes
    -----
    The mean of the values has the variance ``(1/J + n_test/n_train) S^2``, ``S`` their
    standard deviation: folds share training images, so they are not J independent
    values. The quantile is that of Student's t with ``J - 1`` degrees of freedom. The
    limits are not cut to the range of the figure, which is not known here.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), "Inference for the generalization error", Machine
    Learning 52.

    Examples
    --------
    >>> interval = corrected_resampled_interval([0.8, 0.9, 0.85, 0.75, 0.7], 80, 20)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.653, 0.947)
    >>> corrected_resampled_interval([0.8], 80, 20) is None
    True
    """
    values = np.asarray(values, dtype=float)
    n_values = len(values)
    if n_values < 2:
        return None
    variance = (1 / n_values + n_test / n_train) * values.var(ddof=1)
    half = float(student_quantile(n_values - 1) * np.sqrt(variance))
    mean = float(values.mean())
    method = f"corrected resampled t interval, {n_values} folds"
    return Interval(mean - half, mean + half, method)
