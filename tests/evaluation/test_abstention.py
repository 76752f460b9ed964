"""Sets of labels and answers under a promise: kept where images are exchangeable."""

import numpy as np
import pytest
from scipy import stats

from classic_cls import Predictions
from classic_cls.evaluation import HeldOutScores, answer_threshold, set_threshold


def drawn(n, k=4, seed=0, sharpness=0.5):
    """Probabilities and classes drawn from them."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(k, sharpness), size=n)
    truth = (rng.random(n)[:, None] > p.cumsum(axis=1)).sum(axis=1).clip(max=k - 1)
    return p, truth


def held_out_of(p, truth, **known):
    return HeldOutScores.of(predictions_of(p, truth, **known))


def predictions_of(p, truth, **known):
    names = [f"c{i}" for i in range(p.shape[-1])]
    answers = np.array(names)[p.argmax(axis=-1)]
    options = {"scores": p, "score_kind": "predict_proba", "class_names": names}
    return Predictions.of(np.array(names)[truth], answers, **options, **known)


def of_scores(scores, right=None, units=None):
    scores = np.asarray(scores, np.float32)
    right = np.ones(len(scores), bool) if right is None else np.asarray(right, bool)
    units = np.arange(len(scores)) if units is None else np.asarray(units)
    return HeldOutScores(scores, scores, scores, right, units)


@pytest.mark.parametrize("k", [2, 5])
@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.95])
def test_the_threshold_is_that_of_the_formula(coverage, k):
    # The sets were equal to those of MAPIE 1.6 (SplitConformalClassifier, "lac") as well.
    p, truth = drawn(500, k)
    unlikeness = np.sort(1 - p[np.arange(500), truth])
    expected = 1 - unlikeness[int(np.ceil(501 * coverage)) - 1]
    assert set_threshold(held_out_of(p, truth), coverage) == np.float32(expected)


@pytest.mark.parametrize("n", [19, 100])
def test_sets_hold_the_class_as_often_as_promised(n):
    coverage, measured = 0.9, []
    for seed in range(300):
        p, truth = drawn(n + 200, seed=seed)
        limit = set_threshold(held_out_of(p[:n], truth[:n]), coverage)
        held = p[n:][np.arange(200), truth[n:]].astype(np.float32) >= limit
        measured.append(held.mean())
    expected = np.ceil((n + 1) * coverage - 1e-9) / (n + 1)  # exactly, without ties
    assert np.mean(measured) == pytest.approx(expected, abs=0.012)


def test_equal_scores_belong_to_the_set_all_or_none():
    scores = np.repeat([0.31, 0.29, 0.07], 100)  # of a forest of 100 trees
    limit = set_threshold(of_scores(scores), 0.5)
    assert np.float32(0.29) >= limit > np.float32(0.28)


def test_groups_count_once_each():
    scores = np.concatenate([np.full(1000, 0.1), np.linspace(0.5, 1, 99)])
    units = np.concatenate([np.zeros(1000, int), np.arange(1, 100)])
    assert set_threshold(of_scores(scores, units=units), 0.9) > 0.5
    assert set_threshold(of_scores(scores), 0.9) == np.float32(0.1)


def test_images_of_new_groups_are_covered_where_groups_differ():
    held = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        of_group, sizes = rng.normal(size=31), rng.integers(1, 30, 31)
        units = np.repeat(np.arange(31), sizes)
        scores = (of_group[units] + 0.3 * rng.normal(size=len(units))).astype(np.float32)
        new = units == 30
        limit = set_threshold(of_scores(scores[~new], units=units[~new]), 0.8)
        held.append((scores[new] >= limit).mean())
    assert 0.78 < np.mean(held) < 0.86


def test_too_few_images_for_a_coverage():
    with pytest.raises(ValueError, match="0.95 needs 19 images .* on 18: ask for 0.947 at most"):
        set_threshold(of_scores(np.arange(18)), 0.95)
    assert set_threshold(of_scores(np.arange(19)), 0.95) == 0
    with pytest.raises(ValueError, match="needs 9 groups"):
        set_threshold(of_scores(np.arange(18), units=np.arange(18) // 6), 0.9)


def test_a_class_that_no_fold_tested_does_not_matter():
    p, truth = drawn(300, 5)
    some = truth != 2
    names = [f"c{i}" for i in range(5)]
    predictions = predictions_of(p[some], truth[some])
    assert predictions.class_names == tuple(names)
    limit = set_threshold(HeldOutScores.of(predictions), 0.9)
    assert 0 < limit < 1


@pytest.mark.parametrize("max_error", [0.02, 0.05, 0.1])
def test_answers_are_wrong_no_more_often_than_promised(max_error):
    beyond, shares = [], []
    for seed in range(200):
        p, truth = drawn(1000, seed=seed, sharpness=0.1)
        try:
            found = answer_threshold(held_out_of(p, truth), max_error)
        except ValueError:
            beyond.append(False)
            continue
        new, new_truth = drawn(4000, seed=10_000 + seed, sharpness=0.1)
        given = new.max(axis=1).astype(np.float32) >= found.threshold
        error = np.mean((new.argmax(axis=1) != new_truth)[given])
        # Of 4,000 images the error is known to within this.
        beyond.append(error > max_error + 2 * np.sqrt(max_error / given.sum()))
        shares.append(found.share)
    assert np.mean(beyond) <= 0.06
    assert np.mean(shares) > 0.15


def test_all_are_answered_where_the_binomial_test_says_so():
    right = np.arange(400) % 40 != 39  # 10 are wrong, and all are equally sure
    limit = stats.beta.ppf(0.95, 11, 390)  # Clopper and Pearson's
    found = answer_threshold(of_scores(np.ones(400), right), limit + 1e-6)
    assert (found.share, found.threshold) == (1.0, 1.0)
    assert found.error == pytest.approx(0.025)
    with pytest.raises(ValueError, match="cannot be promised"):
        answer_threshold(of_scores(np.ones(400), right), limit - 1e-6)


def test_a_wrong_label_among_the_surest_does_not_end_it_all():
    right = np.arange(1000) != 3
    found = answer_threshold(of_scores(np.linspace(1, 0, 1000), right), 0.05)
    assert found.share == 1


def test_more_errors_allowed_more_answers():
    p, truth = drawn(2000, sharpness=0.1)
    found = [answer_threshold(held_out_of(p, truth), error) for error in (0.02, 0.05, 0.1, 0.3)]
    assert np.all(np.diff([one.share for one in found]) > 0)
    assert all(one.error <= error for one, error in zip(found, (0.02, 0.05, 0.1, 0.3)))


def test_images_of_few_groups_promise_less():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(20), 50)
    right = rng.random(1000) > np.where(groups < 2, 0.4, 0.0)
    alone = answer_threshold(of_scores(np.ones(1000), right), 0.1)
    assert alone.share == 1
    with pytest.raises(ValueError, match="20 groups were left out in turn and tested"):
        answer_threshold(of_scores(np.ones(1000), right, groups), 0.05)


def test_what_cannot_be_promised_says_what_can():
    p, truth = drawn(200)
    with pytest.raises(ValueError, match=r"0.001 cannot be promised.*: 0\.\d+ can, or") as raised:
        answer_threshold(held_out_of(p, truth), 0.001)
    offer = float(str(raised.value).split(" can, ")[0].split()[-1])
    assert answer_threshold(held_out_of(p, truth), offer).error <= offer
    with pytest.raises(ValueError, match="tested.: train on more images"):
        answer_threshold(of_scores(np.ones(50), np.zeros(50)), 0.05)


def test_repeats_are_no_further_images():
    p, truth = drawn(60)
    folds = np.tile(np.arange(60) % 3 + 1, (2, 1))
    twice = held_out_of(np.stack([p, np.roll(p, 1, axis=1)]), truth, folds=folds)
    once = held_out_of(p, truth)
    assert len(twice) == 60
    np.testing.assert_array_equal(twice.of_truth, once.of_truth)
    folds[0, :10] = 0  # images that the first repeat did not test
    later = held_out_of(np.stack([p, np.roll(p, 1, axis=1)]), truth, folds=folds)
    assert len(later) == 60
    np.testing.assert_array_equal(later.of_truth[10:], once.of_truth[10:])


def test_without_scores_or_with_several_labels_there_is_nothing():
    assert HeldOutScores.of(Predictions.of(["a", "b"], ["a", "b"])) is None
    several = Predictions.of(
        np.array([[1, 0], [0, 1]]), np.array([[1, 0], [0, 1]]), class_names=["a", "b"],
        scores=np.eye(2), score_kind="predict_proba",
    )  # fmt: skip
    assert HeldOutScores.of(several) is None
