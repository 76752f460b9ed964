"""Shares of images: Wilson's interval, and how many independent images stand behind one."""

import numpy as np
from scipy import stats

LEVEL = 0.95


def wilson_interval(share: float, n: float) -> tuple[float, float]:
    """Score interval of a share.

    Parameters
    ----------
    share : float or ndarray
        Observed share, in [0, 1].
    n : float or ndarray
        Number of independent observations, above 0; need not be whole.

    Returns
    -------
    low : float or ndarray
        In [0, 1], at most the share.
    high : float or ndarray
        In [0, 1], at least the share.

    Raises
    ------
    ValueError
        If a share is outside [0, 1], such as a count.

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
    if np.any(np.abs(np.subtract(share, 0.5)) > 0.5 + 1e-9):  # sums of weights are inexact
        raise ValueError(f"share is {share}; it is a number of images over n, from 0 to 1")
    z = normal_quantile()
    centre = share + z**2 / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low = np.clip((centre - spread) / (1 + z**2 / n), 0, share)
    high = np.clip((centre + spread) / (1 + z**2 / n), share, 1)
    return low, high


def effective_sample_size(correct, groups=None, weights=None, inflation=1.0) -> float:
    """Number of independent images that would tell as much about the mean of ``correct`` ``(n,)``.

    It is ``p (1 - p) / V``, at most n, over the inflation, where ``V`` is the variance of
    the mean ``p`` estimated from the sums of deviations of the images or groups (Korn and
    Graubard 1998). So repeats do not stand for further images. With groups it shrinks by
    ``(z / t)^2``, the normal over the Student quantile, because few groups estimate ``V`` badly.
    Where all images are right (or wrong), groups say nothing about their inner likeness, and each
    counts as one image. ``weights`` say how often each image was tested.

    >>> effective_sample_size(np.array([1.0, 1, 0, 0]), np.array([1, 1, 2, 2]))
    1.0
    """
    n = len(correct)
    weights = np.ones(n) if weights is None else np.asarray(weights, dtype=float)
    share = np.average(correct, weights=weights)
    deviations = weights * (correct - share)
    n_units, bessel, shrink = n, 1.0, 1.0
    if groups is not None:
        codes = np.unique(groups, return_inverse=True)[1]
        n_units = codes.max() + 1
        if n_units < 2:
            return 1.0
        deviations = np.bincount(codes, weights=deviations)
        bessel = n_units / (n_units - 1)
        shrink = (normal_quantile() / student_quantile(n_units - 1)) ** 2
    variance = bessel * np.sum(deviations**2) / weights.sum() ** 2
    if share * (1 - share) < 1e-12:
        size = n_units
    elif variance * n <= share * (1 - share) * (1 + 1e-9):  # rounding must not make 400 399
        size = n
    else:
        size = share * (1 - share) / variance
    return float(max(1.0, size * shrink / inflation))


def mean_of_shares_interval(shares, sizes) -> tuple[float, float]:
    """Interval of the mean of independent shares ``(k,)``, from the Wilson interval of each.

    It serves where every resample of a bootstrap gives the same figure, as with no mistake at all
    (Zou and Donner 2008).

    >>> low, high = mean_of_shares_interval(np.ones(2), np.array([50, 50]))
    >>> round(low, 3), high
    (0.95, 1.0)
    """
    low, high = wilson_interval(shares, sizes)
    mean = np.mean(shares)
    below = np.sqrt(np.sum((shares - low) ** 2)) / len(shares)
    above = np.sqrt(np.sum((high - shares) ** 2)) / len(shares)
    return float(max(0.0, mean - below)), float(min(1.0, mean + above))


def roc_area_interval(areas, positives, negatives, independence=1.0):
    """Score intervals of mean areas ``(k,)`` under ROC curves of folds.

    ``positives`` and ``negatives`` ``(folds, k)`` are the images on both sides in every fold, 0
    where it has no area. The variance is that of Hanley and McNeil (1982) in the form of Newcombe
    (2006, method 5), whose interval holds with few images; those of the folds add up.

    >>> low, high = roc_area_interval(np.array([0.9]), np.array([[5]]), np.array([[95]]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.65], [0.97])
    """
    pairs = positives * negatives
    used, pairs = pairs > 0, np.maximum(pairs, 1)
    alone = (used / pairs).sum(axis=0)
    shared = (used * ((positives + negatives) / 2 - 1) / pairs).sum(axis=0)
    area = np.linspace(0, 1, 2001)[:, None]
    spread = alone + shared * ((1 - area) / (2 - area) + area / (1 + area))
    variance = area * (1 - area) * spread / used.sum(axis=0) ** 2 / independence
    inside = (area - areas) ** 2 <= normal_quantile() ** 2 * variance
    low = np.where(inside, area, 1.0).min(axis=0)
    high = np.where(inside, area, 0.0).max(axis=0)
    return np.minimum(low, areas), np.maximum(high, areas)


def normal_quantile() -> float:
    """1.96.

    >>> round(normal_quantile(), 2)
    1.96
    """
    return float(stats.norm.ppf(0.5 + LEVEL / 2))


def student_quantile(freedom) -> float:
    """The same of Student's t, for so many degrees of freedom.

    >>> round(student_quantile(4), 2)
    2.78
    """
    return float(stats.t.ppf(0.5 + LEVEL / 2, freedom))
