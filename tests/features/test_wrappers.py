"""Features made local and multi-scale."""

import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import (
    HOG,
    LBP,
    ColorMoments,
    EdgeHistogram,
    Mirrored,
    MultiScale,
    RawPixels,
    SpatialPyramid,
)
from classic_cls.transforms import Resize

NOISE = noise((3, 40, 48))


def test_the_first_level_is_the_feature_itself():
    images = NOISE
    np.testing.assert_array_equal(SpatialPyramid(LBP(), 1).transform(images),
                                  LBP().transform(images))
    np.testing.assert_array_equal(MultiScale(LBP(), 1).transform(images), LBP().transform(images))


@pytest.mark.parametrize("shape", [(40, 48), (41, 47, 3)])
def test_a_cell_is_described_as_an_image_of_its_own(shape):
    images = noise((3, *shape))
    pyramid = SpatialPyramid(RawPixels(color=True), levels=(1, 2)).fit(images)
    rows, names = pyramid.transform(images), pyramid.get_feature_names_out()
    in_cell = np.char.startswith(names.astype(str), "pyramid2_r1_c0_")
    lower_left = images[:, -20:, :24] if shape[0] == 40 else images[:, 20:, :23]
    expected = RawPixels(color=True).transform(lower_left)
    np.testing.assert_array_equal(rows[:, in_cell], expected)


def test_mirroring_the_image_mirrors_the_cells():
    images = noise((3, 48, 48))
    pyramid = SpatialPyramid(EdgeHistogram(grid=1, orientations=1), levels=(2, 4)).fit(images)
    names = pyramid.get_feature_names_out().tolist()
    mirrored = [name.replace("c", "C", 1) for name in names]
    for grid in (2, 4):
        for column in range(grid):
            mirrored = [name.replace(f"pyramid{grid}_r{row}_C{column}",
                                     f"pyramid{grid}_r{row}_c{grid - 1 - column}")
                        for name in mirrored for row in [name[name.index("_r") + 2]]]
    order = [names.index(name) for name in mirrored]
    np.testing.assert_allclose(pyramid.transform(images[:, :, ::-1].copy()),
                               pyramid.transform(images)[:, order], atol=1e-6)


def test_every_scale_is_the_feature_of_the_shrunk_image():
    images = noise((3, 40, 48, 3))
    rows = MultiScale(LBP(), octaves=3).transform(images)
    for scale, part in zip((1, 2, 4), np.split(rows, 3, axis=1), strict=True):
        shrunk = Resize((48 // scale, 40 // scale)).transform(images)
        differing = np.abs(part - LBP().transform(shrunk)).max()
        assert differing <= 0.02  # halves are rounded up here and to even there


def test_lengths_that_depend_on_the_size_work_too():
    images = noise((3, 50, 50))
    for extractor in (SpatialPyramid(HOG(), (1, 3)), MultiScale(HOG(), 2)):
        rows = extractor.fit(images).transform(images)
        assert rows.shape[1] == len(extractor.get_feature_names_out())


@pytest.mark.parametrize("extractor", [HOG(), LBP(grid=2), ColorMoments()])
def test_an_image_and_its_mirror_image_have_one_row(extractor):
    images = noise((3, 32, 40, 3))
    turned = images[:, :, ::-1].copy()
    mirrored = Mirrored(extractor)
    np.testing.assert_allclose(mirrored.transform(images), mirrored.transform(turned), atol=1e-6)
    expected = (extractor.transform(images) + extractor.transform(turned)) / 2
    np.testing.assert_allclose(mirrored.transform(images), expected, atol=1e-6)


def test_the_mirror_image_counts_by_its_weight():
    images = noise((3, 32, 40))
    here, there = (HOG().transform(i) for i in (images, images[:, :, ::-1].copy()))
    np.testing.assert_array_equal(Mirrored(HOG(), weight=0).transform(images), here)
    rows = Mirrored(HOG(), weight=0.25).transform(images)
    np.testing.assert_allclose(rows, 0.75 * here + 0.25 * there, atol=1e-6)


def test_a_mirrored_column_is_about_its_region_and_the_one_opposite():
    columns = Mirrored(EdgeHistogram(grid=4, orientations=1)).get_columns((32, 40))
    assert columns[0].name == "mirrored_edges_r0_c0_density"
    assert columns[0].region == (0, 0, 8, 40)
    assert columns[columns.names.index("mirrored_edges_r1_c1_o0")].region == (8, 10, 16, 30)
    assert Mirrored(LBP()).get_columns((32, 40))[0].region is None


@pytest.mark.parametrize("weight", [-0.1, 0.6, "half"])
def test_bad_weights_are_named(weight):
    with pytest.raises(ValueError, match="weight"):
        Mirrored(LBP(), weight).fit(NOISE)


def test_scales_end_at_one_pixel():
    tiny = list(noise((3, 2, 3)))
    names = MultiScale(RawPixels(), octaves=4).fit(tiny).get_feature_names_out()
    assert names[-2:].tolist() == ["scale4_pixel_r0_c0", "scale8_pixel_r0_c0"]


@pytest.mark.parametrize("levels", [(), (1, 1), (0, 2), (1, 2.5), 0, "12"])
def test_bad_levels_are_named(levels):
    with pytest.raises(ValueError, match="levels"):
        SpatialPyramid(LBP(), levels=levels).fit(NOISE)


@pytest.mark.parametrize("wrapper", [SpatialPyramid, MultiScale, Mirrored])
def test_what_is_inside_is_checked(wrapper):
    with pytest.raises(ValueError, match="extractor"):
        wrapper(Resize()).fit(NOISE)
    with pytest.raises(ValueError, match="extractor"):
        wrapper("lbp").transform(NOISE)
    with pytest.raises(ValueError, match="method"):
        wrapper(LBP(method="best")).transform(NOISE)


def test_a_cell_too_small_for_the_feature_is_refused():
    with pytest.raises(ValueError, match="levels=.* 40 x 48 pixels"):
        SpatialPyramid(LBP(), levels=(1, 64)).fit(NOISE)
    with pytest.raises(ValueError, match="grid=4"):
        SpatialPyramid(EdgeHistogram(grid=4), levels=(1, 16)).fit(NOISE)


@pytest.mark.parametrize("octaves", [0, 9, 1.5])
def test_bad_octaves_are_named(octaves):
    with pytest.raises(ValueError, match="octaves"):
        MultiScale(LBP(), octaves).fit(NOISE)


@pytest.mark.parametrize("wrapper, where", [
    (SpatialPyramid(LBP(), levels=(1, 4)), r"SpatialPyramid, a cell of its 4 x 4 grid .*levels"),
    (MultiScale(LBP(), octaves=3), r"MultiScale, the image at 1/4 of its size .*octaves=3"),
])
def test_what_fails_inside_says_where(wrapper, where):
    images = np.zeros((2, 32, 32), np.uint8)
    for attempt in (wrapper.fit, wrapper.transform):
        with pytest.raises(ValueError, match=where + r".*LBP: an image of 8 x 8 pixels"):
            attempt(images)
