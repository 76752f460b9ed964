"""Every figure of some predictions, with its spread over folds and its interval."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._typing import Data
from .count_sample import CLASS_F1, CountSample
from .figures.behind import ALIKE, Counts
from .figures.table import FIGURES
from .fold_notes import fold_notes
from .intervals import Interval, widened, wilson_interval
from .predictions import Predictions
from .score_sample import ScoreSample
from .undefined import undefined_notes

# Means of what is all alike, such as the log loss of answers that are all sure and right, come out
# as 0 or as the last digit of 1, by the order in which a processor adds.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Attributes
    ----------
    value : float
        A figure that follows from counts: of all out-of-fold predictions together. A
        rank figure or a scikit-learn scorer: mean over the folds of all repeats, since
        scores of different models have no common scale; but a rank figure of folds that
        test few groups ranks the scores of all folds together, since within a group it
        would be too high.
    std : float
        Standard deviation over these folds; 0 for a single one.
    interval : Interval or None
        95% interval of the value.

    References
    ----------
    G. Forman and M. Scholz (2010), "Apples-to-apples in cross-validation studies:
    pitfalls in classifier performance measurement", SIGKDD Explorations 12.
    """

    value: float
    std: float
    interval: Interval | None = None

    @classmethod
    def over(
        cls, values: Data, value: float | None = None, interval: Interval | None = None
    ) -> "Estimate":
        """From the values of the folds, whose mean is the value if none is given."""
        values = np.asarray(values, dtype=float)
        value = float(values.mean()) if value is None else float(value)
        std = float(values.std(ddof=1)) if len(values) > 1 else 0.0
        return cls(value, std, interval)


class FiguresOf:
    """The figures of some predictions: all of them are computed here.

    >>> figures = FiguresOf(Predictions.of(list("aabb"), list("aaab")))
    >>> figures.values["accuracy"], figures.estimates()["accuracy"].interval.method
    (0.75, 'Wilson score interval, 4 images')
    """

    def __init__(self, predictions: Predictions):
        self.predictions = predictions
        self._counts, self._scores = CountSample(predictions), ScoreSample(predictions)

    @cached_property
    def values(self) -> dict[str, float]:
        """All figures that are defined: of counts together, of ranks as means over folds."""
        return self._counts.values() | self._scores.values

    @cached_property
    def of_folds(self) -> list[dict[str, float]]:
        """The figures of every fold; one that is not defined in a fold is missing there."""
        return [self._of_fold(place) for place in self.predictions.places()]

    def _of_fold(self, place) -> dict[str, float]:
        found, (repeat, fold) = self.predictions, place
        rows = np.flatnonzero(found.folds[repeat] == fold)
        return found.count_figures(found.part((repeat, rows))) | self._scores.fold_values(place)

    def plain(self) -> dict[str, Estimate]:
        """Estimates of all figures, without intervals."""
        folds, found = self.of_folds, {}
        for name, value in self.values.items():
            of_folds = [values[name] for values in folds if name in values]
            found[name] = Estimate.over(of_folds, value)
        return found

    def estimates(self, seed=0) -> dict[str, Estimate]:
        """Estimates of all figures."""
        return self.estimates_and_classes(seed)[0]

    def estimates_and_classes(self, seed=0):
        """Estimates of all figures, and the table of classes of `PredictionResult`."""
        plain = self.plain()
        limits = self._limits([*plain, CLASS_F1], seed)
        estimates = {
            name: Estimate(e.value, e.std, self._interval(name, e.value, limits))
            for name, e in plain.items()
        }
        return estimates, self._classes(limits[CLASS_F1])

    def estimate(self, name, seed=0) -> Estimate | None:
        """One figure without its spread over folds; None where images do not define it."""
        value = self.values.get(name)
        if value is None:
            return None
        return Estimate(value, 0.0, self._interval(name, value, self._limits([name], seed)))

    def notes(self) -> tuple[str, ...]:
        """What a person should be told."""
        found, values = self.predictions, self.values
        undefined = undefined_notes(found, values)
        return (*undefined, *self._scores.notes(), *fold_notes(found, values))

    def _behind(self, name):
        return FIGURES[name].of(self.predictions.task).behind

    def _limits(self, names, seed) -> dict:
        names = [n for n in names if n == CLASS_F1 or not self._behind(n).always]
        of_counts = [n for n in names if n == CLASS_F1 or isinstance(self._behind(n), Counts)]
        others = set(names) - set(of_counts)
        found = self._counts.limits(of_counts, seed) if of_counts else {}
        return found | self._scores.limits(others, seed)

    def _interval(self, name, value, limits) -> Interval:
        """By the bootstrap; where that knows no doubt, from the number of images behind it."""
        figure = FIGURES[name].of(self.predictions.task)
        low, high = limits.get(name, (value, value))
        found = None
        if high - low <= _ROUNDING or self._is_at_bound(figure, value):
            found = figure.doubt(value, self.predictions)
            low, high, method = value, value, ALIKE
        else:
            sample = self._counts if isinstance(figure.behind, Counts) else self._scores
            method = sample.method + widened(self.predictions.inflation)
        if found is None:
            found = self._at_least(name, value, Interval(float(low), float(high), method))
        # Rounding, or unequal numbers of tests, may have put the value outside.
        return found._replace(low=min(found.low, value), high=max(found.high, value))

    def _at_least(self, name, value, interval) -> Interval:
        """Of an aggregate over classes: no narrower than the images of its rarest class allow."""
        behind = self._behind(name)
        if isinstance(behind, Counts) and behind.over.doubt is not None:
            return interval
        sample = self._counts if isinstance(behind, Counts) else self._scores
        low, high = sample.allowed(name, value)
        low, high = min(low, interval.low), max(high, interval.high)
        if interval.method == ALIKE or (low, high) == interval[:2]:
            return Interval(low, high, interval.method)
        return Interval(low, high, f"{interval.method}; as wide as its rarest class allows")

    def _is_at_bound(self, figure, value) -> bool:
        """Whether a figure is as good or bad as can be, so that its resamples say nothing."""
        bounds = figure.bounds_for(len(self.predictions.class_names))
        return any(abs(value - bound) <= _ROUNDING for bound in bounds)

    def _classes(self, f1_limits) -> dict[str, np.ndarray]:
        found = self.predictions
        tally = found.counting.tally(self._counts.sums)
        table = {name: getattr(tally, name).copy() for name in ("precision", "recall", "f1")}
        low, high = (np.array(limit) for limit in f1_limits)
        # As perfect (or as bad) in every resample, save in those without an image of the class.
        alike = np.isin(table["f1"], (0.0, 1.0)) & (found.support > 0)
        sizes = found.support[alike] * found.independence
        low[alike], high[alike] = wilson_interval(table["f1"][alike], sizes)
        table["f1_low"] = np.minimum(low, table["f1"])
        table["f1_high"] = np.maximum(high, table["f1"])
        for values in table.values():  # nobody knows how good it is where there is no image
            values[tally.without_images] = np.nan
        average_precision = self._scores.class_average_precision()
        if average_precision is not None:
            table["average_precision"] = average_precision
        table |= {"support": found.support, "prevalence": tally.prevalence}
        return table if found.unknown is None else table | {"unknown": found.unknown}
