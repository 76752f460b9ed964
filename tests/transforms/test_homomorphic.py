import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
    shaded,
)
from scipy.ndimage import gaussian_filter

from classic_cls.transforms import HomomorphicFilter, ToGray


def by_definition(image, sigma, low, high):
    logarithm = np.log1p(image.astype(float))
    light = gaussian_filter(logarithm, sigma * max(image.shape), truncate=8)
    mean = logarithm.mean()
    filtered = np.expm1(mean + low * (light - mean) + high * (logarithm - light))
    return np.clip(filtered, 0, 255)


@pytest.mark.parametrize("parameters", [(0.1, 0.2, 1.5), (0.3, 0.0, 1), (0.05, 0.5, 2.0)])
@pytest.mark.parametrize("shape", [(96, 96), (61, 47), (7, 40)])
def test_equals_its_definition(parameters, shape):
    image = grey_photograph()[: shape[0], : shape[1]]
    result = HomomorphicFilter(*parameters).transform([image])[0]
    np.testing.assert_allclose(result, by_definition(image, *parameters), atol=0.6)


def test_ones_change_nothing():
    image = grey_photograph()
    result = HomomorphicFilter(low=1, high=1).transform([image])[0]
    np.testing.assert_array_equal(result, image)


def unevenness(image):
    """Spread of the logarithm of brightness from left to right."""
    columns = np.log1p(image.astype(float)).mean(axis=0)
    return np.ptp(columns.reshape(8, -1).mean(axis=1))


def test_light_is_weakened_and_detail_kept():
    texture = np.random.default_rng(0).integers(80, 240, (96, 96)).astype(np.uint8)
    image = shaded(texture)
    filtered = HomomorphicFilter(low=0.0, high=1.0).transform([image])[0]
    assert unevenness(filtered) < 0.3 * unevenness(image)
    for part in (slice(10, 40), slice(50, 80)):
        correlation = np.corrcoef(filtered[:, part].ravel(), texture[:, part].ravel())[0, 1]
        assert correlation > 0.9


def test_colour_is_changed_in_luminance():
    color = photograph() // 2 + np.uint8(60)  # nothing is cut
    filtered = HomomorphicFilter(high=1.0).transform([color])[0].astype(int)
    luminance = ToGray().transform([color])
    expected = HomomorphicFilter(high=1.0).transform(luminance)[0].astype(int)
    change = (expected - luminance[0])[..., None]
    middle = (filtered > 5) & (filtered < 250)
    np.testing.assert_allclose((filtered - color)[middle],
                               np.broadcast_to(change, color.shape)[middle], atol=4)


def test_symmetries_channels_and_flat_images():
    assert_symmetric(HomomorphicFilter(), [grey_photograph()[:70]], atol=1)
    assert_symmetric(HomomorphicFilter(), [photograph()], atol=3)
    assert_channels_equal_grey(HomomorphicFilter())
    assert_flat_images_stay(HomomorphicFilter())
