"""Areas under curves of weighted images, for many weightings at once.

The scores are sorted once. What a weighting changes is only how much weight lies below,
at and above every level of the positive images' scores, which is one sparse product for
all resamples of a bootstrap.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Ranking:
    """The order of the images by one score.

    ``levels`` ``(L, n)``: which positive images have which of the L different scores of these.
    ``gaps`` ``(2 L + 1, n)``: where the negative images are, row ``2 i`` between levels ``i - 1``
    and ``i``, row ``2 i + 1`` at level ``i``. Both are sparse.

    >>> ranking = Ranking.of(np.array([0, 1, 1]), np.array([0.1, 0.1, 0.9]))
    >>> roc_auc, average_precision = ranking.areas(np.ones((3, 1)))
    >>> roc_auc.tolist(), average_precision.round(3).tolist()
    ([0.75], [0.833])
    """

    levels: sparse.csr_array
    gaps: sparse.csr_array

    @classmethod
    def of(cls, truth, scores) -> "Ranking":
        """From the truth ``(n,)``, 1, 0 or -1 (unknown, which has no part), and scores ``(n,)``."""
        positive, negative = np.flatnonzero(truth == 1), np.flatnonzero(truth == 0)
        values, level = np.unique(scores[positive], return_inverse=True)
        place = np.searchsorted(values, scores[negative])
        padded = np.append(values, np.nan)
        gap = 2 * place + (padded[place] == scores[negative])
        return cls(
            _membership(level, positive, (len(values), len(truth))),
            _membership(gap, negative, (2 * len(values) + 1, len(truth))),
        )

    def areas(self, weights):
        """ROC area (Fawcett 2006) and average precision ``(b,)`` for weights ``(n, b)``; or NaN."""
        positives = self.levels @ weights
        gaps = self.gaps @ weights
        up_to = np.cumsum(gaps, axis=0)
        n_positives, n_negatives = positives.sum(axis=0), up_to[-1]
        below = up_to[0:-1:2]
        with np.errstate(divide="ignore", invalid="ignore"):
            wins = (positives * (below + gaps[1::2] / 2)).sum(axis=0)
            roc_auc = wins / (n_positives * n_negatives)
            found = np.cumsum(positives[::-1], axis=0)[::-1]
            precision = found / (found + n_negatives - below)
            average_precision = np.nansum(positives * precision, axis=0) / n_positives
        return roc_auc, average_precision


def rank_columns(truth, scores) -> list[Ranking]:
    """Rankings of the columns of a truth ``(n, k)`` by scores ``(n, k)``."""
    return [Ranking.of(truth[:, column], scores[:, column]) for column in range(truth.shape[1])]


def _membership(rows, columns, shape) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
