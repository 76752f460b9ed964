"""Can classes be told by something, more often than by chance? An exact test on halves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from .out_of_fold import fold_of

# More say nothing new, and trees take time.
_MOST_UNITS = 10_000
_NOTICEABLE = 0.1
_FEW_COLUMNS = 4


@dataclass(frozen=True, eq=False)
class Telling:
    """How well classes are told by what was learned on one half and tried on the other.

    Parameters
    ----------
    accuracy : float
        Share of the right answers in a class, as a mean over the classes.
    chance : float
        What that is where nothing is told.
    told : ndarray of shape (k,), bool
        Which classes are told better than by chance, and noticeably so.
    p_value : float
        Of the class that is told best: how often labels drawn by chance would let any class be
        told as well.
    rows : ndarray of int
        Images of these classes that were recognised, in their order.
    """

    accuracy: float
    chance: float
    told: np.ndarray
    p_value: float
    rows: np.ndarray

    @property
    def gain(self) -> float:
        """From 0, chance, to 1, all right."""
        return (self.accuracy - self.chance) / (1 - self.chance)


Answers = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""From rows to learn from, their codes, and rows to answer, to a code each; -1 is no answer."""


def telling(answers: Answers, codes, units, level: float) -> Telling:
    """Learn on each half of the units and try on the other.

    Of every unit (images of a group, near-duplicates) one image takes part, so that those which do
    are independent. Whatever was learned on one half, if labels had nothing to do with it then the
    number of right answers "this class" in the other would be hypergeometric: the exact test of
    Fisher, at a level divided by the number of classes and halves. It needs no permutations, and
    no bound on how the learner may overfit.
    """
    rows = _one_of_each(units)
    codes = np.asarray(codes)
    k = int(codes.max()) + 1
    half = fold_of(np.eye(k, dtype=bool)[codes[rows]], np.arange(len(rows)), 2)
    found = np.full(len(rows), -1)
    p_values = np.ones((2, k))
    for side in range(half.max() + 1):
        tried = half == side
        found[tried] = answers(rows[~tried], codes[rows[~tried]], rows[tried])
        p_values[side] = _by_chance(found[tried], codes[rows[tried]], k)
    own, n_own = codes[rows], np.bincount(codes[rows], minlength=k)
    hits = np.bincount(own[found == own], minlength=k)
    said = np.bincount(found[found >= 0], minlength=k)
    recall = hits / np.maximum(n_own, 1)
    false = (said - hits) / np.maximum(len(rows) - n_own, 1)
    corrected = np.minimum(p_values.min(axis=0) * 2 * k, 1)
    told = (corrected <= level) & (recall - false >= _NOTICEABLE)
    present = n_own > 0
    right = np.sort(rows[(found == own) & told[own]])
    accuracy, chance = float(recall[present].mean()), 1 / max(int(present.sum()), 2)
    return Telling(accuracy, chance, told, float(corrected.min()), right)


def _one_of_each(units, seed=0):
    """A row of every unit, of up to 10,000 units, drawn at random."""
    drawn = np.random.RandomState(seed).permutation(len(units))
    first = np.unique(np.asarray(units)[drawn], return_index=True)[1]
    return np.sort(drawn[np.sort(first)[:_MOST_UNITS]])


def _by_chance(found, own, k):
    """For each class, how likely at least as many right answers are where labels are drawn."""
    hits = np.bincount(own[found == own], minlength=k)
    said = np.bincount(found[found >= 0], minlength=k)
    return hypergeom.sf(hits - 1, len(own), np.bincount(own, minlength=k), said)


def by_columns(columns) -> Answers:
    """Answers of a tree on a few columns ``(n, d)``, or a forest on more; classes weigh alike."""

    def answers(learned, codes, asked):
        shared = {"class_weight": "balanced", "random_state": 0}
        if columns.shape[1] < _FEW_COLUMNS:
            model = DecisionTreeClassifier(max_leaf_nodes=512, min_samples_leaf=2, **shared)
        else:
            model = RandomForestClassifier(50, max_depth=16, min_samples_leaf=2, **shared)
        return model.fit(columns[learned], codes).predict(columns[asked])

    return answers


def as_columns(*values) -> np.ndarray:
    """Numbers as they are and texts by number, side by side ``(n, d)``; constant ones are left out.

    >>> as_columns(np.array(["b", "a"]), np.array([7, 7]), np.array([0.5, 2.0])).tolist()
    [[1.0, 0.5], [0.0, 2.0]]
    """
    columns = []
    for value in values:
        numbers = np.unique(value, return_inverse=True)[1] if value.dtype.kind in "US" else value
        numbers = np.asarray(numbers, float).reshape(len(value), -1)
        columns.append(numbers[:, np.ptp(numbers, axis=0) > 0] if len(numbers) else numbers)
    return np.hstack(columns)
