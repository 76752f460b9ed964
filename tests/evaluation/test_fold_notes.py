"""Folds of few groups, or of one class each, bias figures: said."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.naive_bayes import GaussianNB

from classic_cls import Protocol, cross_validate, score_predictions
from classic_cls.evaluation import compare_results, score


def drawn(of_one_class, n_groups=8, size=10):
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(n_groups), size)
    codes = groups % 2 if of_one_class else np.arange(len(groups)) % 2
    return rng.normal(size=(len(groups), 2)) + codes[:, None], np.array(["a", "b"])[codes], groups


def notes(of_one_class=False, cv="leave-one-group-out", **options):
    X, y, groups = drawn(of_one_class, **options)
    return cross_validate(GaussianNB(), X, y, Protocol(cv=cv), groups=groups).notes


def test_areas_of_few_groups_a_fold_rank_the_scores_of_all_folds():
    assert any("1 group only: the areas under curves (roc_auc" in note for note in notes())
    assert any("a fold tests 2 groups only" in note for note in notes(cv=4))
    assert not any("cannot be ranked" in note for note in notes())


def shifted(n_groups=10, size=12, **options):
    """Groups whose scores differ more than the classes within them."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(n_groups), size)
    codes = np.arange(len(groups)) % 2
    scores = rng.normal(size=n_groups)[groups] + 0.2 * codes + 0.01 * rng.normal(size=len(groups))
    names = np.array(["good", "defect"])
    known = {"score_kind": "decision_function", "positive": "defect", "groups": groups}
    return score_predictions(
        names[codes],
        names[(scores > 0).astype(int)],
        class_names=("good", "defect"),
        scores=np.column_stack([-scores, scores]),
        **known | {"folds": groups + 1} | options,
    )


def test_within_single_groups_nobody_is_perfect_who_is_not_among_all():
    result = shifted()
    truth, scores = result.predictions.ranked_truth[:, 0], result.predictions.scores[0, :, 1]
    assert result.figures["roc_auc"].value == pytest.approx(roc_auc_score(truth, scores))
    assert result.figures["roc_auc"].value < 0.7
    assert "resamples of groups, " in result.figures["roc_auc"].interval.method
    expected = average_precision_score(truth, scores)
    assert result.figures["average_precision"].value == pytest.approx(expected)


def test_curves_have_the_area_that_is_told():
    result = shifted()
    assert result.curves("roc").mean.area == pytest.approx(result.figures["roc_auc"].value)
    found = result.curves("precision_recall").mean.area
    assert found == pytest.approx(result.figures["average_precision"].value)


def test_of_repeats_each_is_ranked_by_itself_of_hold_outs_all_together():
    once = shifted()
    folds = np.tile(once.predictions.folds, (2, 1))
    scores = np.tile(once.predictions.scores, (2, 1, 1))
    answers = np.tile(once.predictions.answers, (2, 1))
    known = {"positive": "defect", "class_names": ("good", "defect")}
    known |= {"groups": once.predictions.groups, "score_kind": "decision_function"}
    truth = once.predictions.truth
    twice = score_predictions(truth, answers, folds=folds, scores=scores, **known)
    assert twice.figures["roc_auc"].value == pytest.approx(once.figures["roc_auc"].value)
    single = np.arange(10)[:, None] == once.predictions.groups
    of_groups = {"scores": np.tile(scores[:1], (10, 1, 1)), "folds": single.astype(int)}
    apart = score_predictions(truth, np.tile(answers[:1], (10, 1)), **of_groups, **known)
    assert apart.figures["roc_auc"].value == pytest.approx(once.figures["roc_auc"].value)


def test_models_are_compared_by_what_is_told():
    a, b = shifted(), shifted(n_groups=10)
    found = compare_results(a, b, "roc_auc")
    assert found.difference == 0 and found.better is None
    other = replace(b.predictions, scores=-b.predictions.scores)
    found = compare_results(a, score(other), "roc_auc")
    assert found.interval.low < found.difference < found.interval.high
    assert "groups" in found.interval.method and found.p_corrected_t is None


def test_classes_that_are_in_different_folds_have_no_area():
    groups = np.repeat(np.arange(10), 12)
    codes = (np.arange(120) % 12 < np.where(groups % 2, 11, 1)).astype(int)
    scores = np.random.default_rng(0).normal(size=120)
    names = np.array(["good", "defect"])
    result = score_predictions(
        names[codes],
        names[codes],
        class_names=("good", "defect"),
        groups=groups,
        positive="defect",
        scores=np.column_stack([-scores, scores]),
        score_kind="decision_function",
        folds=groups + 1,
    )
    assert "roc_auc" not in result.figures and "average_precision" not in result.figures
    assert any("not defined, shown as -, as 'defect' and the rest" in n for n in result.notes)


def test_one_test_part_of_few_groups_is_said():
    one = shifted(n_groups=2, folds=None)
    assert any("the tested images are of 2 groups only" in note for note in one.notes)
    assert not any("the tested images" in note for note in shifted(folds=None).notes)


def test_folds_of_one_class_are_said_to_be_too_low():
    found = notes(of_one_class=True)
    assert any("every fold tests images of one class only" in note for note in found)
    assert any("not defined, shown as -" in note for note in found)


def test_many_groups_and_no_folds_need_no_note():
    assert not any("a fold tests" in note for note in notes(cv=2, n_groups=20, size=4))
    _, y, groups = drawn(False)
    assert not score_predictions(y, y, groups=groups).notes
