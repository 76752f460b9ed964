import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_symmetric,
    grey_photograph,
    photograph,
    shaded,
)
from scipy.ndimage import gaussian_filter

from classic_cls.transforms import Retinex


def by_definition(image, sigmas):
    values = image + 1.0
    side = max(image.shape)
    surrounds = [gaussian_filter(values, sigma * side, truncate=8) for sigma in sigmas]
    ratio = np.mean([np.log(values / surround) for surround in surrounds], axis=0)
    return np.clip(128 + 64 * ratio, 0, 255)


@pytest.mark.parametrize("sigmas", [(0.02, 0.06, 0.2), [0.1], (1,)])
@pytest.mark.parametrize("shape", [(96, 96), (61, 47), (7, 40)])
def test_equals_its_definition(sigmas, shape):
    image = grey_photograph()[: shape[0], : shape[1]]
    result = Retinex(sigmas).transform([image])[0]
    np.testing.assert_allclose(result, by_definition(image, sigmas), atol=0.6)


def test_uneven_light_hardly_matters():
    for even in (grey_photograph(), photograph()):
        uneven = shaded(even)
        results = Retinex().transform([even, uneven]).astype(float)
        assert np.abs(np.subtract(*results)).mean() < 0.15 * np.abs(
            even - uneven.astype(float)).mean()


def test_a_tint_hardly_matters():
    image = photograph()
    tinted = np.rint(image * np.array([1.0, 0.75, 0.5])).astype(np.uint8)
    results = Retinex().transform([image, tinted]).astype(int)
    assert np.abs(np.subtract(*results)).mean() < 1.5


def test_brighter_than_the_surround_is_brighter_than_mid_grey():
    image = np.full((41, 41), 60, np.uint8)
    image[18:23, 18:23] = 120
    result = Retinex().transform([image])[0].astype(int)
    assert result[20, 20] > 128 and result[20, 15] < 128


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (40, 33), (1, 1, 3), (33, 33, 3)])
def test_images_of_one_level_become_mid_grey(shape):
    for level in (0, 1, 200, 255):
        result = Retinex().transform([np.full(shape, level, np.uint8)])[0]
        np.testing.assert_array_equal(result, np.full(shape, 128))


def test_symmetries_and_channels():
    assert_symmetric(Retinex(), [photograph(), grey_photograph()[:70]], atol=1)
    assert_channels_equal_grey(Retinex())
    channel = Retinex().transform([np.ascontiguousarray(photograph()[..., 1])])[0]
    np.testing.assert_array_equal(Retinex().transform([photograph()])[0, ..., 1], channel)
