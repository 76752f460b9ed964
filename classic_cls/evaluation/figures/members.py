"""What the images of every class, or label, allow an aggregate over classes to be.

A bootstrap knows no doubt about a class whose few images are all right, or all wrong. So the
share of right answers of every class is moved to the limits of its own interval, one class at a
time, and the figure is computed anew; the differences add up as those of independent shares do
(Zou and Donner 2008, "Construction of confidence limits about effect measures", Statistics in
Medicine 27).
"""

import numpy as np

from ..shares import wilson_interval

# More classes than this leaves room for are moved together, those of alike size: bounds the memory.
_MOST_CELLS = 4_000_000


def moved_confusions(counts, sizes):
    """Confusion matrices ``(parts, 2, k, k)`` at both limits of some classes; how many of these.

    ``sizes`` ``(k,)`` are the independent images of each class.

    >>> found, n = moved_confusions(np.array([[2.0, 0], [1, 3]]), np.array([2.0, 4]))
    >>> found[0].round(2).tolist(), n.tolist()
    ([[[0.68, 1.32], [1.0, 3.0]], [[2.0, 0.0], [1.0, 3.0]]], [1, 1])
    """
    support, hits = counts.sum(axis=1), np.diag(counts)
    present = np.flatnonzero((support > 0) & (sizes > 0))
    present = present[np.argsort(support[present], kind="stable")]
    limits = np.stack(wilson_interval(hits[present] / support[present], sizes[present]))
    wrong = _shares_of_mistakes(counts, support)
    n_parts = min(len(present), max(1, _MOST_CELLS // (2 * counts.size)))
    parts = np.array_split(np.arange(len(present)), n_parts)
    moved = np.tile(counts.astype(float), (n_parts, 2, 1, 1))
    for at, part in zip(moved, parts, strict=True):
        places, shares = present[part], limits[:, part, None]
        at[:, places] = support[places, None] * (1 - shares) * wrong[places]
        at[:, places, places] = support[places] * shares[..., 0]
    return moved, np.array([len(part) for part in parts])


def _shares_of_mistakes(counts, support):
    """What the wrong answers of every class are ``(k, k)``: as they were, else as frequent as
    classes are.
    """
    others = 1.0 - np.eye(len(counts))
    wrong = counts * others
    wrong = np.where(wrong.any(axis=1, keepdims=True), wrong, (support + 1) * others)
    total = wrong.sum(axis=1, keepdims=True)
    # Of a single class there is nothing else to be taken for.
    return np.divide(wrong, total, out=np.zeros_like(wrong), where=total > 0)


def moved_labels(sums, with_label, without_label):
    """The same of sums of `label_statistics`, with sizes ``(k,)`` of both kinds of images."""
    k = len(with_label)
    hits, predicted, support, known = np.split(sums[: 4 * k].astype(float), 4)
    absent, false = known - support, predicted - hits
    moved = []
    for right, of, sizes, has_it in (
        (hits, support, with_label, True), (absent - false, absent, without_label, False),
    ):
        for label in np.flatnonzero((of > 0) & (sizes > 0)):
            shares = np.array(wilson_interval(right[label] / of[label], sizes[label]))
            change = of[label] * shares - right[label]
            pair = np.tile(sums.astype(float), (2, 1))
            pair[:, label] += change * has_it
            pair[:, k + label] += change if has_it else -change
            moved.append(pair)
    return np.array(moved), np.ones(len(moved), dtype=int)


def allowed(value, of_moved, n_classes) -> tuple[float, float]:
    """Limits of a figure from its values ``(parts, 2)`` with some classes moved."""
    below = np.clip(value - of_moved.min(axis=1), 0, None) ** 2 / n_classes
    above = np.clip(of_moved.max(axis=1) - value, 0, None) ** 2 / n_classes
    return float(value - np.sqrt(below.sum())), float(value + np.sqrt(above.sum()))
