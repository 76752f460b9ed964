"""Single labels: confusion matrices, and what figures are made of.

Everything is computed from counts that add up over images, for any number of such counts
at once: the same few lines give a figure, the figures of all folds and those of a
thousand bootstrap resamples. The definitions are those of ``sklearn.metrics`` with
``zero_division=0``.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from ..._validation import as_text, quoted
from .members import moved_confusions
from .ratios import Rates, mean_where, ratio


@dataclass(frozen=True)
class Confusion(Rates):
    """Confusion matrices ``(..., k, k)``: rows are true classes, columns predicted ones.

    Kappa is Cohen's (1960), the correlation coefficient for k classes Gorodkin's (2004).

    >>> confusion = Confusion(np.array([[2, 0], [1, 1]]), positive=1)
    >>> float(confusion.accuracy), int(confusion.fn), int(confusion.fp)
    (0.75, 1, 0)
    """

    counts: np.ndarray
    positive: int | None = None
    costs: np.ndarray | None = None

    @cached_property
    def n(self):
        """Answers ``(...)``."""
        return self.counts.sum(axis=(-2, -1))

    @cached_property
    def hits(self):
        """Right answers of every class ``(..., k)``."""
        return np.diagonal(self.counts, axis1=-2, axis2=-1)

    @cached_property
    def support(self):
        """Answers about images of every class ``(..., k)``."""
        return self.counts.sum(axis=-1)

    @cached_property
    def predicted(self):
        """How often every class was the answer ``(..., k)``."""
        return self.counts.sum(axis=-2)

    @property
    def without_images(self):
        """Classes that no image has ``(..., k)``."""
        return self.support == 0

    @property
    def on_every_image(self):
        """Classes without an image that lacks them ``(..., k)``."""
        return self.support == self.n[..., None]

    @property
    def prevalence(self):
        """Share of every class ``(..., k)``."""
        return ratio(self.support, self.support.sum(axis=-1, keepdims=True))

    @cached_property
    def accuracy(self):
        """Share of right answers."""
        return ratio(np.trace(self.counts, axis1=-2, axis2=-1), self.n)

    @property
    def balanced_accuracy(self):
        """Mean recall of the classes that occur."""
        return mean_where(self.recall, self.support > 0)

    def macro(self, name):
        """Mean of a figure of the classes that occur or are predicted."""
        return mean_where(getattr(self, name), (self.support > 0) | (self.predicted > 0))

    def micro(self, name):
        """Precision, recall and F1 of all classes together are the accuracy."""
        return self.accuracy

    @property
    def kappa(self):
        """Cohen's kappa."""
        return _quotient_or_zero(self.accuracy - self._chance, 1 - self._chance)

    @property
    def mcc(self):
        """Matthews correlation coefficient."""
        true, predicted = self._margins
        spread = (1 - (true**2).sum(axis=-1)) * (1 - (predicted**2).sum(axis=-1))
        return _quotient_or_zero(self.accuracy - self._chance, np.sqrt(spread.clip(0)))

    @cached_property
    def _margins(self):
        n = self.n.clip(1)[..., None]
        return self.support / n, self.predicted / n

    @cached_property
    def _chance(self):
        true, predicted = self._margins
        return (true * predicted).sum(axis=-1)

    @property
    def mean_cost(self):
        """Cost of an answer."""
        return ratio((self.counts * self.costs).sum(axis=(-2, -1)), self.n)

    def of_positive(self, name):
        """A figure of the positive class."""
        return getattr(self, name)[..., self.positive]

    def of_negative(self, name):
        """A figure of the other class of two."""
        return getattr(self, name)[..., 1 - self.positive]

    @property
    def tp(self):
        """True positives."""
        return self.of_positive("hits")

    @property
    def fn(self):
        """False negatives."""
        return self.of_positive("support") - self.tp

    @property
    def fp(self):
        """False positives."""
        return self.of_positive("predicted") - self.tp

    @property
    def tn(self):
        """True negatives."""
        return self.of_negative("hits")


class SingleLabels:
    """How images of one class each are counted; as `SeveralLabels`."""

    def __init__(self, class_names, positive=None, costs=None):
        self.class_names, self.n_classes = class_names, len(class_names)
        self.positive, self.costs = positive, costs

    def codes(self, labels) -> np.ndarray:
        """Numbers of classes."""
        return class_codes(labels, self.class_names)

    def known(self, truth) -> np.ndarray:
        """Which images have a known label ``(n,)``."""
        return np.ones(len(truth), dtype=bool)

    def statistics(self, truth, answers) -> sparse.csr_array:
        """What each answer adds to sums ``(n, k * k)``."""
        cells, n = truth * self.n_classes + answers, len(truth)
        return sparse.csr_array((np.ones(n), (np.arange(n), cells)), (n, self.n_classes**2))

    def sums(self, truth, answers) -> np.ndarray:
        """The sums ``(k * k,)``."""
        return np.bincount(truth * self.n_classes + answers, minlength=self.n_classes**2)

    def moved(self, sums, n_images, n_independent) -> tuple[np.ndarray, np.ndarray]:
        """Sums ``(parts, 2, k * k)`` with some classes at their limits, and how many these are.

        ``n_images`` ``(k,)`` have each class, ``n_independent`` stand behind an image.
        """
        counts = sums.reshape(self.n_classes, self.n_classes)
        moved, n_classes = moved_confusions(counts, n_images * n_independent)
        return moved.reshape(*moved.shape[:2], -1), n_classes

    def tally(self, sums) -> Confusion:
        """What formulas take, of sums ``(..., k * k)``."""
        counts = sums.reshape(*sums.shape[:-1], self.n_classes, self.n_classes)
        return Confusion(counts, self.positive, self.costs)

    def right(self, truth, answers) -> np.ndarray:
        """Which answers are right ``(n,)``."""
        return answers == truth

    def support(self, truth) -> np.ndarray:
        """Images of each class ``(k,)``."""
        return np.bincount(truth, minlength=self.n_classes)

    def unknown(self, truth) -> None:
        """Nobody doubts single labels."""

    def ranked(self, truth, columns) -> np.ndarray:
        """Whether images have each of some classes ``(n, columns)``: 1 or 0."""
        return (truth[:, None] == columns).astype(np.int8)


def _quotient_or_zero(numerator, denominator):
    """Margins of one class only leave rounding errors where there should be 0."""
    return ratio(numerator, np.where(denominator < 1e-12, 0.0, denominator))


def class_codes(labels, class_names) -> np.ndarray:
    """Positions of labels in ``class_names``; refuses a label that is not there.

    >>> class_codes(["b", "a", "b"], ["b", "a"]).tolist()
    [0, 1, 0]
    """
    labels, names = as_text(labels), as_text(class_names)
    order = np.argsort(names, kind="stable")
    places = np.searchsorted(names, labels, sorter=order).clip(max=len(names) - 1)
    codes = order[places]
    unknown = names[codes] != labels
    if unknown.any():
        raise ValueError(
            f"label {quoted(np.unique(labels[unknown]))} is not among the classes {quoted(names)}"
        )
    return codes


def cost_matrix(costs, class_names) -> np.ndarray | None:
    """Costs of all answers ``(k, k)``: those not named cost 1, right answers nothing.

    >>> cost_matrix({("defect", "good"): 20}, ["defect", "good"]).tolist()
    [[0.0, 20.0], [1.0, 0.0]]
    """
    if costs is None:
        return None
    matrix = 1.0 - np.eye(len(class_names))
    for pair, cost in dict(costs).items():
        if not 0 <= cost < np.inf:
            raise ValueError(f"the cost of {pair[0]}:{pair[1]} is {cost}; it is a number from 0 up")
        true, predicted = class_codes(list(pair), class_names)
        matrix[true, predicted] = cost
    return matrix
