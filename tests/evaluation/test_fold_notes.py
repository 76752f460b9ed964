"""Folds of few groups, or of one class each, bias figures: said."""

import numpy as np
from sklearn.naive_bayes import GaussianNB

from classic_cls import Protocol, cross_validate, score_predictions


def drawn(of_one_class, n_groups=8, size=10):
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(n_groups), size)
    codes = groups % 2 if of_one_class else np.arange(len(groups)) % 2
    return rng.normal(size=(len(groups), 2)) + codes[:, None], np.array(["a", "b"])[codes], groups


def notes(of_one_class=False, cv="leave-one-group-out", **options):
    X, y, groups = drawn(of_one_class, **options)
    return cross_validate(GaussianNB(), X, y, Protocol(cv=cv), groups=groups).notes


def test_areas_within_single_groups_are_said_to_be_too_high():
    assert any("a fold tests 1 group only: roc_auc" in note for note in notes())
    assert any("a fold tests 2 groups only" in note for note in notes(cv=4))


def test_folds_of_one_class_are_said_to_be_too_low():
    found = notes(of_one_class=True)
    assert any("every fold tests images of one class only" in note for note in found)
    assert not any("too high" in note for note in found)  # no area is defined there


def test_many_groups_and_no_folds_need_no_note():
    assert not any("a fold tests" in note for note in notes(cv=2, n_groups=20, size=4))
    _, y, groups = drawn(False)
    assert not score_predictions(y, y, groups=groups).notes
