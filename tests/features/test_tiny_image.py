"""Tiny images: area, mean and length."""

import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import TinyImage
from classic_cls.kernels.color import to_gray


@pytest.mark.parametrize("size, shape", [
    (16, (64, 48)), (16, (50, 37)), (16, (50, 37, 3)), (3, (4, 11, 3)), (1, (9, 9, 3)),
])
def test_equals_opencv_up_to_a_unit_of_rounding(size, shape):
    images = noise((3, *shape))
    for image, row in zip(images, TinyImage(size).transform(images), strict=True):
        color = image if image.ndim == 3 else np.dstack([image] * 3)
        tiny = cv2.resize(color, (size, size), interpolation=cv2.INTER_AREA).astype(float).ravel()
        centred = tiny - tiny.mean()
        length = np.linalg.norm(centred)
        np.testing.assert_allclose(row, centred / length, atol=2 / length)


def test_mean_is_zero_and_length_is_one():
    images = noise((3, 64, 48, 3))
    images[1] //= 20  # little contrast
    for color in (False, True):
        rows = TinyImage(color=color).transform(images).astype(float)
        np.testing.assert_allclose(rows.mean(axis=1), 0, atol=1e-8)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_product_of_rows_is_the_correlation():
    images = noise((3, 16, 16))
    a, b, _ = TinyImage(color=False).transform(images)
    assert a @ b == pytest.approx(np.corrcoef(images[0].ravel(), images[1].ravel())[0, 1])


def test_brightness_and_contrast_do_not_matter():
    image = noise((1, 16, 16, 3))[0] // 4
    np.testing.assert_allclose(*TinyImage().transform([image, 3 * image + 20]), atol=1e-7)


@pytest.mark.parametrize("value", [0, 1, 77, 255])
@pytest.mark.parametrize("shape", [(1, 1), (7, 13), (48, 40, 3)])
def test_one_colour_is_zero(value, shape):
    image = np.full(shape, value, np.uint8)
    assert TinyImage(color=False).transform([image]).tolist() == [[0] * 256]
    assert not TinyImage(size=5).transform([np.dstack([image[..., :1]] * 3)]).any()


def test_a_coloured_image_of_one_colour_keeps_its_colour():
    row = TinyImage(size=1).transform([np.full((9, 9, 3), (30, 10, 20), np.uint8)])
    np.testing.assert_allclose(row, [[0.5**0.5, -(0.5**0.5), 0]], atol=1e-7)


@pytest.mark.parametrize("shape", [(4, 8), (1, 1, 3), (2, 40), (8, 4, 3)])
def test_small_images_are_enlarged_by_repeating_pixels(shape):
    images = noise((3, *shape)) | 1
    times = [-(-8 // length) for length in shape[:2]]
    large = images.repeat(times[0], axis=1).repeat(times[1], axis=2)
    tiny = TinyImage(size=8)
    np.testing.assert_array_equal(tiny.transform(list(images)), tiny.transform(large))


def test_enlarging_by_no_whole_number_mixes_neighbours():
    row = TinyImage(size=3, color=False).transform([np.array([[0, 100]], np.uint8)])
    np.testing.assert_allclose(row, [[-(6**-0.5), 0, 6**-0.5] * 3], atol=1e-7)


def test_mirroring_mirrors_the_pixels():
    images = noise((3, 64, 48))
    before = TinyImage().transform(images).reshape(3, 16, 16, 3)
    after = TinyImage().transform(images[:, :, ::-1]).reshape(before.shape)
    np.testing.assert_array_equal(after, before[:, :, ::-1])


def test_one_length_for_grey_and_colour_images():
    images = [noise((3, 20, 30))[0], noise((3, 40, 30, 3))[0]]
    assert TinyImage().transform(images).shape == (2, 768)
    rows = TinyImage(color=False).transform(images)
    assert rows.shape == (2, 256)
    np.testing.assert_array_equal(
        rows[1:], TinyImage(color=False).transform(to_gray(images[1][None]))
    )


def test_names_say_row_column_and_channel():
    image = np.zeros((32, 32, 3), np.uint8)
    image[6:8, 8:10, 1] = 255
    for color, name in ((False, "tiny_r3_c4"), (True, "tiny_r3_c4_green")):
        extractor = TinyImage(color=color)
        row = extractor.fit_transform([image])[0]
        names = extractor.get_feature_names_out()
        assert names[row > 0].tolist() == [name]
        assert len(set(names)) == len(row)
