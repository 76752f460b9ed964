"""Sums over bootstrap resamples of images or groups."""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

# Numbers drawn at a time in the bootstrap: bounds its memory to some tens of megabytes.
_CHUNK = 4_000_000


def resampled_sums(statistics, units, n_resamples, seed=0, n_drawn=None) -> Iterator[np.ndarray]:
    """Sums ``(b, m)`` of rows ``(n, m)`` over resamples of ``n_drawn`` whole ``units``, in chunks.

    Units that add the same are drawn together: how often each kind occurs in a
    resample is one multinomial draw. So 60,000 images in 10 classes are 100 kinds.

    >>> rows = np.ones((5, 1))
    >>> [sums.tolist() for sums in resampled_sums(rows, np.arange(5), n_resamples=2)]
    [[[5.0], [5.0]]]
    """
    kinds, counts = _kinds_of_units(statistics, units)
    rng = np.random.default_rng(seed)
    step = max(1, _CHUNK // max(kinds.shape))
    for start in range(0, n_resamples, step):
        size = min(step, n_resamples - start)
        drawn = rng.multinomial(n_drawn or counts.sum(), counts / counts.sum(), size=size)
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
