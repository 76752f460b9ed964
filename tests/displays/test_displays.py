import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from classic_cls.displays import ConfusionDisplay, PerLabelDisplay
from classic_cls.displays._labels import shortened

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
