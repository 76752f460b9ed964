"""The drawing of a validation curve."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from classic_cls.displays import ValidationCurveDisplay


def test_values_stand_side_by_side_with_their_intervals():
    limits = [[0.5, 0.6], [0.7, 0.8]]
    ax = Figure().subplots()
    drawn = ValidationCurveDisplay(["1", "loo"], [0.6, 0.7], [1, 0.9], limits, 1, "F1", "alpha")
    drawn.plot(ax=ax)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "loo"]
    np.testing.assert_array_equal(drawn.test_.get_ydata(), [0.6, 0.7])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("alpha", "F1")


def test_other_lengths_are_refused():
    with pytest.raises(ValueError, match="2 values, test has shape"):
        ValidationCurveDisplay(["1", "2"], [0.6], [1.0])
