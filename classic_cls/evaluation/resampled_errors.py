"""Errors of several classifiers on the same tests, and resamples of them that stay paired."""

import numpy as np
from scipy import sparse

N_RESAMPLES = 1000
# Numbers drawn at a time: bounds the memory to some tens of megabytes.
_CHUNK = 4_000_000


def resampled_errors(results, figure: str, seed=0, n_resamples: int = N_RESAMPLES) -> tuple:
    """Errors of ``m`` results: 1 less a figure of counts, and 1 less the F1 of each of k classes.

    Shapes ``(1 + n_resamples, m)`` and ``(1 + n_resamples, m, k)``. All results are of the same
    tests. The first row is as measured. For the others folds (in which other images were learned
    from) and test images (or groups) are drawn anew, both, and the same ones for all results: a
    test counts as often as its fold and its image were drawn together.

    References
    ----------
    A. B. Owen (2007), "The pigeonhole bootstrap", Annals of Applied Statistics 1.
    """
    statistics = [_statistics(result.predictions) for result in results]
    fold, unit = _places(results[-1].predictions)
    rng = np.random.default_rng(seed or 0)
    rows = [_errors(results, figure, statistics, np.ones((1, len(fold))))]
    step = max(1, _CHUNK // max(len(fold), statistics[0].shape[1]))
    for start in range(0, n_resamples, step):
        size = min(step, n_resamples - start)
        weights = _drawn(rng, fold, size) * _drawn(rng, unit, size)
        rows.append(_errors(results, figure, statistics, weights))
    errors = np.concatenate(rows)
    return errors[..., 0], errors[..., 1:]


def _statistics(predictions):
    return sparse.csr_array(predictions.counting.statistics(*predictions.part()[:2]))


def _places(predictions) -> tuple[np.ndarray, np.ndarray]:
    """Fold, of all repeats, and image or group of every test that counts."""
    repeats, rows = predictions.cells
    fold = repeats * (predictions.folds.max() + 1) + predictions.folds[repeats, rows]
    units = rows if predictions.groups is None else predictions.groups[rows]
    return tuple(np.unique(of, return_inverse=True)[1].ravel() for of in (fold, units))


def _drawn(rng, of, size) -> np.ndarray:
    """How often each was drawn ``(size, n)``, where as many are drawn as there are."""
    n = of.max() + 1
    return rng.multinomial(n, np.full(n, 1 / n), size=size)[:, of]


def _errors(results, figure, statistics, weights) -> np.ndarray:
    """Of some resamples ``(size, m, 1 + k)``."""
    found = []
    for result, rows in zip(results, statistics, strict=True):
        sums = np.ascontiguousarray((rows.T @ weights.T).T)
        value = result.predictions.count_values(sums, [figure])[figure]
        of_classes = result.predictions.counting.tally(sums).f1
        found.append(1 - np.column_stack([value, of_classes]))
    return np.stack(found, axis=1)
