"""From the outcomes of the folds to the parts of a result."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .estimates import Estimate, estimate_metrics
from .evidence import Evidence
from .fold_result import FoldResult
from .folds import MOST_TRAINING_ROWS, FoldOutcome
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
    """

    y: np.ndarray
    class_names: tuple
    groups: np.ndarray | None
    positive: str | None
    outcomes: list[FoldOutcome]

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
                test=self._figures(outcome.test, outcome.predictions) | outcome.scorers,
                train=self._figures(outcome.training_rows, outcome.training_predictions),
            )
            for outcome in self.outcomes
        )

    def _figures(self, rows, predictions) -> dict[str, float]:
        return task_figures(self.y[rows], predictions, self.class_names, self.positive)

    @cached_property
    def predictions(self) -> np.ndarray:
        """Out-of-fold predictions ``(repeats, n[, k])``."""
        out = np.empty((self._n_repeats(), *self.y.shape), dtype=self.y.dtype)
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.predictions
        return out

    def scores(self) -> tuple[np.ndarray | None, str | None]:
        """Out-of-fold scores ``(repeats, n, k)`` and what they are, if all folds have them."""
        kinds = {outcome.score_kind for outcome in self.outcomes}
        if len(kinds) != 1 or None in kinds:
            return None, None
        out = np.empty((self._n_repeats(), len(self.y), len(self.class_names)))
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.scores
        return out, kinds.pop()

    def fold_numbers(self) -> np.ndarray:
        """Number, from 1, of the fold that tested each image: ``(repeats, n)``."""
        out = np.empty((self._n_repeats(), len(self.y)), dtype=int)
        for outcome in self.outcomes:
            out[outcome.repeat, outcome.test] = outcome.fold + 1
        return out

    def estimates(self, random_state=0):
        """Estimates of all figures, and the table of classes; see `estimate_metrics`."""
        folds = self.fold_results
        evidence = Evidence.of(
            self.y, self.predictions, self.class_names, self.groups, self.positive
        )
        names = [name for name in folds[0].test if name not in self.outcomes[0].scorers]
        values = [{name: fold.test[name] for name in names} for fold in folds]
        estimates, classes = estimate_metrics(evidence, values, random_state)
        for name in self.outcomes[0].scorers:
            estimates[name] = Estimate.over([fold.test[name] for fold in folds])
        return estimates, classes

    def training_estimates(self) -> dict[str, Estimate]:
        """Figures on training images."""
        folds = self.fold_results
        return {
            name: Estimate.over([fold.train[name] for fold in folds]) for name in folds[0].train
        }

    def notes(self) -> tuple[str, ...]:
        """What a person should be told about the loop."""
        if all(len(outcome.training_rows) == outcome.n_train for outcome in self.outcomes):
            return ()
        return (f"training figures are of {MOST_TRAINING_ROWS:,} training images per fold",)

    def _n_repeats(self) -> int:
        return 1 + max(outcome.repeat for outcome in self.outcomes)
