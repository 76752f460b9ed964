"""How far an image is from those of its class."""

import numpy as np

from ..models import PrincipalComponents

_N_COMPONENTS = 100
_MOST_LEARNED = 5000
_MOST_COMPARED = 4000
_N_NEAREST = 5
_TILE = 1024
# Quantiles of the normal distribution.
_AT = {0.75: 0.6745, 0.8: 0.8416}


def oddness(rows, codes, units):
    """How many robust standard deviations the distance of each image is beyond the usual ``(n,)``.

    The distance is the mean of those to the five nearest images of the class that are no copies, in
    100 principal components (Ramaswamy, Rastogi and Shim, "Efficient algorithms for mining outliers
    from large data sets", SIGMOD, 2000). Its logarithm is compared with the median of the class, in
    units of the median deviation or, as some classes have a long tail by nature, of that of the
    upper fifth if it is more. In classes of fewer than ten units it is 0.
    """
    rows = _components(rows)
    found = np.zeros(len(rows))
    for code in np.unique(codes):
        own = np.flatnonzero(codes == code)
        if len(np.unique(units[own])) < 2 * _N_NEAREST:
            continue
        logs = np.log(np.maximum(_distances(rows[own], units[own]), 1e-6))
        away = logs - np.median(logs)
        spread = max(np.median(np.abs(away)) / _AT[0.75], np.quantile(away, 0.8) / _AT[0.8])
        found[own] = away / spread if spread > 0 else 0
    return found


def _components(rows, seed=0):
    n_components = min(_N_COMPONENTS, len(rows) - 1, rows.shape[1])
    if n_components < 1:
        return rows
    some = np.random.RandomState(seed).permutation(len(rows))[:_MOST_LEARNED]
    found = PrincipalComponents(n_components, random_state=seed).fit(rows[np.sort(some)])
    return found.transform(rows).astype(np.float32)


def _distances(rows, units, seed=0):
    """Mean distance to the nearest of other units; of large classes to the nearest of some."""
    some = np.random.RandomState(seed).permutation(len(rows))[:_MOST_COMPARED]
    others, squares = rows[some], np.square(rows[some]).sum(axis=1)
    found = np.empty(len(rows))
    for start in range(0, len(rows), _TILE):
        part = rows[start : start + _TILE]
        away = np.square(part).sum(axis=1)[:, None] + squares - 2 * (part @ others.T)
        away[units[start : start + _TILE, None] == units[some]] = np.inf
        n_nearest = min(_N_NEAREST, away.shape[1])
        nearest = np.partition(away, n_nearest - 1, axis=1)[:, :n_nearest]
        nearest = np.where(np.isfinite(nearest), np.sqrt(np.maximum(nearest, 0)), np.nan)
        found[start : start + _TILE] = np.nanmean(nearest, axis=1)
    return found
