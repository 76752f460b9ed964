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
from skimage.restoration import denoise_tv_chambolle

from classic_cls.transforms import TotalVariation


def length_of_gradients(image):
    image = image.astype(float)
    down = np.diff(image, axis=0, append=image[-1:])
    right = np.diff(image, axis=1, append=image[:, -1:])
    return np.hypot(down, right).sum()


@pytest.mark.parametrize("weight", [0.01, 0.1, 0.5])
def test_equals_scikit_image(weight):
    for image, axis in ((noisy(grey_photograph(), 10), None), (photograph(64), 2)):
        expected = 255 * denoise_tv_chambolle(image / 255, weight, channel_axis=axis)
        result = TotalVariation(weight).transform([image])[0]
        np.testing.assert_allclose(result, expected, atol=0.6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (3, 2), (2, 3, 3)])
def test_tiny_images(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    axis = 2 if len(shape) == 3 else None
    expected = 255 * denoise_tv_chambolle(image / 255, 0.1, channel_axis=axis)
    result = TotalVariation(0.1).transform([image])[0]
    np.testing.assert_allclose(result, expected, atol=0.6)


def test_error_of_a_noisy_photograph_falls():
    assert_error_of_noise_falls(TotalVariation(), 15, 0.6)


def test_the_mean_stays_and_variation_falls_with_the_weight():
    image = noisy(grey_photograph(), 15)
    results = [TotalVariation(weight).transform([image])[0] for weight in (0.01, 0.05, 0.2)]
    assert all(abs(result.mean() - image.mean()) < 0.3 for result in results)
    lengths = [length_of_gradients(result) for result in (image, *results)]
    assert (np.diff(lengths) < 0).all()


def test_an_edge_stays_sharp():
    edge = np.repeat(np.array([[60, 180]], np.uint8), 20, axis=1).repeat(40, axis=0)
    result = TotalVariation(0.1).transform([noisy(edge, 10)])[0].astype(int)
    assert np.diff(result, axis=1)[:, 19].min() > 80
    assert np.abs(np.diff(result[:, 2:18], axis=1)).max() < 6


def test_symmetries_channels_and_flat_images():
    # Forward differences are not the same from the other side.
    assert_symmetric(TotalVariation(), [photograph(), grey_photograph()], atol=1, mirror=False)
    assert_symmetric(TotalVariation(), [photograph(), grey_photograph()], atol=12)
    assert_channels_equal_grey(TotalVariation())
    assert_flat_images_stay(TotalVariation(0.3))
