"""What images add to the figures that are no counts, fold by fold, and their bootstrap."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from .._validation import quoted
from .figures.behind import Counts, Part, Ranks, Terms, Whole
from .figures.ranking import Ranking, rank_columns
from .figures.ratios import mean_where
from .figures.table import FIGURES
from .intervals import N_RESAMPLES, resampled_limits
from .ranked_tests import in_many_folds, ranked_tests, ranks_across_folds
from .shares import roc_area_interval

# Above so many scores the areas are exact enough that fewer resamples tell their doubt.
_MANY_SCORES = 50_000
_FEW_RESAMPLES = 200
# Weights drawn at a time: bounds the memory to some tens of megabytes.
_CHUNK = 4_000_000
# Of fewer images on one side a bootstrap of the area under the ROC curve knows too little doubt.
_FEW_IMAGES = 20


class _Fold(NamedTuple):
    """Test images of one fold: rows, terms ``(n,)`` by figure, and its own figures."""

    rows: np.ndarray
    terms: dict[str, np.ndarray]
    values: dict[str, float]


class _Ranked(NamedTuple):
    """Tests that are ranked among each other: their order by every score, and the areas."""

    repeat: int
    rows: np.ndarray
    rankings: list[Ranking]
    areas: dict[str, np.ndarray]

    @classmethod
    def of(cls, predictions, tests) -> "_Ranked":
        repeat, repeats, rows = tests
        scores = predictions.part((repeats, rows)).scores[:, predictions.ranked_columns]
        rankings = rank_columns(predictions.ranked_truth[rows], scores)
        areas = _areas(rankings, np.ones((len(rows), 1)))
        return cls(repeat, rows, rankings, {curve: a[:, 0] for curve, a in areas.items()})


def _areas(rankings, weights) -> dict[str, np.ndarray]:
    """Areas ``(columns, b)`` under both curves; NaN where not defined."""
    pairs = [ranking.areas(weights) for ranking in rankings]
    roc, precision_recall = (np.stack(part) for part in zip(*pairs, strict=True))
    return {"roc": roc, "precision_recall": precision_recall}


class ScoreSample:
    """The figures that are no counts; a drawn image counts in every fold that tested it."""

    def __init__(self, predictions):
        self.predictions = predictions
        task = predictions.task
        behind = {name: FIGURES[name].of(task).behind for name in predictions.figure_names}
        self.behind = {name: b for name, b in behind.items() if not isinstance(b, Counts)}
        self.folds = self._folds() if self.behind else {}
        self.across_folds = bool(self._of_kind(Ranks)) and ranks_across_folds(predictions)

    def _of_kind(self, kind) -> dict:
        return {name: b for name, b in self.behind.items() if isinstance(b, kind)}

    def _folds(self) -> dict[tuple[int, int], _Fold]:
        repeats, rows = self.predictions.cells
        numbers = self.predictions.folds[repeats, rows]
        places = sorted(set(zip(repeats.tolist(), numbers.tolist(), strict=True)))
        return {(r, f): self._fold(r, rows[(repeats == r) & (numbers == f)]) for r, f in places}

    def _fold(self, repeat, rows) -> _Fold:
        found, ones = self.predictions, np.ones((len(rows), 1))
        part = found.part((repeat, rows))
        terms = {name: terms.formula(part) for name, terms in self._of_kind(Terms).items()}
        values = {name: float(of_images.mean()) for name, of_images in terms.items()}
        for name, whole in self._of_kind(Whole).items():
            values[name] = float(whole.formula(part, ones)[0])
        return _Fold(rows, terms, values)

    @cached_property
    def ranked(self) -> list[_Ranked]:
        """The tests that are ranked together; none where no figure wants it."""
        if not self._of_kind(Ranks):
            return []
        found = [_Ranked.of(self.predictions, tests) for tests in ranked_tests(self.predictions)]
        if not self.across_folds:
            return found
        columns = ~in_many_folds(self.predictions)
        for ranked in found:
            for areas in ranked.areas.values():
                areas[columns] = np.nan
        return found

    def fold_values(self, place) -> dict[str, float]:
        """Figures of one fold, those that are defined in it."""
        if place not in self.folds:
            return {}
        found = self.folds[place].values | self._areas_of_fold(place)
        return {name: found[name] for name in self.behind if np.isfinite(found[name])}

    def _areas_of_fold(self, place) -> dict[str, float]:
        if not self._of_kind(Ranks):
            return {}
        if self.across_folds:
            repeat, rows = place[0], self.folds[place].rows
            ranked = _Ranked.of(self.predictions, (repeat, np.full(len(rows), repeat), rows))
        else:
            ranked = self.ranked[list(self.folds).index(place)]
        areas = {name: ranked.areas[ranks.curve] for name, ranks in self._of_kind(Ranks).items()}
        return {name: _mean_of_defined(of_columns) for name, of_columns in areas.items()}

    @cached_property
    def values(self) -> dict[str, float]:
        """All figures: means over images, over folds for areas; those that are defined."""
        if not self.folds:
            return {}
        found = self._repeat_sums(np.ones((self.n_drawn, 1)), set(self.behind))
        values = {name: _quotient(*pair.sum(axis=1)) for name, pair in found.items()}
        for name, ranks in self._of_kind(Ranks).items():
            if self._lacks_a_class(ranks.curve):
                del values[name]
        return {n: float(value[0]) for n, value in values.items() if np.isfinite(value[0])}

    def weighted(self, name, weights) -> np.ndarray:
        """A figure ``(b,)`` of units that count as often as ``weights`` ``(units, b)`` say."""
        sums, counts = self._repeat_sums(weights, {name})[name].sum(axis=1)
        return _quotient(sums, counts)

    def resampled(self, name, seed=0) -> np.ndarray:
        """A figure ``(b,)`` of every resample; the same draws for the same images and seed."""
        parts = [part[name].sum(axis=1) for part in self._resampled_sums(seed, {name})]
        return _quotient(*np.concatenate(parts, axis=1))

    @property
    def n_drawn(self) -> int:
        """Number of images, or groups, of a resample."""
        return int(self._units.max()) + 1

    def _lacks_a_class(self, curve) -> bool:
        """Whether no fold ranks some class, so that the mean would be one of the others."""
        ranked = np.isfinite(self._all_areas(curve)).any(axis=0)
        known = (self.predictions.ranked_truth[self.predictions.cells[1]] >= 0).any(axis=0)
        return not ranked[known].all()

    def _all_areas(self, curve) -> np.ndarray:
        """Areas ``(folds, columns)``, or repeats, NaN where not defined."""
        return np.stack([ranked.areas[curve] for ranked in self.ranked])

    def class_average_precision(self) -> np.ndarray | None:
        """Mean over folds ``(k,)``, NaN for a class without images; None unless all are ranked."""
        columns = self.predictions.ranked_columns
        if not self._of_kind(Ranks) or len(columns) < len(self.predictions.class_names):
            return None
        areas = self._all_areas("precision_recall")
        ranked = np.isfinite(areas)
        mean = mean_where(np.nan_to_num(areas), ranked, axis=0)
        return np.where(ranked.any(axis=0), mean, np.nan)

    def allowed(self, name, value) -> tuple[float, float]:
        """The limits that rare classes allow an area under ROC curves.

        The bootstrap is right above some 20 images on either side, and for average precision.
        """
        ranks = self._of_kind(Ranks).get(name)
        if ranks is None or ranks.curve != "roc":
            return value, value
        areas = self._all_areas("roc")
        ranked = np.isfinite(areas)
        mean = mean_where(np.nan_to_num(areas), ranked, axis=0)
        truth = [self.predictions.ranked_truth[ranked.rows] for ranked in self.ranked]
        positives, negatives = (
            np.array([(of_fold == kind).sum(axis=0) for of_fold in truth]) * ranked
            for kind in (1, 0)
        )
        n_tests = len(self.predictions.cells[0]) / self.predictions.n_tested
        few = np.minimum(positives, negatives).sum(axis=0) < _FEW_IMAGES * n_tests
        few &= ranked.any(axis=0)
        sizes, independence = (positives[:, few], negatives[:, few]), self.predictions.independence
        limits = roc_area_interval(mean[few], *sizes, independence / n_tests)
        below, above = (np.sqrt(np.sum((limit - mean[few]) ** 2)) for limit in limits)
        n_classes = ranked.any(axis=0).sum()
        return max(0.0, value - below / n_classes), min(1.0, value + above / n_classes)

    def limits(self, names, seed=0) -> dict[str, tuple[float, float]]:
        """Bootstrap limits, the folds as they are; the spread is at least that of one repeat."""
        if not self.folds or not set(names) & set(self.behind):
            return {}
        resampled = self._resampled_sums(seed, set(names))
        n_units, inflation = self.n_drawn, self.predictions.inflation
        found = {}
        for name, value in self.values.items():
            if name not in names:
                continue
            sums, counts = np.concatenate([part[name] for part in resampled], axis=2)
            found[name] = resampled_limits(
                value,
                _quotient(sums.sum(axis=0), counts.sum(axis=0)),
                n_units,
                inflation,
                FIGURES[name].bounds_for(len(self.predictions.class_names)),
                self._spread_of_repeat(_quotient(sums, counts)),
            )
        return found

    def _resampled_sums(self, seed, names) -> list[dict[str, np.ndarray]]:
        n_units = self.n_drawn
        rng = np.random.default_rng(seed or 0)
        step = max(1, _CHUNK // n_units)
        parts = []
        for start in range(0, self.n_resamples, step):
            size = min(step, self.n_resamples - start)
            drawn = (rng.integers(n_units, size=n_units) for _ in range(size))
            weights = [np.bincount(units, minlength=n_units) for units in drawn]
            parts.append(self._repeat_sums(np.array(weights, dtype=float).T.copy(), names))
        return parts

    def _spread_of_repeat(self, resampled) -> float:
        """Standard deviation of a figure ``(repeats, b)`` in one repeat, for all images."""
        found = [row[np.isfinite(row)] for row in resampled]
        repeats = np.repeat([place[0] for place in self.folds], self._sizes)
        n_units = [len(np.unique(self._units[repeats == r])) for r in np.unique(repeats)]
        shares = np.array(n_units) / self.n_drawn
        variances = [share * row.var() for share, row in zip(shares, found) if len(row) > 1]
        return float(np.sqrt(np.mean(variances))) if variances else 0.0

    @property
    def method(self) -> str:
        """The bootstrap in words."""
        unit = "images" if self.predictions.groups is None else "groups"
        where = "" if self.across_folds else " within the folds"
        return f"bootstrap, {self.n_resamples} resamples of {unit}{where}"

    @cached_property
    def n_resamples(self) -> int:
        """Fewer where there are many scores."""
        n_scores = sum(self._sizes) * len(self.predictions.ranked_columns)
        return N_RESAMPLES if n_scores <= _MANY_SCORES else _FEW_RESAMPLES

    @cached_property
    def _units(self) -> np.ndarray:
        """Number of the image, or group, of all tests, fold by fold."""
        rows = np.concatenate([fold.rows for fold in self.folds.values()])
        groups = self.predictions.groups
        return np.unique(rows if groups is None else groups[rows], return_inverse=True)[1]

    @cached_property
    def _sizes(self) -> list[int]:
        return [len(fold.rows) for fold in self.folds.values()]

    def _repeat_sums(self, weights, names) -> dict[str, np.ndarray]:
        """Sums and numbers ``(2, repeats, b)``, whose quotients are figures, for weights.

        What is no sum is left out unless it is among the names, as it costs more than the rest.
        """
        repeats = sorted({repeat for repeat, _ in self.folds})
        out = {name: np.zeros((2, len(repeats), weights.shape[1])) for name in self.behind}
        parts = np.split(self._units, np.cumsum(self._sizes)[:-1])
        for ((repeat, _), fold), units in zip(self.folds.items(), parts, strict=True):
            of_images, at = weights[units], repeats.index(repeat)
            for name, terms in fold.terms.items():
                out[name][:, at] += terms @ of_images, of_images.sum(axis=0)
        for ranked in self.ranked:
            self._add_areas(out, ranked, weights, repeats.index(ranked.repeat))
        for name, whole in self._of_kind(Whole).items():
            if name not in names:
                continue
            for at, (part, units) in enumerate(self._whole_repeats):
                found = np.asarray(whole.formula(part, weights[units]), dtype=float)
                out[name][:, at] = np.nan_to_num(found), np.isfinite(found)
        return out

    def _add_areas(self, out, ranked, weights, at) -> None:
        areas = _areas(ranked.rankings, weights[self._unit_of_row[ranked.rows]])
        for name, ranks in self._of_kind(Ranks).items():
            never = np.isnan(ranked.areas[ranks.curve])  # nor where too uneven to be ranked
            found = np.where(never[:, None], np.nan, areas[ranks.curve])
            defined = np.isfinite(found)
            mean = mean_where(np.nan_to_num(found), defined, axis=0)
            out[name][:, at] += mean, defined.any(axis=0)

    @cached_property
    def _unit_of_row(self) -> np.ndarray:
        """Number of the unit of every row that is tested."""
        found = np.zeros(self.predictions.n_images, dtype=int)
        found[np.concatenate([fold.rows for fold in self.folds.values()])] = self._units
        return found

    @cached_property
    def _whole_repeats(self) -> list[tuple[Part, np.ndarray]]:
        """Of every repeat all tests together, and their units."""
        repeats = np.repeat([place[0] for place in self.folds], self._sizes)
        rows = np.concatenate([fold.rows for fold in self.folds.values()])
        of_repeat = [(r, repeats == r) for r in np.unique(repeats)]
        return [(self.predictions.part((r, rows[of])), self._units[of]) for r, of in of_repeat]

    def notes(self) -> tuple[str, ...]:
        """Classes that some fold cannot rank."""
        if not self._of_kind(Ranks) or self.across_folds:
            return ()
        areas = self._all_areas("roc")
        n_missing = (~np.isfinite(areas)).sum(axis=0)
        by_count = {}
        for column, n in zip(self.predictions.ranked_columns, n_missing.tolist(), strict=True):
            if n:
                by_count.setdefault(n, []).append(self.predictions.class_names[column])
        return tuple(self._absence(n, names, len(areas)) for n, names in by_count.items())

    def _absence(self, n, names, n_folds) -> str:
        one, several = ("label", "labels") if self.predictions.multilabel else ("class", "classes")
        kind, them = (several, "them") if len(names) > 1 else (one, "it")
        where = f"{n} of {n_folds} folds" if n_folds > 1 else "these images"
        return (
            f"{kind} {quoted(names)} cannot be ranked in {where}, where all tested images have "
            f"{them} or all lack {them}: the areas under curves leave {them} out there"
        )


def _mean_of_defined(values) -> float:
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if len(defined) else np.nan


def _quotient(sums, counts):
    """NaN where there is nothing."""
    with np.errstate(invalid="ignore"):
        return sums / counts
