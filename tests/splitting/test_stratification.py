"""Grouped folds: no group divided, classes and sizes as even as scikit-learn makes them."""

import numpy as np
import pytest
from sklearn.model_selection import StratifiedGroupKFold

from classic_cls.splitting.stratification import grouped_folds


def unevenness(y, folds):
    """How far the tested images of each class, and of all, are from an even share; in images."""
    classes = np.unique(y)
    counts = np.array([[np.sum(y[test] == c) for c in classes] for _, test in folds])
    by_class = np.abs(counts - counts.mean(axis=0)).mean()
    return by_class, np.ptp(counts.sum(axis=1))


@pytest.mark.parametrize("seed", range(5))
def test_as_even_as_those_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 60, 600)
    y = np.where(rng.random(600) < 0.8, "a", rng.choice(["b", "c"], 600))
    ours = grouped_folds(y, groups, 5, seed)
    theirs = StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(y, y, groups)
    (by_class, sizes), (their_class, their_sizes) = unevenness(y, ours), unevenness(y, list(theirs))
    assert by_class <= 1.3 * their_class
    assert sizes <= their_sizes


@pytest.mark.parametrize("seed", range(5))
def test_folds_are_a_partition_of_whole_groups(seed):
    rng = np.random.default_rng(seed)
    groups, y = rng.integers(0, 30, 200), rng.choice(list("abc"), 200)
    folds = grouped_folds(y, groups, 4, seed)
    np.testing.assert_array_equal(np.sort(np.concatenate([t for _, t in folds])), np.arange(200))
    for train, test in folds:
        assert not set(groups[train]) & set(groups[test])
        np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(200))


def test_lone_images_and_one_large_group():
    """As near-duplicates make them: almost every image a group of its own."""
    y = np.array(list("ab") * 500)
    groups = np.arange(1000)
    groups[::50] = 7
    folds = grouped_folds(y, groups, 5)
    assert [len(test) for _, test in folds] == [200] * 5
    assert all(abs(np.sum(y[test] == "a") - 100) <= 1 for _, test in folds)
