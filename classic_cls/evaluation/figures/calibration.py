"""How far probabilities are from what happens: the calibration error and its interval.

What happens is compared with the probabilities in bins of equally many. The plain error of the
bins is never below zero, so of few images it is too large even of perfect probabilities. Here the
square of every bin is the mean over pairs of different images (or groups), which chance alone
leaves at zero: where all probabilities of a bin are one it is the debiased estimate of Kumar,
Liang and Ma (2019), "Verified uncertainty calibration", NeurIPS.

A bootstrap adds the chance of its draws to that of the images, which near zero is all there is,
so that its limits would be far apart; the sums of images (or groups) in the bins have a
covariance from which the doubt follows directly.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from ..intervals import Interval, widened
from ..shares import student_quantile

_MOST_BINS = 10
_FEWEST_IN_BIN = 20
# Weights of so many events at a time: bounds the memory to some tens of megabytes.
_CHUNK = 2_000_000


class Events(NamedTuple):
    """Probabilities ``(m,)`` of what ``happened``, 1.0 or 0.0, in a ``row`` of some tests.

    Of several classes: that the answer is right; of two: that it is the second; of several
    labels: that each is there, a ``column`` each.
    """

    probability: np.ndarray
    happened: np.ndarray
    row: np.ndarray
    column: np.ndarray


def events(part) -> Events:
    """What probabilities of some tests are about.

    >>> from .behind import Part
    >>> scores = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
    >>> found = events(Part(np.array([0, 1]), np.array([0, 2]), scores))
    >>> found.probability.tolist(), found.happened.tolist()
    ([0.5, 0.7], [1.0, 0.0])
    """
    truth, scores, rows = part.truth, part.scores, np.arange(len(part.truth))
    if truth.ndim == 2:
        rows, columns = np.nonzero(truth >= 0)
        return Events(scores[rows, columns], truth[rows, columns].astype(float), rows, columns)
    totals = scores.sum(axis=1)
    of_two = scores.shape[1] == 2
    said = np.ones_like(part.answers) if of_two else part.answers
    found = scores[rows, said] / np.where(totals > 0, totals, 1.0)
    return Events(found, (truth == said).astype(float), rows, np.zeros_like(rows))


def bin_numbers(probabilities, most: int = _MOST_BINS) -> np.ndarray:
    """Bins ``(n,)`` of about equally many probabilities; equal ones are never apart.

    >>> bin_numbers(np.repeat([0.2, 0.9, 0.6], 20)).tolist()[::20]
    [0, 2, 1]
    """
    n = len(probabilities)
    n_bins = int(np.clip(n // _FEWEST_IN_BIN, 1, most))
    starts = np.sort(probabilities)[np.arange(1, n_bins) * n // n_bins]
    found = np.searchsorted(np.unique(starts), probabilities, side="right")
    return np.unique(found, return_inverse=True)[1]


class _Binned:
    """Events in the bins of their columns (cells), and what each image or group adds to these."""

    def __init__(self, part):
        self.events = found = events(part)
        cells = np.zeros(len(found.row), dtype=int)
        for column in np.unique(found.column):
            of = found.column == column
            cells[of] = cells.max(initial=-1) + 1 + bin_numbers(found.probability[of])
        self.off = found.happened - found.probability
        cells = np.unique(cells, return_inverse=True)[1]
        units = found.row if part.units is None else part.units[found.row]
        units = np.unique(units, return_inverse=True)[1]
        self.n_units, self.n_cells = int(units.max(initial=-1)) + 1, int(cells.max(initial=-1)) + 1
        kinds, of_kind = np.unique(cells * max(1, self.n_units) + units, return_inverse=True)
        self.cell, self.unit = np.divmod(kinds, max(1, self.n_units))
        self.to_unit = _sums_of(of_kind, len(kinds))  # of a cell
        self.to_cell = _sums_of(self.cell, self.n_cells)

    def squared(self, weights) -> np.ndarray:
        """Mean squared error ``(b,)`` of the cells without that of chance; NaN if unknown."""
        of_event = weights[self.events.row]
        counts, sums = self.to_unit @ of_event, self.to_unit @ (self.off[:, None] * of_event)
        of_cell = self.to_cell @ counts
        pairs = of_cell**2 - self.to_cell @ counts**2
        products = (self.to_cell @ sums) ** 2 - self.to_cell @ sums**2
        known = pairs > 0.5
        mean = np.divide(products, pairs, out=np.zeros_like(pairs), where=known)
        total = (of_cell * known).sum(axis=0)
        return np.divide(
            (of_cell * mean).sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0
        )

    def doubt(self) -> tuple[float, float]:
        """``k`` and ``t`` of the variance ``4 k q + 2 t`` of `squared` where it truly is ``q``.

        That of a quadratic form of sums, whose covariance is that of the images or groups.
        """
        counts, sums = self.to_unit @ np.ones(len(self.off)), self.to_unit @ self.off
        n, total = self.to_cell @ counts, self.to_cell @ sums
        n_units = np.bincount(self.cell, minlength=self.n_cells)
        rest = sums - counts * (total / n)[self.cell]
        rest *= np.sqrt(n_units / np.maximum(1, n_units - 1))[self.cell]
        of_unit = sparse.csr_array(
            (rest, (self.unit, self.cell)), shape=(self.n_units, self.n_cells)
        )
        covariance = (of_unit.T @ of_unit).toarray()
        covariance += np.diag(self._unseen(n, n_units))
        scale = 1 / (n * n.sum())
        noise = scale[:, None] * covariance
        chance = float((noise * noise.T).sum())
        signal = scale * total
        size = float(signal @ total)
        if size == 0:
            return chance / max(float(np.trace(noise)), 1e-300), chance
        return float(signal @ covariance @ signal) / size, chance

    def _unseen(self, n, n_units) -> np.ndarray:
        """Variance of cells in which everything or nothing happened, as of two more of each."""
        happened = self.to_cell @ (self.to_unit @ self.events.happened)
        share = (happened / n * n_units + 2) / (n_units + 4)
        alike = (happened == 0) | (happened == n)
        return np.where(alike, n**2 * share * (1 - share) / n_units, 0.0)


def _sums_of(places, n) -> sparse.csr_array:
    """Matrix ``(n, m)`` that adds up what has the same place."""
    ones = np.ones(len(places))
    return sparse.csr_array((ones, (places, np.arange(len(places)))), shape=(n, len(places)))


def calibration_error(part, weights) -> np.ndarray:
    """Root mean square ``(b,)`` of probability minus share, over bins, without that of chance.

    >>> from .behind import Part
    >>> scores = np.tile([0.2, 0.8], (100, 1))
    >>> part = Part(np.repeat([0, 1], 50), np.ones(100, dtype=int), scores)
    >>> calibration_error(part, np.ones((100, 1))).round(2).tolist()
    [0.3]
    """
    found, width = _Binned(part), weights.shape[1]
    if not len(found.off):
        return np.full(width, np.nan)
    step = max(1, _CHUNK // len(found.off))
    parts = [found.squared(weights[:, at : at + step]) for at in range(0, width, step)]
    return np.sqrt(np.maximum(np.concatenate(parts), 0.0))


def calibration_interval(predictions) -> Interval:
    """The true squares that the one found is likely of; of repeats their mean, as one repeat.

    As Wilson's interval, it takes the variance from the supposed value, not from the one found.
    """
    repeats, rows = predictions.cells
    binned = [
        _Binned(predictions.part((r, rows[repeats == r]))) for r in np.unique(repeats).tolist()
    ]
    square = np.mean([found.squared(np.ones((found.events.row.max() + 1, 1))) for found in binned])
    slope, chance = np.mean([found.doubt() for found in binned], axis=0)
    slope, chance = slope * predictions.inflation, chance * predictions.inflation**2
    t = student_quantile(max(1, max(found.n_units for found in binned) - 1))
    middle = square + 2 * slope * t**2
    half = t * np.sqrt(max(0.0, 4 * slope * square + 4 * (slope * t) ** 2 + 2 * chance))
    low, high = np.sqrt(np.clip([middle - half, middle + half], 0.0, 1.0)).tolist()
    unit = "images" if predictions.groups is None else "groups"
    words = f"score interval from the spread of {unit} within bins"
    return Interval(low, high, words + widened(predictions.inflation))
