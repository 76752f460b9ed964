"""Colour spaces that OpenCV does not have."""

import numpy as np
import pytest

from classic_cls.kernels.color import CHANNEL_NAMES, CHANNEL_RANGES, convert_color


def colors(n=20000, seed=0):
    rng = np.random.default_rng(seed)
    mixed = rng.integers(0, 256, (n, 3)) // rng.integers(1, 60, (n, 1))
    corners = np.array(np.meshgrid([0, 1, 254, 255], [0, 1, 255], [0, 2, 255])).reshape(3, -1).T
    return np.concatenate([mixed, corners]).astype(np.uint8)[None, None]


def test_opponent_is_its_definition():
    r, g, b = colors()[0, 0].astype(float).T
    o1, o2, o3 = (r - g) / np.sqrt(2), (r + g - 2 * b) / np.sqrt(6), (r + g + b) / np.sqrt(3)
    expected = [o1 / np.sqrt(2) + 128, o2 * np.sqrt(6) / 4 + 128, np.round(o3 / np.sqrt(3))]
    found = convert_color(colors(), "opponent")[0, 0].T
    for channel, values in zip(found, expected, strict=True):
        np.testing.assert_array_equal(channel, np.floor(values + 1e-9))


def test_every_chromaticity_is_rounded_to_the_nearest():
    value, total = np.mgrid[0:256, 1:766]
    possible = (total >= value) & (total - value <= 510)
    value, total = value[possible], total[possible]
    other = np.minimum(total - value, 255)
    third = total - value - other
    pixels = np.stack([value, other, third], axis=1).astype(np.uint8)[None, None]
    found = convert_color(pixels, "rg")[0, 0].astype(int).T
    for channel, color in zip(found, (value, other), strict=True):
        np.testing.assert_array_equal(channel, (510 * color + total) // (2 * total))


def test_chromaticity_ignores_the_brightness_of_the_light():
    bright = np.array([[[[200, 100, 40]]]], np.uint8)
    for divisor in (2, 4, 10, 20):
        dim = convert_color(bright // divisor, "rg")
        np.testing.assert_array_equal(dim, convert_color(bright, "rg"))


def test_greys_have_one_colour():
    greys = np.arange(256, dtype=np.uint8)[None, None]
    np.testing.assert_array_equal(convert_color(greys, "rg"), np.full((1, 1, 256, 2), 85))
    opponent = convert_color(greys, "opponent")[0, 0]
    np.testing.assert_array_equal(opponent[:, :2], np.full((256, 2), 128))
    np.testing.assert_array_equal(opponent[:, 2], greys[0, 0])


@pytest.mark.parametrize("space", CHANNEL_RANGES)
def test_values_stay_in_range(space):
    found = convert_color(colors(), space)
    assert found.dtype == np.uint8 and found.shape[:3] == colors().shape[:3]
    assert found.shape[3] == len(CHANNEL_RANGES[space]) == len(CHANNEL_NAMES[space])
    assert (found < CHANNEL_RANGES[space]).all()
