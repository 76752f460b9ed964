"""Probabilities that rise with a score in whatever way the rows say: isotonic and Venn-ABERS."""

import numpy as np
from sklearn.isotonic import IsotonicRegression

from .._compat import jit


def isotonic_steps(scores, present) -> list[np.ndarray]:
    """Ascending scores ``(m,)`` and the probabilities at them, with lines between.

    They stop short of 0 and 1 by one row in all, which a further one may well be: of an image that
    is given a probability of 0 and is there all the same, the log loss has no bounds.

    >>> [part.tolist() for part in isotonic_steps(np.arange(4.0), np.array([0, 1, 0, 1]))]
    [[0.0, 1.0, 2.0, 3.0], [0.16666666666666666, 0.5, 0.5, 0.8333333333333334]]
    """
    fitted = IsotonicRegression().fit(scores, present)
    least = 1 / (len(scores) + 2)
    return [fitted.X_thresholds_, np.clip(fitted.y_thresholds_, least, 1 - least)]


def venn_abers_steps(scores, present) -> list[np.ndarray]:
    """Ascending scores ``(m,)``, and the probabilities ``(2 m + 1,)`` before, at and behind each.

    A further row is joined to the others twice, once as one of the class and once as one of the
    rest, and each time an isotonic regression is made: ``p1`` and ``p0`` are what it says of that
    row. They hang on its place among the scores alone, so all there are can be worked out ahead
    (Vovk, Petej and Fedorova 2015, "Large-scale probabilistic predictors with and without
    guarantees of validity", NIPS). The probability is ``p1 / (1 - p0 + p1)``, whose log loss is
    least in the worse of both cases.

    >>> knots, found = venn_abers_steps(np.arange(4.0), np.array([0, 0, 1, 1]))
    >>> knots.tolist(), found.round(2).tolist()
    ([0.0, 1.0, 2.0, 3.0], [0.25, 0.25, 0.33, 0.33, 0.5, 0.67, 0.67, 0.75, 0.75])
    """
    knots, places = np.unique(scores, return_inverse=True)
    counts = np.bincount(places).astype(float)
    sums = np.bincount(places, np.asarray(present, dtype=float))
    low, high = _joined(counts, sums, 0.0), _joined(counts, sums, 1.0)
    return [knots, high / (1 - low + high)]


def by_steps(scores, knots, values) -> np.ndarray:
    """Probabilities ``(n,)`` of scores; ``values`` are those at knots, or on both sides too."""
    if len(values) == len(knots):
        return np.interp(scores, knots, values)
    before = np.searchsorted(knots, scores, side="left")
    at_knot = np.searchsorted(knots, scores, side="right") > before
    return values[2 * before + at_knot]


@jit
def _joined(counts, sums, label):
    """What isotonic regression says of one more row, at every place among ``m`` ascending scores.

    The blocks of all first rows, and of all last ones, are kept as chains: each block knows its
    neighbour away from the place. A new row joins blocks on both sides until means rise again.
    """
    m = len(counts)
    n_in, total, away = np.empty((2, m)), np.empty((2, m)), np.empty((2, m), np.int64)
    for side in range(2):
        last = -1
        for step in range(m):
            row = step if side == 0 else m - 1 - step
            n, s, sign = counts[row], sums[row], 1.0 if side == 0 else -1.0
            while last >= 0 and sign * (total[side, last] * n - s * n_in[side, last]) >= 0:
                n, s = n + n_in[side, last], s + total[side, last]
                last = away[side, last]
            n_in[side, row], total[side, row], away[side, row] = n, s, last
            last = row
    found = np.empty(2 * m + 1)
    for place in range(2 * m + 1):
        at = place // 2
        n, s = 1.0, label
        left, right = at - 1, at
        if place % 2 == 1:  # at a score that is there already: its rows are one block with it
            n, s, right = n + counts[at], s + sums[at], at + 1
        right = right if right < m else -1
        joins = True
        while joins:
            joins = False
            if left >= 0 and total[0, left] * n >= s * n_in[0, left]:
                n, s, left = n + n_in[0, left], s + total[0, left], away[0, left]
                joins = True
            if right >= 0 and total[1, right] * n <= s * n_in[1, right]:
                n, s, right = n + n_in[1, right], s + total[1, right], away[1, right]
                joins = True
        found[place] = s / n
    return found
