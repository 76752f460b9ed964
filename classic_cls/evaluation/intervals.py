"""95% intervals that know how many independent images stand behind a figure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse, stats

__all__ = [
    "Interval",
    "accuracy_interval",
    "bootstrap_intervals",
    "effective_sample_size",
    "mean_of_shares_interval",
    "wilson_interval",
]

LEVEL = 0.95
N_RESAMPLES = 1000
# Numbers drawn at a time in the bootstrap: bounds its memory to some tens of megabytes.
_CHUNK = 4_000_000


class Interval(NamedTuple):
    """A 95% interval: its limits and, in plain words, the method behind them."""

    low: float
    high: float
    method: str


def wilson_interval(share, n) -> tuple[float, float]:
    """Score interval of a share.

    Parameters
    ----------
    share : float or ndarray
        Observed share, in [0, 1].
    n : float or ndarray
        Number of independent observations, above 0; need not be whole.

    Returns
    -------
    low, high : float or ndarray
        Limits in [0, 1], the share between them.

    Notes
    -----
    With z = 1.96, the limits are
    ``(share + z^2/2n -+ z sqrt(share (1 - share)/n + z^2/4n^2)) / (1 + z^2/n)``.

    References
    ----------
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", JASA 22.

    Examples
    --------
    >>> low, high = wilson_interval(0.9, 100)
    >>> f"{low:.3f} to {high:.3f}"
    '0.826 to 0.945'
    """
    z = _normal_quantile()
    centre = share + z**2 / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low = np.clip((centre - spread) / (1 + z**2 / n), 0, share)
    high = np.clip((centre + spread) / (1 + z**2 / n), share, 1)
    return low, high


def effective_sample_size(correct, groups=None) -> float:
    """Number of independent images that would tell as much about the mean.

    Parameters
    ----------
    correct : ndarray of shape (n,), float
        How right each image was, in [0, 1]: a mean over repeats, or 0 and 1.
    groups : ndarray of shape (n,), optional
        Images of one group may be right and wrong together.

    Returns
    -------
    float
        Between 1 and ``n``; ``n`` without groups.

    Notes
    -----
    With groups it is ``p (1 - p) / V``, where ``V`` is the variance of the mean ``p``
    estimated from the sums of deviations of the groups, and shrunk by
    ``(z / t)^2``, the normal over the Student quantile, because few groups estimate
    ``V`` badly. Where all images are right (or wrong), groups say nothing about their
    inner likeness, and each counts as one image.

    References
    ----------
    E. L. Korn and B. I. Graubard (1998), "Confidence intervals for proportions with
    small expected number of positive counts estimated from survey data", Survey
    Methodology 24.

    Examples
    --------
    >>> import numpy as np
    >>> effective_sample_size(np.array([1.0, 1, 0, 0]), np.array([1, 1, 2, 2]))
    1.0
    """
    n = len(correct)
    if groups is None:
        return float(n)
    codes = np.unique(groups, return_inverse=True)[1]
    n_groups = codes.max() + 1
    if n_groups < 2:
        return 1.0
    share = np.mean(correct)
    deviations = np.bincount(codes, weights=correct - share)
    variance = n_groups / (n_groups - 1) * np.sum(deviations**2) / n**2
    if share * (1 - share) < 1e-12:
        size = n_groups
    else:
        size = n if variance == 0 else min(n, share * (1 - share) / variance)
    shrink = (_normal_quantile() / stats.t.ppf(0.5 + LEVEL / 2, n_groups - 1)) ** 2
    return float(max(1.0, size * shrink))


def accuracy_interval(correct, groups=None) -> Interval:
    """Wilson interval of the mean of ``correct``, with its effective sample size.

    Parameters
    ----------
    correct : ndarray of shape (n,), float
        How right each image was, in [0, 1]: a mean over repeats, or 0 and 1. However
        many repeats there are, they count as ``n`` images.
    groups : ndarray of shape (n,), optional
        Group of every image.

    Returns
    -------
    Interval

    Examples
    --------
    >>> import numpy as np
    >>> accuracy_interval(np.array([1.0] * 9 + [0.0])).method
    'Wilson score interval, 10 images'
    """
    correct = np.asarray(correct, dtype=float)
    size = effective_sample_size(correct, groups)
    low, high = wilson_interval(float(correct.mean()), size)
    return Interval(float(low), float(high), f"Wilson score interval, {_size_text(correct, size)}")


def _size_text(correct, size) -> str:
    if size == len(correct):
        return f"{len(correct):,} images"
    return f"{len(correct):,} images in groups worth {size:,.0f} independent ones"


def mean_of_shares_interval(shares, sizes) -> tuple[float, float]:
    """Interval of the mean of independent shares, from the Wilson interval of each.

    It serves where every resample of a bootstrap gives the same figure, as with no
    mistake at all.

    Parameters
    ----------
    shares : ndarray of shape (k,)
        Such as the recall of every class.
    sizes : ndarray of shape (k,)
        Independent observations behind each, above 0.

    Returns
    -------
    low, high : float

    References
    ----------
    G. Y. Zou and A. Donner (2008), "Construction of confidence limits about effect
    measures: a general approach", Statistics in Medicine 27.

    Examples
    --------
    >>> import numpy as np
    >>> low, high = mean_of_shares_interval(np.ones(2), np.array([50, 50]))
    >>> round(low, 3), high
    (0.95, 1.0)
    """
    low, high = wilson_interval(shares, sizes)
    mean = np.mean(shares)
    below = np.sqrt(np.sum((shares - low) ** 2)) / len(shares)
    above = np.sqrt(np.sum((high - shares) ** 2)) / len(shares)
    return float(max(0.0, mean - below)), float(min(1.0, mean + above))


def bootstrap_intervals(
    statistics, units, figures: Callable, n_resamples=N_RESAMPLES, random_state=0
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Percentile bootstrap of figures that are functions of sums.

    Parameters
    ----------
    statistics : ndarray or sparse array of shape (n, m)
        What each row adds to the sums.
    units : ndarray of shape (n,), int
        Number of the image, or group, that each row belongs to. Whole units are drawn.
    figures : callable
        From sums ``(b, m)`` to a dict of arrays ``(b, ...)``.
    n_resamples : int, default=1000
    random_state : int, default=0

    Returns
    -------
    dict of str to (low, high)
        The 2.5% and 97.5% quantiles of every figure over the resamples.

    Notes
    -----
    Units that add the same are drawn together: how often each kind occurs in a
    resample is one multinomial draw. So 60,000 images in 10 classes are 100 kinds.

    References
    ----------
    B. Efron (1979), "Bootstrap methods: another look at the jackknife", Annals of
    Statistics 7.

    Examples
    --------
    >>> import numpy as np
    >>> def mean(sums): return {"mean": sums[:, 0] / sums[:, 1]}
    >>> rows = np.column_stack([np.arange(100) % 2, np.ones(100)])
    >>> low, high = bootstrap_intervals(rows, np.arange(100), mean)["mean"]
    >>> bool(0.35 < low < 0.45), bool(0.55 < high < 0.65)
    (True, True)
    """
    resampled = _resampled_sums(statistics, units, n_resamples, random_state)
    parts = [figures(sums) for sums in resampled]
    tail = (1 - LEVEL) / 2
    return {
        name: tuple(np.quantile(np.concatenate([p[name] for p in parts]), [tail, 1 - tail], axis=0))
        for name in parts[0]
    }


def _resampled_sums(statistics, units, n_resamples, random_state) -> Iterator[np.ndarray]:
    """Yield sums ``(b, m)`` of resampled units, in chunks of resamples."""
    kinds, counts = _kinds_of_units(statistics, units)
    rng = np.random.default_rng(random_state)
    step = max(1, _CHUNK // max(kinds.shape))
    for start in range(0, n_resamples, step):
        size = min(step, n_resamples - start)
        drawn = rng.multinomial(counts.sum(), counts / counts.sum(), size=size)
        yield np.ascontiguousarray((kinds.T @ drawn.T).T)


def _kinds_of_units(statistics, units):
    """Distinct sums per unit, and how many units have them."""
    n_units = units.max() + 1
    belongs = sparse.csr_array(
        (np.ones(len(units)), (units, np.arange(len(units)))), shape=(n_units, len(units))
    )
    sums = sparse.csr_array(belongs @ sparse.csr_array(statistics))
    # Equal rows have equal projections on a random direction, others almost never.
    direction = np.random.default_rng(0).normal(size=sums.shape[1])
    _, first, counts = np.unique(sums @ direction, return_index=True, return_counts=True)
    return sums[first], counts


def _normal_quantile() -> float:
    return float(stats.norm.ppf(0.5 + LEVEL / 2))
