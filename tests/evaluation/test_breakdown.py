import matplotlib
import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from classic_cls.evaluation import (
    Protocol,
    classification_figures,
    cross_validate,
    score_predictions,
    wilson_interval,
)

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
X, Y = load_iris(return_X_y=True)
X, Y = X + RNG.normal(size=X.shape), np.array(["one", "two", "three"])[Y]
VALUES = RNG.choice(["a", "b", "c"], len(Y), p=[0.6, 0.37, 0.03])


@pytest.fixture(scope="module")
def result():
    return cross_validate(LogisticRegression(max_iter=500), X, Y, Protocol(repeats=2))


def test_figures_are_those_of_the_part(result):
    found = result.by(VALUES, name="scanner")
    frame = result.frame()
    for i, value in enumerate(found.values):
        part = frame[np.tile(VALUES == value, 2)]
        expected = classification_figures(part["truth"], part["prediction"], result.class_names)
        assert found.n_images[i] == (VALUES == value).sum()
        for name, figure in expected.items():
            assert found.figures[i][name] == pytest.approx(figure)


def test_one_value_for_all_gives_the_figures_of_all(result):
    found = result.by(["all"] * len(Y))
    assert found.overall == found.figures[0]["accuracy"] == result.figures["accuracy"].value
    assert found.estimates[0].interval == result.figures["accuracy"].interval
    for name, estimate in result.figures.items():
        assert found.figures[0][name] == pytest.approx(estimate.value)
    assert found.extremes() is None


def test_small_groups_have_wide_intervals(result):
    found = result.by(VALUES)
    i = found.values.index("c")
    assert found.n_images[i] < 10
    low, high, _ = found.estimates[i].interval
    assert np.isfinite([low, high]).all() and high - low > 0.3


@pytest.mark.parametrize("scoring", ["f1_macro", "roc_auc_macro", "log_loss", "kappa"])
def test_any_figure_of_ours_may_be_the_headline(scoring):
    result = cross_validate(LogisticRegression(max_iter=500), X, Y, Protocol(scoring=scoring))
    found = result.by(VALUES)
    for estimate in found.estimates:
        low, high, _ = estimate.interval
        assert np.isfinite([low, high]).all() and low <= estimate.value <= high
    order = np.argsort([estimate.value for estimate in found.estimates])
    best, worst = (0, -1) if scoring == "log_loss" else (-1, 0)
    assert found.extremes()[:2] == (found.values[order[best]], found.values[order[worst]])


def test_interval_of_few_images_is_at_least_that_of_wilson():
    result = score_predictions(list("aabbab") * 10, list("abbbab") * 10, scoring="f1_macro")
    found = result.by(np.repeat(["small", "large"], [5, 55]))
    i = found.values.index("small")
    low, high = wilson_interval(found.estimates[i].value, 5)
    interval = found.estimates[i].interval
    assert interval.low <= low and interval.high >= high


def test_part_without_positive_images_has_no_sensitivity():
    y = np.array(["defect", "good", "good", "good"] * 5)
    result = score_predictions(y, y, scoring="sensitivity")
    found = result.by(np.where(np.arange(20) < 12, "old", np.where(y == "good", "new", "old")))
    i = found.values.index("new")
    assert found.estimates[i] is None and "sensitivity" not in found.figures[i]
    assert "not defined by these images" in str(found)
    assert found.frame().loc["new", "n"] == 6


def test_text_and_table_and_plot(result):
    import matplotlib.pyplot as plt

    found = result.by(VALUES, name="scanner")
    best, worst, gap = found.extremes()
    said = f"the difference of {100 * gap:.1f} points from {worst} to {best} is compatible with"
    assert said in str(found)  # the values were drawn
    frame = found.frame()
    assert frame.index.name == "scanner"
    assert list(frame.columns[:5]) == ["n", "accuracy", "low", "high", "method"]
    assert len(found.plot().names) == 3
    assert result.plot("by", by=VALUES).name == "accuracy"
    plt.close("all")


def test_bad_input_is_named(result):
    with pytest.raises(ValueError, match="values has shape"):
        result.by(["a", "b"])
    with pytest.raises(ValueError, match="needs the values to break down by"):
        result.plot("by")
    scorer = cross_validate(LogisticRegression(max_iter=500), X, Y, Protocol(scoring="f1_weighted"))
    with pytest.raises(ValueError, match="'f1_weighted' is known of whole folds only"):
        scorer.by(VALUES)
