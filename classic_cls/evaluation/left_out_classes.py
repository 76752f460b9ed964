"""Images of no class that a model knows: every class is left out in turn and then shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from .._figure_text import figure_text, interval_text
from .._remedies import parameter
from .._typing import Data
from .._validation import checked_groups, checked_labels
from .abstention import known_threshold
from .cross_validation_result import CrossValidationResult
from .folds import run_folds
from .held_out_scores import HeldOutScores, first_tests
from .predictions import Predictions
from .protocol import Protocol
from .shares import student_quantile

SHARE_KNOWN = 0.95
FEWEST_CLASSES = 3


@dataclass(frozen=True)
class LeftOutClasses:
    """How well images of a class are found out by models that were trained without it.

    An image is the stranger, the lower its highest score of any class.

    Attributes
    ----------
    class_names : tuple of str
        Those that were left out, in the order of the arrays.
    n : ndarray of shape (k,), int
        Images of each.
    rejected : ndarray of shape (k,)
        Share of them with a lower highest score than ``share_known`` of the tested images of the
        other classes have.
    auc : ndarray of shape (k,)
        Area under the ROC curve between these and those; 0.5 is chance.
    taken_for : tuple of str
        The answer that the others of them got most often; "" where all were rejected.
    share_known : float
        Share of the images of known classes that is to keep its label.
    kept : float or None
        That share, measured: with the limit of the other folds, in all folds of the
        cross-validation with all classes, as ``predict(known=...)`` does. None where these are
        too few images for such a limit.
    """

    class_names: tuple[str, ...]
    n: np.ndarray
    rejected: np.ndarray
    auc: np.ndarray
    taken_for: tuple[str, ...]
    share_known: float
    kept: float | None

    @property
    def mean(self) -> dict[str, tuple[float, float, float]]:
        """Mean over the classes of ``rejected`` and ``auc``, with its 95% limits (Student's)."""
        return {name: _mean_and_limits(getattr(self, name)) for name in ("rejected", "auc")}

    @property
    def sentence(self) -> str:
        """What it means for images of no class."""
        rejected, *limits = self.mean["rejected"]
        hardest = int(np.argmin(self.rejected))
        text = (
            f"of images of a class that was not learned {figure_text(rejected)} "
            f"({interval_text(limits)}) are told to be unknown, if {100 * self.share_known:.0f}% "
            f"of the others keep their label; least of '{self.class_names[hardest]}', "
            f"{figure_text(self.rejected[hardest])}"
        )
        taken_for = self.taken_for[hardest]
        return f"{text}, most often taken for '{taken_for}'" if taken_for else text

    def plain(self) -> dict:
        """All of it as plain values; ``classes`` is a list of dicts."""
        columns = (self.class_names, self.n.tolist(), self.rejected.tolist(), self.auc.tolist())
        names = ("name", "n", "rejected", "auc", "taken_for")
        rows = zip(*columns, self.taken_for, strict=True)
        means = {
            name: {"value": value, "interval": [low, high]}
            for name, (value, low, high) in self.mean.items()
        }
        return {
            "sentence": self.sentence,
            "share_known": self.share_known,
            "kept": self.kept,
            **means,
            "classes": [dict(zip(names, row, strict=True)) for row in rows],
        }


def _mean_and_limits(values: np.ndarray) -> tuple[float, float, float]:
    mean, n = float(values.mean()), len(values)
    half = float(student_quantile(n - 1) * values.std(ddof=1) / np.sqrt(n))
    return mean, max(0.0, mean - half), min(1.0, mean + half)


def check_leave_class_out(estimator: Any, y: np.ndarray) -> None:
    """Refuse what leaves nothing to tell when a class is left out."""
    what = parameter("leave_class_out")
    if np.ndim(y) == 2:
        raise ValueError(f"{what} is about images with one label each; these have several")
    n = len(np.unique(y))
    if n < FEWEST_CLASSES:
        raise ValueError(
            f"{what} needs {FEWEST_CLASSES} classes or more, so that there are two without the one "
            f"left out; the data set has {n}"
        )
    if not any(hasattr(estimator, name) for name in ("predict_proba", "decision_function")):
        raise ValueError(f"{what} needs a classifier with scores; this one gives labels only")


def left_out_classes(
    estimator: Any,
    X: Data,
    y: Data,
    protocol: Protocol,
    full: CrossValidationResult,
    *,
    class_names: Sequence,
    groups: Data = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> LeftOutClasses:
    """Fit without each class in turn, on the training part of one fold, and show its images.

    Its images that belong to a group with others that are learned from are not shown. The images
    of known classes are those that the fold tests.

    References
    ----------
    D. Hendrycks and K. Gimpel (2017), "A baseline for detecting misclassified and
    out-of-distribution examples in neural networks", ICLR; the highest score was as good as any
    distance to training rows (benchmarks.md).

    >>> from sklearn.datasets import load_iris
    >>> from sklearn.linear_model import LogisticRegression
    >>> from .cross_validation import cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> what = LogisticRegression(max_iter=1000), X, y.astype(str), Protocol()
    >>> found = left_out_classes(*what, cross_validate(*what), class_names=["0", "1", "2"])
    >>> found.n.tolist(), found.taken_for
    ([50, 50, 50], ('1', '2', '1'))
    """
    y = checked_labels(y)
    check_leave_class_out(estimator, y)
    groups = checked_groups(groups, len(y))
    folds = protocol.splits(y, groups, class_names)[0][0]
    splits = _splits(class_names, folds, y, groups)
    outcomes = run_folds(
        estimator, X, y, [[split] for split in splits.values()], class_names,
        groups=groups, n_jobs=n_jobs, progress=progress,
    )  # fmt: skip
    rows = [_told_apart(outcome, name, y) for outcome, name in zip(outcomes, splits, strict=True)]
    n, rejected, auc, taken_for = zip(*rows, strict=True)
    return LeftOutClasses(
        tuple(map(str, splits)), np.array(n), np.array(rejected), np.array(auc), taken_for,
        SHARE_KNOWN, _kept(full.predictions),
    )  # fmt: skip


def _splits(class_names, folds, y, groups) -> dict:
    """For each class a fold without it, which tests images of it and of others."""
    found = {}
    for number, name in enumerate(class_names):
        for place in range(len(folds)):
            learned, shown = _without(name, folds[(number + place) % len(folds)], y, groups)
            strange = y[shown] == name
            if strange.any() and not strange.all() and len(np.unique(y[learned])) > 1:
                found[name] = learned, shown
                break
    if len(found) < 2:
        raise ValueError(
            f"{parameter('leave_class_out')} found no class that can be left out: every fold tests "
            "images of one class, or groups hold images of all classes"
        )
    return found


def _without(name, fold, y, groups) -> tuple[np.ndarray, np.ndarray]:
    """The fold without a class among what is learned, and with all of it that may be shown."""
    train, test = fold
    learned = train[y[train] != name]
    shown = train[y[train] == name]
    if groups is not None:
        shown = shown[~np.isin(groups[shown], groups[learned])]
    test = test[np.isin(y[test], [name, *np.unique(y[learned])])]
    return learned, np.concatenate([test, shown])


def _told_apart(outcome, name, y) -> tuple[int, float, float, str]:
    strange = y[outcome.test] == name
    best = outcome.scores.max(axis=1).astype(np.float32)
    limit = np.quantile(best[~strange], 1 - SHARE_KNOWN, method="lower")
    rejected = best[strange] < limit
    names, counts = np.unique(outcome.predictions[strange][~rejected], return_counts=True)
    taken_for = str(names[np.argmax(counts)]) if len(names) else ""
    auc = float(roc_auc_score(~strange, best))
    return int(strange.sum()), float(rejected.mean()), auc, taken_for


def _kept(predictions: Predictions) -> float | None:
    """Share of the tested images that keep their label, each fold by the limit of the others."""
    held_out = HeldOutScores.of(predictions)
    folds = predictions.folds[first_tests(predictions)]
    kept = np.zeros(len(folds), bool)
    for fold in np.unique(folds):
        of_fold = folds == fold
        try:
            limit = known_threshold(held_out.take(~of_fold), SHARE_KNOWN)
        except ValueError:
            return None
        kept[of_fold] = held_out.best[of_fold] >= limit
    return float(kept.mean())
