"""Scores of tested images, fold by fold, and the figures and intervals that follow."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._validation import quoted
from .evidence import tested_cells
from .figures.counts import class_codes
from .figures.ranking import Ranking, rank_columns
from .figures.ratios import mean_where
from .figures.scores import image_terms, ranked_columns
from .figures.table import FIGURES, figure_names
from .intervals import N_RESAMPLES, Interval, accuracy_interval, resampled_limits
from .targets import task_of

__all__ = ["FoldScores", "ScoreEvidence"]

# Above so many scores the areas are exact enough that fewer resamples tell their doubt.
_MANY_SCORES = 50_000
_FEW_RESAMPLES = 200
# Weights drawn at a time: bounds the memory to some tens of megabytes.
_CHUNK = 4_000_000
_AREA_OF = {
    "roc_auc": "roc_auc",
    "roc_auc_macro": "roc_auc",
    "average_precision": "average_precision",
    "mean_average_precision": "average_precision",
}


@dataclass(frozen=True)
class FoldScores:
    """Scores of the test images of one fold.

    Attributes
    ----------
    rows : ndarray of int
        Which images.
    terms : dict of str to ndarray
        What each image adds to the figures that are means over images.
    rankings : list of Ranking
        Order of the images by the score of every ranked class or label.
    """

    rows: np.ndarray
    terms: dict[str, np.ndarray]
    rankings: list[Ranking]

    def areas(self, weights) -> dict[str, np.ndarray]:
        """ROC areas and average precisions ``(columns, b)``; NaN where not defined."""
        pairs = [ranking.areas(weights) for ranking in self.rankings]
        roc_auc, average_precision = (np.stack(part) for part in zip(*pairs, strict=True))
        return {"roc_auc": roc_auc, "average_precision": average_precision}

    @cached_property
    def unweighted(self) -> dict[str, np.ndarray]:
        """The areas ``(columns,)``, every image counting once."""
        areas = self.areas(np.ones((len(self.rows), 1)))
        return {name: values[:, 0] for name, values in areas.items()}


@dataclass(frozen=True)
class ScoreEvidence:
    """Scores of the same images, once or in several repeats.

    Attributes
    ----------
    folds : dict of (repeat, fold number) to FoldScores
    names : list of str
        Figures that there are.
    columns : list of int
        Classes or labels that are ranked one against the rest.
    class_names : sequence
    positives, negatives : ndarray of shape (columns,), int
        Tested images with and without each ranked class or label.
    groups : ndarray of shape (n,) or None
    multilabel : bool
    inflation : float
        Factor on variances for overlapping training sets; see `overlap_inflation`.

    Examples
    --------
    >>> import numpy as np
    >>> evidence = ScoreEvidence.of(
    ...     np.array(["a", "b", "b"]), np.array([[[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]]]),
    ...     "predict_proba", ["a", "b"], positive="b")
    >>> evidence.values()["roc_auc"], round(evidence.values()["brier"], 2)
    (1.0, 0.14)
    """

    folds: dict[tuple[int, int], FoldScores]
    names: list[str]
    columns: list[int]
    class_names: tuple
    positives: np.ndarray
    negatives: np.ndarray
    groups: np.ndarray | None = None
    multilabel: bool = False
    inflation: float = 1.0

    @classmethod
    def of(
        cls,
        y_true,
        scores,
        score_kind,
        class_names,
        groups=None,
        positive=None,
        folds=None,
        inflation=1.0,
    ) -> "ScoreEvidence":
        """From targets ``(n[, k])``, scores ``(repeats, n, k)`` and fold numbers.

        ``folds`` ``(repeats, n)`` is 0 where an image was not tested; by default all
        images are in one fold per repeat.
        """
        folds = np.ones(scores.shape[:2], dtype=int) if folds is None else folds
        task = task_of(y_true, class_names)
        names = figure_names(task, len(class_names), positive, score_kind)
        names = [name for name in names if FIGURES[name].needs_scores]
        columns, truth = ranked_columns(y_true, class_names, positive)
        codes = None if task == "multilabel" else class_codes(y_true, class_names)
        repeats, rows = tested_cells(y_true, folds > 0, len(scores))
        numbers = folds[repeats, rows]
        parts = {}
        for place in sorted(set(zip(repeats.tolist(), numbers.tolist(), strict=True))):
            chosen = rows[(repeats == place[0]) & (numbers == place[1])]
            found = scores[place[0], chosen]
            terms = {} if codes is None else image_terms(codes[chosen], found, names)
            parts[place] = FoldScores(chosen, terms, rank_columns(truth[chosen], found[:, columns]))
        known = truth[np.unique(rows)]
        counts = [(known == value).sum(axis=0) for value in (1, 0)]
        multilabel = codes is None
        names_of = tuple(class_names)
        return cls(parts, names, columns, names_of, *counts, groups, multilabel, inflation)

    def fold_values(self, place) -> dict[str, float]:
        """Figures of one fold, those that are defined in it."""
        if place not in self.folds:
            return {}
        fold = self.folds[place]
        values = {name: float(terms.mean()) for name, terms in fold.terms.items()}
        for name in self.rank_names:
            areas = fold.unweighted[_AREA_OF[name]]
            if np.isfinite(areas).any():
                values[name] = float(areas[np.isfinite(areas)].mean())
        return {name: values[name] for name in self.names if name in values}

    @property
    def rank_names(self) -> list[str]:
        """Figures that are areas."""
        return [name for name in self.names if FIGURES[name].kind == "rank"]

    def values(self) -> dict[str, float]:
        """All figures: means over images, and over folds for areas; those that are defined."""
        found = self._figures(np.ones((self._units.max() + 1, 1)))
        return {n: float(values[0]) for n, values in found.items() if np.isfinite(values[0])}

    def class_average_precision(self) -> np.ndarray:
        """Mean over folds ``(columns,)``; 0 for a class that no tested image has."""
        areas = np.stack([fold.unweighted["average_precision"] for fold in self.folds.values()])
        return mean_where(np.nan_to_num(areas), np.isfinite(areas), axis=0)

    @cached_property
    def _tested(self):
        """Rows of the images that were tested, and which of them every test was of."""
        rows = np.concatenate([fold.rows for fold in self.folds.values()])
        return np.unique(rows, return_inverse=True)

    @property
    def n_tested(self) -> int:
        """Number of images that were tested."""
        return len(self._tested[0])

    def share_interval(self, name) -> Interval:
        """Interval of a share of images, such as those with the true class among the top 3."""
        terms = np.concatenate([fold.terms[name] for fold in self.folds.values()])
        used, images = self._tested
        n_tests = np.bincount(images)
        groups = None if self.groups is None else self.groups[used]
        means = np.bincount(images, weights=terms) / n_tests
        return accuracy_interval(means, groups, n_tests, self.inflation)

    def limits(self, random_state=0) -> dict[str, tuple[float, float]]:
        """Bootstrap limits of every figure, the folds as they are.

        Images, or whole groups, are drawn with replacement; a drawn image counts as often
        as it was drawn in every fold that tested it. The spread is at least that of one
        repeat, were it of all images tested: repeats do not stand for further images.
        """
        n_units = self._units.max() + 1
        rng = np.random.default_rng(random_state or 0)
        step = max(1, _CHUNK // n_units)
        parts = []
        for start in range(0, self.n_resamples, step):
            size = min(step, self.n_resamples - start)
            drawn = (rng.integers(n_units, size=n_units) for _ in range(size))
            weights = [np.bincount(units, minlength=n_units) for units in drawn]
            parts.append(self._repeat_sums(np.array(weights, dtype=float).T.copy()))
        found = {}
        for name, value in self.values().items():
            sums, counts = np.concatenate([part[name] for part in parts], axis=2)
            found[name] = resampled_limits(
                value,
                _quotient(sums.sum(axis=0), counts.sum(axis=0)),
                n_units,
                self.inflation,
                self._bounds(name),
                self._spread_of_repeat(_quotient(sums, counts)),
            )
        return found

    def _spread_of_repeat(self, resampled) -> float:
        """Standard deviation of a figure ``(repeats, b)`` in one repeat, for all images."""
        found = [row[np.isfinite(row)] for row in resampled]
        repeats = np.repeat([place[0] for place in self.folds], self._sizes)
        n_units = [len(np.unique(self._units[repeats == r])) for r in np.unique(repeats)]
        shares = np.array(n_units) / (self._units.max() + 1)
        variances = [share * row.var() for share, row in zip(shares, found) if len(row) > 1]
        return float(np.sqrt(np.mean(variances))) if variances else 0.0

    def _bounds(self, name) -> tuple[float, float]:
        if name == "brier" and len(self.class_names) == 2:
            return 0.0, 1.0
        return FIGURES[name].bounds

    @cached_property
    def n_resamples(self) -> int:
        """Fewer where there are many scores."""
        n_scores = sum(len(fold.rows) for fold in self.folds.values()) * len(self.columns)
        return N_RESAMPLES if n_scores <= _MANY_SCORES else _FEW_RESAMPLES

    @cached_property
    def _units(self) -> np.ndarray:
        """Number of the image, or group, of all tests, fold by fold."""
        rows = np.concatenate([fold.rows for fold in self.folds.values()])
        return np.unique(rows if self.groups is None else self.groups[rows], return_inverse=True)[1]

    @cached_property
    def _sizes(self) -> list[int]:
        return [len(fold.rows) for fold in self.folds.values()]

    def _figures(self, weights) -> dict[str, np.ndarray]:
        """Figures ``(b,)`` for weights ``(units, b)``; NaN where not defined."""
        found = self._repeat_sums(weights)
        return {name: _quotient(*pair.sum(axis=1)) for name, pair in found.items()}

    def _repeat_sums(self, weights) -> dict[str, np.ndarray]:
        """Sums and numbers ``(2, repeats, b)`` whose quotients are the figures of the repeats."""
        places = {repeat: at for at, repeat in enumerate(sorted({r for r, _ in self.folds}))}
        out = {name: np.zeros((2, len(places), weights.shape[1])) for name in self.names}
        parts = np.split(self._units, np.cumsum(self._sizes)[:-1])
        for ((repeat, _), fold), units in zip(self.folds.items(), parts, strict=True):
            of_images, at = weights[units], places[repeat]
            for name, terms in fold.terms.items():
                out[name][:, at] += terms @ of_images, of_images.sum(axis=0)
            areas = fold.areas(of_images) if self.rank_names else {}
            for name in self.rank_names:
                found = areas[_AREA_OF[name]]
                defined = np.isfinite(found)
                mean = mean_where(np.nan_to_num(found), defined, axis=0)
                out[name][:, at] += mean, defined.any(axis=0)
        return out

    def notes(self) -> tuple[str, ...]:
        """Classes that some fold cannot rank."""
        if not self.rank_names:
            return ()
        areas = np.stack([fold.unweighted["roc_auc"] for fold in self.folds.values()])
        n_missing = (~np.isfinite(areas)).sum(axis=0)
        by_count = {}
        for column, n in zip(self.columns, n_missing.tolist(), strict=True):
            if n:
                by_count.setdefault(n, []).append(self.class_names[column])
        return tuple(self._absence(n, names, len(areas)) for n, names in by_count.items())

    def _absence(self, n, names, n_folds) -> str:
        kind, them = ("label" if self.multilabel else "class"), "it"
        if len(names) > 1:
            kind, them = ("labels" if self.multilabel else "classes"), "them"
        where = f"{n} of {n_folds} folds" if n_folds > 1 else "these images"
        return (
            f"{kind} {quoted(names)} cannot be ranked in {where}, where all tested images have "
            f"{them} or all lack {them}: the areas under curves leave {them} out there"
        )


def _quotient(sums, counts):
    """NaN where there is nothing."""
    with np.errstate(invalid="ignore"):
        return sums / counts
