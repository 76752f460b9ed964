import cv2
import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    noisy,
    photograph,
    squared_error,
)
from scipy.ndimage import uniform_filter
from skimage.restoration import denoise_nl_means

from classic_cls.kernels.noise_level import noise_level
from classic_cls.transforms import BilateralFilter, GaussianBlur, NonLocalMeans


def by_definition(image, sigma, patch=3, window=13):
    reach = window // 2
    border = reach + patch // 2
    height, width = image.shape[:2]
    padding = [(border, border)] * 2 + [(0, 0)]
    padded = np.pad(image.reshape(height, width, -1).astype(float), padding, mode="reflect")
    inside = slice(border, border + height), slice(border, border + width)
    total, weights = 0, 0
    for y in range(-reach, reach + 1):
        for x in range(-reach, reach + 1):
            other = np.roll(padded, (-y, -x), axis=(0, 1))
            squares = ((padded - other) ** 2).mean(axis=-1)
            distance = uniform_filter(squares, patch)[inside][..., None]
            weight = np.exp(-distance / (1.1 * sigma) ** 2)
            total, weights = total + weight * other[inside], weights + weight
    return (total / weights).reshape(image.shape)


@pytest.mark.parametrize("sigma, patch, window", [(10, 5, 13), (25, 3, 7), (10, 7, 9)])
def test_equals_its_definition(sigma, patch, window):
    for clean in (grey_photograph(48), photograph(48)):
        image = noisy(clean, sigma)
        result = NonLocalMeans(sigma, patch, window).transform([image])[0]
        expected = by_definition(image, sigma, patch, window)
        np.testing.assert_allclose(result, expected, atol=0.51)


def test_near_opencv():
    image = noisy(photograph(), 10)
    expected = cv2.fastNlMeansDenoising(image, None, 11, 5, 13).astype(int)
    np.testing.assert_allclose(NonLocalMeans(10, patch=5).transform([image])[0], expected, atol=2)


def test_near_scikit_image():
    image = noisy(grey_photograph(), 10)
    # Which weighs the pixels of a patch by their distance from its middle.
    expected = 255 * denoise_nl_means(image / 255, 5, 6, 11 / 255, fast_mode=False)
    result = NonLocalMeans(10, patch=5).transform([image])[0]
    assert np.abs(result - expected).mean() < 1.5


@pytest.mark.parametrize("sigma", [8, 20])
def test_error_of_a_noisy_photograph_falls_by_more_than_with_other_filters(sigma):
    for image in (photograph(), grey_photograph()):
        bad = noisy(image, sigma)
        others = [BilateralFilter(2.5 * sigma), GaussianBlur(0.6), GaussianBlur(1)]
        error, *errors = (squared_error(step.transform([bad])[0], image)
                          for step in (NonLocalMeans(sigma), *others))
        assert error < min(errors)
        assert error < 0.6 * squared_error(bad, image)
        estimated = squared_error(NonLocalMeans().transform([bad])[0], image)
        assert estimated < 0.7 * squared_error(bad, image)


def test_no_noise_changes_nothing():
    np.testing.assert_array_equal(NonLocalMeans(0).transform([photograph()])[0], photograph())
    slope = np.add.outer(np.arange(60), np.arange(60)).astype(np.uint8)
    np.testing.assert_array_equal(NonLocalMeans().transform([slope])[0], slope)


@pytest.mark.parametrize("sigma", [3, 10, 30])
def test_the_noise_is_estimated(sigma):
    slope = np.add.outer(np.arange(120), np.arange(120)) / 4.0 + 100
    assert abs(noise_level(noisy(slope, sigma)) - sigma) < 0.1 * sigma + 0.25
    steps = np.dstack([np.kron(np.eye(2), np.full((60, 60), 100)) + 70] * 3)
    assert abs(noise_level(noisy(steps, sigma)) - sigma) < 0.1 * sigma + 0.25


def test_noise_is_not_sought_where_the_mask_does_not_fit():
    assert noise_level(np.array([[0, 255, 0, 255], [255, 0, 255, 0]], np.uint8)) == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (3, 3), (2, 9), (3, 3, 3)])
def test_tiny_images(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    result = NonLocalMeans(20).transform([image])[0]
    np.testing.assert_allclose(result, by_definition(image, 20), atol=0.51)


def test_symmetries_channels_and_flat_images():
    images = [noisy(photograph(40), 9), noisy(grey_photograph()[:50], 9)]
    assert_symmetric(NonLocalMeans(), images, atol=1)
    assert_channels_equal_grey(NonLocalMeans(10), atol=1)
    assert_flat_images_stay(NonLocalMeans(10))
    assert_flat_images_stay(NonLocalMeans())
