"""Which tests the areas under curves rank among each other.

Those of a fold, as scores of different models have no common scale. But where a fold tests few
groups, most pairs of its images are of one group, and told apart more easily than images of
different ones: 12 groups left out one by one gave areas 0.05 too high, scores of all folds
together 0.01 to 0.02 too low, or 0.03 where nothing can be learned
(``benchmarks/interval_coverage.py --groups``). They are much too low where a fold holds most there
is of a class, as the model then lacks just that: no area is honest there.
"""

from typing import NamedTuple

import numpy as np

# With more groups most pairs of images that an area compares are of different ones.
_FEW_GROUPS = 5
# The least share of all the doubt about a class that must be left when the fold is known.
_LEAST_WITHIN_FOLDS = 0.7


class RankedTests(NamedTuple):
    """Tests that are ranked together: their repeats and rows, and a number for the whole repeat."""

    repeat: int
    repeats: np.ndarray
    rows: np.ndarray


def groups_in_a_fold(predictions) -> float:
    """Number of groups that a fold tests, on average."""
    repeats, rows = predictions.cells
    numbers = predictions.folds[repeats, rows]
    groups = np.unique(predictions.groups[rows], return_inverse=True)[1]
    pairs = np.unique(np.column_stack([repeats, numbers, groups]), axis=0)
    return len(pairs) / len(np.unique(pairs[:, :2], axis=0))


def few_groups_a_fold(predictions) -> bool:
    """Whether groups are declared, and a set of test images has few of them."""
    return predictions.groups is not None and groups_in_a_fold(predictions) < _FEW_GROUPS


def ranks_across_folds(predictions) -> bool:
    """Whether scores of all folds are ranked together."""
    return len(predictions.places()) > 1 and few_groups_a_fold(predictions)


def ranked_tests(predictions) -> list[RankedTests]:
    """Tests that are ranked together: of folds; else of repeats, or of all hold-outs."""
    repeats, rows = predictions.cells
    numbers = predictions.folds[repeats, rows]
    if not ranks_across_folds(predictions):
        keys = np.column_stack([repeats, numbers])
    elif predictions.folds.max() > 1:
        keys = repeats[:, None]
    else:
        keys = np.zeros((len(rows), 1), dtype=int)
    parts, part = np.unique(keys, axis=0, return_inverse=True)
    chosen = (part.reshape(-1) == number for number in range(len(parts)))
    return [
        RankedTests(int(key[0]), repeats[of], rows[of])
        for key, of in zip(parts, chosen, strict=True)
    ]


def in_many_folds(predictions) -> np.ndarray:
    """Which ranked classes ``(columns,)`` are spread over the folds enough to rank across them."""
    repeats, rows = predictions.cells
    numbers = predictions.folds[repeats, rows]
    fold = np.unique(np.column_stack([repeats, numbers]), axis=0, return_inverse=True)[1]
    return np.array(
        [_is_spread(column, fold.reshape(-1)) for column in predictions.ranked_truth[rows].T]
    )


def _is_spread(truth, fold) -> bool:
    """Variance of a class within the folds, as a share of its variance."""
    truth, fold = truth[truth >= 0], fold[truth >= 0]
    share = truth.mean() if len(truth) else 0.0
    if share in (0.0, 1.0):
        return True  # not defined for another reason, which is told
    n = np.bincount(fold)
    n_present = np.bincount(fold, weights=truth)
    within = np.sum(n_present * (1 - n_present / np.maximum(n, 1)))
    return within / (len(truth) * share * (1 - share)) >= _LEAST_WITHIN_FOLDS
