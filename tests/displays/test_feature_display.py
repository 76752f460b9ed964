"""Displays of what features see: everything is drawn, and nothing is left open."""

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from sample_images import camera_cuts, write_png
from skimage import data

from classic_cls import HOG, FeatureDisplay, see, show
from classic_cls.displays._panels import draw
from classic_cls.displays._tiles import contact_sheet
from classic_cls.inspection import Bars, Dots, Picture, Sheet, Sight, Strokes, Table
from classic_cls.pipelines import DESCRIPTORS, FEATURES, named_to_show

matplotlib.use("agg")
PHOTO = np.ascontiguousarray(data.astronaut()[20:84, 180:260])
SMALL = camera_cuts((28, 28), 1)[0]
NAMES = [*FEATURES, *DESCRIPTORS, "equalize", "pyramid(edges)", "mirrored(hog)", "bovw", "patches"]


@pytest.fixture(autouse=True)
def no_figure_left():
    plt.close("all")
    yield
    assert not plt.get_fignums()


def drawn(sight, **options):
    display = FeatureDisplay(sight)
    display.plot(figure=Figure(figsize=display.figure_size, layout="constrained"), **options)
    return display


@pytest.mark.parametrize("name", NAMES)
def test_every_panel_is_drawn(name):
    ((_, feature),) = named_to_show(name)
    sight = see(feature, PHOTO)
    display = drawn(sight)
    assert [ax.get_title() for ax in display.axes_] == [panel.title for panel in sight.panels]


@pytest.mark.parametrize("name", ["hog", "gabor", "haralick", "bovw", "color_hist", "orb"])
def test_nothing_is_cut_off_or_overlaps(name):
    ((_, feature),) = named_to_show(name)
    display = drawn(see(feature, SMALL))
    figure = display.figure_
    figure.draw_without_rendering()
    boxes = [ax.get_tightbbox() for ax in display.axes_]
    whole = figure.bbox.padded(2)
    for box in boxes:
        assert whole.x0 <= box.x0 and box.x1 <= whole.x1
        assert whole.y0 <= box.y0 and box.y1 <= whole.y1
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert wide < 1.5 or high < 1.5


def test_pictures_are_in_the_coordinates_of_the_image():
    display = drawn(see(HOG(), PHOTO))
    for ax in display.axes_[:2]:
        assert ax.get_xlim() == (0, 80) and ax.get_ylim() == (64, 0) and ax.get_aspect() == 1


def test_bars_are_as_high_as_the_numbers():
    sight = see(HOG(), PHOTO)
    ax = drawn(sight).axes_[-1]
    assert [bar.get_height() for bar in ax.patches] == pytest.approx(sight.panels[-1].values)


def test_the_sentence_stands_below():
    display = drawn(see(HOG(), PHOTO))
    said = display.figure_.get_supxlabel().replace("\n", " ")
    assert said == display.sight.reading
    assert display.figure_.get_suptitle() == "hog"


def test_by_default_on_a_new_figure():
    display = show("hog", PHOTO)
    assert plt.get_fignums() == [display.figure_.number]
    plt.close(display.figure_)


def test_in_the_place_of_given_axes():
    figure = Figure(layout="constrained")
    left, right = figure.subplots(1, 2)
    display = show("edges", PHOTO, right)
    assert display.figure_ is figure and right.get_title(loc="left") == "edges"
    assert len(figure.axes) >= 2 + len(display.axes_)
    figure.draw_without_rendering()
    assert all(ax.get_position().x0 > 0.45 for ax in display.axes_)
    with pytest.raises(ValueError, match="plt.subplots"):
        show("edges", PHOTO, Figure().add_axes((0, 0, 1, 1)))


def test_from_a_file_by_name(tmp_path):
    path = write_png(tmp_path / "photo.png", PHOTO)
    sight = FeatureDisplay.from_image("pyramid(edges)", path).sight
    np.testing.assert_array_equal(sight.panels[0].values, PHOTO)


@pytest.mark.parametrize("name, said", [
    ("hgo", "Did you mean 'hog'"), ("HOG", "small letters"), ("pyramid", "needs a feature"),
])  # fmt: skip
def test_names_that_do_not_exist(name, said):
    with pytest.raises(ValueError, match=said):
        show(name, PHOTO)


def test_marks_of_every_kind():
    strokes = Strokes(np.array([[[0, 0], [4, 4]]]), np.array([0.5]))
    dots = Dots(np.array([[1, 1], [2, 2]]), kinds=np.array([0, 1]), names=("a", "b"))
    circles = Dots(np.array([[1, 1]]), np.array([1.0]), np.array([90.0]))
    blank = np.full((2, 2), np.nan)
    panels = [
        Picture("1", SMALL, (28, 28), strokes=strokes, dots=dots),
        Picture("2", blank, (28, 28), "signed", "unit", dots=circles),
        Picture("3", np.zeros((2, 2)), (28, 28), "light", "unit"),
        Bars("4", np.array([1.0, -1.0]), ["a", "b"], lying=True),
        Bars("5", np.zeros(0)),
        Table("6", np.array([[1.0, 2.0]]), ["row"], ["a", "b"], "signed", "unit"),
        Sheet("7", [[SMALL, SMALL], [SMALL]], captions=["a", "b", "c"], kind="image"),
        Sheet("8", [[np.zeros((2, 2))]], ["row"], ["column"]),
    ]
    display = drawn(Sight("all", panels, "Read."))
    display.figure_.draw_without_rendering()
    assert len(display.axes_) == len(panels)
    with pytest.raises(ValueError, match="a panel is"):
        draw("no panel", None)


def test_pictures_of_any_size_on_one_sheet():
    large, small = np.zeros((200, 100, 3), np.uint8), np.full((3, 9, 3), 255, np.uint8)
    canvas, downs, acrosses, height = contact_sheet([[large, small], [small]], captions=True)
    assert height == 90 and len(downs) == 2 and len(acrosses) == 2
    assert not canvas[round(downs[0]), round(acrosses[0])].any()
