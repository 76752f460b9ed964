"""Fewer answers, fewer mistakes: what a model gains by keeping silent, or by naming several."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._figure_text import figure_text
from .abstention import Answering, promised, set_threshold
from .held_out_scores import HeldOutScores, first_tests, sureness
from .predictions import Predictions

MAX_ERRORS = (0.01, 0.02, 0.05, 0.1)
COVERAGES = (0.8, 0.9, 0.95)
_N_POINTS = 101


@dataclass(frozen=True)
class SetSize:
    """Sets of labels that are to hold the class of a share ``target`` of the images.

    ``coverage`` is that share, measured with the limit from other folds; ``size`` the mean number
    of classes in a set, and ``empty`` the share without any.
    """

    target: float
    coverage: float
    size: float
    empty: float


@dataclass(frozen=True)
class RiskCoverage:
    """Errors among the answers, over the share of images that get one, the surest first.

    Attributes
    ----------
    share : ndarray of shape (m,)
        Share of the images that are answered, ascending to 1.
    error : ndarray of shape (m,)
        Share of these answers that are wrong.
    promises : dict of float to Answering or None
        What ``predict(max_error=...)`` would do; None where it cannot promise so few mistakes.
    sets : tuple of SetSize
        What ``predict(coverage=...)`` would do; without those that need more images.

    References
    ----------
    R. El-Yaniv and Y. Wiener (2010), "On the foundations of noise-free selective classification",
    JMLR 11.
    """

    share: np.ndarray
    error: np.ndarray
    promises: dict[float, Answering | None]
    sets: tuple[SetSize, ...]

    @property
    def sentence(self) -> str:
        """What silence, and sets, are worth."""
        n_wrong = figure_text(self.error[-1])
        wrong = f"if every image is answered, {n_wrong} of the answers are wrong"
        usable = [(limit, found) for limit, found in self.promises.items() if found is not None]
        # The smallest that leaves half of the images an answer, else the largest.
        of_half = (pair for pair in usable if pair[1].share >= 0.5)
        limit, found = next(of_half, usable[-1] if usable else (0.0, None))
        if found is None:
            promise = "too few images were tested to promise fewer with fewer answers"
        else:
            promise = (
                f"with answers for the surest {figure_text(found.share)} it is promised that at "
                f"most {100 * limit:g}% are"
            )
        text = f"{wrong}; {promise}"
        sets = next((one for one in self.sets if one.target == 0.9), None)
        if sets is None:
            return text
        return (
            f"{text}; sets of labels for a coverage of 90% hold {sets.size:.1f} classes on average"
        )

    def plain(self) -> dict:
        """All of it as plain values."""
        promises = [
            {"max_error": limit, "share": found and found.share, "error": found and found.error}
            for limit, found in self.promises.items()
        ]
        return {
            "sentence": self.sentence,
            "share": self.share.tolist(),
            "error": self.error.tolist(),
            "promises": promises,
            "sets": [vars(found) for found in self.sets],
        }

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve; returns a `RiskCoverageDisplay`."""
        from ..displays import RiskCoverageDisplay

        promised = {k: found.share for k, found in self.promises.items() if found is not None}
        return RiskCoverageDisplay(self.share, self.error, promised).plot(ax=ax)




def risk_coverage(predictions: Predictions) -> RiskCoverage:
    """The curve of predictions with scores and one label an image."""
    held_out = HeldOutScores.of(predictions)
    if held_out is None:
        raise ValueError(
            "this result has no scores of single labels, by which answers could be held back"
        )
    order = np.argsort(-held_out.of_answer, kind="stable")
    sure, wrong = held_out.of_answer[order], np.cumsum(~held_out.right[order])
    steps = np.unique(np.linspace(1, len(sure), _N_POINTS).astype(int))
    numbers = np.unique(np.searchsorted(-sure, -sure[steps - 1], side="right"))  # none is divided
    return RiskCoverage(
        share=numbers / len(sure),
        error=wrong[numbers - 1] / numbers,
        promises={limit: promised(held_out, limit) for limit in MAX_ERRORS},
        sets=tuple(found for c in COVERAGES if (found := _sets(predictions, held_out, c))),
    )


def _sets(predictions: Predictions, held_out: HeldOutScores, target: float) -> SetSize | None:
    """Sets of every fold with the limit of the others; None with too few images, or one fold."""
    repeats, rows = first_tests(predictions)
    sure = sureness(predictions.scores[repeats, rows], predictions.score_kind)
    folds = predictions.folds[repeats, rows]
    limits = np.empty(len(rows), np.float32)
    for fold in np.unique(folds):
        try:
            limits[folds == fold] = set_threshold(held_out.take(folds != fold), target)
        except ValueError:
            return None
    sizes = (sure >= limits[:, None]).sum(axis=1)
    held = held_out.of_truth >= limits
    return SetSize(target, float(held.mean()), float(sizes.mean()), float((sizes == 0).mean()))
