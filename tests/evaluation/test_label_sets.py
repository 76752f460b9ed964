"""Several labels, each yes, no or unsure: the promise for each label by itself is kept."""

import numpy as np
import pytest

from classic_cls import Predictions
from classic_cls.evaluation import UNSURE, HeldOutLabels, HeldOutScores, held_out_of, label_limits

NAMES = ("common", "rare")


def drawn(n, seed=0, shares=(0.4, 0.1), distance=1.0):
    """Scores around 1 of images with a label, around -1 of others, and which have it."""
    rng = np.random.default_rng(seed)
    truth = (rng.random((n, 2)) < shares).astype(np.int8)
    return distance * (2.0 * truth - 1) + rng.normal(size=(n, 2)), truth


def held_out_labels(scores, truth, units=None):
    units = np.arange(len(truth)) if units is None else units
    return HeldOutLabels(scores.astype(np.float32), truth, units.astype(np.int32))


def predictions_of(scores, truth, **known):
    return Predictions.of(
        truth, (scores >= 0).astype(np.int8), class_names=NAMES, scores=scores,
        score_kind="decision_function", **known,
    )  # fmt: skip


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_limits_are_those_of_the_formula(coverage):
    scores, truth = drawn(800)
    limits = label_limits(held_out_labels(scores, truth), coverage)
    for label in range(2):
        has = np.sort(scores[truth[:, label] == 1, label])[::-1]
        lacks = np.sort(scores[truth[:, label] == 0, label])
        rank = [int(np.ceil(coverage * (len(some) + 1) - 1e-9)) - 1 for some in (has, lacks)]
        assert limits.no_below[label] == np.float32(has[rank[0]])
        assert limits.yes_above[label] == np.float32(lacks[rank[1]])


@pytest.mark.parametrize("distance", [0.3, 1.0, 3.0])
def test_each_label_keeps_its_promise_on_new_images(distance):
    at_limit, told = [], []
    for seed in range(150):
        scores, truth = drawn(600, seed, distance=distance)
        limits = label_limits(held_out_labels(scores[:400], truth[:400]), 0.9)
        new, of_new = scores[400:].astype(np.float32), truth[400:]
        states, has, lacks = limits.states(new, new >= 0), of_new == 1, of_new == 0
        at_limit.append(
            [_share(new >= limits.no_below, has), _share(new <= limits.yes_above, lacks)]
        )
        told.append([_share(states != 0, has), _share(states != 1, lacks)])
    at_limit, told = np.nanmean(at_limit, axis=0), np.nanmean(told, axis=0)
    assert np.abs(at_limit - 0.9).max() < 0.015
    assert (told >= at_limit - 1e-9).all()  # the model's own answer is never turned round


def _share(found, among):
    return (found & among).sum(axis=0) / np.maximum(among.sum(axis=0), 1)


def test_what_is_said_is_the_answer_of_the_model_or_nothing():
    scores, truth = drawn(500)
    limits = label_limits(held_out_labels(scores, truth), 0.9)
    given = scores >= 0
    states = limits.states(scores, given)
    assert (states[given] != 0).all() and (states[~given] != 1).all()
    assert 0 < (states == UNSURE).mean() < 1


def test_more_coverage_more_is_unsure():
    scores, truth = drawn(900)
    held_out = held_out_labels(scores, truth)
    unsure = [
        (label_limits(held_out, c).states(scores, scores >= 0) == UNSURE).mean()
        for c in (0.6, 0.8, 0.9, 0.97)
    ]
    assert np.all(np.diff(unsure) >= 0) and unsure[0] < unsure[-1]


def test_a_rare_label_is_never_denied_and_unknown_truth_does_not_count():
    scores, truth = drawn(100)
    truth[:, 1] = 0
    truth[:8, 1] = 1
    limits = label_limits(held_out_labels(scores, truth), 0.9)
    assert limits.no_below[1] == -np.inf and np.isfinite(limits.no_below[0])
    assert (limits.states(scores, scores >= 0)[:, 1] != 0).all()
    hidden, more = drawn(50, seed=1)
    unknown = np.full_like(more, -1)
    both = held_out_labels(np.vstack([scores, hidden]), np.vstack([truth, unknown]))
    again = label_limits(both, 0.9)
    np.testing.assert_array_equal(again.no_below, limits.no_below)
    np.testing.assert_array_equal(again.yes_above, limits.yes_above)


def test_groups_count_once_each():
    scores, truth = np.zeros((300, 1)), np.ones((300, 1), np.int8)
    scores[200:, 0] = np.linspace(1, 2, 100)
    units = np.concatenate([np.zeros(200, int), np.arange(1, 101)])
    assert label_limits(held_out_labels(scores, truth, units), 0.9).no_below > 0.9
    assert label_limits(held_out_labels(scores, truth), 0.9).no_below == 0


def test_too_few_images_say_what_can_be_asked_for():
    scores, truth = drawn(12)
    with pytest.raises(ValueError, match="0.99 needs 99 images .* ask for"):
        label_limits(held_out_labels(scores, truth), 0.99)
    units = np.arange(12) // 4
    with pytest.raises(ValueError, match="needs 9 groups"):
        label_limits(held_out_labels(scores, truth, units), 0.9)


def test_what_a_model_keeps():
    scores, truth = drawn(60)
    folds = np.arange(60) % 3 + 1
    found = held_out_of(predictions_of(scores, truth, folds=folds, groups=np.arange(60) // 2))
    assert isinstance(found, HeldOutLabels) and found.n_units == 30 and found.grouped
    np.testing.assert_array_equal(found.scores, scores.astype(np.float32))
    np.testing.assert_array_equal(found.truth, truth)
    single = Predictions.of(
        ["a", "b"], ["a", "b"], scores=np.eye(2), score_kind="predict_proba",
        class_names=["a", "b"],
    )  # fmt: skip
    assert isinstance(held_out_of(single), HeldOutScores)
    assert held_out_of(Predictions.of(["a", "b"], ["a", "b"])) is None


def test_measured_with_limits_of_other_folds():
    from classic_cls.evaluation.label_sets import label_sets

    scores, truth = drawn(1500)
    folds = np.random.default_rng(1).permutation(1500) % 5 + 1
    found = label_sets(predictions_of(scores, truth, folds=folds), 0.9).plain()
    assert found["present"] == pytest.approx(0.9, abs=0.03) and found["absent"] >= 0.88
    assert [row["name"] for row in found["labels"]] == list(NAMES)
    common = found["labels"][0]
    assert common["n_present"] == truth[:, 0].sum() and 0 < common["unsure"] < 0.5
    few = label_sets(predictions_of(scores[:12], truth[:12], folds=folds[:12]), 0.99)
    assert few is None
    with pytest.raises(ValueError, match="no scores of several labels"):
        label_sets(Predictions.of(["a", "b"], ["a", "b"]))
