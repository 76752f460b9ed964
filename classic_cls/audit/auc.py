"""Area under the ROC curve within strata, with an interval that knows of groups."""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm, rankdata


class Area(NamedTuple):
    """The area, and its bounds."""

    value: float
    low: float
    high: float


def area_within(scores, is_positive, strata, units, level=0.99) -> Area | None:
    """How often a positive scores higher than a negative of its stratum; None without any pair.

    Strata count by their positives. The interval is that of DeLong, DeLong and Clarke-Pearson
    ("Comparing the areas under two or more correlated receiver operating characteristic curves",
    Biometrics 44(3), 1988), from sums over units.

    >>> scores, is_positive = np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, True, False, True])
    >>> area_within(scores, is_positive, np.zeros(4), np.arange(4)).value
    0.75
    """
    value, n_counted = 0.0, 0
    shares = np.zeros(len(scores))  # what each image adds to the deviation
    for stratum in np.unique(strata):
        above, below = (np.flatnonzero((strata == stratum) & (is_positive == p)) for p in (1, 0))
        if not len(above) or not len(below):
            continue
        beaten, beating = _placements(scores[above], scores[below])
        value += beaten.sum()
        n_counted += len(above)
        shares[above] = beaten - beaten.mean()
        shares[below] = (beating - beating.mean()) * len(above) / len(below)
    if not n_counted:
        return None
    value /= n_counted
    sums = np.bincount(np.unique(units, return_inverse=True)[1], weights=shares / n_counted)
    n_units = max(len(sums), 2)
    half = norm.ppf((1 + level) / 2) * np.sqrt(np.square(sums).sum() * n_units / (n_units - 1))
    return Area(float(value), float(max(value - half, 0)), float(min(value + half, 1)))


def _placements(above, below):
    """Share of the others that each beats, and by which each is beaten; a tie is one half."""
    n, m = len(above), len(below)
    ranks = rankdata(np.concatenate([above, below]))
    beaten = (ranks[:n] - rankdata(above)) / m
    return beaten, 1 - (ranks[n:] - rankdata(below)) / n
