"""Heat maps over images, and what features add."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from classic_cls.displays import ExplanationDisplay, HeatMapDisplay

IMAGE = np.random.default_rng(0).integers(0, 256, (40, 80, 3)).astype(np.uint8)
HEAT = np.array([[0.0, 2.0], [-1.0, 0.5]])


def drawn(display, axes=True):
    figure = Figure(figsize=display.figure_size, layout="constrained")
    display.plot(figure.subplots() if axes else figure)
    FigureCanvasAgg(figure).draw()
    return display


@pytest.mark.parametrize("image", [IMAGE, IMAGE[..., 0]], ids=["colour", "grey"])
def test_the_map_covers_the_image(image):
    display = drawn(HeatMapDisplay(image, HEAT, title="$5_a$"))
    assert display.heat_.get_extent() == display.image_.get_extent() == [-0.5, 79.5, 39.5, -0.5]
    np.testing.assert_array_equal(display.heat_.get_array(), HEAT)
    assert display.heat_.get_clim() == (-2, 2)
    assert display.ax_.get_title(loc="left") == "$5_a$"


def test_a_map_of_nothing_is_drawn():
    assert drawn(HeatMapDisplay(IMAGE, np.zeros((3, 3)))).limit == 1
    with pytest.raises(ValueError, match="shape"):
        HeatMapDisplay(IMAGE, [1.0])


def test_panels_share_one_range_of_colours():
    families = {"hog": [1.0, -0.5], "a_very_long_name_of_a_feature": [0.2, 0.1]}
    display = drawn(ExplanationDisplay(IMAGE, [HEAT, HEAT / 4], "ab", [1, -1], families), False)
    assert {heat.limit for heat in display.maps_} == {2.0}
    assert [bar.get_width() for bar in display.bars_[1]] == [-0.5, 0.1]


def test_without_features_there_are_no_bars():
    display = drawn(ExplanationDisplay(IMAGE, [HEAT], ["a"], [0.5], title="cat_1.png"), False)
    assert display.bars_ == [] and len(display.figure_.axes) == 2
    with pytest.raises(ValueError, match="1 heat_maps for 2 class_names"):
        ExplanationDisplay(IMAGE, [HEAT], ["a", "b"], [0.5, 1])
