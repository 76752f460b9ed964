import cv2
import numpy as np
import pytest
from photographs import faint

from classic_cls.transforms import CLAHE

FAINT = faint((64, 80))


@pytest.mark.parametrize("clip_limit, tiles", [(2.0, 8), (4, 3), (0.5, 1)])
def test_equals_opencv(clip_limit, tiles):
    for images in (FAINT, faint((37, 51))):
        reference = cv2.createCLAHE(clip_limit, (tiles, tiles))
        expected = [reference.apply(image) for image in images]
        np.testing.assert_array_equal(CLAHE(clip_limit, tiles).transform(images), expected)


def test_equal_channels_equal_grey():
    as_color = np.repeat(FAINT[..., None], 3, axis=-1)
    expected = CLAHE().transform(FAINT)[..., None].repeat(3, axis=-1)
    np.testing.assert_array_equal(CLAHE().transform(as_color), expected)


def test_contrast_grows_with_the_limit():
    spread = [CLAHE(clip_limit, tiles=2).transform(FAINT).std() for clip_limit in (1, 2, 4)]
    assert spread[0] < spread[1] < spread[2]


def test_uneven_light_is_evened_out():
    texture = np.random.default_rng(0).integers(0, 40, (1, 128, 128))
    light = np.linspace(20, 180, 128)
    image = (texture + light).astype(np.uint8)

    def unevenness(images):
        return np.ptp(images.mean(axis=1).reshape(8, 16).mean(axis=1))

    assert unevenness(CLAHE(clip_limit=40).transform(image)) < unevenness(image) / 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (1, 40), (1, 1, 3), (3, 5, 3)])
def test_very_small_images_have_a_defined_result(shape):
    images = list(faint(shape))
    result = CLAHE().transform(images)
    assert all(image.shape == shape and image.dtype == np.uint8 for image in result)
    np.testing.assert_array_equal(result, CLAHE().transform(images))
