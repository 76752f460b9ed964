"""No aggregate over classes has an interval narrower than its rarest class allows."""

import sys
from pathlib import Path

import numpy as np
import pytest

from classic_cls import score_predictions
from classic_cls.evaluation.figures.labels import label_statistics
from classic_cls.evaluation.figures.members import allowed, moved_confusions, moved_labels
from classic_cls.evaluation.intervals import wilson_interval
from classic_cls.evaluation.shares import mean_of_shares_interval, roc_area_interval

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from coverage_rows.rare import SETTINGS, row  # noqa: E402

RARE = {setting.title: setting for setting in SETTINGS}


def test_five_of_five_defects_leave_the_balanced_accuracy_in_doubt():
    y = np.array(["defect"] * 5 + ["good"] * 95)
    answers = np.where(np.arange(100) < 9, "defect", y)
    result = score_predictions(y, answers, positive="defect")
    found = result.figures["balanced_accuracy"].interval
    recalls = np.array([1.0, 91 / 95])
    low, high = mean_of_shares_interval(recalls, np.array([5, 95]))
    assert found.low == pytest.approx(low) and found.high >= high
    assert found.method.endswith("as wide as its rarest class allows")
    for name in ("f1_macro", "recall_macro", "kappa", "mcc", "precision_macro"):
        assert result.figures[name].interval.low < result.figures[name].value - 0.1, name


def test_cost_of_a_rare_mistake_that_never_happened_is_not_excluded():
    y = np.array(["defect"] * 5 + ["good"] * 95)
    costs = {("defect", "good"): 20}
    result = score_predictions(y, y, positive="defect", costs=costs)
    missed = 1 - wilson_interval(1.0, 5)[0]
    assert result.figures["mean_cost"].interval.high >= 20 * missed * 5 / 100


def test_moved_classes_keep_their_images_and_move_to_their_limits():
    counts = np.array([[8, 2, 0], [0, 5, 0], [3, 1, 30]])
    moved, n = moved_confusions(counts, np.array([10.0, 5.0, 34.0]))
    assert moved.shape == (3, 2, 3, 3) and n.tolist() == [1, 1, 1]
    np.testing.assert_allclose(moved.sum(axis=3), np.broadcast_to(counts.sum(axis=1), (3, 2, 3)))
    rarest = moved[0]  # the smallest class first
    np.testing.assert_allclose(rarest[:, 1, 1] / 5, wilson_interval(1.0, 5.0))
    np.testing.assert_allclose(rarest[:, [0, 2]], np.broadcast_to(counts[[0, 2]], (2, 2, 3)))
    # Mistakes of a class that made none fall on the others as these are frequent.
    assert rarest[0, 1, 2] / rarest[0, 1, 0] == pytest.approx(35 / 11)


def test_many_classes_are_moved_together(monkeypatch):
    counts = np.eye(40) * 20 + 1
    one_by_one = moved_confusions(counts, np.full(40, 59.0))
    monkeypatch.setattr("classic_cls.evaluation.figures.members._MOST_CELLS", 8 * 2 * 1600)
    together = moved_confusions(counts, np.full(40, 59.0))
    assert len(together[0]) == 8 and together[1].sum() == 40
    limits = []
    for moved, n in (one_by_one, together):
        hits = np.diagonal(moved, axis1=2, axis2=3)
        recall = (hits / moved.sum(axis=3)).mean(axis=2)
        limits.append(allowed(21 / 60, recall, n))
    assert limits[0] == pytest.approx(limits[1])


def test_moved_labels_keep_counts_that_can_be():
    rng = np.random.default_rng(0)
    truth, answers = rng.integers(0, 2, (2, 50, 3))
    sums = label_statistics(truth, answers).sum(axis=0)
    support = sums[6:9]
    moved, n = moved_labels(sums, support, 50 - support)
    hits, predicted, support, known = np.split(moved[..., :12], 4, axis=-1)
    assert len(moved) == len(n) == 6
    assert (hits >= 0).all() and (hits <= support).all() and (hits <= predicted + 1e-9).all()
    assert (predicted - hits <= known - support + 1e-9).all()


def test_interval_of_an_area_hangs_on_the_fewer_images():
    area = np.array([0.9])
    widths = [
        float(np.diff(roc_area_interval(area, np.array([[m]]), np.array([[n]])), axis=0)[0, 0])
        for m, n in ((5, 95), (10, 95), (50, 95), (50, 950))
    ]
    assert widths == sorted(widths, reverse=True)
    folds = np.full((5, 1), 10)
    one, five = roc_area_interval(area, folds[:1], folds[:1]), roc_area_interval(area, folds, folds)
    assert one[0] < five[0] < 0.9 < five[1] < one[1]


@pytest.mark.parametrize(
    "title, figure",
    [
        ("5 + 95, recalls 0.80 and 0.95", "balanced_accuracy"),
        ("3 + 97, recalls 0.70 and 0.97", "balanced_accuracy"),
        ("5 + 20 + 75, recalls 0.80, 0.80, 0.95", "f1_macro"),
        ("3 labels of 100 images, 5 each", "balanced_accuracy"),
        ("areas: 5 + 95", "roc_auc"),
    ],
)
def test_coverage_of_rare_classes(title, figure):
    setting = RARE[title]._replace(figures=(figure,))
    ours, _, _ = row(setting, 120)[figure]
    assert ours >= 90  # 95 less three standard errors of 120 data sets


def test_no_interval_is_much_wider_where_the_bootstrap_is_right():
    [(ours, plain, wider)] = row(
        RARE["even: 100 + 100, recalls 0.85"]._replace(figures=("balanced_accuracy",)), 60
    ).values()
    assert wider < 1.2 and ours >= plain


def test_a_count_is_no_share():
    with pytest.raises(ValueError, match="share is 18; it is a number of images over n"):
        wilson_interval(18, 20)


def test_a_single_class_has_figures_and_no_warning():
    """There is nothing else that its images could be taken for."""
    result = score_predictions(["a"] * 5, ["a"] * 5)
    assert result.figures["accuracy"].value == 1 and result.figures["accuracy"].interval.low < 0.6
