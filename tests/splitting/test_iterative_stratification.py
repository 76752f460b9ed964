import numpy as np
import pytest
from sklearn.model_selection import GroupKFold, KFold
from splitting.tools import assert_tools_take

from classic_cls.splitting import IterativeStratifiedKFold

SHAPES = [(100, 6, 5), (403, 12, 5), (1500, 30, 10)]
KINDS = ["rare", "related", "dense"]


def indicator(n_images, n_labels, kind, seed=0):
    """Labels from common to rare; ``related`` ones come together."""
    rng = np.random.default_rng(seed)
    shares = np.geomspace(0.6, 15 / n_images, n_labels)
    if kind == "dense":
        return (rng.random((n_images, n_labels)) < 0.5).astype(np.int8)
    if kind == "rare":
        return (rng.random((n_images, n_labels)) < shares).astype(np.int8)
    causes = rng.normal(size=(n_images, 4)) @ rng.normal(size=(4, n_labels))
    values = causes + rng.normal(size=(n_images, n_labels))
    limits = [np.quantile(column, 1 - share) for column, share in zip(values.T, shares)]
    return (values > limits).astype(np.int8)


def folds_of(splitter, y, groups=None):
    folds = np.full(len(y), -1)
    for number, (train, test) in enumerate(splitter.split(np.zeros(len(y)), y, groups)):
        np.testing.assert_array_equal(np.union1d(train, test), range(len(y)))
        assert len(train) + len(test) == len(y)
        assert (folds[test] == -1).all()
        folds[test] = number
    return folds


def published_algorithm(y, n_folds, seed):
    """Algorithm 1 of Sechidis et al. (2011), image by image."""
    rng = np.random.default_rng(seed)
    folds = np.full(len(y), -1)
    lacking = np.full(n_folds, len(y) / n_folds)
    lacking_label = np.repeat(y.sum(axis=0)[:, None] / n_folds, n_folds, axis=1)
    while (folds < 0).any():
        n_left = y[folds < 0].sum(axis=0)
        if n_left.any():
            label = np.where(n_left > 0, n_left, len(y) + 1).argmin()
            images = np.flatnonzero((folds < 0) & (y[:, label] == 1))
            desire = lacking_label[label]
        else:
            images, desire = np.flatnonzero(folds < 0), lacking
        for image in images:
            best = np.flatnonzero(desire == desire.max())
            best = best[lacking[best] == lacking[best].max()]
            folds[image] = rng.choice(best)
            lacking[folds[image]] -= 1
            lacking_label[y[image] == 1, folds[image]] -= 1
    return folds


def label_distribution(y, folds):
    """LD of the paper: how far the odds of the labels in the folds are from those of all."""
    counts = np.array([y[folds == fold].sum(axis=0) for fold in range(folds.max() + 1)])
    sizes = np.bincount(folds)[:, None]
    odds = y.sum(axis=0) / (len(y) - y.sum(axis=0))
    return np.abs(counts / (sizes - counts) - odds).mean()


def examples_deviation(folds):
    """ED of the paper: how far the sizes of the folds are from equal ones."""
    sizes = np.bincount(folds)
    return np.abs(sizes - sizes.mean()).mean()


def n_missing(y, folds, n_folds):
    """Pairs of a label and a fold without it, where the label has enough images."""
    counts = np.array([y[folds == fold].sum(axis=0) for fold in range(n_folds)])
    return np.count_nonzero((counts == 0) & (y.sum(axis=0) >= n_folds))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_labels_and_sizes_are_as_even_as_those_of_the_paper_and_more(shape, kind):
    n_images, n_labels, n_folds = shape
    y = indicator(n_images, n_labels, kind)
    ours = folds_of(IterativeStratifiedKFold(n_folds), y)
    assert np.ptp(np.bincount(ours)) <= 1
    assert n_missing(y, ours, n_folds) == 0
    plain = folds_of(KFold(n_folds, shuffle=True, random_state=0), y)
    for others in (plain, published_algorithm(y, n_folds, 0)):
        assert label_distribution(y, ours) <= label_distribution(y, others)
        assert examples_deviation(ours) <= examples_deviation(others)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_groups_are_never_divided_and_spread_better_than_at_random(shape, kind):
    n_images, n_labels, n_folds = shape
    y = indicator(n_images, n_labels, kind)
    groups = np.random.default_rng(1).integers(0, n_images // 5, n_images)
    ours = folds_of(IterativeStratifiedKFold(n_folds), y, groups)
    assert all(len(set(ours[groups == group])) == 1 for group in np.unique(groups))
    plain = folds_of(GroupKFold(n_folds), y, groups)
    assert label_distribution(y, ours) < label_distribution(y, plain)
    assert examples_deviation(ours) <= examples_deviation(plain) + 1
    assert n_missing(y, ours, n_folds) <= n_missing(y, plain, n_folds)


def test_groups_of_one_image_are_as_images():
    y = indicator(103, 6, "related")
    sizes = np.bincount(folds_of(IterativeStratifiedKFold(5), y, np.arange(103)))
    assert sorted(sizes) == [20, 20, 21, 21, 21]


@pytest.mark.parametrize("seed", range(20))
def test_no_fold_is_empty_however_uneven_the_groups(seed):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(6), rng.permutation([60, 20, 3, 1, 1, 1]))
    y = (rng.random((len(groups), 4)) < [0.02, 0.2, 0.5, 0.9]).astype(np.int8)
    folds = folds_of(IterativeStratifiedKFold(5, random_state=seed), y, groups)
    assert (np.bincount(folds, minlength=5) > 0).all()


def test_one_large_group_has_a_fold_of_its_own():
    groups = np.r_[np.zeros(50), np.arange(1, 51)]
    folds = folds_of(IterativeStratifiedKFold(2), indicator(100, 4, "dense"), groups)
    assert np.ptp(np.bincount(folds)) <= 4
    assert len(set(folds[:50])) == 1


def test_unknown_labels_are_neither_present_nor_absent():
    y = indicator(300, 3, "rare")
    half_known = np.full((300, 1), -1, np.int8)
    half_known[np.random.default_rng(2).permutation(300)[:40], 0] = [0, 1] * 20
    y = np.hstack([y, half_known])
    folds = folds_of(IterativeStratifiedKFold(5), y)
    for fold in range(5):
        found, counts = np.unique(y[folds == fold, 3], return_counts=True)
        assert dict(zip(found.tolist(), counts.tolist())) == {-1: 52, 0: 4, 1: 4}


def test_labels_that_all_none_or_no_known_image_has_change_nothing():
    y = indicator(200, 5, "related")
    constant = np.tile(np.array([1, 0, -1], np.int8), (200, 1))
    folds = folds_of(IterativeStratifiedKFold(4), np.hstack([y, constant]))
    assert np.bincount(folds).tolist() == [50] * 4
    assert n_missing(y, folds, 4) == 0
    nothing = folds_of(IterativeStratifiedKFold(3), np.zeros((10, 2)))
    assert sorted(np.bincount(nothing)) == [3, 3, 4]


def test_seed_decides_alone():
    y = indicator(200, 8, "rare")
    state = np.random.get_state()[1].copy()
    first = folds_of(IterativeStratifiedKFold(5, random_state=3), y)
    np.random.seed(99)
    np.testing.assert_array_equal(first, folds_of(IterativeStratifiedKFold(5, random_state=3), y))
    np.random.set_state(("MT19937", state, 624))
    assert (first != folds_of(IterativeStratifiedKFold(5, random_state=4), y)).any()
    assert (first != folds_of(IterativeStratifiedKFold(5, random_state=None), y)).any()


def test_every_image_is_tested_in_every_fold_for_some_seed():
    """The folds are drawn by chance: no image, first or last, has a fixed place."""
    y = indicator(30, 3, "dense")
    folds = [folds_of(IterativeStratifiedKFold(3, random_state=seed), y) for seed in range(60)]
    assert all(set(column) == {0, 1, 2} for column in np.transpose(folds))


def test_many_folds_leave_one_image_out():
    folds = folds_of(IterativeStratifiedKFold(30), indicator(30, 3, "dense"))
    assert sorted(folds) == list(range(30))


@pytest.mark.parametrize(
    "y, groups, message",
    [
        (np.repeat(["a", "b"], 10), None, "y has shape.*StratifiedKFold"),
        (np.full((10, 2), 2), None, "y holds other values"),
        (np.eye(3), None, "n_splits is 5, but there are 3 images"),
        (np.eye(9), np.arange(9) % 4, "n_splits is 5, but there are 4 groups"),
        (np.eye(9), np.arange(8), "groups has shape"),
    ],
)
def test_bad_targets_are_named(y, groups, message):
    with pytest.raises(ValueError, match=message):
        next(IterativeStratifiedKFold(5).split(y, y, groups))


@pytest.mark.parametrize("n_splits", [1, 2.5, "5"])
def test_bad_numbers_of_folds_are_named(n_splits):
    with pytest.raises(ValueError, match="n_splits is"):
        IterativeStratifiedKFold(n_splits)


@pytest.mark.parametrize("routing", [False, True])
def test_tools_of_scikit_learn_take_it(routing):
    y = indicator(120, 4, "related")
    X = np.random.default_rng(0).normal(size=(120, 3)) + y[:, :3]
    groups = np.arange(120) // 3
    splitter = IterativeStratifiedKFold(4)
    assert_tools_take(splitter, X, y, groups, routing)
    assert splitter.get_n_splits() == 4
    assert repr(splitter).startswith("IterativeStratifiedKFold(n_splits=4")
