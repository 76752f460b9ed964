import numpy as np
import pytest
from photographs import assert_symmetric, grey_photograph, photograph, shaded
from scipy.ndimage import gaussian_filter

from classic_cls.transforms import TanTriggs, ToGray


def by_definition(image, gamma=0.2, small=1.0, large=2.0):
    bright = image.astype(float) ** gamma
    detail = gaussian_filter(bright, small) - gaussian_filter(bright, large)
    detail[np.abs(detail) < 1e-5] = 0
    detail /= np.mean(np.abs(detail) ** 0.1) ** 10
    detail /= np.mean(np.minimum(10, np.abs(detail)) ** 0.1) ** 10
    return 128 + 12.7 * 10 * np.tanh(detail / 10)


@pytest.mark.parametrize("parameters", [{}, {"gamma": 1.0}, {"small": 0.5, "large": 4}], ids=str)
def test_equals_its_definition(parameters):
    for image in (grey_photograph(), grey_photograph(25)):
        result = TanTriggs(**parameters).transform([image])[0]
        np.testing.assert_allclose(result, by_definition(image, **parameters), atol=0.6)


def test_contrast_by_a_factor_does_not_matter():
    image = grey_photograph() // 4 * 2
    one, half = TanTriggs().transform([image, image // 2]).astype(int)
    np.testing.assert_allclose(one, half, atol=1)


def test_uneven_light_hardly_matters():
    even = grey_photograph()
    uneven = shaded(even)
    difference = np.abs(np.subtract(*TanTriggs().transform([even, uneven]).astype(float))).mean()
    assert difference < 0.2 * np.abs(even - uneven.astype(float)).mean()


def test_colour_becomes_grey():
    result = TanTriggs().transform([photograph()])
    assert result.ndim == 3
    np.testing.assert_array_equal(result,
                                  TanTriggs().transform(ToGray().transform([photograph()])))


def test_images_of_one_level_become_mid_grey():
    for shape in [(1, 1), (3, 5), (40, 40), (1, 1, 3)]:
        for level in (0, 1, 200, 255):
            result = TanTriggs().transform([np.full(shape, level, np.uint8)])[0]
            np.testing.assert_array_equal(result, np.full(shape[:2], 128))


def test_flat_regions_are_mid_grey():
    image = np.full((60, 60), 37, np.uint8)
    image[:8, :8] = np.random.default_rng(0).integers(0, 256, (8, 8))
    assert (TanTriggs().transform([image])[0, 20:, 20:] == 128).all()


def test_symmetries():
    assert_symmetric(TanTriggs(), [photograph(), grey_photograph()], atol=1)
