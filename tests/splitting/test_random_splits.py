import numpy as np
import pytest
from splitting.tools import assert_tools_take

from classic_cls.splitting import RandomSplits, holdout, make_splits

RNG = np.random.default_rng(0)
LABELS = np.repeat(["a", "b", "c"], [80, 80, 40])
INDICATOR = (RNG.random((200, 4)) < [0.6, 0.3, 0.1, 0.05]).astype(np.int8)
GROUPS = np.arange(200) // 4


def test_every_class_is_in_proportion():
    for train, test in RandomSplits(5, test_size=0.25).split(LABELS, LABELS):
        assert np.unique(LABELS[test], return_counts=True)[1].tolist() == [20, 20, 10]
        np.testing.assert_array_equal(np.union1d(train, test), range(200))
        assert len(train) == 150


@pytest.mark.parametrize("test_size", [0.1, 0.2, 0.5, 0.7])
def test_every_label_is_in_proportion(test_size):
    for train, test in RandomSplits(3, test_size).split(INDICATOR, INDICATOR):
        assert len(test) == 200 * test_size
        np.testing.assert_array_equal(np.union1d(train, test), range(200))
        assert (np.abs(INDICATOR[test].sum(axis=0) - test_size * INDICATOR.sum(axis=0)) < 1).all()


@pytest.mark.parametrize("y", [LABELS, INDICATOR], ids=["labels", "multilabel"])
def test_groups_are_never_divided(y):
    for train, test in RandomSplits(4, 0.2).split(y, y, GROUPS):
        assert not np.intersect1d(GROUPS[train], GROUPS[test]).size
        np.testing.assert_array_equal(np.union1d(train, test), range(200))
        assert abs(len(test) - 40) <= 4
        if y.ndim == 1:
            shares = np.unique(y[test], return_counts=True)[1] / [80, 80, 40]
            assert (np.abs(shares - 0.2) <= 0.1).all()


@pytest.mark.parametrize("seed", range(10))
def test_what_two_groups_have_is_on_both_sides(seed):
    rng = np.random.default_rng(seed)
    y = np.repeat(["many", "few", "pair"], [70, 20, 10])
    groups = np.concatenate([rng.integers(0, 20, 70), rng.integers(20, 25, 20), [30] * 8, [31] * 2])
    train, test = holdout(y, groups, 0.15, seed)
    assert len(np.unique(y[train])) == len(np.unique(y[test])) == 3
    single = (y[:, None] == ["many", "few", "pair"]).astype(np.int8)
    train, test = holdout(single, groups, 0.15, seed)
    assert single[train].any(axis=0).all() and single[test].any(axis=0).all()


def test_rare_label_of_two_images_is_learned_and_tested():
    y = INDICATOR[:, :2].copy()
    y = np.column_stack([y, np.isin(np.arange(200), [3, 77])]).astype(np.int8)
    train, test = holdout(y, test_size=0.2)
    assert y[train, 2].sum() == y[test, 2].sum() == 1
    assert len(test) == 40


def test_splits_are_independent_hold_outs():
    splits = list(RandomSplits(4, 0.3, random_state=5).split(LABELS, LABELS))
    again = list(RandomSplits(4, 0.3, random_state=5).split(LABELS, LABELS))
    first = holdout(LABELS, None, 0.3, 5)
    for ours, expected in zip(splits[0], first, strict=True):
        np.testing.assert_array_equal(ours, expected)
    for (_, test), (_, same) in zip(splits, again, strict=True):
        np.testing.assert_array_equal(test, same)
    assert len({tuple(test) for _, test in splits}) == 4
    drawn = [
        next(RandomSplits(random_state=None).split(LABELS, LABELS))[1].tolist() for _ in range(2)
    ]
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("routing", [False, True])
@pytest.mark.parametrize("y", [LABELS, INDICATOR], ids=["labels", "multilabel"])
def test_tools_of_scikit_learn_take_them(y, routing):
    X = RNG.normal(size=(200, 3))
    splitter = RandomSplits(3)
    assert_tools_take(splitter, X, y, GROUPS, routing)
    assert splitter.get_n_splits() == 3
    assert repr(splitter) == "RandomSplits(n_splits=3, random_state=0, test_size=0.2)"


@pytest.mark.parametrize(
    "options, message",
    [({"n_splits": 0}, "n_splits is 0"), ({"test_size": 1.0}, "test_size is 1.0")],
)
def test_bad_parameters_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        RandomSplits(**options)


def test_one_group_is_refused():
    with pytest.raises(ValueError, match="at least 2 groups, there is 1"):
        holdout(INDICATOR, np.zeros(200))


def test_splits_that_test_the_same_images_are_told_of():
    y, groups = np.repeat(["a", "b"], 12), np.tile([0, 0, 0, 1, 2, 2], 4)
    _, notes = make_splits(y, groups, RandomSplits(4, test_size=0.5))
    told = [note for note in notes if note.startswith("the 4 splits test only ")]
    assert len(told) == 1
    assert not any("splits test only" in note for note in make_splits(y, None, RandomSplits(4))[1])
