"""Counts of answers, and their bootstrap."""

from functools import cached_property

import numpy as np
from scipy import sparse

from .figures.members import allowed
from .figures.table import FIGURES
from .intervals import N_RESAMPLES, bootstrap_intervals

CLASS_F1 = "f1 of every class"


class CountSample:
    """What each test, of an image or of a group in one repeat, adds to the figures that are counts.

    Each is a unit of the bootstrap, and there are as many in a resample as images or groups. So
    repeats tell more about what is drawn from, but no resample is steadier than a single repeat.
    """

    def __init__(self, predictions):
        self.predictions = predictions
        repeats, rows = predictions.cells
        units = rows if predictions.groups is None else predictions.groups[rows]
        units = np.unique(units, return_inverse=True)[1]
        self.n_drawn = int(units.max()) + 1
        self.units = np.unique(units * (repeats.max() + 1) + repeats, return_inverse=True)[1]
        self.statistics = sparse.csr_array(
            predictions.counting.statistics(*predictions.part()[:2])
        )

    @property
    def unit_name(self) -> str:
        """What a bootstrap draws."""
        return "images" if self.predictions.groups is None else "groups"

    @property
    def method(self) -> str:
        """The bootstrap in words."""
        return f"bootstrap, {N_RESAMPLES} resamples of {self.unit_name}"

    @cached_property
    def sums(self) -> np.ndarray:
        """Sums ``(m,)`` over all tests."""
        return np.asarray(self.statistics.sum(axis=0)).ravel()

    def values(self) -> dict[str, float]:
        """The figures that are defined."""
        return self.predictions.count_figures(self.predictions.part())

    def value(self, name, sums) -> np.ndarray:
        """One of the figures ``(...)``, from sums ``(..., m)``."""
        return self.predictions.count_values(sums, [name])[name]

    def allowed(self, name, value) -> tuple[float, float]:
        """The limits that the images of every class allow."""
        of_moved, n_classes = self._of_moved
        low, high = allowed(value, of_moved[name], n_classes)
        least, largest = self._bounds(name)
        return max(low, least), min(high, largest)

    @cached_property
    def _of_moved(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        found = self.predictions
        moved, n_classes = found.counting.moved(self.sums, found.support, found.independence)
        return found.count_values(moved), n_classes

    def limits(self, names, seed=0) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Limits of some figures; `CLASS_F1` may be among them: those of every class."""
        predictions = self.predictions
        of_classes, names = CLASS_F1 in names, [name for name in names if name != CLASS_F1]

        def figures(sums):
            found = predictions.count_values(sums, names) if names else {}
            return found | ({CLASS_F1: predictions.counting.tally(sums).f1} if of_classes else {})

        return bootstrap_intervals(
            self.statistics, self.units, figures, seed=seed or 0, inflation=predictions.inflation,
            n_drawn=self.n_drawn, bounds=self._bounds,
        )

    def _bounds(self, name) -> tuple[float, float]:
        if name == CLASS_F1:
            return 0.0, 1.0
        return FIGURES[name].bounds_for(len(self.predictions.class_names))
