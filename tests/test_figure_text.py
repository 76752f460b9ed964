"""Figures as people read them: shares in percent everywhere, other figures with decimals."""

import numpy as np
import pytest

from classic_cls.evaluation import FIGURES, Estimate, Interval, score_predictions

DECIMALS = {"kappa", "mcc", "mean_cost", "log_loss", "brier", "calibration_error"}


def test_every_figure_from_0_to_1_is_a_share_but_for_errors_of_probabilities():
    assert {name for name, figure in FIGURES.items() if not figure.percent} == DECIMALS
    assert all(figure.from_0_to_1 for figure in FIGURES.values() if figure.percent)


@pytest.mark.parametrize("name, text, limits, points", [
    ("accuracy", "95.3%", "93.0 to 96.9", "+3.0 points"),
    ("roc_auc", "95.3%", "93.0 to 96.9", "+3.0 points"),
    ("kappa", "0.953", "0.930 to 0.969", "+0.030"),
    ("calibration_error", "0.953", "0.930 to 0.969", "+0.030"),
    ("neg_log_loss", "0.953", "0.930 to 0.969", "+0.030"),
])  # fmt: skip
def test_a_record_says_values_limits_and_differences(name, text, limits, points):
    from classic_cls.evaluation import record_of

    record, interval = record_of(name), Interval(0.93, 0.969, "bootstrap")
    assert (record.text(0.953), record.limits(interval)) == (text, limits)
    assert record.points(0.03, "+") == points
    assert record.with_interval(Estimate(0.953, 0.0, interval)) == f"{text}, 95% interval {limits}"
    assert record.with_interval(Estimate(0.953, 0.0)) == text


def test_a_share_is_never_rounded_to_all_or_nothing():
    from classic_cls.evaluation import record_of

    said = [record_of("accuracy").text(value) for value in (0.99999, 1, 0.00001, 0)]
    assert said == [">99.9%", "100.0%", "<0.1%", "0.0%"]


def test_a_result_speaks_in_percent_and_its_frame_in_plain_numbers():
    truth = np.array(list("ab") * 20)
    result = score_predictions(truth, np.where(np.arange(40) < 2, "a", truth))
    assert "accuracy                 97.5%" in str(result) and "0.975" not in str(result)
    assert result.figures_frame()["value"]["accuracy"] == pytest.approx(0.975)
