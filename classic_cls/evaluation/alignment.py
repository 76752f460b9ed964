"""Two sets of predictions, brought to the same order of images and numbers of folds."""

from dataclasses import replace

import numpy as np

from .._validation import quoted
from .results import PredictionResult

_REMEDY = "evaluate both models on the same images, targets, groups and folds"


def aligned(result, like) -> PredictionResult:
    """A result with its images in the order of another's, and the folds numbered as there."""
    predictions, other = result.predictions, like.predictions
    both_named = predictions.paths is not None and other.paths is not None
    if both_named and predictions.paths != other.paths:
        predictions = predictions.take(_rows_as_in(other, predictions))
    if both_named and predictions.groups is None:  # another tool tells of none
        predictions = replace(predictions, groups=other.groups)
    if _same_division(predictions.folds, other.folds):
        result = _without_fold_rows(result)
        predictions = replace(predictions, folds=other.folds)
    return replace(result, predictions=predictions)


def _rows_as_in(other, predictions) -> list[int]:
    """Rows of the images in another order; those that nothing tested may be missing."""
    row_of = {path: row for row, path in enumerate(predictions.paths)}
    lost = [path for path in _tested(other) if path not in row_of]
    added = sorted(set(_tested(predictions)) - set(other.paths))
    if lost or added:
        only = [(lost, "the first"), (added, "the second")]
        told = "; ".join(f"only in {where}: {quoted(some, 3)}" for some, where in only if some)
        raise ValueError(f"the two results are of different images ({told}): {_REMEDY}")
    return [row_of[path] for path in other.paths if path in row_of]


def _tested(predictions) -> list[str]:
    pairs = zip(predictions.paths, predictions.tested.any(axis=0), strict=True)
    return [path for path, tested in pairs if tested]


def _same_division(folds, others) -> bool:
    """Whether folds divide the images alike, but have other numbers."""
    if folds.shape != others.shape or np.array_equal(folds, others):
        return False
    for repeat in np.stack([folds, others], axis=1):
        pairs = np.unique(repeat, axis=1)
        if any(len(np.unique(numbers)) != pairs.shape[1] for numbers in pairs):
            return False
    return np.array_equal(folds > 0, others > 0)


def same_division(folds, others) -> bool:
    """Whether folds divide the images alike, whatever their numbers.

    >>> same_division(np.array([[1, 1, 2]]), np.array([[2, 2, 1]]))
    True
    """
    tested = np.array_equal(folds > 0, others > 0)
    return np.array_equal(folds, others) or (tested and _same_division(folds, others))


def _without_fold_rows(result) -> PredictionResult:
    """The same without a table of folds, whose order is that of other numbers."""
    names = ("predictions", "figures", "classes", "headline", "notes")
    return PredictionResult(**{name: getattr(result, name) for name in names})


def check_alike(x, y) -> None:
    """Refuse predictions that cannot be compared, and say why."""
    same = {
        "images": x.paths is None or y.paths is None or x.paths == y.paths,
        "targets": x.task == y.task and np.array_equal(x.truth, y.truth),
        "class names": set(x.class_names) == set(y.class_names),
        "positive classes": x.positive == y.positive,
        "costs": x.costs == y.costs,
        "folds": np.array_equal(x.folds, y.folds),
        "groups": (x.groups is None) == (y.groups is None) and np.array_equal(x.groups, y.groups),
    }
    for what, equal in same.items():
        if not equal:
            told = _told(x, y, what)
            raise ValueError(f"the two results are of different {what}{told}: {_REMEDY}")


def _told(x, y, what) -> str:
    if what == "folds" and x.folds.shape == y.folds.shape:
        n = np.count_nonzero((x.folds != y.folds).any(axis=0))
        return f" ({n:,} of {x.n_images:,} images); Protocol(folds=) takes the table of the other"
    attribute = {"class names": "class_names", "positive classes": "positive", "costs": "costs"}
    if what not in attribute:
        return ""
    return " ({} and {})".format(*(getattr(p, attribute[what]) for p in (x, y)))
