import cv2
import numpy as np
import pytest
from photographs import faint
from skimage.exposure import equalize_hist

from classic_cls.transforms import EqualizeHistogram, ToGray

FAINT = faint((40, 50))


def test_equals_opencv():
    expected = [cv2.equalizeHist(image) for image in FAINT]
    np.testing.assert_array_equal(EqualizeHistogram().transform(FAINT), expected)


def test_equals_scikit_image_but_for_the_darkest_level():
    for image in FAINT:
        share = equalize_hist(image)
        darkest = share.min()
        expected = 255 * (share - darkest) / (1 - darkest)
        equalized = EqualizeHistogram().transform([image])[0]
        np.testing.assert_allclose(equalized, expected, atol=0.51)


def test_spreads_levels_and_keeps_their_order():
    image = FAINT[0]
    equalized = EqualizeHistogram().transform([image])[0]
    assert (equalized.min(), equalized.max()) == (0, 255)
    assert (np.diff(equalized.ravel()[image.ravel().argsort()].astype(int)) >= 0).all()


def test_twice_is_once():
    once = EqualizeHistogram().transform(FAINT)
    twice = EqualizeHistogram().transform(once)
    np.testing.assert_allclose(twice.astype(int), once, atol=1)


def test_exposure_does_not_matter():
    brighter = EqualizeHistogram().transform(FAINT + np.uint8(40))
    np.testing.assert_array_equal(brighter, EqualizeHistogram().transform(FAINT))


def test_equal_channels_equal_grey():
    as_color = np.repeat(FAINT[..., None], 3, axis=-1)
    expected = EqualizeHistogram().transform(FAINT)[..., None].repeat(3, axis=-1)
    np.testing.assert_array_equal(EqualizeHistogram().transform(as_color), expected)


def test_colour_is_equalized_in_luminance():
    # Nearly grey, so that no channel is clipped but at the ends.
    color = FAINT[..., None] + np.array([9, 0, 3], np.uint8)
    equalized = EqualizeHistogram().transform(color)
    luminance = ToGray().transform(equalized).astype(int)
    expected = EqualizeHistogram().transform(ToGray().transform(color))
    middle = (expected > 10) & (expected < 245)
    np.testing.assert_allclose(luminance[middle], expected[middle], atol=2)
    excess = np.diff(equalized[middle].astype(int), axis=-1)
    np.testing.assert_allclose(excess, np.broadcast_to([-9, 3], excess.shape), atol=3)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (1, 1, 3), (8, 8, 3)])
def test_flat_images_stay_as_they_are(shape):
    flat = np.full(shape, 90, np.uint8)
    np.testing.assert_array_equal(EqualizeHistogram().transform([flat]), [flat])
