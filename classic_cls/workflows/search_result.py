"""What a search has found."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..evaluation import CrossValidationResult, Estimate, record_of
from .comparison import Comparison
from .trials import Trial

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False)
class ImageSearch:
    """What a search over pipelines or parameters has found.

    Attributes
    ----------
    comparison : Comparison
        The leaderboard of the candidates that were cross-validated on all images.
    params : tuple of dict
        What each candidate was set to, in the order given; empty where pipelines were given.
    names : tuple of str
        All candidates, in the order given.
    trials : tuple of Trial
        What was tried, on which share of the images, in order; a candidate may be there several
        times, and with a budget not at all.
    pipeline : Pipeline
        The best one, not fitted.
    budget : float or None
        Seconds that there were.
    seconds : float
        Seconds that it took.
    n_resumed : int
        Trials that were taken from an earlier run.
    notes : tuple of str
        What a person should be told.
    """

    comparison: Comparison
    params: tuple[dict, ...]
    names: tuple[str, ...]
    trials: tuple[Trial, ...]
    pipeline: object
    budget: float | None = None
    seconds: float = 0.0
    n_resumed: int = 0
    notes: tuple[str, ...] = ()

    @property
    def figure(self) -> str:
        """What was compared."""
        return self.comparison.headline

    @property
    def best_name(self) -> str:
        """The best candidate; of equal ones the first."""
        return self.comparison.to_best.best

    @property
    def best(self) -> int:
        """Number of the best candidate."""
        return self.names.index(self.best_name)

    @property
    def best_params(self) -> dict:
        """What the best candidate was set to."""
        return self.params[self.best] if self.params else {}

    @property
    def estimate(self) -> Estimate:
        """The figure of the best candidate, corrected for having been chosen."""
        return self.comparison.headline_of(self.comparison.best)

    @property
    def cv(self) -> CrossValidationResult:
        """The cross-validation of the best candidate, too good by having been chosen."""
        return self.comparison.best.cv

    @property
    def fold_values(self) -> np.ndarray:
        """The figure ``(n_candidates, n_folds)``; NaN where it is not defined or was not tried."""
        of_name = {e.title: _of_folds(e.cv, self.figure) for e in self.comparison.entries}
        nothing = [np.nan] * len(of_name[self.best_name])
        return np.array([of_name.get(name, nothing) for name in self.names])

    @property
    def n_whole(self) -> int:
        """How many candidates were cross-validated on all images."""
        return len(self.comparison.entries)

    @property
    def n_tried(self) -> int:
        """How many candidates were tried at all."""
        return len({trial.name for trial in self.trials if trial.value is not None})

    @property
    def sentence(self) -> str:
        """What was tried, and what came of it."""
        name, shown = self.figure, record_of(self.figure).text
        raw = shown(self.cv.figures[name].value)
        few = "" if self.n_whole == self.n_tried else f", {self.n_whole:,} of them on all images"
        said = f"{self.n_tried:,} of {len(self.names):,} candidates were tried{few}"
        corrected = self.comparison.corrected
        if corrected is None:
            return f"{said}; the best is {self.best_name}: {name} {raw}"
        return (
            f"{said}; the best is {self.best_name}: {name} {shown(corrected.value)} corrected for "
            f"the choice, {raw} as measured"
        )

    def frame(self) -> "pd.DataFrame":
        """Table of the candidates, in the order given.

        Returns
        -------
        pandas.DataFrame
            Their ``name`` or parameters; ``images``, on how many each was tried last; there the
            ``value`` of the figure (``corrected`` for the choice: of the best alone), over the
            folds its ``mean`` and ``std`` where these were all images; ``seconds`` of all its
            trials; and the ``reason`` of those that failed.
        """
        import pandas as pd

        cells = self.params or [{"name": name} for name in self.names]
        rows = [c | self._row(name) for c, name in zip(cells, self.names, strict=True)]
        return pd.DataFrame(rows)

    def _row(self, name: str) -> dict:
        tried = [trial for trial in self.trials if trial.name == name]
        last = max(tried, key=lambda trial: trial.share) if tried else None
        folds = self.fold_values[self.names.index(name)]
        return {
            "images": last and last.n_images,
            "value": last and last.value,
            "corrected": self.estimate.value if name == self.best_name else None,
            "mean": folds.mean(),
            "std": folds.std(),
            "seconds": sum(trial.seconds for trial in tried),
            "reason": last and last.reason,
        }

    def plain(self) -> dict:
        """All of it as plain values."""
        table = self.frame().astype(object)
        table = table.where(table.notna(), None)
        best = self.comparison.frame().astype(object)
        return {
            "figure": self.figure,
            "best": self.best_name,
            "raw": _plain(self.cv.figures[self.figure]),
            "corrected": self.comparison.corrected and _plain(self.comparison.corrected),
            "n_candidates": len(self.names),
            "n_tried": self.n_tried,
            "n_whole": self.n_whole,
            "n_resumed": self.n_resumed,
            "budget_seconds": self.budget,
            "seconds": self.seconds,
            "sentence": self.sentence,
            "leaderboard": best.where(best.notna(), None).to_dict("records"),
            "tried": table.to_dict("records"),
        }

    def __repr__(self):
        return f"<ImageSearch: {self.sentence}>"


def _plain(estimate: Estimate) -> dict:
    return {"value": estimate.value, "interval": estimate.interval and estimate.interval[:2]}


def _of_folds(cv: CrossValidationResult, name: str) -> list[float]:
    return [fold.get(f"test_{name}", np.nan) for fold in cv.fold_rows]
