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
from scipy.ndimage import gaussian_filter
from skimage.filters import unsharp_mask

from classic_cls.transforms import GaussianBlur, UnsharpMask


@pytest.mark.parametrize("sigma, amount", [(1.0, 1.0), (3, 2.5), (0.5, 0.3)])
def test_equals_scikit_image(sigma, amount):
    for image, axis in ((grey_photograph(), None), (photograph(), 2)):
        expected = 255 * unsharp_mask(image / 255, sigma, amount, channel_axis=axis)
        sharp = UnsharpMask(sigma, amount).transform([image])[0]
        np.testing.assert_allclose(sharp, expected, atol=0.51)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (4, 1), (3, 2)])
def test_images_smaller_than_the_gaussian(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    expected = np.clip(2.0 * image - gaussian_filter(image.astype(float), 2), 0, 255)
    np.testing.assert_allclose(UnsharpMask(2).transform([image])[0], expected, atol=0.51)


def test_a_blurred_photograph_comes_nearer_to_the_sharp_one():
    for image in (photograph(), grey_photograph()):
        blurred = GaussianBlur(1).transform([image])
        sharpened = UnsharpMask(1).transform(blurred)
        assert squared_error(sharpened[0], image) < 0.6 * squared_error(blurred[0], image)


def test_amount_zero_changes_nothing():
    np.testing.assert_array_equal(UnsharpMask(amount=0).transform([photograph()])[0], photograph())


def test_symmetries_channels_and_flat_images():
    assert_symmetric(UnsharpMask(), [photograph(), grey_photograph()], atol=1)
    assert_channels_equal_grey(UnsharpMask())
    assert_flat_images_stay(UnsharpMask(2.5, 3.0))
