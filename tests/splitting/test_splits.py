import numpy as np
import pytest
from sklearn.model_selection import (
    KFold,
    LeaveOneGroupOut,
    RepeatedStratifiedKFold,
    ShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
    TimeSeriesSplit,
)

from classic_cls.splitting import IterativeStratifiedKFold, RandomSplits, holdout, make_splits

RNG = np.random.default_rng(0)
LABELS = np.repeat(["a", "b", "c"], [60, 40, 20])
GROUPS = np.array([f"g{i // 4}" for i in range(120)])
INDICATOR = (RNG.random((120, 3)) < [0.5, 0.3, 0.1]).astype(np.int8)


def assert_same(splits, expected):
    for (train, test), (expected_train, expected_test) in zip(splits, expected, strict=True):
        np.testing.assert_array_equal(train, expected_train)
        np.testing.assert_array_equal(test, expected_test)


@pytest.mark.parametrize(
    "y, groups, splitter",
    [
        (LABELS, None, StratifiedKFold(4, shuffle=True, random_state=7)),
        (INDICATOR, None, IterativeStratifiedKFold(4, random_state=7)),
        (INDICATOR, GROUPS, IterativeStratifiedKFold(4, random_state=7)),
    ],
)
def test_first_repeat_is_that_of_the_splitter(y, groups, splitter):
    splits, notes = make_splits(y, groups, cv=4, random_state=7)
    assert_same(splits[0], list(splitter.split(np.zeros(120), y, groups)))
    assert notes == ()


@pytest.mark.parametrize("y", [LABELS, INDICATOR], ids=["labels", "multilabel"])
@pytest.mark.parametrize("groups", [None, GROUPS], ids=["images", "groups"])
def test_every_repeat_is_a_partition_and_repeats_differ(y, groups):
    splits, _ = make_splits(y, groups, cv=5, repeats=3, random_state=0)
    again, _ = make_splits(y, groups, cv=5, repeats=3, random_state=0)
    other, _ = make_splits(y, groups, cv=5, repeats=3, random_state=1)
    first_tests = set()
    for folds, same, different in zip(splits, again, other, strict=True):
        np.testing.assert_array_equal(np.sort(np.concatenate([t for _, t in folds])), range(120))
        for train, test in folds:
            assert not np.intersect1d(train, test).size
            assert len(train) + len(test) == 120
            if groups is not None:
                assert not np.intersect1d(groups[train], groups[test]).size
        assert_same(folds, same)
        assert not np.array_equal(folds[0][1], different[0][1])
        first_tests.add(tuple(folds[0][1]))
    assert len(first_tests) == 3


def test_drawn_seed_differs():
    first, _ = make_splits(LABELS, random_state=None)
    second, _ = make_splits(LABELS, random_state=None)
    assert not np.array_equal(first[0][0][1], second[0][0][1])


def test_small_class_lowers_the_folds_and_is_named():
    y = np.repeat(["big", "small"], [30, 3])
    splits, notes = make_splits(y, cv=5)
    assert len(splits[0]) == 3
    assert notes == ("3 folds instead of 5: class 'small' has 3 images",)
    assert all(len(np.unique(y[test])) == 2 for _, test in splits[0])


def test_class_in_few_groups_lowers_the_folds():
    y = np.repeat(["big", "small"], [40, 20])
    groups = np.concatenate([np.arange(40) // 2, 100 + np.arange(20) // 10])
    splits, notes = make_splits(y, groups, cv=5)
    assert len(splits[0]) == 2
    assert notes == ("2 folds instead of 5: class 'small' has 2 groups",)


def test_few_groups_lower_multilabel_folds():
    splits, notes = make_splits(INDICATOR, np.arange(120) % 3, cv=5)
    assert len(splits[0]) == 3
    assert notes == ("3 folds instead of 5: there are 3 groups",)


@pytest.mark.parametrize("split", [make_splits, holdout])
def test_class_with_one_image_is_refused_with_the_remedy(split):
    message = "'lone wolf' has only one image.*leave it out$"
    with pytest.raises(ValueError, match=message):
        split(["a"] * 5 + ["lone wolf"])


@pytest.mark.parametrize("split", [make_splits, holdout])
def test_class_in_one_group_is_refused(split):
    with pytest.raises(ValueError, match="'b' has only one group"):
        split(["a"] * 4 + ["b"] * 4, groups=[1, 1, 2, 2, 3, 3, 3, 3])


@pytest.mark.parametrize("split", [make_splits, holdout])
def test_one_class_alone_is_refused(split):
    with pytest.raises(ValueError, match="only one class, 'a'"):
        split(["a"] * 10)


def test_one_class_that_is_learned_alone_is_divided():
    train, test = holdout(["a"] * 10, alone=True)
    assert len(train) == 8 and sorted([*train, *test]) == list(range(10))
    for train, test in RandomSplits(n_splits=2, test_size=0.3).split(None, ["a"] * 10):
        assert len(test) == 3 and not set(train) & set(test)


def test_one_group_in_all_is_refused_for_multilabel():
    with pytest.raises(ValueError, match="at least 2 groups, there is 1"):
        make_splits(INDICATOR, np.zeros(120))


def test_class_absent_from_training_is_named():
    y = np.array(["a", "c"] * 4 + ["b"] * 2)
    folds = [(np.arange(8), np.array([8, 9])), (np.arange(2, 10), np.arange(2))]
    folds.append((np.r_[0:2, 5:10], np.arange(2, 5)))
    folds.append((np.r_[0:5, 8:10], np.arange(5, 8)))
    _, notes = make_splits(y, cv=folds)
    assert notes == (
        "class 'b' is absent from the training images of 1 of 4 folds, where it cannot be found",
    )


def test_labels_absent_from_folds_are_named():
    y = np.zeros((10, 2), np.int8)
    y[:5, 0] = 1
    y[0, 1] = 1
    _, notes = make_splits(y, cv=5, class_names=["common", "rare"])
    assert any(note.startswith("label 'rare' is absent from the training") for note in notes)
    assert any("'rare' is on no test image of some folds" in note for note in notes)


def test_labels_known_as_present_only_are_named():
    y = np.zeros((12, 2), np.int8)
    y[::2] = 1
    y[:, 1] = np.where(np.arange(12) < 6, 1, -1)
    y[6, 1] = 0
    _, notes = make_splits(y, cv=[(range(6), range(6, 12)), (range(6, 12), range(6))])
    assert notes[:2] == (
        "label '1' is absent from the training images of 1 of 2 folds, where it cannot be found",
        "label '1' is on every known training image of 1 of 2 folds, where it cannot be told to "
        "be absent",
    )
    assert len(notes) == 3 and notes[2].startswith("label '1' is on no test image of some folds")


def test_classes_absent_from_as_many_folds_are_one_note():
    y = np.array(["a", "b", "c", "d"] * 3)
    parts = np.flatnonzero((y == "a") | (y == "b")), np.flatnonzero((y == "c") | (y == "d"))
    _, notes = make_splits(y, cv=[parts])
    assert notes == (
        "6 of 12 images are never tested",
        "classes 'c', 'd' are absent from the training images of 1 of 1 folds, where they "
        "cannot be found",
    )


def test_splitter_is_used_as_it_is():
    splitter = StratifiedKFold(3, shuffle=True, random_state=5)
    splits, _ = make_splits(LABELS, cv=splitter)
    assert_same(splits[0], list(splitter.split(LABELS, LABELS)))


def test_repeating_splitter_gives_repeats():
    splitter = RepeatedStratifiedKFold(n_splits=4, n_repeats=3, random_state=0)
    splits, _ = make_splits(LABELS, cv=splitter)
    assert [len(folds) for folds in splits] == [4, 4, 4]


def test_list_of_splits_and_masks():
    even = np.arange(120) % 2 == 0
    splits, _ = make_splits(INDICATOR, cv=[(even, ~even), (~even, even)])
    np.testing.assert_array_equal(splits[0][0][0], np.flatnonzero(even))


@pytest.mark.parametrize(
    "cv",
    [
        RandomSplits(5, 0.3),
        ShuffleSplit(5, test_size=0.3, random_state=0),
        StratifiedShuffleSplit(5, test_size=0.3, random_state=0),
    ],
)
def test_repeated_hold_outs_are_repeats_of_one_fold(cv):
    splits, notes = make_splits(LABELS, cv=cv)
    assert [len(folds) for folds in splits] == [1] * 5
    assert_same([folds[0] for folds in splits], list(cv.split(LABELS, LABELS)))
    tested = np.unique(np.concatenate([folds[0][1] for folds in splits]))
    assert notes == (f"{120 - len(tested)} of 120 images are never tested",)


def test_folds_that_leave_images_untested_are_one_repeat():
    splits, notes = make_splits(np.tile(["a", "b"], 60), cv=TimeSeriesSplit(3))
    assert [len(folds) for folds in splits] == [3]
    assert notes == ("30 of 120 images are never tested",)


def test_a_new_repeat_starts_where_an_image_is_tested_again():
    parts = [[0, 1], [2, 3], [1, 2], [0], [3, 4], [4]]
    folds = [(np.setdiff1d(np.arange(6), part), np.array(part)) for part in parts]
    splits, _ = make_splits(["a", "b"] * 3, cv=folds)
    tested = [[test.tolist() for _, test in repeat] for repeat in splits]
    assert tested == [[[0, 1], [2, 3]], [[1, 2], [0], [3, 4]], [[4]]]


def test_splits_by_repeat_are_kept_as_they_are():
    given, _ = make_splits(LABELS, cv=3, repeats=2)
    given = [given[0], given[1][:1], given[1][1:]]
    splits, _ = make_splits(LABELS, cv=given)
    assert [len(folds) for folds in splits] == [3, 1, 2]
    for folds, expected in zip(splits, given, strict=True):
        assert_same(folds, expected)
    with pytest.raises(ValueError, match="tests an image twice in one repeat"):
        make_splits(LABELS, cv=[given[0] + given[1]])


@pytest.mark.parametrize("y", [LABELS, INDICATOR], ids=["labels", "multilabel"])
def test_leave_one_group_out(y):
    groups = np.arange(120) % 7
    splits, _ = make_splits(y, groups, cv="leave-one-group-out")
    assert_same(splits[0], list(LeaveOneGroupOut().split(y, y, groups)))
    assert len(splits) == 1


def test_splitter_with_a_seed_of_its_own_keeps_it():
    cv = RandomSplits(2, random_state=4)
    first, _ = make_splits(LABELS, cv=cv, random_state=0)
    second, _ = make_splits(LABELS, cv=cv, random_state=1)
    assert_same(first[0], second[0])


def test_overlapping_split_is_refused():
    with pytest.raises(ValueError, match="same image in training and test"):
        make_splits(LABELS, cv=[(np.arange(120), np.arange(120))])


def test_groups_on_both_sides_of_a_given_splitter_are_told():
    _, notes = make_splits(LABELS, GROUPS, cv=KFold(5, shuffle=True, random_state=0))
    assert any("stand on both sides of the given splits" in note for note in notes)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"cv": 1}, "cv is 1"),
        ({"repeats": 0}, "repeats is 0"),
        ({"cv": KFold(3), "repeats": 2}, "repeats needs cv"),
        ({"groups": [1, 2]}, "groups has shape"),
        ({"cv": "leave-one-group-out"}, "needs groups"),
        ({"cv": "leave-one-group-out", "groups": [1] * 120}, "at least 2 groups, there is 1"),
        ({"cv": "leave-one-group-out", "groups": GROUPS, "repeats": 2}, "repeats needs cv"),
        ({"cv": "loo"}, "cv is 'loo'; give"),
        ({"cv": [([], [1, 2])]}, "without training"),
        ({"cv": [([1, 2], [])]}, "without training or without test"),
        ({"cv": [([1, 2], [3, 3])]}, "tests the same image twice"),
        ({"cv": [([1, 2], [120])]}, "no pair of rows"),
        ({"cv": [([0, 70], [1]), ([1, 2], [3])]}, "fold 2 trains on images of class 'a' only"),
        ({"cv": "leave-one-group-out", "groups": LABELS != "a"}, "of class 'a' only"),
        ({"cv": [1, 2]}, "no pair of rows"),
        ({"cv": []}, "gives no fold"),
        ({"cv": None}, "cv is None; give a number of folds"),
    ],
)
def test_bad_arguments_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        make_splits(LABELS, **options)


def test_folds_that_test_no_known_label_are_refused():
    y = INDICATOR.copy()
    y[:10] = -1
    with pytest.raises(ValueError, match="tests no image of which a label is known"):
        make_splits(y, cv=[(np.arange(10, 120), np.arange(10))])


def test_holdout_is_stratified_and_repeatable():
    train, test = holdout(LABELS, test_size=0.25, random_state=3)
    assert (np.unique(LABELS[test], return_counts=True)[1] == [15, 10, 5]).all()
    np.testing.assert_array_equal(np.union1d(train, test), np.arange(120))
    np.testing.assert_array_equal(holdout(LABELS, test_size=0.25, random_state=3)[1], test)


@pytest.mark.parametrize("y", [LABELS, INDICATOR], ids=["labels", "multilabel"])
@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.5, 0.75])
def test_grouped_holdout_keeps_groups_and_comes_close_to_the_share(y, share):
    train, test = holdout(y, GROUPS, test_size=share)
    assert not np.intersect1d(GROUPS[train], GROUPS[test]).size
    np.testing.assert_array_equal(np.union1d(train, test), np.arange(120))
    assert abs(len(test) / 120 - share) <= 0.101
    if y.ndim == 1:
        assert len(np.unique(y[train])) == len(np.unique(y[test])) == 3


def test_grouped_holdout_with_two_groups_per_class():
    y = np.repeat(["a", "b"], 8)
    train, test = holdout(y, np.arange(16) // 4, test_size=0.2)
    assert len(train) == len(test) == 8


@pytest.mark.parametrize("share, message", [(0, "test_size is 0"), (0.01, "fewer than one per")])
def test_bad_share_is_refused(share, message):
    with pytest.raises(ValueError, match=message):
        holdout(LABELS, test_size=share)
