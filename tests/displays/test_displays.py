import matplotlib
import numpy as np
import pytest
import sklearn.metrics
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from classic_cls._validation import shortened
from classic_cls.displays import (
    ConfusionDisplay,
    PerLabelDisplay,
    PrecisionRecallDisplay,
    ReliabilityDisplay,
    RocDisplay,
)

matplotlib.use("Agg")
RNG = np.random.default_rng(0)


def names(k):
    return [f"class number {i} of the north-western province" for i in range(k)]


def drawn(display):
    figure = Figure(figsize=display.figure_size, layout="constrained")
    display.plot(ax=figure.subplots())
    FigureCanvasAgg(figure).draw()
    return display


@pytest.mark.parametrize("k, printed", [(2, True), (10, True), (40, True), (100, False)])
def test_counts_are_printed_where_they_fit(k, printed):
    display = drawn(ConfusionDisplay(RNG.integers(1, 90, (k, k)), names(k)))
    assert len(display.texts_) == (k * k if printed else 0)
    assert len(display.ax_.get_xticklabels()) == k


def test_colours_are_shares_of_the_true_class():
    display = ConfusionDisplay([[3, 1], [0, 0]], ["a", "b"])
    np.testing.assert_allclose(display.shares, [[0.75, 0.25], [0, 0]])
    np.testing.assert_allclose(drawn(display).image_.get_array(), display.shares)


def test_empty_cells_stay_blank():
    texts = drawn(ConfusionDisplay([[3, 0], [1, 2]], ["a", "b"])).texts_
    assert [text.get_text() for text in texts] == ["3", "1", "2"]


def test_long_names_lie_inside_the_figure():
    display = drawn(ConfusionDisplay(np.eye(12, dtype=int), names(12)))
    box = display.figure_.bbox
    labels = [*display.ax_.get_xticklabels(), display.ax_.xaxis.label, display.ax_.yaxis.label]
    for label in labels + display.ax_.get_yticklabels():
        extent = label.get_window_extent()
        assert extent.x0 >= box.x0 - 1 and extent.y0 >= box.y0 - 1


def test_counting_follows_the_class_names():
    display = ConfusionDisplay.from_predictions(list("aab"), list("abb"), list("ba"))
    np.testing.assert_array_equal(display.confusion, [[1, 0], [1, 1]])
    assert display.class_names == ("b", "a")


def test_names_with_dollars_are_no_formulas():
    display = drawn(ConfusionDisplay(np.eye(2, dtype=int), ["$5$ note", r"$\bad"]))
    assert display.ax_.get_xticklabels()[1].get_text() == r"$\bad"


def test_new_figure_is_made_without_axes():
    import matplotlib.pyplot as plt

    display = ConfusionDisplay(np.eye(3, dtype=int), list("abc")).plot()
    assert display.figure_.axes[0] is display.ax_
    assert PerLabelDisplay([1], ["a"]).plot().figure_ is not display.figure_
    plt.close("all")


@pytest.mark.parametrize("k", [1, 17, 100])
def test_a_bar_per_label(k):
    values = RNG.random(k)
    display = drawn(PerLabelDisplay(values, names(k), (values - 0.1, values + 0.05)))
    np.testing.assert_allclose([bar.get_width() for bar in display.bars_], values)
    segments = display.intervals_.get_segments()
    np.testing.assert_allclose([s[0][0] for s in segments], values - 0.1)


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="2 class names need"):
        ConfusionDisplay(np.eye(3), ["a", "b"])
    with pytest.raises(ValueError, match="there are 2 names"):
        PerLabelDisplay([0.5], ["a", "b"])


def test_short_names_are_kept_and_long_ones_keep_both_ends():
    assert shortened("x" * 24) == "x" * 24
    assert shortened("head" + "x" * 40 + "tail", 11) == "headx…xtail"


TRUTH = RNG.integers(0, 2, 60)
SCORES = np.round(RNG.random(60) + 0.3 * TRUTH, 1)


def test_roc_display_draws_the_curve_of_scikit_learn():
    import matplotlib.pyplot as plt

    ours = RocDisplay.from_predictions(TRUTH, SCORES).plot()
    theirs = sklearn.metrics.RocCurveDisplay.from_predictions(TRUTH, SCORES)
    assert ours.roc_auc == pytest.approx(theirs.roc_auc)
    np.testing.assert_allclose(ours.line_.get_xydata(), np.column_stack([theirs.fpr, theirs.tpr]))
    assert ours.point_ is None and f"{100 * ours.roc_auc:.1f}%" in ours.line_.get_label()
    plt.close("all")


def test_precision_recall_display_draws_the_curve_of_scikit_learn():
    import matplotlib.pyplot as plt

    ours = PrecisionRecallDisplay.from_predictions(TRUTH, SCORES).plot()
    theirs = sklearn.metrics.PrecisionRecallDisplay.from_predictions(TRUTH, SCORES)
    assert ours.average_precision == pytest.approx(theirs.average_precision)
    expected = np.column_stack([theirs.recall, theirs.precision])[::-1]
    np.testing.assert_allclose(ours.line_.get_xydata(), expected)
    assert ours.chance_.get_ydata()[0] == pytest.approx(TRUTH.mean())
    plt.close("all")


@pytest.mark.parametrize("kind", [RocDisplay, PrecisionRecallDisplay])
def test_curve_display_with_parts_and_operating_point(kind):
    axes = Figure().subplots()
    part = ([0, 0.5, 1], [0, 1, 1])
    display = kind(*part, 0.75, parts=[part] * 3, operating_point=(0.2, 0.6)).plot(ax=axes)
    assert display.ax_ is axes and len(display.parts_) == 3
    assert display.point_.get_xydata().tolist() == [[0.2, 0.6]]
    entries = [text.get_text() for text in axes.get_legend().get_texts()]
    assert entries.count("folds") == 1 and "predicted labels" in entries
    FigureCanvasAgg(axes.figure).draw()


@pytest.mark.parametrize("kind", [RocDisplay, PrecisionRecallDisplay])
def test_curve_of_two_lengths_is_named(kind):
    with pytest.raises(ValueError, match="places of the same points"):
        kind([0, 1], [0, 1, 1])


def test_reliability_has_points_as_large_as_their_bins_and_intervals():
    display = ReliabilityDisplay([0.2, 0.8], [0.3, 0.7], ([0.1, 0.6], [0.5, 0.9]), [10, 40])
    display.plot(ax=Figure().subplots())
    np.testing.assert_allclose(display.points_.get_offsets(), [[0.2, 0.3], [0.8, 0.7]])
    small, large = display.points_.get_sizes()
    assert large == pytest.approx(4 * small) and len(display.intervals_.get_segments()) == 2
    assert ReliabilityDisplay([0.2], [0.3]).plot(ax=Figure().subplots()).intervals_ is None


def test_reliability_from_predictions_has_bins_of_equally_many():
    found = np.repeat([0.1, 0.5, 0.9], 10)
    display = ReliabilityDisplay.from_predictions(np.arange(30) >= 15, found, n_bins=3)
    assert display.share.tolist() == [0, 0.5, 1] and display.n.tolist() == [10, 10, 10]
    with pytest.raises(ValueError, match="probabilities from 0 to 1"):
        ReliabilityDisplay.from_predictions([0, 1], [0.5, 1.5])
