import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_error_of_noise_falls,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    noisy,
    photograph,
)
from scipy.ndimage import gaussian_filter
from skimage.filters import gaussian

from classic_cls.transforms import GaussianBlur


@pytest.mark.parametrize("sigma", [0.3, 1, 2.5, 20])
def test_equals_scikit_image(sigma):
    for image, axis in ((grey_photograph(), None), (photograph(), 2)):
        expected = gaussian(image / 255, sigma, mode="reflect", channel_axis=axis) * 255
        np.testing.assert_allclose(GaussianBlur(sigma).transform([image])[0], expected, atol=0.51)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (4, 1), (3, 2)])
def test_images_smaller_than_the_gaussian(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    expected = gaussian_filter(image.astype(float), 3)
    np.testing.assert_allclose(GaussianBlur(3).transform([image])[0], expected, atol=0.51)


def test_noise_falls_as_the_docstring_says():
    flat = noisy(np.full((200, 200), 128), 20)
    left = GaussianBlur(2).transform([flat])[0].std()
    np.testing.assert_allclose(left, 20 / (2 * np.sqrt(np.pi) * 2), rtol=0.1)


def test_error_of_a_noisy_photograph_falls():
    assert_error_of_noise_falls(GaussianBlur(), 25, 0.6)


def test_two_blurs_are_one_of_the_added_variance():
    twice = GaussianBlur(4).transform(GaussianBlur(3).transform([photograph()]))
    np.testing.assert_allclose(twice.astype(int), GaussianBlur(5).transform([photograph()]), atol=2)


def test_symmetries_channels_and_flat_images():
    assert_symmetric(GaussianBlur(), [photograph(), grey_photograph()], atol=1)
    assert_channels_equal_grey(GaussianBlur())
    assert_flat_images_stay(GaussianBlur(2.5))
