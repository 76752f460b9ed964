"""What came of an aim: thresholds of the folds, misses, false alarms, and what cannot be shown."""

import re
from math import ceil, log

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from classic_cls.evaluation import Protocol, cross_validate, score_predictions
from classic_cls.models import MultilabelOneVsRest, ThresholdClassifier


def rows(n_rare=40, n_other=200, seed=0):
    rng = np.random.default_rng(seed)
    y = np.repeat(["a rare one", "common"], [n_rare, n_other])
    X = rng.normal(size=(len(y), 3))
    X[:n_rare, 0] += 2
    return X, y


def threshold(aim, inner=None, **options):
    return ThresholdClassifier(inner or LogisticRegression(), aim, **options)


@pytest.mark.parametrize("inner", [LogisticRegression(), LinearSVC(dual=False)])
@pytest.mark.parametrize("repeats", [1, 2])
def test_what_a_recall_costs_is_what_its_own_aim_gives(inner, repeats):
    """Each row of the table is the cross-validation with that recall for its aim."""
    X, y = rows()
    protocol = Protocol(cv=3, repeats=repeats)
    found = cross_validate(threshold("f1", inner), X, y, protocol).aim
    assert [row.recall for row in found.at_recall] == [0.90, 0.95, 0.98, 0.99]
    for row in found.at_recall:
        alone = cross_validate(threshold(f"recall={row.recall}", inner), X, y, protocol)
        assert (row.missed, row.false_alarms) == (alone.counts["fn"], alone.counts["fp"])
        assert row.reached == pytest.approx(alone.figures["sensitivity"].value)
        assert row.false_alarm_rate == pytest.approx(1 - alone.figures["specificity"].value)
        assert row.thresholds == pytest.approx(alone.aim.thresholds)


def test_thresholds_are_those_of_the_folds():
    X, y = rows()
    folds = [(np.flatnonzero(np.arange(240) % 3 != k), np.flatnonzero(np.arange(240) % 3 == k))
             for k in range(3)]  # fmt: skip
    model = threshold("recall=0.95")
    result = cross_validate(model, X, y, Protocol(cv=folds))
    learned = [clone(model).fit(X[train], y[train]).threshold_ for train, _ in folds]
    assert result.aim.thresholds == (min(learned), max(learned))
    assert result.aim.positive == "a rare one" and result.aim.figure == "sensitivity"


@pytest.mark.parametrize("aim, figure", [
    ("recall=0.9", "recall"), ("precision=0.6", "precision"), ("specificity=0.9", "specificity"),
    ("f1", "f1"),
])  # fmt: skip
def test_the_answer_comes_first_and_misses_before_false_alarms(aim, figure):
    X, y = rows()
    result = cross_validate(threshold(aim), X, y, Protocol(cv=3))
    title, answer, mistakes, table, *_ = str(result).splitlines()
    assert "positive: a rare one" in title
    assert re.match(rf"aim {aim} of 'a rare one': {figure} \d+\.\d%, 95% interval ", answer)
    assert "recall" in answer and "threshold" in answer
    counts = result.counts
    assert mistakes.startswith(f"missed: {counts['fn']} of 40 'a rare one'; false alarms: ")
    assert f"{counts['fp']} of 200 'common' ({100 * counts['fp'] / 200:.1f}%)" in mistakes
    assert all(f"at {recall}%" in table for recall in (90, 95, 98, 99))


@pytest.mark.parametrize("estimator", [LogisticRegression(), threshold("f1", costs={})])
def test_without_an_aim_misses_are_told_and_no_answer(estimator):
    X, y = rows()
    result = cross_validate(estimator, X, y, Protocol(cv=3, positive="common"))
    assert result.aim is None
    assert str(result).splitlines()[1].startswith("missed: ")
    scored = score_predictions(["bad", "good", "good"], ["good", "good", "good"])
    assert "missed: 1 of 1 'bad'; false alarms: 0 of 2 'good' (0.0%)" in str(scored)


def test_labels_and_balanced_accuracy_have_no_answer():
    X, y = rows()
    Y = np.column_stack([y == "common", X[:, 1] > 0]).astype(int)
    labels = threshold("f1", MultilabelOneVsRest(LogisticRegression()))
    assert cross_validate(labels, X, Y, Protocol(cv=3)).aim is None
    assert cross_validate(threshold("balanced_accuracy"), X, y, Protocol(cv=3)).aim is None


@pytest.mark.parametrize("aim, name, n", [
    ("recall=0.9", "a rare one", 28), ("recall=0.9", "a rare one", 29),
    ("precision=0.9", "a rare one", 28), ("recall=1", "a rare one", 40),
    ("specificity=0.99", "common", 200), ("specificity=0.98", "common", 200),
    ("f1", None, 20),
])  # fmt: skip
def test_what_a_class_is_too_small_to_show_is_said(aim, name, n):
    """The exact limit of the rule of three: with no mistake, 0.95 of it is certain."""
    X, y = rows(*((n, 200) if name != "common" else (40, n)))
    result = cross_validate(threshold(aim), X, y, Protocol(cv=3))
    found = [note for note in result.notes if "cannot show" in note]
    floor = float(aim.partition("=")[2] or 0)
    enough = name is None or (floor < 1 and n >= ceil(log(0.05) / log(floor)))
    assert len(found) == (not enough)
    assert enough or (repr(name) in found[0] and found[0].startswith(f"{n} images"))


def test_images_of_few_groups_count_as_these():
    X, y = rows()
    groups = np.where(y == "common", 100 + np.arange(len(y)), np.arange(len(y)) % 6)
    result = cross_validate(threshold("recall=0.9"), X, y, Protocol(cv=3), groups=groups)
    (note,) = (note for note in result.notes if "cannot show" in note)
    assert note.startswith("6 groups of class 'a rare one'")


@pytest.mark.parametrize("aim, said", [("recall=0.9", True), ("recall=0.5", False), ("f1", False)])
def test_labels_too_rare_for_an_aim_are_named(aim, said):
    X, y = rows()
    Y = np.column_stack([y == "common", np.arange(len(y)) < 20]).astype(int)
    labels = threshold(aim, MultilabelOneVsRest(LogisticRegression()))
    result = cross_validate(labels, X, Y, Protocol(cv=3), class_names=["many", "few"])
    found = [note for note in result.notes if "too few images" in note]
    assert len(found) == said and all("1 of 2 labels, such as 'few'" in note for note in found)
