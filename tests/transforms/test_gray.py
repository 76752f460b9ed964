import cv2
import numpy as np

from classic_cls.transforms import ToGray

COLOR = np.random.default_rng(0).integers(0, 256, (3, 13, 17, 3), dtype=np.uint8)


def test_equals_opencv():
    expected = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in COLOR]
    np.testing.assert_array_equal(ToGray().transform(COLOR), expected)


def test_grey_images_pass_as_they_are():
    gray = COLOR[..., 0].copy()
    assert ToGray().transform(gray) is gray


def test_equal_channels_keep_their_level():
    levels = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    as_color = np.repeat(levels[..., None], 3, axis=-1)
    np.testing.assert_array_equal(ToGray().transform(as_color), levels)


def test_colour_and_grey_in_one_batch():
    mixed = ToGray().transform([COLOR[0], COLOR[0, ..., 0], COLOR[1]])
    assert mixed.shape == (3, 13, 17)
    np.testing.assert_array_equal(mixed[1], COLOR[0, ..., 0])
