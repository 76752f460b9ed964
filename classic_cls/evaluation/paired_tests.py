"""Tests of paired differences between two models."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from .._typing import Data

SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class McNemar:
    """Images that one model alone labels rightly.

    Attributes
    ----------
    only_a, only_b : int
        How many only the first, and only the second, has right.
    p_value : float
        Exact: the chance that as many or more fall on one side if both are as likely.

    Examples
    --------
    >>> McNemar(9, 1, 0.02).only_a
    9
    """

    only_a: int
    only_b: int
    p_value: float


def corrected_resampled_t_test(differences: Data, n_train: float, n_test: float) -> float:
    """P-value of the mean of paired differences over folds or resamples being 0.

    Parameters
    ----------
    differences : array-like of shape (J,)
        Of a figure between two models, in every fold of every repeat.
    n_train, n_test : float
        Images that a fold trains on and tests, on average.

    Returns
    -------
    float
        Two-sided; 1 where all differences are 0 or there is only one.

    Notes
    -----
    ``t = mean / sqrt((1/J + n_test/n_train) S^2)`` with ``J - 1`` degrees of freedom.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), "Inference for the generalization error", Machine
    Learning 52.

    Examples
    --------
    >>> round(corrected_resampled_t_test([0.02, 0.03, 0.01, 0.02, 0.04], 80, 20), 3)
    0.035
    """
    differences = np.asarray(differences, dtype=float)
    n_values, mean = len(differences), differences.mean()
    if n_values < 2 or not differences.any():
        return 1.0
    scale = np.sqrt((1 / n_values + n_test / n_train) * differences.var(ddof=1))
    return two_sided_p(mean, scale, n_values - 1)


def mcnemar_test(right_a: Data, right_b: Data) -> McNemar:
    """Exact McNemar test of two models on the same images.

    Parameters
    ----------
    right_a, right_b : array-like of shape (n,), bool
        Which images each model labels rightly.

    Returns
    -------
    McNemar

    References
    ----------
    Q. McNemar (1947), "Note on the sampling error of the difference between correlated
    proportions or percentages", Psychometrika 12.

    Examples
    --------
    >>> import numpy as np
    >>> result = mcnemar_test(np.arange(20) < 15, np.arange(20) >= 15)
    >>> result.only_a, result.only_b, round(result.p_value, 4)
    (15, 5, 0.0414)
    """
    right_a, right_b = np.asarray(right_a, dtype=bool), np.asarray(right_b, dtype=bool)
    only_a, only_b = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
    p_value = stats.binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1.0
    return McNemar(only_a, only_b, float(p_value))


def two_sided_p(mean, scale, freedom) -> float:
    """p-value of ``mean / scale`` under Student's t.

    >>> round(two_sided_p(1.96, 1.0, 1e9), 3)
    0.05
    """
    if scale == 0:
        return 0.0 if mean else 1.0
    return float(2 * stats.t.sf(abs(mean) / scale, freedom))


def holm(p_values) -> list[float]:
    """p-values corrected for their number by Holm's step-down rule (1979), in the given order.

    >>> holm([0.02, 0.5, 0.01])
    [0.04, 0.5, 0.03]
    """
    order = np.argsort(p_values)
    factors = len(p_values) - np.arange(len(p_values))
    adjusted = np.maximum.accumulate(np.asarray(p_values)[order] * factors).clip(max=1)
    out = np.empty(len(p_values))
    out[order] = adjusted
    return out.tolist()
