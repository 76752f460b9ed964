import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    grey_photograph,
    photograph,
)
from skimage.exposure import adjust_gamma

from classic_cls.transforms import GammaCorrection, ToGray


@pytest.mark.parametrize("gamma", [0.3, 1, 2.2])
def test_equals_scikit_image(gamma):
    for image in (photograph(), grey_photograph()):
        corrected = GammaCorrection(gamma).transform([image])[0]
        np.testing.assert_array_equal(corrected, adjust_gamma(image, gamma))


def test_one_over_gamma_undoes_it():
    image = photograph()
    lifted = GammaCorrection(0.5).transform([image])
    np.testing.assert_allclose(GammaCorrection(2.0).transform(lifted)[0].astype(int), image, atol=1)


def test_auto_brings_the_mean_near_the_middle():
    for exposure in (0.2, 0.5, 1.0):
        image = np.rint(photograph() * exposure).astype(np.uint8)
        mean = ToGray().transform(GammaCorrection().transform([image])).mean()
        assert abs(mean - 128) < 12


def test_auto_is_the_power_of_the_mean():
    image = grey_photograph()
    gamma = np.log(0.5) / np.log(image.mean() / 255)
    np.testing.assert_array_equal(GammaCorrection().transform([image]),
                                  GammaCorrection(gamma).transform([image]))


def test_auto_is_limited():
    dark = np.zeros((20, 20), np.uint8)
    dark[0, :2] = 3, 200
    np.testing.assert_array_equal(GammaCorrection().transform([dark]),
                                  GammaCorrection(0.25).transform([dark]))
    np.testing.assert_array_equal(GammaCorrection().transform([255 - dark]),
                                  GammaCorrection(4).transform([255 - dark]))


def test_channels_get_one_table():
    assert_channels_equal_grey(GammaCorrection())
    image = photograph()
    lifted = GammaCorrection().transform([image])[0]
    assert len(np.unique(np.stack([image.ravel(), lifted.ravel()]), axis=1).T) == len(
        np.unique(image))


def test_flat_images_stay_without_gamma():
    assert_flat_images_stay(GammaCorrection(1.0))
    for level in (0, 255):
        flat = np.full((4, 6, 3), level, np.uint8)
        np.testing.assert_array_equal(GammaCorrection().transform([flat])[0], flat)
