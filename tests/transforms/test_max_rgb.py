import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
    tinted,
)

from classic_cls.transforms import MaxRGB


def test_equals_its_definition():
    image = tinted(photograph())
    for percentile in (100, 90):
        light = np.percentile(image, percentile, axis=(0, 1), method="higher")
        expected = np.minimum(image * (light.max() / light), 255)
        balanced = MaxRGB(percentile).transform([image])[0]
        np.testing.assert_allclose(balanced, expected, atol=0.51)


@pytest.mark.parametrize("percentile", [99, 100])
def test_a_tint_comes_off(percentile):
    neutral = MaxRGB(percentile).transform([photograph() // 2])[0]
    balanced = MaxRGB(percentile).transform([tinted(neutral)])[0].astype(int)
    np.testing.assert_allclose(balanced, neutral, atol=2)


def test_the_strongest_channel_and_so_the_exposure_stay():
    image = tinted(photograph())
    np.testing.assert_array_equal(MaxRGB().transform([image])[0, ..., 0], image[..., 0])


def test_a_dead_pixel_misleads_the_maximum_only():
    image = tinted(photograph() // 2)
    broken = image.copy()
    broken[0, 0] = 0, 0, 255
    for percentile, largest in ((99, 2), (100, 255)):
        change = np.abs(MaxRGB(percentile).transform([broken])[0].astype(int)
                        - MaxRGB(percentile).transform([image])[0])[1:].max()
        assert (change <= 2) if largest == 2 else (change > 20)


def test_twice_is_once():
    once = MaxRGB().transform([tinted(photograph())])
    np.testing.assert_allclose(MaxRGB().transform(once).astype(int), once, atol=1)


def test_a_channel_of_zeros_stays():
    image = photograph()
    image[..., 1] = 0
    assert not MaxRGB().transform([image])[0, ..., 1].any()


def test_grey_images_symmetries_and_flat_images():
    grey = grey_photograph()
    np.testing.assert_array_equal(MaxRGB().transform([grey])[0], grey)
    assert_channels_equal_grey(MaxRGB())
    assert_symmetric(MaxRGB(), [photograph()])
    assert_flat_images_stay(MaxRGB())
