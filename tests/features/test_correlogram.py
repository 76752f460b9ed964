import numpy as np
import pytest

from classic_cls.features import ColorAutoCorrelogram, ColorHistogram
from classic_cls.kernels.color import CHANNEL_RANGES, convert_color


def patches(shape=(26, 34), n=3, seed=0):
    """Noise in small patches, so that colours do come again."""
    small = np.random.default_rng(seed).integers(0, 256, (n, 9, 12, 3), dtype=np.uint8)
    return small.repeat(3, axis=1).repeat(3, axis=2)[:, : shape[0], : shape[1]]


def reference(image, space, bins, distances):
    """Every pair of every pixel, from the definition."""
    colors = np.zeros(image.shape[:2], int)
    for values, n, r in zip(np.moveaxis(convert_color(image[None], space)[0], -1, 0), bins,
                            CHANNEL_RANGES[space], strict=True):
        colors = colors * n + values.astype(int) * n // r
    found = np.zeros((2, len(distances), np.prod(bins)))
    for y, x in np.ndindex(colors.shape):
        for k, d in enumerate(distances):
            ys, xs = np.mgrid[y - d : y + d + 1, x - d : x + d + 1]
            ring = (np.maximum(abs(ys - y), abs(xs - x)) == d) & (ys >= 0) & (xs >= 0)
            ring &= (ys < colors.shape[0]) & (xs < colors.shape[1])
            around = colors[ys[ring], xs[ring]]
            found[:, k, colors[y, x]] += (around == colors[y, x]).sum(), len(around)
    return (found[0] / np.maximum(found[1], 1)).ravel()


@pytest.mark.parametrize(
    "space, bins, distances",
    [("rgb", (4, 4, 4), (1, 3)), ("rg", (3, 2), (2,)), ("hsv", (8, 8, 8), (5, 1)),
     ("lab", (1, 2, 1), (11, 30, 31)), ("opponent", (5, 1, 51), (4,))],
)
def test_equals_the_definition(space, bins, distances):
    images = patches((14, 17), n=2)
    rows = ColorAutoCorrelogram(space, bins, distances).transform(images)
    for image, row in zip(images, rows, strict=True):
        np.testing.assert_allclose(row, reference(image, space, bins, distances), atol=1e-6)


def test_more_pixels_than_are_worked_on_together():
    image = patches((26, 34), n=1).repeat(4, axis=1).repeat(4, axis=2)
    (row,) = ColorAutoCorrelogram(bins=2, distances=2).transform(image)
    np.testing.assert_allclose(row, reference(image[0], "rgb", (2, 2, 2), (2,)), atol=1e-6)


@pytest.mark.parametrize("size", [(40, 40), (40, 3), (3, 40), (2, 2)])
def test_one_colour_is_certain_at_every_distance_inside(size):
    image = np.full((1, *size, 3), (255, 0, 0), np.uint8)
    extractor = ColorAutoCorrelogram(bins=2, distances=(1, 2, 5, 31)).fit(image)
    row = extractor.transform(image)[0].reshape(4, 8)
    np.testing.assert_array_equal(row[:, 4], [float(d < max(size)) for d in (1, 2, 5, 31)])
    assert row.sum() == row[:, 4].sum()


@pytest.mark.parametrize("bins", [(5, 1, 51), (4, 8, 8)], ids=["255 colours", "256 colours"])
def test_what_lies_outside_has_no_colour(bins):
    black = np.zeros((1, 5, 6, 3), np.uint8)
    row = ColorAutoCorrelogram(bins=bins, distances=(1, 4)).transform(black)[0].reshape(2, -1)
    np.testing.assert_array_equal(row[:, 0], 1)


@pytest.mark.parametrize("turn", [np.fliplr, lambda x: np.rot90(x, axes=(1, 2)),
                                  lambda x: x.swapaxes(1, 2)], ids=["mirror", "turn", "swap"])
def test_mirroring_and_turning_change_nothing(turn):
    extractor = ColorAutoCorrelogram()
    expected = extractor.transform(patches())
    np.testing.assert_allclose(extractor.transform(turn(patches())), expected, rtol=1e-6)


def test_patches_and_dots_of_one_histogram_differ():
    dots = np.indices((24, 24)).sum(axis=0) % 2
    halves = np.arange(24) >= 12
    images = np.stack([dots, np.broadcast_to(halves, (24, 24))]).astype(np.uint8) * 255
    histogram = ColorHistogram("rgb", grid=1).transform(images)
    np.testing.assert_array_equal(histogram[0], histogram[1])
    dots, halves = ColorAutoCorrelogram(distances=1).transform(images)[:, 0]
    assert dots < 0.52 and halves > 0.9


def test_absent_colours_are_zero():
    images = patches()
    present = ColorHistogram("hsv", 4, joint=True, grid=1).transform(images) > 0
    rows = ColorAutoCorrelogram("hsv", 4, distances=(1, 2)).transform(images).reshape(3, 2, -1)
    assert (rows[~present[:, None].repeat(2, axis=1)] == 0).all()
    assert (rows[:, 0][present] > 0).any() and ((rows >= 0) & (rows <= 1)).all()


def test_names():
    extractor = ColorAutoCorrelogram("rg", (2, 1), (3, 1)).fit(patches())
    assert extractor.get_feature_names_out().tolist() == [
        "correlogram_rg_d3_r0_g0", "correlogram_rg_d3_r1_g0",
        "correlogram_rg_d1_r0_g0", "correlogram_rg_d1_r1_g0",
    ]
