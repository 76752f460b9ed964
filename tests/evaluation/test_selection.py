"""The best of several models looks better than it is."""

import numpy as np
import pytest
from scipy.stats import norm

from classic_cls import score_predictions
from classic_cls.evaluation import compare_results, corrected_for_choice

NAMES = np.array(["bad", "good"])


def entries(seed, truths, n=100, share=0.5, scoring=None, groups=None, scores=False):
    """Models of known accuracy, whose mistakes are alike in part."""
    rng = np.random.default_rng(seed)
    codes = (rng.random(n) < share).astype(int)
    if groups is not None:
        codes = codes[groups]
    common, found = rng.normal(size=n), {}
    for j, truth in enumerate(truths):
        own = rng.normal(size=n)
        mixed = np.sqrt(0.3) * common + np.sqrt(0.7) * own
        mixed = mixed if groups is None else mixed[groups]
        answers = np.where(norm.cdf(mixed) < truth, codes, 1 - codes)
        known = {"groups": groups, "scoring": scoring}
        if scores:
            known |= {"scores": np.column_stack([-mixed, mixed]), "score_kind": "decision_function"}
        found[str(j)] = score_predictions(NAMES[codes], NAMES[answers], **known)
    return found


def best_of(found, figure):
    return max(found, key=lambda name: found[name].figures[figure].value)


def test_the_best_of_equal_models_is_corrected():
    raw, corrected, held = [], [], []
    for seed in range(20):
        found = entries(seed, [0.75] * 8)
        estimate = corrected_for_choice(found)
        raw.append(found[best_of(found, "accuracy")].figures["accuracy"].value - 0.75)
        corrected.append(estimate.value - 0.75)
        held.append(estimate.interval.low <= 0.75 <= estimate.interval.high)
    assert np.mean(raw) > 0.04 and abs(np.mean(corrected)) < 0.025
    assert np.mean(held) >= 0.85


def test_a_clear_winner_keeps_its_figure():
    found = entries(0, [0.95, 0.6, 0.6], n=300)
    assert corrected_for_choice(found).value == pytest.approx(
        found["0"].figures["accuracy"].value, abs=0.01
    )


@pytest.mark.parametrize("scoring", ["balanced_accuracy", "roc_auc", "brier"])
def test_any_figure_of_ours_may_be_chosen_by(scoring):
    found = entries(1, [0.7] * 4, n=80, scoring=scoring, scores=scoring == "roc_auc")
    if scoring == "brier":
        rng = np.random.default_rng(0)
        y, p = rng.integers(0, 2, 80), rng.random((4, 80))
        found = {
            str(j): score_predictions(
                NAMES[y], NAMES[(q > 0.5).astype(int)], scores=np.column_stack([1 - q, q]),
                score_kind="predict_proba", scoring="brier",
            )
            for j, q in enumerate(p)
        }
    estimate = corrected_for_choice(found)
    values = [result.figures[scoring].value for result in found.values()]
    assert estimate.value > min(values) if scoring == "brier" else estimate.value < max(values)
    assert estimate.interval.low < estimate.value < estimate.interval.high
    assert "corrected for the choice" in estimate.interval.method


def test_groups_are_drawn_whole():
    groups = np.arange(120) // 6
    together = entries(2, [0.7] * 6, n=120, groups=groups)
    alone = {
        name: score_predictions(r.predictions.truth, r.predictions.answers[0])
        for name, r in together.items()
    }
    raw = together[best_of(together, "accuracy")].figures["accuracy"].value
    assert raw - corrected_for_choice(together).value > raw - corrected_for_choice(alone).value


def test_nothing_to_choose_from():
    assert corrected_for_choice(entries(0, [0.8])) is None


def seen(truths, n, n_datasets=40):
    found = []
    for seed in range(n_datasets):
        a, b = entries(seed, truths, n=n).values()
        found.append(compare_results(a, b).better is not None)
    return np.mean(found)


def test_equal_models_are_seldom_called_different():
    assert seen([0.8, 0.8], 300) <= 0.15  # 0.05 and three standard errors


@pytest.mark.parametrize("size", [1, 4])
def test_it_is_what_the_definition_gives(size):
    """Bootstrap bias correction in plain loops, over images or whole groups."""
    groups = None if size == 1 else np.arange(60) // size
    found = entries(3, [0.7] * 5, n=60, groups=groups)
    right = np.array([r.predictions.answers[0] == r.predictions.truth for r in found.values()])
    units = np.arange(60) if groups is None else groups
    rng, n, scores = np.random.default_rng(1), units.max() + 1, []
    for _ in range(3000):
        drawn = rng.integers(n, size=n)
        rows = np.concatenate([np.flatnonzero(units == unit) for unit in drawn])
        left_out = ~np.isin(units, drawn)
        scores.append(right[right[:, rows].mean(axis=1).argmax()][left_out].mean())
    assert corrected_for_choice(found).value == pytest.approx(np.mean(scores), abs=0.012)


def test_the_best_of_many_guesses_is_near_chance():
    raw, corrected = [], []
    for seed in range(10):
        found = entries(seed, [0.5] * 20)
        raw.append(found[best_of(found, "accuracy")].figures["accuracy"].value)
        corrected.append(corrected_for_choice(found).value)
    assert np.mean(raw) > 0.56 and abs(np.mean(corrected) - 0.5) < 0.03
