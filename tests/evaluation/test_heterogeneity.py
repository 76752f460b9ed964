"""Whether parts of the images differ is held against chance."""

import numpy as np
import pytest

from classic_cls import score_predictions
from classic_cls.evaluation.heterogeneity import p_of_equal_values

NAMES = np.array(["bad", "good"])


def drawn(seed, shares, n=40, per_group=None, **options):
    """Images of values that are so good, of two classes."""
    rng = np.random.default_rng(seed)
    values = np.repeat([f"s{i}" for i in range(len(shares))], n)
    codes = rng.integers(0, 2, len(values))
    right = rng.random(len(values)) < np.repeat(shares, n)
    if per_group:
        options["groups"] = np.arange(len(values)) // per_group
    answers = NAMES[np.where(right, codes, 1 - codes)]
    return score_predictions(NAMES[codes], answers, **options), values


@pytest.mark.parametrize("scoring", [None, "balanced_accuracy", "f1_macro"])
def test_ten_equal_scanners_are_called_different_once_in_twenty(scoring, monkeypatch):
    monkeypatch.setattr("classic_cls.evaluation.heterogeneity._N_DEALT", 99)
    called = []
    for seed in range(60):
        result, values = drawn(seed, [0.8] * 10, n=20, scoring=scoring)
        called.append(p_of_equal_values(result.predictions, values, result.headline) < 0.05)
    assert np.mean(called) <= 0.15  # 0.05 and three standard errors


def test_a_worse_scanner_is_named():
    result, values = drawn(0, [0.9, 0.9, 0.4])
    found = result.by(values, name="scanner")
    assert found.p_value < 0.01
    assert "worst s2: a difference of" in found.verdict and found.verdict in str(found)


def test_equal_scanners_are_compatible_with_chance():
    result, values = drawn(1, [0.8] * 10, n=10)
    found = result.by(values)
    assert found.extremes()[2] > 0.1
    assert "is compatible with chance" in found.verdict and "best" not in found.verdict


def test_values_of_whole_groups_are_dealt_to_groups():
    """Groups that are right or wrong as a whole: 40 images of a scanner are but 4 of them."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(16), 10)
    right = np.repeat(rng.random(16) < 0.6, 10)
    y = np.array(["a", "b"] * 80)
    answers = np.where(right, y, np.where(y == "a", "b", "a"))
    values = np.repeat(["u", "v", "w", "x"], 40)
    of_images, of_groups = (
        score_predictions(y, answers, groups=known).by(values) for known in (None, groups)
    )
    assert of_images.p_value < 0.01 < 0.05 < of_groups.p_value


def test_within_groups_of_several_values_these_are_dealt():
    result, _ = drawn(3, [0.8] * 4, per_group=4)
    views = np.tile(["front", "back"], 80)
    assert 0 < result.by(views).p_value <= 1


def test_a_single_group_has_no_bars(capsys):
    import matplotlib

    matplotlib.use("Agg")
    from classic_cls.cli.figures import show_breakdowns

    result, values = drawn(4, [0.8] * 4, per_group=40)
    found = result.by(values, name="group")
    assert all(estimate.interval is None for estimate in found.estimates)
    assert found.p_value is None and "one group" in str(found)
    assert found.frame()["low"].isna().all()
    found.plot()
    show_breakdowns({"group": found})
    assert "cannot be tested against chance: each is of one group" in capsys.readouterr().out


def test_values_that_are_whole_classes_cannot_be_tested_by_a_figure_of_classes():
    """Values are dealt within the classes, where each has one: everything stays as it is."""
    result, _ = drawn(4, [0.9, 0.5])
    truth = np.asarray(result.predictions.class_names)[result.predictions.codes]
    assert p_of_equal_values(result.predictions, truth, "balanced_accuracy") is None
    assert 0 < p_of_equal_values(result.predictions, truth, "accuracy") <= 1


def test_figures_that_are_no_sums_are_not_tested():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 80)
    scores = np.column_stack([-y, y]) + rng.normal(size=(80, 2))
    known = {"scores": scores, "score_kind": "decision_function", "scoring": "roc_auc"}
    result = score_predictions(NAMES[y], NAMES[y], **known)
    found = result.by(np.arange(80) % 2)
    assert found.p_value is None and "cannot be tested" in found.verdict
