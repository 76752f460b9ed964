import pytest
from matplotlib.figure import Figure

from classic_cls.displays import LearningCurveDisplay


def test_it_draws_what_it_was_given():
    law = ([10, 40, 160], [0.6, 0.7, 0.8], [0.5, 0.6, 0.7], [0.7, 0.8, 0.9])
    limits = ([0.5, 0.6], [0.7, 0.8])
    ax = Figure().subplots()
    display = LearningCurveDisplay([10, 80], [0.6, 0.7], [1, 0.9], limits, law, "F1").plot(ax=ax)
    assert display.ax_ is ax and ax.get_ylabel() == "F1"
    assert display.test_.get_ydata().tolist() == [0.6, 0.7]
    assert display.law_.get_xdata().tolist() == [10, 40, 160]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["10", "80", "160"]


def test_without_a_law_and_limits():
    display = LearningCurveDisplay([10], [0.6], [1.0]).plot(ax=Figure().subplots())
    assert display.law_ is None


def test_lengths_that_differ_are_named():
    with pytest.raises(ValueError, match=r"sizes has shape \(2,\), test \(1,\)"):
        LearningCurveDisplay([10, 20], [0.6], [1.0])
