import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_error_of_noise_falls,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
    squared_error,
)

from classic_cls.transforms import BilateralFilter, GaussianBlur


def by_definition(image, sigma_color, sigma_space):
    radius = max(3, int(np.ceil(2 * sigma_space)))
    height, width = image.shape[:2]
    color = image.reshape(height, width, -1).astype(float)
    padded = np.pad(color, ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    total, weights = np.zeros(color.shape), np.zeros((height, width, 1))
    for y in range(-radius, radius + 1):
        for x in range(-radius, radius + 1):
            if x * x + y * y <= radius * radius:
                other = padded[radius + y : radius + y + height, radius + x : radius + x + width]
                distance = np.abs(other - color).mean(axis=-1, keepdims=True)
                weight = np.exp(-(x * x + y * y) / (2 * sigma_space**2)
                                - distance**2 / (2 * sigma_color**2))
                total += weight * other
                weights += weight
    return (total / weights).reshape(image.shape)


@pytest.mark.parametrize("sigma_color, sigma_space", [(25.0, 2.0), (10, 1), (60.0, 0.3)])
def test_equals_its_definition(sigma_color, sigma_space):
    for image in (photograph(), grey_photograph(), photograph(3), grey_photograph(1)):
        result = BilateralFilter(sigma_color, sigma_space).transform([image])[0]
        expected = by_definition(image, sigma_color, sigma_space)
        np.testing.assert_allclose(result, expected, atol=0.52)


def test_error_of_a_noisy_photograph_falls():
    assert_error_of_noise_falls(BilateralFilter(), 12, 0.7)


def test_an_edge_stays_where_a_blur_smears_it():
    edge = np.repeat(np.array([[30, 200]], np.uint8), 10, axis=1).repeat(20, axis=0)
    np.testing.assert_allclose(BilateralFilter().transform([edge])[0].astype(int), edge, atol=1)
    assert squared_error(GaussianBlur(2).transform([edge])[0], edge) > 100


def test_a_huge_sigma_color_is_a_blur():
    image = grey_photograph()
    result = BilateralFilter(1e6, 1.0).transform([image])[0].astype(int)
    inside = slice(4, -4)  # the two continue images differently
    blurred = GaussianBlur(1.0).transform([image])[0]
    np.testing.assert_allclose(result[inside, inside], blurred[inside, inside], atol=2)


def test_symmetries_channels_and_flat_images():
    assert_symmetric(BilateralFilter(), [photograph(), grey_photograph()], atol=1)
    assert_channels_equal_grey(BilateralFilter(), atol=1)
    assert_flat_images_stay(BilateralFilter())
    assert_flat_images_stay(BilateralFilter(10.0, 0.3))
