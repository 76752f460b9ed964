"""Figures of visual words and learned patches."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sample_images import make_images
from visual_word_steps import word_pipeline

from classic_cls.displays import ImageWordsDisplay, PatchesDisplay, WordsDisplay
from classic_cls.displays._tiles import GAP, TILE, mosaic

RNG = np.random.default_rng(0)


def drawn(display):
    figure = Figure(figsize=display.figure_size, layout="constrained")
    display.plot(ax=figure.subplots())
    FigureCanvasAgg(figure).draw()
    return display


def patch(value, shape=(8, 8)):
    return np.full(shape, value, np.uint8)


def inside(artist, figure):
    box, extent = figure.bbox, artist.get_window_extent()
    return (extent.x0 >= -1 and extent.y0 >= -1
            and extent.x1 <= box.x1 + 1 and extent.y1 <= box.y1 + 1)


@pytest.mark.parametrize("shape", [(1, 1), (6, 6), (200, 200), (8, 8, 1), (8, 8, 3)])
def test_patches_of_all_kinds_become_tiles(shape):
    sheet = mosaic([[patch(0, shape)], [patch(50, shape), patch(100, shape)], []])
    step = TILE + GAP
    assert sheet.shape == (GAP + 3 * step, GAP + 2 * step, 3)
    for row, column, value in [(0, 0, 0), (0, 1, 255), (1, 0, 50), (1, 1, 100), (2, 0, 255)]:
        top, left = GAP + row * step, GAP + column * step
        assert (sheet[top : top + TILE, left : left + TILE] == value).all()
    assert (sheet[:GAP] == 255).all() and (sheet[:, TILE + GAP : step + GAP] == 255).all()


@pytest.mark.parametrize("n_words, n_patches", [(1, 1), (16, 10), (60, 3)])
def test_a_row_for_every_word(n_words, n_patches):
    rows = [[patch(10 * i) for i in range(n_patches)]] * n_words
    remarks = ["most in the north-western\n2.0 times the mean"] * n_words
    shares = np.full(n_words, 0.5 / n_words)
    display = drawn(WordsDisplay(rows, range(n_words), shares, remarks, title="$bovw$"))
    labels = display.ax_.get_yticklabels()
    assert [label.get_text().split("\n")[0] for label in labels] == [
        f"word {i}" for i in range(n_words)
    ]
    for text in [*labels, *display.ax_.texts]:
        assert inside(text, display.figure_)


def test_a_word_without_patches_has_an_empty_row():
    display = drawn(WordsDisplay([[], [patch(0)]], [4, 5], [0, 1e-6]))
    assert display.row_labels == ["word 4\n0% of points", "word 5\n< 0.01% of points"]
    assert (display.image_.get_array()[: TILE + GAP] == 255).all()


def image_words(**options):
    positions, scales = [[0.25, 0.5], [0.5, 0.5], [0.75, 0.5]], [0.2, 0.4, 0.2]
    options = {"shape": (40, 80, 3), "words": [7, 2, 7], **options}
    image = RNG.integers(0, 256, options.pop("shape"), np.uint8)
    return ImageWordsDisplay(image, positions, scales, options.pop("words"), **options)


def test_discs_stand_at_the_points_large_ones_below():
    display = drawn(image_words())
    np.testing.assert_allclose(
        display.discs_.get_offsets(), [[39.5, 19.5], [19.5, 19.5], [59.5, 19.5]]
    )
    colors = display.discs_.get_facecolors()
    np.testing.assert_array_equal(colors[1], colors[2])
    assert (colors[0] != colors[1]).any()
    # What lies outside the image is not shown, and the image is not moved.
    assert display.ax_.get_xlim() == (-0.5, 79.5)


def test_only_the_words_asked_for_are_drawn():
    display = drawn(image_words(shown=[2, 9], patches=[patch(0), None]))
    assert len(display.discs_.get_offsets()) == 1 and display.counts == (1, 0)


def test_by_default_the_most_frequent_words_of_the_image():
    image, n = patch(0, (20, 20)), 500
    words = np.minimum(RNG.geometric(0.2, n), 40)
    display = ImageWordsDisplay(image, RNG.random((n, 2)), np.full(n, 0.1), words)
    assert display.shown[:2] == (1, 2) and len(display.shown) == 6


@pytest.mark.parametrize("shape", [(320, 60), (60, 320, 3), (32, 32, 3)])
def test_the_legend_lies_inside_the_figure(shape):
    n = 80
    words = np.repeat(np.arange(8) + 1000, 10)
    display = drawn(ImageWordsDisplay(
        np.zeros(shape, np.uint8), RNG.random((n, 2)), np.full(n, 0.1), words,
        shown=range(1000, 1008), patches=[patch(9)] * 8, title="a.jpg",
    ))
    assert inside(display.legend_, display.figure_)


def test_an_image_without_points():
    display = drawn(ImageWordsDisplay(patch(0, (20, 30)), np.zeros((0, 2)), [], []))
    assert display.shown == () and len(display.discs_.get_offsets()) == 0


@pytest.mark.parametrize("shape", [(1, 6, 6, 1), (7, 8, 8), (30, 5, 5, 3), (2000, 2, 2, 1)])
def test_a_sheet_of_patches(shape):
    display = drawn(PatchesDisplay(RNG.integers(0, 256, shape, np.uint8), "patches"))
    rows, columns = (np.array(display.image_.get_array().shape[:2]) - GAP) // (TILE + GAP)
    assert columns == display.n_columns and rows * columns >= min(shape[0], 1024)
    first = [int(label.get_text()) for label in display.ax_.get_yticklabels()]
    assert first[0] == 0 and first == sorted(first) and len(first) <= 16


def test_a_new_figure_is_made_without_axes():
    import matplotlib.pyplot as plt

    displays = [
        WordsDisplay([[patch(0)]], [0]), image_words(), PatchesDisplay(np.zeros((2, 4, 4)))
    ]
    for display in displays:
        assert display.plot().figure_.axes[0] is display.ax_
    plt.close("all")


def test_figures_from_a_pipeline():
    images = make_images(12)
    labels = ["across", "down"] * 6
    pipeline = word_pipeline().fit(images, labels)
    display = drawn(WordsDisplay.from_pipeline(pipeline, images, labels=labels))
    assert sorted(display.words) == [0, 1, 2, 3, 4]
    assert display.shares.sum() == pytest.approx(1) and "times the mean" in display.remarks[0]
    one = drawn(WordsDisplay.from_pipeline(pipeline, images, [3]))
    assert one.words == (3,) and one.remarks is None and len(one.patches[0])
    on_image = drawn(ImageWordsDisplay.from_pipeline(pipeline, images[0]))
    assert sum(on_image.counts) == len(on_image.words)
    with pytest.raises(ValueError, match="no learned patches"):
        PatchesDisplay.from_pipeline(pipeline)


@pytest.mark.parametrize("make, message", [
    (lambda: WordsDisplay([], []), "no word to draw"),
    (lambda: WordsDisplay([[], []], [1]), "2 patches for 1 words"),
    (lambda: WordsDisplay([[]], [1], shares=[0.1, 0.2]), "2 shares for 1 words"),
    (lambda: image_words(words=[1, 2]), "one entry for every point"),
    (lambda: image_words(shown=range(9)), "9 words cannot be told apart"),
    (lambda: image_words(shown=[2], patches=[]), "0 patches for 1 words"),
    (lambda: PatchesDisplay(np.zeros((0, 4, 4))), "give one or more"),
    (lambda: PatchesDisplay(np.zeros((4, 4))), "give one or more"),
])
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
