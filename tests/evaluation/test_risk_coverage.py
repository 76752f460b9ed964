"""Errors over the share answered, promises and sets, from stored predictions."""

import numpy as np
import pytest
from evaluation.test_abstention import drawn, predictions_of

from classic_cls import Predictions, score_predictions
from classic_cls.evaluation.risk_coverage import risk_coverage


def found(n=1000, **options):
    p, truth = drawn(n, **options)
    folds = np.arange(n) % 5 + 1
    return risk_coverage(predictions_of(p, truth, folds=folds)), p, truth


def test_the_curve_is_counted():
    curve, p, truth = found(sharpness=0.1)
    sure, wrong = p.max(axis=1).astype(np.float32), p.argmax(axis=1) != truth
    assert curve.share[-1] == 1 and curve.error[-1] == pytest.approx(wrong.mean())
    for share, error in zip(curve.share[::20], curve.error[::20]):
        limit = np.sort(sure)[::-1][round(share * len(sure)) - 1]
        assert error == pytest.approx(wrong[sure >= limit].mean())


def test_equally_sure_images_are_answered_all_or_none():
    names, truth = ["a", "b"], np.array(["a", "b"] * 50)
    scores = np.tile([0.8, 0.2], (100, 1))
    scores[50:] = [0.6, 0.4]
    known = {"scores": scores, "score_kind": "predict_proba", "class_names": names}
    curve = risk_coverage(Predictions.of(truth, np.full(100, "a"), **known))
    assert curve.share.tolist() == [0.5, 1.0] and curve.error.tolist() == [0.5, 0.5]


def test_sets_hold_about_their_target_in_folds_that_had_no_say():
    curve, _, _ = found(3000)
    assert [one.target for one in curve.sets] == [0.8, 0.9, 0.95]
    for one in curve.sets:
        assert one.coverage == pytest.approx(one.target, abs=0.02)
    assert np.all(np.diff([one.size for one in curve.sets]) > 0)


def test_promises_and_sentence():
    curve, _, _ = found(3000, sharpness=0.05)
    shares = [one.share for one in curve.promises.values() if one is not None]
    assert shares == sorted(shares)
    assert "it is promised that at most" in curve.sentence
    assert "classes on average" in curve.sentence
    few, _, _ = found(12)
    assert "too few images were tested" in few.sentence
    assert 0.95 not in [one.target for one in few.sets]


def test_a_single_fold_has_no_other_folds_for_a_limit():
    p, truth = drawn(200)
    assert risk_coverage(predictions_of(p, truth)).sets == ()


def test_results_have_it_and_draw_it():
    p, truth = drawn(300, sharpness=0.1)
    predictions = predictions_of(p, truth)
    result = score_predictions(
        predictions.truth, predictions.answers[0], scores=p, score_kind="predict_proba",
        class_names=predictions.class_names,
    )  # fmt: skip
    display = result.plot("risk_coverage")
    np.testing.assert_array_equal(display.line_.get_xdata(), result.risk_coverage().share)
    assert (display.promised_ is None) == (not display.promised)


def test_without_scores_it_says_so():
    with pytest.raises(ValueError, match="no scores of single labels"):
        risk_coverage(Predictions.of(["a", "b"], ["a", "b"]))
