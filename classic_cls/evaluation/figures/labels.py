"""Several labels an image: sums over images of what each adds, and what figures are made of.

Cells of the truth that nobody knows (-1) count nowhere: an unknown label is not absent.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..._validation import UNKNOWN
from .members import moved_labels
from .ratios import Rates, mean_where, ratio

# Behind the four counts of every label: right in all labels, F1, Jaccard index, 1.
_N_OF_IMAGE = 4


def label_statistics(truth, answers) -> np.ndarray:
    """What every image adds ``(n, 4 k + 4)``; nothing without any known label.

    Per label hits, predictions, occurrences and whether it is known; then whether all labels
    are right, the F1 and the Jaccard index of the image, and 1.

    >>> label_statistics(np.array([[1, 0]]), np.array([[1, 1]])).round(2).tolist()
    [[1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.67, 0.5, 1.0]]
    """
    known = truth != UNKNOWN
    true, predicted = np.where(known, truth, 0.0), np.where(known, answers, 0.0)
    hits = true * predicted
    n_hits, both = hits.sum(axis=1), (true + predicted).sum(axis=1)
    has_part = known.any(axis=1)
    exact = (true == predicted).all(axis=1) & has_part
    of_image = [exact, ratio(2 * n_hits, both), ratio(n_hits, both - n_hits), has_part]
    return np.column_stack([hits, predicted, true, known, *of_image])


@dataclass(frozen=True)
class LabelSums(Rates):
    """Sums ``(..., 4 k + 4)`` of `label_statistics`."""

    sums: np.ndarray

    @cached_property
    def _of_labels(self):
        return np.split(self.sums[..., :-_N_OF_IMAGE], 4, axis=-1)

    @property
    def hits(self):
        """Images that rightly get every label ``(..., k)``."""
        return self._of_labels[0]

    @property
    def predicted(self):
        """Images that get every label ``(..., k)``."""
        return self._of_labels[1]

    @property
    def support(self):
        """Images that have every label ``(..., k)``."""
        return self._of_labels[2]

    @property
    def known(self):
        """Images of which every label is known ``(..., k)``."""
        return self._of_labels[3]

    @property
    def without_images(self):
        """Labels that no image has ``(..., k)``, of those that are known of any."""
        return (self.support == 0) & (self.known > 0)

    @property
    def on_every_image(self):
        """Labels without an image that lacks them ``(..., k)``, of those known of any."""
        return (self.support == self.known) & (self.known > 0)

    @cached_property
    def _totals(self) -> "LabelSums":
        """All labels as one."""
        sums = [part.sum(axis=-1, keepdims=True) for part in self._of_labels]
        return LabelSums(np.concatenate([*sums, self.sums[..., -_N_OF_IMAGE:]], axis=-1))

    @property
    def jaccard(self):
        """Of every label ``(..., k)``."""
        return ratio(self.hits, self.support + self.predicted - self.hits)

    @property
    def prevalence(self):
        """Share of the images with every label, among those of which it is known."""
        return ratio(self.support, self.known)

    def macro(self, name):
        """Mean of a figure of the labels that are known of any image."""
        return mean_where(getattr(self, name), self.known > 0)

    def micro(self, name):
        """A figure of all labels together."""
        return getattr(self._totals, name)[..., 0]

    @property
    def balanced_accuracy(self):
        """Mean over labels of sensitivity and specificity, each where it is defined."""
        absent = self.known - self.support
        false = self.predicted - self.hits
        recalls = np.stack([self.recall, ratio(absent - false, absent)])
        balanced = mean_where(recalls, np.stack([self.support, absent]) > 0, axis=0)
        return mean_where(balanced, self.known > 0)

    @property
    def hamming_loss(self):
        """Share of wrong labels."""
        wrong = (self.predicted + self.support - 2 * self.hits).sum(axis=-1)
        return ratio(wrong, self.known.sum(axis=-1))

    def of_image(self, place: int):
        """Mean over images of what stands behind the counts: all right 0, F1 1, Jaccard 2."""
        return ratio(self.sums[..., place - _N_OF_IMAGE], self.sums[..., -1])


class SeveralLabels:
    """How images with several labels are counted; as `SingleLabels`."""

    def codes(self, labels) -> np.ndarray:
        """An indicator ``(n, k)`` stays what it is."""
        return labels

    def known(self, truth) -> np.ndarray:
        """Which images have a known label ``(n,)``."""
        return (truth != UNKNOWN).any(axis=1)

    def statistics(self, truth, answers) -> np.ndarray:
        """What each image adds to sums ``(n, m)``."""
        return label_statistics(truth, answers)

    def sums(self, truth, answers) -> np.ndarray:
        """The sums ``(m,)``."""
        return label_statistics(truth, answers).sum(axis=0)

    def moved(self, sums, n_images, n_independent) -> tuple[np.ndarray, np.ndarray]:
        """Sums ``(parts, 2, m)`` with images with or without a label at their limits."""
        tally = LabelSums(sums)
        a_test = n_independent * n_images.sum() / max(1.0, float(tally.support.sum()))
        absent = tally.known - tally.support
        return moved_labels(sums, tally.support * a_test, absent * a_test)

    def tally(self, sums) -> LabelSums:
        """What formulas take, of sums ``(..., m)``."""
        return LabelSums(sums)

    def right(self, truth, answers) -> np.ndarray:
        """Which images have all known labels right ``(n,)``."""
        return ((answers == truth) | (truth == UNKNOWN)).all(axis=1)

    def support(self, truth) -> np.ndarray:
        """Images with each label ``(k,)``."""
        return (truth == 1).sum(axis=0)

    def unknown(self, truth) -> np.ndarray:
        """Images of which nobody knows whether they have each label ``(k,)``."""
        return (truth == UNKNOWN).sum(axis=0)

    def ranked(self, truth, columns) -> np.ndarray:
        """Whether images have each of some labels ``(n, columns)``: 1, 0 or -1 (unknown)."""
        return truth[:, columns]
