"""Colour moments: equal to their definition in every cell and space."""

import numpy as np
import pytest
from scipy import stats

from classic_cls.features import ColorMoments
from classic_cls.kernels.color import CHANNEL_NAMES, CHANNEL_RANGES, convert_color
from classic_cls.kernels.color_moments import color_moments


def colors(shape=(30, 41), n=3, seed=0):
    rng = np.random.default_rng(seed)
    return np.clip(30 + 60 * rng.gamma(1.0, 1.0, (n, *shape, 3)), 0, 255).astype(np.uint8)


def whole(images):
    bounds = (np.array([0, length]) for length in images.shape[1:3])
    return color_moments(images, *bounds)[:, 0, 0]


def reference(channel):
    values = channel.ravel().astype(float)
    about_mean = values - values.mean()
    return [values.mean(), values.std(), np.cbrt((about_mean**3).mean())]


@pytest.mark.parametrize("shape", [(30, 41), (1, 2), (257, 3), (256, 4), (600, 7)])
def test_equals_the_definition(shape):
    images = colors(shape)
    images[0] |= 254  # sums of cubes at their largest
    expected = [[reference(image[..., k]) for k in range(3)] for image in images]
    np.testing.assert_allclose(whole(images), expected, rtol=1e-7, atol=2e-3)


def test_skewness_is_that_of_scipy_in_the_unit_of_the_channel():
    images = colors()
    moments = whole(images)
    skewness = stats.skew(images.reshape(3, -1, 3).astype(float), axis=1)
    np.testing.assert_allclose(
        moments[..., 2], moments[..., 1] * np.cbrt(skewness), rtol=1e-7
    )


@pytest.mark.parametrize("value", [0, 77, 255])
def test_one_colour_has_no_deviation(value):
    moments = whole(np.full((1, 300, 211, 3), value, np.uint8))
    np.testing.assert_array_equal(moments[0], [[value, 0, 0]] * 3)


@pytest.mark.parametrize("space", sorted(CHANNEL_RANGES))
@pytest.mark.parametrize("grid", [1, 3])
def test_cells_are_described_like_images_of_their_own(space, grid):
    images = colors((30, 42))
    rows = ColorMoments(space, grid).fit(images).transform(images)
    rows = rows.reshape(3, grid, grid, len(CHANNEL_NAMES[space]), 3)
    last = convert_color(images, space)[:, -30 // grid :, -42 // grid :]
    np.testing.assert_array_equal(rows[:, -1, -1], whole(last).astype(np.float32))


def test_light_in_rgb():
    images = colors() // 4
    before, after = whole(images), whole(3 * images + 20)
    np.testing.assert_allclose(after[..., 0], 3 * before[..., 0] + 20)
    np.testing.assert_allclose(after[..., 1:], 3 * before[..., 1:])
    np.testing.assert_allclose(whole(255 - images)[..., 2], -before[..., 2])


def test_mirroring_mirrors_the_cells():
    images = colors((30, 42))
    before = ColorMoments(grid=3).transform(images).reshape(3, 3, 3, -1)
    after = ColorMoments(grid=3).transform(images[:, :, ::-1]).reshape(before.shape)
    np.testing.assert_array_equal(after, before[:, :, ::-1])


def test_grey_images_are_colours_without_hue():
    gray = colors()[..., 0]
    as_color = np.repeat(gray[..., None], 3, axis=-1)
    np.testing.assert_array_equal(
        ColorMoments().transform(gray), ColorMoments().transform(as_color)
    )
    rows = ColorMoments("hsv", grid=1).transform(gray)
    assert not rows[:, :6].any() and rows[:, 6:].all()


def test_names():
    names = ColorMoments("hsv", grid=2).fit(colors()).get_feature_names_out()
    assert names[:4].tolist() == [
        "color_moments_hsv_r0_c0_h_mean", "color_moments_hsv_r0_c0_h_deviation",
        "color_moments_hsv_r0_c0_h_skewness", "color_moments_hsv_r0_c0_s_mean",
    ]
    names = ColorMoments("lab", grid=1).fit(colors()).get_feature_names_out()
    assert len(names) == 9 and names[-1] == "color_moments_lab_b_skewness"


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 9 pixels"):
        ColorMoments(grid=4).fit(list(colors((3, 9))))
