"""A protocol knows what kind of split it is, makes it, and refuses what does not fit."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import StratifiedKFold

from classic_cls import ImageDataset, ImageRef, Protocol, RandomSplits, cross_validate

LABELS = np.array(["good", "defect"] * 12)
X = np.zeros((24, 1))


def dataset(**more):
    refs = tuple(ImageRef(f"{i}.png") for i in range(24))
    return ImageDataset(refs, LABELS, ("defect", "good"), **more)


@pytest.mark.parametrize(
    "options, kind, makes_folds, is_random, n_fits",
    [
        ({}, "k-fold", True, True, 5),
        ({"cv": 3, "repeats": 4}, "k-fold", True, True, 12),
        ({"cv": "4x0.25"}, "random splits", True, True, 4),
        ({"cv": RandomSplits(2)}, "random splits", True, True, 2),
        ({"cv": "leave-one-group-out"}, "leave-one-group-out", True, False, 8),
        ({"cv": StratifiedKFold(3)}, "given folds", False, False, None),
        ({"cv": [(range(12), range(12, 24))]}, "given folds", False, False, None),
        ({"folds": "folds.csv"}, "fold list", False, False, None),
    ],
)
def test_kinds(options, kind, makes_folds, is_random, n_fits):
    protocol = Protocol(**options)
    assert (protocol.kind, protocol.makes_folds, protocol.is_random) == (
        kind, makes_folds, is_random)  # fmt: skip
    assert protocol.n_fits(np.arange(24) // 3) == n_fits
    if kind != "fold list":
        splits, _ = protocol.splits(LABELS, np.arange(24) // 3)
        assert n_fits in (None, sum(map(len, splits)))
        groups = np.arange(24) // 3 if kind == "leave-one-group-out" else None
        result = cross_validate(DummyClassifier(), X, LABELS, protocol, groups=groups)
        assert result.protocol == kind


def test_shares_in_text_are_random_splits_with_its_seed():
    text, object_ = Protocol(cv="3x0.25", seed=4), Protocol(cv=RandomSplits(3, 0.25, 4))
    for one, other in zip(text.splits(LABELS)[0], object_.splits(LABELS)[0], strict=True):
        np.testing.assert_array_equal(one[0][1], other[0][1])


@pytest.mark.parametrize(
    "options, message",
    [
        ({"cv": "5"}, "cv is '5'; give a number of folds, TIMESxSHARE"),
        ({"cv": "5x2"}, "'5x2'"),
        ({"cv": "loo"}, "'loo'"),
        ({"cv": "5x0.2", "repeats": 2}, "repeats"),
        ({"folds": "f.csv", "repeats": 2}, "repeats"),
        ({"folds": "f.csv", "cv": 3}, "leave one of them out"),
        ({"folds": "f.csv", "cv": "5x0.2"}, "leave one of them out"),
    ],
)
def test_what_contradicts_itself_is_refused_at_once(options, message):
    with pytest.raises(ValueError, match=message):
        Protocol(**options)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"cv": "leave-one-group-out"}, "group_by"),
        ({"positive": "bad"}, "'bad' is not among"),
        ({"costs": {("defect", "goood"): 2}}, "'goood'"),
        ({"scoring": "acuracy"}, "'acuracy' is unknown"),
        ({"by": "scanner"}, "'scanner'"),
        ({"by": ("group",)}, "there are no groups"),
    ],
)
def test_what_does_not_fit_the_data_is_refused_before_any_work(options, message):
    with pytest.raises(ValueError, match=message):
        Protocol(**options).check(dataset())


def test_what_fits():
    groups, split = np.arange(24).astype(str), np.repeat(["train", "test"], 12)
    for options in ({}, {"scoring": "sensitivity"}, {"by": "group"}, {"cv": "leave-one-group-out"}):
        assert Protocol(**options).check(dataset(groups=groups)) == ()
    assert Protocol().check(dataset(split=split)) == ()
    with pytest.raises(ValueError, match="official split"):
        Protocol(test_size=0.2).check(dataset(split=split))


def test_a_protocol_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        Protocol().cv = 3
    assert Protocol(by=["a", "b"]).by == ("a", "b")


def test_a_table_of_folds_needs_the_names_of_the_images(tmp_path):
    rows = [f"{i}.png,{i % 3 + 1}" for i in range(24)]
    (tmp_path / "folds.csv").write_text("\n".join(["path,fold", *rows]))
    protocol = Protocol(folds=tmp_path / "folds.csv")
    result = cross_validate(
        DummyClassifier(), X, LABELS, protocol, paths=[f"{i}.png" for i in range(24)]
    )
    assert result.protocol_words == "cross-validation in the 3 folds of folds.csv"
    with pytest.raises(ValueError, match="give paths too"):
        cross_validate(DummyClassifier(), X, LABELS, protocol)
