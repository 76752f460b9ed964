"""What kernel ridge is asked to fit: targets, and what they weigh."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np


class Task(NamedTuple):
    """Targets of rows, a column for each class or label."""

    targets: np.ndarray  # (n, k), -1 and 1
    weights: np.ndarray  # (n, 1) or (n, k): what a mistake counts; 0 where a label is unknown
    exclusive: bool  # whether one column of every row is 1: classes, and not labels

    def of(self, some) -> "Task":
        """The same of some rows."""
        return self._replace(targets=self.targets[some], weights=self.weights[some])

    def means(self) -> np.ndarray:
        """Mean target of every column ``(k,)``; -1, absent, of a label that no row knows."""
        weights = np.broadcast_to(self.weights, self.targets.shape)
        total = weights.sum(axis=0)
        sums = (self.targets * weights).sum(axis=0)
        return np.where(total > 0, sums / np.where(total > 0, total, 1), -1).astype(sums.dtype)

    def centred(self, means) -> "Task":
        """The same with the means subtracted."""
        return self._replace(targets=self.targets - means)

    def by_weights(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Weights of the rows ``(n,)``, not all 0, and the columns that have them."""
        kinds, kind_of = np.unique(self.weights, axis=1, return_inverse=True)
        kind_of = np.broadcast_to(kind_of.reshape(-1), self.targets.shape[1:])
        for kind, weights in enumerate(kinds.T):
            if weights.any():
                yield weights, np.flatnonzero(kind_of == kind)
