"""What features see: the numbers that are drawn are those of the feature, in their places."""

import numpy as np
import pytest
from sample_images import camera_cuts, noise
from skimage import data
from sklearn.pipeline import make_pipeline

from classic_cls import (
    GIST,
    HOG,
    LBP,
    LPQ,
    CannyEdges,
    ColorAutoCorrelogram,
    ColorHistogram,
    Columns,
    CornerGrid,
    DalalTriggsHOG,
    DenseSIFT,
    EdgeHistogram,
    FASTCorners,
    FeatureExtractor,
    FelzenszwalbHOG,
    GaborBank,
    RawPixels,
    Resize,
    SpatialPyramid,
    TinyImage,
    ZernikeMoments,
    see,
)
from classic_cls.encoders import BagOfVisualWords
from classic_cls.inspection import Bars, Picture, Sheet, Table, with_words
from classic_cls.inspection.sights import _pixelwise
from classic_cls.inspection.sights.codes import lbp_codes, lpq_codes
from classic_cls.inspection.sights.colors import rgb_of
from classic_cls.inspection.sights.moments import _from_moments
from classic_cls.inspection.sights.waves import polar_glyph
from classic_cls.kernels.color import CHANNEL_RANGES, convert_color
from classic_cls.pipelines import DESCRIPTORS, FEATURES, PREPROCESSING, named_to_show

PHOTO = np.ascontiguousarray(data.astronaut()[20:116, 170:266])
GREY = camera_cuts((60, 72), 1)[0]
PANELS = (Picture, Bars, Sheet, Table)


class Brightness(FeatureExtractor):
    """Somebody else's feature, without a picture: the mean of four columns, and of all."""

    short_name = "brightness"

    def _extract(self, images):
        parts = np.array_split(images.reshape(*images.shape[:3], -1).mean(axis=3), 4, axis=2)
        means = [part.mean(axis=(1, 2)) for part in parts]
        return np.stack([*means, images.mean(axis=tuple(range(1, images.ndim)))], axis=1)

    def _columns(self, shape):
        across = np.linspace(0, shape[1], 5)
        cells = Columns.of_grid("brightness", np.array([0, shape[0]]), across, ["mean"])
        return Columns.joined([cells, Columns.whole(["brightness_all"])])


def grating(degrees, side=64, period=8):
    """Stripes whose brightness changes along a direction, from a row downwards."""
    y, x = np.mgrid[:side, :side]
    along = x * np.cos(np.radians(degrees)) + y * np.sin(np.radians(degrees))
    return np.rint(128 + 100 * np.sin(2 * np.pi * along / period)).astype(np.uint8)


def panel(sight, title):
    return next(found for found in sight.panels if found.title.startswith(title))


NAMES = [
    *FEATURES,
    *DESCRIPTORS,
    *PREPROCESSING,
    "pyramid(edges)",
    "multiscale(edges)",
    "mirrored(lbp)",
    "bovw",
    "vlad(local_color)",
    "patches",
]


@pytest.mark.parametrize("image", [PHOTO, GREY], ids=["photo", "grey"])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_the_catalogue_has_a_picture(name, image):
    ((_, feature),) = named_to_show(name)
    sight = see(feature, image)
    assert len(sight.panels) >= 2 and all(isinstance(found, PANELS) for found in sight.panels)
    assert np.array_equal(sight.panels[0].values, image)
    assert sight.reading.endswith(".") and sight.title
    again = see(feature, image)
    assert [found.title for found in again.panels] == [found.title for found in sight.panels]


@pytest.mark.parametrize("name", FEATURES)
def test_every_class_of_our_own_has_a_picture_of_its_own(name):
    assert see.dispatch(FEATURES[name]) is not see.dispatch(FeatureExtractor)


@pytest.mark.parametrize("name", FEATURES)
def test_it_is_drawn_from_the_row_of_the_feature(name):
    ((_, feature),) = named_to_show(name)
    np.testing.assert_array_equal(see(feature, PHOTO).row, feature.fit_transform([PHOTO])[0])


@pytest.mark.parametrize("name", ["hog", "lbp", "orb", "keypoint_sift", "bovw", "zernike", "gist"])
def test_blank_images_are_no_exception(name):
    if name == "bovw":  # no descriptor differs from another
        feature = make_pipeline(DenseSIFT(), BagOfVisualWords(n_words=2, random_state=0))
    else:
        ((_, feature),) = named_to_show(name)
    assert see(feature, np.zeros((64, 64), np.uint8)).panels


# A gradient of 0 to 170 degrees has edges across it.
@pytest.mark.parametrize("degrees", [0, 30, 60, 90, 120, 150])
@pytest.mark.parametrize(
    "feature",
    [HOG(orientations=18), DalalTriggsHOG(orientations=18), FelzenszwalbHOG(orientations=18)],
    ids=lambda f: f.short_name,
)
def test_strokes_run_along_the_stripes(feature, degrees):
    sight = see(feature, grating(degrees))
    strokes = next(found.strokes for found in sight.panels[1:] if found.strokes is not None)
    across, down = (strokes.ends[:, 1] - strokes.ends[:, 0]).T
    turns = np.exp(2j * np.arctan2(down, across)) * strokes.strengths**2
    mean = np.degrees(np.angle(turns.sum())) / 2
    assert abs((mean - (degrees + 90) + 90) % 180 - 90) < 6


def test_signed_strokes_lie_on_the_brighter_side():
    image = np.zeros((32, 32), np.uint8)
    image[:, 16:] = 200
    sight = see(HOG(signed=True, orientations=8, cell=32, block=1), image)
    strokes = sight.panels[1].strokes
    assert strokes.ends[-1, :, 0].min() > 16  # x of the strongest


def test_a_cell_is_the_mean_of_its_blocks():
    sight = see(HOG(), GREY)
    row = HOG().fit_transform([GREY])[0].reshape(6, 8, 2, 2, 9)  # blocks, cells, orientations
    inner = (row[0, 0, 1, 1] + row[0, 1, 1, 0] + row[1, 0, 0, 1] + row[1, 1, 0, 0]) / 4
    strokes, middle = sight.panels[1].strokes, [12, 12]
    mine = np.abs(strokes.ends.mean(axis=1) - middle).max(axis=1) < 0.01
    largest = strokes.strengths[mine].max() / strokes.strengths.max()
    assert 0 < largest <= 1
    np.testing.assert_allclose(
        np.sort(strokes.strengths[mine])[::-1],
        np.sort(inner / inner.max() * strokes.strengths[mine].max())[::-1][: mine.sum()],
        rtol=1e-5,
    )


def test_corners_lie_on_the_corners_of_a_checkerboard():
    board = np.kron(np.indices((6, 6)).sum(axis=0) % 2, np.ones((10, 10))).astype(np.uint8) * 200
    dots = see(CornerGrid(), board).panels[0].dots
    inner = {(10 * x, 10 * y) for x in range(1, 6) for y in range(1, 6)}
    nearest = [min(np.hypot(x - cx, y - cy) for cx, cy in inner) for x, y in dots.places]
    assert max(nearest) < 2 and len(dots.places) >= len(inner)
    found = {min(inner, key=lambda c: np.hypot(x - c[0], y - c[1])) for x, y in dots.places}
    assert found == inner


@pytest.mark.parametrize(
    "feature", [CornerGrid(grid=3), FASTCorners(grid=3)], ids=lambda f: f.short_name
)
def test_points_drawn_in_a_cell_are_as_many_as_its_column_says(feature):
    sight = see(feature, GREY)
    columns = feature.fit([GREY]).get_columns()
    dots = sight.panels[0].dots.places
    for top, left, bottom, right in np.unique(columns.regions, axis=0):
        here = [
            k
            for k, name in enumerate(columns.names)
            if name.endswith("count") and (columns.regions[k] == (top, left, bottom, right)).all()
        ]
        x, y = dots.T
        inside = (x > left) & (x < right) & (y > top) & (y < bottom)
        assert inside.sum() == sight.row[here].sum()


@pytest.mark.parametrize(
    "feature", [EdgeHistogram(grid=3), CannyEdges(grid=3)], ids=lambda f: f.short_name
)
def test_the_edge_map_has_the_density_of_the_row(feature):
    sight = see(feature, GREY)
    edges = ~np.isnan(panel(sight, "edges").values)
    cells = edges.reshape(3, 20, 3, 24).mean(axis=(1, 3))
    np.testing.assert_allclose(cells, panel(sight, "share of edge").values, rtol=1e-6)


@pytest.mark.parametrize("degrees", [0, 45, 90, 135])
def test_edges_have_the_colour_of_their_direction(degrees):
    directions = panel(see(EdgeHistogram(), grating(degrees)), "edges").values
    known = directions[8:-8, 8:-8]
    share = (known[~np.isnan(known)] == (degrees + 90) % 180).mean()
    assert share > 0.9


@pytest.mark.parametrize("method", ["nri_uniform", "uniform", "default", "ror", "var"])
def test_codes_of_pixels_count_up_to_the_row(method):
    scales = ((8, 1),)
    row = LBP(scales, method).transform([GREY])[0]
    codes = lbp_codes(GREY, 8, 1.0, method)
    inside = codes[codes >= 0]
    assert codes.shape == GREY.shape and inside.size == 58 * 70
    np.testing.assert_allclose(
        np.bincount(inside, minlength=len(row)) / inside.size, row, atol=1e-6
    )


def test_local_phases_of_pixels_count_up_to_the_row():
    row = LPQ(windows=5).transform([GREY])[0]
    codes = lpq_codes(GREY, 5, True)
    inside = codes[codes >= 0]
    np.testing.assert_allclose(np.bincount(inside, minlength=256) / inside.size, row, atol=1e-6)


@pytest.mark.parametrize("look", [
    lambda: lbp_codes(GREY, 8, 2.0, "uniform"), lambda: lpq_codes(GREY, 7, True),
    lambda: np.nan_to_num(see(EdgeHistogram(), GREY).panels[1].values, nan=-1),
])  # fmt: skip
def test_strips_make_no_difference(look, monkeypatch):
    whole = look()
    monkeypatch.setattr(_pixelwise, "_AT_ONCE", 2000)
    np.testing.assert_array_equal(look(), whole)


@pytest.mark.parametrize("space", CHANNEL_RANGES)
def test_bars_of_colours_are_those_of_the_row(space):
    feature = ColorHistogram(space, bins=4, grid=2)
    sight = see(feature, PHOTO)
    bars = [found for found in sight.panels if isinstance(found, Bars)]
    drawn = np.concatenate([found.values for found in bars])
    np.testing.assert_allclose(drawn, sight.row.reshape(4, -1).mean(axis=0), rtol=1e-6)
    assert all(found.values.sum() == pytest.approx(1, abs=1e-5) for found in bars)
    assert all(found.colors.shape == (4, 3) for found in bars)


def test_the_palette_of_a_joint_histogram_is_its_most_frequent_colours():
    image = np.zeros((40, 40, 3), np.uint8)
    image[:, :30, 0] = 255  # three quarters red, the rest black
    bars = panel(see(ColorHistogram("rgb", 4, joint=True, grid=1), image), "most frequent")
    np.testing.assert_allclose(bars.values, [0.75, 0.25])
    np.testing.assert_allclose(bars.colors[0], np.array([224, 32, 32]) / 255)


@pytest.mark.parametrize("space", ["rgb", "hsv", "lab", "opponent"])
def test_colours_come_back_from_every_space(space):
    colors = noise((1, 200, 3), 3, 206)[..., :] + 25
    levels = convert_color(colors[None], space)[0]
    again = rgb_of(levels[0], space).astype(int)
    assert np.abs(again - colors[0]).max() <= 8  # what 8 bits of hue and halves leave


def test_a_correlogram_has_the_colours_of_its_bars():
    feature = ColorAutoCorrelogram(bins=3)
    sight = see(feature, PHOTO)
    bars, table = panel(sight, "most frequent"), panel(sight, "the same colour")
    np.testing.assert_array_equal(bars.colors, table.colors)
    assert set(table.values.ravel()) <= set(sight.row)
    assert (np.diff(bars.values) <= 0).all()


def test_gabor_finds_the_stripes_of_its_filter():
    sight = see(GaborBank([8, 16], orientations=4), grating(45, 96))
    found = panel(sight, "what they find").pictures
    means = np.array([[picture.mean() for picture in row] for row in found])
    assert np.unravel_index(means.argmax(), means.shape) == (0, 1)
    bank = panel(sight, "the filters").pictures
    picture = bank[0][1]  # waves along the falling diagonal: alike across it
    assert np.corrcoef(picture.ravel(), picture.T.ravel())[0, 1] > 0.99


def test_a_wedge_of_a_disc_is_a_direction_of_a_scale():
    values = np.zeros(8)
    values[0] = 1.0  # fine, along a row
    disc = polar_glyph(values, (4, 4))
    y, x = np.nonzero(disc == 1)
    middle = (disc.shape[0] - 1) / 2
    assert (np.abs(x - middle) > np.abs(y - middle)).all()  # to the right and to the left
    assert np.hypot(x - middle, y - middle).min() > 0.3 * middle
    assert set(np.unique(disc[~np.isnan(disc)])) == {0.0, 1.0}


def test_discs_show_every_value_of_the_row():
    sight = see(GIST(), GREY)
    drawn = panel(sight, "strength").values
    assert set(np.unique(drawn[~np.isnan(drawn)])) == set(np.unique(sight.row.astype(float)))


def test_a_shape_is_made_again_of_its_moments():
    y, x = np.mgrid[:65, :65] - 32
    spot = (200 * np.exp(-(x**2 + (y - 4) ** 2) / 400)).astype(np.uint8)
    disc, again = _from_moments(ZernikeMoments(degree=12, center="image"), spot)
    inside = x**2 + y**2 <= 30**2
    assert np.abs(disc.astype(int) - again)[inside].max() < 5


def test_raw_pixels_are_drawn_as_they_are():
    drawn = see(RawPixels(), GREY).panels[1].values.astype(float)
    assert np.corrcoef(drawn.ravel(), GREY.ravel())[0, 1] > 0.9999
    assert see(TinyImage(8), PHOTO).panels[1].values.shape == (8, 8, 3)


def test_the_grids_of_a_pyramid():
    sight = see(SpatialPyramid(EdgeHistogram(), levels=(1, 3)), GREY)
    assert [len(found.cells) for found in sight.panels[:2]] == [1, 9]


def test_preprocessing_is_shown_before_and_after():
    ((_, step),) = named_to_show("equalize")
    sight = see(step, GREY)
    np.testing.assert_array_equal(sight.panels[1].values, step.transform([GREY])[0])
    assert panel(sight, "grey levels before").values.sum() == pytest.approx(1)


def test_words_are_learned_from_the_image_unless_they_are_there():
    ((_, feature),) = named_to_show("bovw")
    sight = see(feature, GREY)
    assert "learned from this image" in sight.reading
    fitted = with_words(feature, [GREY])
    again = see(fitted, GREY)
    assert "learned from" not in again.reading and not hasattr(feature[-1], "words_")
    np.testing.assert_array_equal(
        panel(sight, "all words").values, panel(again, "all words").values
    )
    assert panel(again, "all words").values.sum() == pytest.approx(1)


def test_a_change_of_size_before_a_feature():
    sight = see(make_pipeline(Resize(32), HOG()), PHOTO)
    assert sight.panels[0].title == "image, 32 x 32 pixels"


def test_a_feature_without_a_picture_is_shown_by_its_columns():
    sight = see(Brightness(), GREY)
    (maps,) = panel(sight, "columns about a place").pictures
    row = Brightness().transform([GREY])[0]
    np.testing.assert_allclose(maps[0][0].reshape(4, 18), np.repeat(row[:4], 18).reshape(4, 18))
    np.testing.assert_array_equal(panel(sight, "columns about the whole").values, row[4:])


def test_a_picture_can_be_added_for_any_class():
    class Dark(Brightness):
        pass

    @see.register
    def _(feature: Dark, image: np.ndarray):
        return "mine"

    assert see(Dark(), GREY) == "mine"


@pytest.mark.parametrize("feature", ["hog", 3, None])
def test_what_is_no_feature_is_refused(feature):
    with pytest.raises(ValueError, match="is no feature, descriptor or preprocessing step"):
        see(feature, GREY)


def test_images_that_are_too_small_are_refused_by_the_feature():
    with pytest.raises(ValueError, match="smaller than one block"):
        see(HOG(), GREY[:8, :8])
    with pytest.raises(ValueError, match="images are uint8"):
        see(HOG(), GREY / 255)
