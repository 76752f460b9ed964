import numpy as np
import pytest
from photographs import (
    assert_channels_equal_grey,
    assert_flat_images_stay,
    assert_symmetric,
    grey_photograph,
    photograph,
)
from skimage.exposure import rescale_intensity

from classic_cls.transforms import ContrastStretch, ToGray


def faint(image):
    return (image * 0.3 + 60).astype(np.uint8)


@pytest.mark.parametrize("low, high", [(0, 100), (1, 99), (10, 95.5)])
def test_equals_scikit_image_between_levels_of_pixels(low, high):
    image = faint(grey_photograph())
    limits = (np.percentile(image, low, method="inverted_cdf"),
              np.percentile(image, high, method="higher"))
    expected = rescale_intensity(image.astype(float), limits, (0, 255))
    stretched = ContrastStretch(low, high).transform([image])[0]
    np.testing.assert_allclose(stretched, expected, atol=0.51)


def test_twice_is_once():
    for low, high in [(0, 100), (1, 99), (20, 70)]:
        once = ContrastStretch(low, high).transform([faint(grey_photograph())])
        np.testing.assert_array_equal(ContrastStretch(low, high).transform(once), once)


def test_the_share_that_saturates():
    stretched = ContrastStretch(5, 90).transform([faint(grey_photograph())])[0]
    assert 0.05 <= (stretched == 0).mean() < 0.1
    assert 0.1 <= (stretched == 255).mean() < 0.15


def test_brightness_and_contrast_do_not_matter():
    image = (photograph() // 2).astype(np.uint8)
    brighter = image + np.uint8(60)
    for step in (ContrastStretch(), ContrastStretch(0, 100)):
        np.testing.assert_array_equal(step.transform([image]), step.transform([brighter]))
        np.testing.assert_allclose(step.transform([image * 2])[0].astype(int),
                                   step.transform([image])[0], atol=4)


def test_the_negative_becomes_the_negative():
    image = faint(grey_photograph())
    negative = ContrastStretch(3, 97).transform([255 - image])[0]
    expected = 255 - ContrastStretch(3, 97).transform([image])[0].astype(int)
    np.testing.assert_allclose(negative, expected, atol=1)


def test_haze_comes_off_colours():
    image = ContrastStretch(0, 100).transform([photograph()])[0]
    cleared = ContrastStretch(0, 100).transform([faint(image)])[0].astype(int)
    inside = (cleared > 0) & (cleared < 255)  # the luminance does not tell what is cut
    assert inside.mean() > 0.7
    np.testing.assert_allclose(cleared[inside], image[inside], atol=5)


def test_limits_are_those_of_the_luminance():
    image = faint(photograph())
    luminance = ToGray().transform([image])
    darkest, brightest = luminance.min(), luminance.max()
    expected = np.clip((image - float(darkest)) * 255 / (brightest - darkest), 0, 255)
    stretched = ContrastStretch(0, 100).transform([image])[0]
    np.testing.assert_allclose(stretched, expected, atol=0.51)


def test_symmetries_channels_and_flat_images():
    assert_symmetric(ContrastStretch(), [photograph(), grey_photograph()])
    assert_channels_equal_grey(ContrastStretch())
    assert_flat_images_stay(ContrastStretch())
