"""Regions of columns: the part of the image that each one is about."""

import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import (
    GIST,
    HOG,
    LBP,
    LPQ,
    CannyEdges,
    ColorHistogram,
    ColorMoments,
    CornerGrid,
    DalalTriggsHOG,
    EdgeHistogram,
    EdgeHistogramDescriptor,
    FASTCorners,
    FelzenszwalbHOG,
    GaborBank,
    Haralick,
    HuMoments,
    IntensityStatistics,
    Mirrored,
    MultiScale,
    ORBStatistics,
    RawPixels,
    Scattering,
    SpatialPyramid,
    TinyImage,
)

# With the pixels around a region that have a say too.
LOCAL = [
    (RawPixels(), 0),
    (RawPixels(color=True), 0),
    (ColorHistogram(), 0),
    (ColorMoments(), 0),
    (IntensityStatistics(), 0),
    (EdgeHistogram(), 1),
    (FASTCorners(), 4),
    (LBP(grid=4), 4),
    (LPQ(grid=2), 7),
    (EdgeHistogramDescriptor(), 8),
    (HOG(), 9),
    (HOG(cell=(8, 4), block=1), 1),
    (DalalTriggsHOG(), 9),
    (FelzenszwalbHOG(), 17),
    (SpatialPyramid(EdgeHistogram(grid=2), levels=(1, 2)), 1),
    (MultiScale(EdgeHistogram(grid=2), octaves=2), 2),
    (Mirrored(EdgeHistogram(grid=4)), 1),
]


@pytest.mark.parametrize("step, margin", LOCAL, ids=str)
def test_what_lies_far_from_a_region_has_no_say_and_what_lies_in_it_has(step, margin):
    image, other = noise((2, 64, 72, 3)) // 2
    other += 128
    columns = step.get_columns(image.shape)
    row = step.transform([image])[0]
    for region in np.unique(columns.regions, axis=0)[:: max(1, len(row) // 2000)]:
        of_region = (columns.regions == region).all(axis=1)
        top, left, bottom, right = region
        y, x = (np.arange(side) + 0.5 for side in image.shape[:2])
        near = [(along > first - margin) & (along < last + margin)
                for along, first, last in ((y, top, bottom), (x, left, right))]
        kept = np.logical_and.outer(*near)[..., None]
        inside = np.logical_and.outer((y > top) & (y < bottom), (x > left) & (x < right))[..., None]
        rows = step.transform([np.where(kept, image, other), np.where(inside, other, image)])
        np.testing.assert_array_equal(rows[0, of_region], row[of_region])
        assert (rows[1, of_region] != row[of_region]).any()


@pytest.mark.parametrize("step", [
    RawPixels(), ColorHistogram(grid=4), ColorMoments(grid=4), IntensityStatistics(grid=2),
    CornerGrid(), FASTCorners(), TinyImage(8), FelzenszwalbHOG(8),
    SpatialPyramid(IntensityStatistics(grid=2), levels=(1, 2)),
    MultiScale(IntensityStatistics(grid=2), octaves=2),
    Mirrored(ColorMoments(grid=4)),
], ids=str)
def test_a_mirrored_image_has_the_values_of_the_mirrored_regions(step):
    images = noise((2, 64, 64, 3))
    columns = step.get_columns(images.shape[1:])
    top, left, bottom, right = columns.regions.T
    mirrored = np.stack([top, 64 - right, bottom, 64 - left], axis=1)
    here, there = step.transform(images), step.transform(images[:, :, ::-1].copy())
    assert not np.isnan(top).all()
    for region in np.unique(columns.regions[~np.isnan(top)], axis=0):
        of_region = (columns.regions == region).all(axis=1)
        of_opposite = (mirrored == region).all(axis=1)
        # Which of a region's columns takes the place of which is the feature's affair.
        np.testing.assert_allclose(np.sort(there[:, of_region]), np.sort(here[:, of_opposite]),
                                   rtol=1e-4, atol=1e-4)


def test_cells_of_a_grid_share_the_image_among_them():
    for step in (EdgeHistogram(), GaborBank(grid=3), GIST(), Scattering(grid=2), TinyImage(5),
                 ColorHistogram(), CannyEdges(), EdgeHistogramDescriptor(), ORBStatistics()):
        regions = step.get_columns((65, 83)).regions
        regions = np.unique(regions[~np.isnan(regions[:, 0])], axis=0)
        top, left, bottom, right = regions.T
        assert ((bottom - top) * (right - left)).sum() == pytest.approx(65 * 83)
        assert len(np.unique(regions[:, :2], axis=0)) == len(regions)


def test_names_and_regions_tell_the_same_place():
    image = np.zeros((1, 64, 48), np.uint8)
    image[0, 40:44, 20:24] = 255
    tiny = TinyImage(16, color=False).fit(image)
    brightest = tiny.get_columns()[int(tiny.transform(image).argmax())]
    assert brightest.name == "tiny_r10_c7"
    assert brightest.region == (40, 21, 44, 24)


def test_a_column_of_hog_is_about_its_cell():
    columns = HOG(orientations=1, cell=(4, 8), block=2).get_columns((16, 32))
    region = dict(columns)
    assert region["hog_r0_c0_b0x0_o0"] == (0, 0, 4, 8)
    assert region["hog_r1_c2_b1x0_o0"] == (8, 16, 12, 24)
    assert region["hog_r1_c2_b0x1_o0"] == (4, 24, 8, 32)


def test_what_sees_the_whole_image_has_no_region():
    whole = (Haralick(), HuMoments(), LBP(), EdgeHistogram(grid=1), TinyImage(1))
    for step in whole:
        assert all(column.region is None for column in step.get_columns((48, 48)))
    assert CannyEdges().get_columns((48, 48))[0] == ("canny_threshold", None)
    assert {name.split("_")[1] for name, region in ORBStatistics().get_columns((48, 48))
            if region is not None} == {"r0", "r1", "r2", "r3"}


@pytest.mark.parametrize("inner", [Haralick(distances=1), EdgeHistogram(grid=2), HOG(cell=4)])
def test_regions_of_a_pyramid_lie_in_their_cells(inner):
    columns = SpatialPyramid(inner, levels=(1, 3)).get_columns((61, 47))
    lines = np.array([0, 20, 41, 61]), np.array([0, 16, 31, 47])
    for name, region in columns:
        if not name.startswith("pyramid3"):
            assert region == inner.get_columns((61, 47))[columns.names.index(name)].region
            continue
        row, column = int(name[10]), int(name[13])
        assert lines[0][row] <= region.top < region.bottom <= lines[0][row + 1]
        assert lines[1][column] <= region.left < region.right <= lines[1][column + 1]
        if isinstance(inner, Haralick):
            assert region == (*(line[at] for line, at in zip(lines, (row, column))),
                              *(line[at + 1] for line, at in zip(lines, (row, column))))


def test_regions_at_every_scale_are_those_of_the_image():
    columns = MultiScale(RawPixels(), octaves=3).get_columns((40, 30))
    region = dict(columns)
    assert region["scale1_pixel_r2_c3"] == (2, 3, 3, 4)
    assert region["scale2_pixel_r2_c3"] == (4, 6, 6, 8)
    assert region["scale4_pixel_r9_c7"] == pytest.approx((36, 26.25, 40, 30))


def test_wrappers_in_wrappers():
    step = SpatialPyramid(MultiScale(EdgeHistogram(grid=2, orientations=1), 2), levels=2)
    assert dict(step.get_columns((32, 64)))["pyramid2_r1_c0_scale2_edges_r0_c1_o0"] == (
        16, 16, 24, 32
    )
