import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
    tinted,
)

from classic_cls.transforms import GrayWorld


def dimmed():
    """Dark enough that no tint cuts anything at 255."""
    return np.rint(photograph() * 0.5).astype(np.uint8)


def test_means_become_equal_and_their_mean_stays():
    image = tinted(dimmed())
    means = GrayWorld().transform([image])[0].mean(axis=(0, 1))
    np.testing.assert_allclose(means, image.mean(), atol=0.2)


def test_equals_its_definition():
    image = photograph()
    means = image.mean(axis=(0, 1))
    expected = np.minimum(image * (means.mean() / means), 255)
    np.testing.assert_allclose(GrayWorld().transform([image])[0], expected, atol=0.51)


@pytest.mark.parametrize("factors", [(1.0, 0.75, 0.5), (0.7, 0.8, 1.0)])
def test_a_tint_comes_off(factors):
    neutral = GrayWorld().transform([dimmed()])[0]
    balanced = GrayWorld().transform([tinted(neutral, factors)])[0].astype(int)
    # But for the exposure, which the tint lowered.
    exposure = np.mean(factors)
    np.testing.assert_allclose(balanced, neutral * exposure, atol=1.6)


def test_twice_is_once():
    once = GrayWorld().transform([tinted(dimmed())])
    twice = GrayWorld().transform(once)
    np.testing.assert_allclose(twice.astype(int), once, atol=1)


def test_a_channel_of_zeros_stays():
    image = dimmed()
    image[..., 2] = 0
    balanced = GrayWorld().transform([image])[0]
    assert not balanced[..., 2].any()
    assert balanced[..., 0].any()


def test_grey_images_symmetries_and_flat_images():
    grey = grey_photograph()
    np.testing.assert_array_equal(GrayWorld().transform([grey])[0], grey)
    assert_channels_equal_grey(GrayWorld())
    assert_symmetric(GrayWorld(), [photograph()])
    assert_flat_images_stay(GrayWorld())
