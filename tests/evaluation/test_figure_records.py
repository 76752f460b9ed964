"""A stranger adds a figure: one record, and everything else follows."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import fbeta_score

from classic_cls.cli.figures import show_figures
from classic_cls.evaluation import (
    FIGURES,
    Figure,
    Protocol,
    classification_figures,
    compare_results,
    cross_validate,
    figure_names,
    score_predictions,
    wilson_interval,
)
from classic_cls.evaluation.figures.behind import POSITIVES, Counts, Terms, Whole
from classic_cls.evaluation.figures.ratios import ratio
from classic_cls.evaluation.figures.record import BINARY, SINGLE_LABEL, UNBOUNDED

RNG = np.random.default_rng(0)
Y = np.where(RNG.random(150) < 0.3, "defect", "good")
X = RNG.normal(size=(150, 3)) + 1.2 * (Y == "defect")[:, None]
MODEL = LogisticRegression()

F2 = Figure(
    "f2",
    "F2",
    "F-beta that counts what is missed as four false alarms",
    BINARY,
    Counts(lambda c: ratio(5 * c.tp, 5 * c.tp + 4 * c.fn + c.fp), POSITIVES),
    needs=("positive",),
    front=("positive",),
)


def expected_calibration_error(part, weights):
    """Mean distance of confidence and share of right answers in ten bins of confidence."""
    sure = part.scores.max(axis=1)
    bins = np.minimum((10 * sure).astype(int), 9) == np.arange(10)[:, None]
    off = bins @ (((part.answers == part.truth) - sure)[:, None] * weights)
    return np.abs(off).sum(axis=0) / weights.sum(axis=0)


ECE = Figure(
    "bin_error",
    "Bin error",
    "how far confidence and share of right answers are apart",
    SINGLE_LABEL,
    Whole(expected_calibration_error),
    needs=("probabilities",),
    lower_is_better=True,
    percent=False,
)


@pytest.fixture(autouse=True)
def two_more_figures(monkeypatch):
    for figure in (F2, ECE):
        monkeypatch.setitem(FIGURES, figure.name, figure)


def test_few_positives_that_are_all_found_leave_the_doubt_of_their_number():
    y = np.array(["defect"] * 5 + ["good"] * 195)
    figures = score_predictions(y, y).figures
    assert figures["f2"].value == 1
    assert figures["sensitivity"].interval.low == pytest.approx(0.566, abs=0.001)
    found, left_alone = wilson_interval(1.0, 5)[0], wilson_interval(1.0, 195)[0]
    tp, fp = 5 * found, 195 * (1 - left_alone)
    off = 1 - 5 * tp / (5 * tp + 4 * (5 - tp)), 1 - 25 / (25 + fp)
    assert figures["f2"].interval.low == pytest.approx(1 - np.hypot(*off))


def test_a_new_figure_is_computed_everywhere():
    assert "f2" in figure_names("binary", 2, "defect") and "f2" not in figure_names("binary", 2)
    result = cross_validate(MODEL, X, Y, Protocol(scoring="f2"))
    expected = fbeta_score(Y, result.predictions.answers[0], beta=2, pos_label="defect")
    assert result.headline == "f2" and result.figures["f2"].value == pytest.approx(expected)
    low, high, method = result.figures["f2"].interval
    assert 0 < low < expected < high < 1 and method.startswith("bootstrap")
    assert result.figures["f2"].std > 0 and result.train["f2"].value > 0
    assert result.dummy["f2"].value == 0
    alone = classification_figures(Y, result.predictions.answers[0], positive="defect")
    assert alone["f2"] == pytest.approx(expected)
    values = np.where(np.arange(150) % 2, "old", "new")
    parts = result.by(values)
    assert parts.headline == "f2" and all(e.interval.low < e.value for e in parts.estimates)
    no_positive = result.by(np.where(Y == "defect", "a", "b"))
    assert no_positive.estimates[no_positive.values.index("b")] is None
    assert compare_results(result, cross_validate(MODEL, X[:, :1], Y), "f2").figure == "f2"


def test_a_new_figure_of_the_front_page_is_printed(capsys):
    result = cross_validate(MODEL, X, Y)
    show_figures(result)
    assert result.front_page() == [result.headline, "sensitivity", "specificity", "f2"]
    rows = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert ["f2", f"{100 * result.figures['f2'].value:.1f}%"] in rows
    assert "  f2 " in str(result) and "bin_error" not in str(result)


@pytest.mark.parametrize("copies", [1, 5])
def test_a_figure_that_is_no_sum_has_a_bootstrap_of_its_own(copies):
    """Of images, or of groups of copies; that of five times the images is no narrower."""
    repeat = np.repeat(np.arange(150), copies)
    result = cross_validate(MODEL, X, Y)
    found = result.predictions
    again = score_predictions(
        Y[repeat],
        found.answers[0, repeat],
        scores=found.scores[0, repeat],
        score_kind="predict_proba",
        groups=None if copies == 1 else repeat,
    )
    estimate, part = again.figures["bin_error"], found.part()
    assert estimate.value == pytest.approx(expected_calibration_error(part, np.ones((150, 1)))[0])
    weights = np.random.default_rng(1).multinomial(150, np.full(150, 1 / 150), 2000).T
    spread = expected_calibration_error(part, weights).std()
    low, high, method = estimate.interval
    assert 0 <= low < estimate.value < high <= 1
    assert (high - low) / 4 == pytest.approx(spread, rel=0.15)
    assert ("groups" if copies > 1 else "images") in method
    assert "bin_error" in result.dummy


def test_a_figure_that_is_no_sum_is_compared_fold_by_fold():
    protocol = Protocol(scoring="bin_error")
    a, b = (cross_validate(MODEL, X[:, :n], Y, protocol) for n in (3, 1))
    comparison = compare_results(a, b)
    assert "folds" in comparison.interval.method and "points" not in comparison.verdict
    of_folds = [fold["test_bin_error"] for fold in a.fold_rows]
    assert a.figures["bin_error"].std == pytest.approx(np.std(of_folds, ddof=1))
    for estimate in a.by(np.arange(150) % 3).estimates:
        assert estimate.interval.low <= estimate.value <= estimate.interval.high


def test_a_figure_without_a_largest_value_says_so_at_once():
    with pytest.raises(ValueError, match="'cost' has no largest value"):
        Figure("cost", "Cost", "", BINARY, Terms(lambda part: part.truth), bounds=UNBOUNDED)
