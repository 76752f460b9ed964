"""From the outcomes of the folds to the parts of a result."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._validation import UNKNOWN
from .estimates import Estimate, estimate_metrics, figure_values
from .evidence import Evidence
from .fold_result import FoldResult
from .folds import MOST_TRAINING_ROWS, FoldOutcome
from .intervals import corrected_resampled_interval, overlap_inflation
from .score_evidence import ScoreEvidence
from .targets import task_figures

__all__ = ["Assembly"]


@dataclass(frozen=True)
class Assembly:
    """What was asked, and the outcomes of all folds of all repeats.

    Attributes
    ----------
    y : ndarray of shape (n,) or (n, k)
        Targets.
    class_names : tuple
    groups : ndarray of shape (n,) or None
    positive : str or None
        Positive class of a binary task.
    outcomes : list of FoldOutcome
    costs : dict of (true, predicted) to float, or None
        What mistakes cost.
    """

    y: np.ndarray
    class_names: tuple
    groups: np.ndarray | None
    positive: str | None
    outcomes: list[FoldOutcome]
    costs: dict | None = None

    @cached_property
    def fold_results(self) -> tuple[FoldResult, ...]:
        """Figures and times of every fold."""
        return tuple(
            FoldResult(
                repeat=outcome.repeat + 1,
                fold=outcome.fold + 1,
                n_train=outcome.n_train,
                n_test=len(outcome.test),
                fit_seconds=outcome.fit_seconds,
                predict_seconds=outcome.predict_seconds,
                test=self._tested_figures(outcome),
                train=self._figures(outcome.training_rows, outcome.training_predictions),
            )
            for outcome in self.outcomes
        )

    def _tested_figures(self, outcome) -> dict[str, float]:
        figures = self._figures(outcome.test, outcome.predictions)
        if self._score_evidence is not None:
            figures |= self._score_evidence.fold_values((outcome.repeat, outcome.fold + 1))
        return figures | outcome.scorers

    def _figures(self, rows, predictions) -> dict[str, float]:
        return task_figures(self.y[rows], predictions, self.class_names, self.positive, self.costs)

    @cached_property
    def predictions(self) -> np.ndarray:
        """Out-of-fold predictions ``(repeats, n[, k])``; "" or -1 where not tested."""
        nothing = "" if self.y.dtype.kind == "U" else UNKNOWN
        out = np.full((self._n_repeats(), *self.y.shape), nothing, dtype=self.y.dtype)
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.predictions
        return out

    @cached_property
    def scores(self) -> tuple[np.ndarray | None, str | None]:
        """Out-of-fold scores ``(repeats, n, k)`` and what they are, if all folds have them.

        NaN where an image was not tested.
        """
        kinds = {outcome.score_kind for outcome in self.outcomes}
        if len(kinds) != 1 or None in kinds:
            return None, None
        out = np.full((self._n_repeats(), len(self.y), len(self.class_names)), np.nan)
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.scores
        return out, kinds.pop()

    @cached_property
    def fold_numbers(self) -> np.ndarray:
        """Number, from 1, of the fold that tested each image ``(repeats, n)``; 0 if none did."""
        out = np.zeros((self._n_repeats(), len(self.y)), dtype=int)
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.fold + 1
        return out

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence.of(
            self.y,
            self.predictions,
            self.class_names,
            self.groups,
            self.positive,
            tested=self.fold_numbers > 0,
            costs=self.costs,
            inflation=overlap_inflation(*self._sizes),
        )

    @property
    def _sizes(self) -> tuple[float, float]:
        """Images that a fold trains on and tests, on average."""
        n_tested = np.mean([len(outcome.test) for outcome in self.outcomes])
        return float(np.mean([outcome.n_train for outcome in self.outcomes])), float(n_tested)

    @cached_property
    def _score_evidence(self) -> ScoreEvidence | None:
        scores, kind = self.scores
        if scores is None:
            return None
        return ScoreEvidence.of(
            self.y,
            scores,
            kind,
            self.class_names,
            self.groups,
            self.positive,
            folds=self.fold_numbers,
            inflation=overlap_inflation(*self._sizes),
        )

    def estimates(self, random_state=0):
        """Estimates of all figures, and the table of classes; see `estimate_metrics`."""
        folds = self.fold_results
        estimates, classes = estimate_metrics(
            self._evidence, [fold.test for fold in folds], random_state, self._score_evidence
        )
        for name in self.outcomes[0].scorers:
            values = [fold.test[name] for fold in folds]
            interval = corrected_resampled_interval(values, *self._sizes)
            estimates[name] = Estimate.over(values, interval=_at_most_perfect(interval, name))
        return estimates, classes

    def plain_estimates(self) -> dict[str, Estimate]:
        """Estimates without intervals."""
        values = figure_values(self._evidence, self._score_evidence)
        folds = [fold.test for fold in self.fold_results]
        of_folds = {name: [fold[name] for fold in folds if name in fold] for name in values}
        return {n: Estimate.over(of_folds[n], value) for n, value in values.items() if of_folds[n]}

    def training_estimates(self) -> dict[str, Estimate]:
        """Figures on training images, means over the folds."""
        folds = self.fold_results
        return {
            name: Estimate.over([fold.train[name] for fold in folds]) for name in folds[0].train
        }

    def notes(self) -> tuple[str, ...]:
        """What a person should be told about the loop."""
        notes = () if self._score_evidence is None else self._score_evidence.notes()
        if all(len(outcome.training_rows) == outcome.n_train for outcome in self.outcomes):
            return notes
        return (*notes, f"training figures are of {MOST_TRAINING_ROWS:,} training images per fold")

    def _n_repeats(self) -> int:
        return 1 + max(outcome.repeat for outcome in self.outcomes)


def _at_most_perfect(interval, name):
    """Cut to what a scikit-learn scorer of classifiers can reach: 1, and 0 for negated losses."""
    if interval is None:
        return None
    return interval._replace(high=min(interval.high, 0.0 if name.startswith("neg_") else 1.0))
