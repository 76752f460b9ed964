"""Several labels, each "yes", "no" or "unsure", under a promise for each label by itself."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..models import reached_by
from .abstention import too_few
from .held_out_labels import HeldOutLabels
from .held_out_scores import first_tests
from .predictions import Predictions

LABEL_COVERAGES = (0.8, 0.9, 0.95, 0.99)
YES, NO, UNSURE = 1, 0, -1


class LabelLimits(NamedTuple):
    """Scores of every label ``(k,)`` below which it may be denied, and above which it may be given.

    Minus infinity and infinity where too few images have the label, or lack it, for that.
    """

    no_below: np.ndarray
    yes_above: np.ndarray

    def states(self, scores: np.ndarray, given: np.ndarray) -> np.ndarray:
        """1 (yes), 0 (no) or -1 (unsure) of every image and label ``(n, k)``.

        What the model says (``given``, bool ``(n, k)``), where the limits allow it. So nothing is
        turned round where a promise leaves room for more mistakes than the model makes.

        >>> limits = LabelLimits(np.array([0.2]), np.array([0.6]))
        >>> scores = np.array([[0.1], [0.4], [0.55], [0.9]])
        >>> limits.states(scores, scores >= 0.5).ravel().tolist()
        [0, -1, -1, 1]
        """
        scores = scores.astype(np.float32)
        states = np.full(scores.shape, UNSURE, np.int8)
        states[given & (scores > self.yes_above)] = YES
        states[~given & (scores < self.no_below)] = NO
        return states


def label_limits(held_out: HeldOutLabels, coverage: float) -> LabelLimits:
    """Limits such that no more than a share of each label's images is told the opposite.

    Parameters
    ----------
    held_out : HeldOutLabels
    coverage : float
        In (0, 1), for each label by itself: so many of the new images that have it are not told
        "no", and so many of those that lack it are not told "yes".

    Returns
    -------
    LabelLimits
        As float32 has them.

    Raises
    ------
    ValueError
        If there are too few images, or groups, for such a coverage of any label.

    Notes
    -----
    Conformal prediction of one label at a time, present or absent, each state with a limit from the
    left-out images in that state ("label-conditional", Vovk 2013): so a rare label is not denied
    throughout, as it would be under a promise on all images together. A label that few images have
    is never denied then, rather than without any promise. A bound on the expected share of missed
    labels of an image (conformal risk control, Angelopoulos et al. 2024) was the alternative: one
    number for all labels, but nothing for a single one, nor for labels that are given wrongly.
    Groups count once each, and what is proven and what not, as in `set_threshold`. As the model's
    own answer is kept or held back, never turned round, more is kept than was promised of a label
    whose mistakes are rarer than that.

    References
    ----------
    V. Vovk (2013), "Conditional validity of inductive conformal predictors", Machine Learning 92.

    Examples
    --------
    >>> scores = np.arange(40, dtype=np.float32)[:, None] % 20
    >>> held_out = HeldOutLabels(scores, np.int8(np.arange(40)[:, None] < 20), np.arange(40))
    >>> limits = label_limits(held_out, 0.9)
    >>> limits.no_below.tolist(), limits.yes_above.tolist()
    ([1.0], [18.0])
    """
    n_labels = held_out.scores.shape[1]
    no_below, yes_above = np.full((2, n_labels), np.inf, np.float32)
    for label in range(n_labels):
        scores, truth = held_out.scores[:, label], held_out.truth[:, label]
        has, lacks = truth == YES, truth == NO
        no_below[label] = _limit(scores[has], held_out.units[has], coverage)
        yes_above[label] = -_limit(-scores[lacks], held_out.units[lacks], coverage)
    if np.isneginf(no_below).all() and np.isposinf(yes_above).all():
        raise ValueError(too_few(_most_units(held_out), held_out.grouped, coverage))
    return LabelLimits(no_below, yes_above)


def _limit(scores, units, coverage: float) -> float:
    found = reached_by(scores, units, coverage)
    return -np.inf if found is None else found


def _most_units(held_out: HeldOutLabels) -> int:
    """Units of the state of a label that has most."""
    columns = held_out.truth.T
    return max(len(np.unique(held_out.units[of == s])) for of in columns for s in (YES, NO))


@dataclass(frozen=True)
class LabelSets:
    """What ``predict(coverage=...)`` says of several labels, measured with limits of other folds.

    Attributes
    ----------
    target : float
        The coverage that was asked for.
    class_names : tuple of str
    n_present : ndarray of shape (k,), int
        Tested images with each label.
    present, absent : ndarray of shape (k,)
        Share of the images with each label that are not told "no", and of those without it that
        are not told "yes". NaN where no limit could be had, so that nothing is told.
    yes, unsure : ndarray of shape (k,)
        Share of the tested images of which each is said.
    """

    target: float
    class_names: tuple[str, ...]
    n_present: np.ndarray
    present: np.ndarray
    absent: np.ndarray
    yes: np.ndarray
    unsure: np.ndarray

    def plain(self) -> dict:
        """All of it as plain values; ``present``, ``absent`` and ``unsure`` are means as well."""
        arrays = {name: getattr(self, name) for name in ("present", "absent", "yes", "unsure")}
        return {
            "target": self.target,
            **{name: _mean(arrays[name]) for name in ("present", "absent", "unsure")},
            "labels": [
                {
                    "name": name,
                    "n_present": int(self.n_present[i]),
                    **{key: _number(values[i]) for key, values in arrays.items()},
                }
                for i, name in enumerate(self.class_names)
            ],
        }


def _mean(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _number(value) -> float | None:
    return None if np.isnan(value) else float(value)


def label_sets(predictions: Predictions, coverage: float = 0.9) -> LabelSets | None:
    """What is said of each label at a coverage; None with too few images, or one fold."""
    held_out = HeldOutLabels.of(predictions)
    if held_out is None:
        raise ValueError("this result has no scores of several labels, of which some are unsure")
    repeats, rows = first_tests(predictions)
    given, folds = predictions.answers[repeats, rows] == 1, predictions.folds[repeats, rows]
    states = np.empty(held_out.truth.shape, np.int8)
    denied, allowed = np.ones((2, held_out.truth.shape[1]), bool)
    for fold in np.unique(folds):
        tested = folds == fold
        try:
            limits = label_limits(held_out.take(~tested), coverage)
        except ValueError:
            return None
        states[tested] = limits.states(held_out.scores[tested], given[tested])
        denied &= np.isfinite(limits.no_below)
        allowed &= np.isfinite(limits.yes_above)
    has, lacks, known = held_out.truth == YES, held_out.truth == NO, held_out.truth >= 0
    return LabelSets(
        coverage,
        predictions.class_names,
        has.sum(axis=0),
        np.where(denied, _share(states != NO, has), np.nan),
        np.where(allowed, _share(states != YES, lacks), np.nan),
        _share(states == YES, known),
        _share(states == UNSURE, known),
    )


def _share(found: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Share of some images of which something holds, for every label; NaN without images."""
    n = among.sum(axis=0)
    return np.divide((found & among).sum(axis=0), n, out=np.full(len(n), np.nan), where=n > 0)
