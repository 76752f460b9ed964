import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
    squared_error,
)
from scipy.ndimage import median_filter
from skimage.filters import median

from classic_cls.transforms import MedianFilter


@pytest.mark.parametrize("size", [1, 3, 5, 9, 21])
def test_equals_scikit_image(size):
    image = photograph(48)
    result = MedianFilter(size).transform([image])[0]
    for channel in range(3):
        expected = median(image[..., channel], np.ones((size, size), bool), mode="nearest")
        np.testing.assert_array_equal(result[..., channel], expected)


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (5, 1), (3, 2)])
@pytest.mark.parametrize("size", [3, 5, 11])
def test_images_smaller_than_the_window(shape, size):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    expected = median_filter(image, size, mode="nearest")
    np.testing.assert_array_equal(MedianFilter(size).transform([image])[0], expected)


def test_salt_and_pepper_goes():
    clean = grey_photograph()
    rng = np.random.default_rng(0)
    bad = np.where(rng.random(clean.shape) < 0.1, rng.choice([0, 255], clean.shape), clean)
    bad = bad.astype(np.uint8)
    error = squared_error(MedianFilter().transform([bad])[0], clean)
    assert error < 0.2 * squared_error(bad, clean)


def test_a_straight_edge_stays():
    edge = np.repeat(np.array([[30, 200]], np.uint8), 10, axis=1).repeat(20, axis=0)
    np.testing.assert_array_equal(MedianFilter(7).transform([edge])[0], edge)


def test_the_negative_becomes_the_negative():
    image = photograph()
    np.testing.assert_array_equal(MedianFilter(5).transform([255 - image]),
                                  255 - MedianFilter(5).transform([image]))


def test_symmetries_channels_and_flat_images():
    assert_symmetric(MedianFilter(5), [photograph(), grey_photograph()])
    assert_channels_equal_grey(MedianFilter())
    assert_flat_images_stay(MedianFilter(7))
