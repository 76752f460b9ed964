import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.transforms import Resize


def assert_close(actual, expected, levels=1):
    assert actual.shape == expected.shape
    assert np.abs(actual.astype(int) - expected).max() <= levels


@pytest.mark.parametrize("channels", [(), (3,)])
@pytest.mark.parametrize("shape", [(101, 77), (64, 90), (60, 40), (30, 20), (97, 21), (30, 61)])
def test_shrinking_equals_area_interpolation(shape, channels):
    images = noise((2, *shape, *channels))
    for image, resized in zip(images, Resize((20, 30)).transform(images), strict=True):
        assert_close(resized, cv2.resize(image, (20, 30), interpolation=cv2.INTER_AREA))


@pytest.mark.parametrize("channels", [(), (3,)])
def test_enlarging_equals_linear_interpolation(channels):
    images = noise((2, 20, 13, *channels))
    for image, resized in zip(images, Resize((33, 41)).transform(images), strict=True):
        expected = cv2.resize(image, (33, 41), interpolation=cv2.INTER_LINEAR)
        np.testing.assert_array_equal(resized, expected)


def test_mixed_ratios_average_one_axis_and_interpolate_the_other():
    image = noise((2, 90, 10))[0]
    averaged = cv2.resize(image, (10, 30), interpolation=cv2.INTER_AREA)
    expected = cv2.resize(averaged, (25, 30), interpolation=cv2.INTER_LINEAR)
    assert_close(Resize((25, 30)).transform([image])[0], expected)


def test_shrinking_does_not_alias():
    stripes = np.tile(np.array([0, 255], np.uint8), (60, 30))[None]
    assert_close(Resize(20).transform(stripes), np.full((1, 20, 20), 127.5), levels=43)
    assert_close(Resize(15).transform(stripes), np.full((1, 15, 15), 127.5))


@pytest.mark.parametrize("mode", ["stretch", "letterbox", "crop"])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_images_of_the_size_are_not_copied(mode, channels):
    images = noise((2, 24, 32, *channels))
    assert Resize((32, 24), mode).transform(images) is images


@pytest.mark.parametrize("mode", ["stretch", "letterbox", "crop"])
def test_mirroring_commutes(mode):
    images = noise((2, 80, 60, 3))
    resize = Resize(40, mode)
    assert_close(resize.transform(images[:, :, ::-1]), resize.transform(images)[:, :, ::-1])
    assert_close(resize.transform(images[:, ::-1]), resize.transform(images)[:, ::-1])


@pytest.mark.parametrize("mode", ["stretch", "crop"])
@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_images_stay_flat(mode, value):
    for shape in [(1, 1), (3, 5), (37, 23), (200, 7)]:
        resized = Resize(16, mode).transform([np.full(shape, value, np.uint8)])
        np.testing.assert_array_equal(resized, np.full((1, 16, 16), value))


@pytest.mark.parametrize("mode", ["stretch", "letterbox", "crop"])
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (1, 5000), (5000, 2), (1, 1, 3), (5, 3, 3)])
def test_tiny_images_and_strips(mode, shape):
    for size in (16, 1, (7, 20)):
        width, height = (size, size) if isinstance(size, int) else size
        resized = Resize(size, mode).transform(list(noise((2, *shape))))
        assert [image.shape for image in resized] == 2 * [(height, width, *shape[2:])]
        assert all(image.dtype == np.uint8 for image in resized)


def test_size_is_width_and_height():
    assert Resize((40, 30)).transform(noise((2, 8, 8, 3))).shape == (2, 30, 40, 3)
    assert Resize([40, 30]).transform(noise((2, 8, 8))).shape == (2, 30, 40)


def test_letterbox_keeps_the_whole_image_between_grey_bars():
    images = noise((2, 20, 40, 3))
    framed = Resize(60, "letterbox").transform(images)
    np.testing.assert_array_equal(framed[:, 15:45], Resize((60, 30)).transform(images))
    assert (framed[:, :15] == 128).all() and (framed[:, 45:] == 128).all()
    upright = Resize(60, "letterbox").transform(np.rot90(images, axes=(1, 2)))
    assert_close(upright, np.rot90(framed, axes=(1, 2)))


def test_crop_keeps_the_middle():
    images = noise((2, 20, 40, 3))
    expected = Resize(16).transform(images[:, :, 10:30])
    np.testing.assert_array_equal(Resize(16, "crop").transform(images), expected)
    np.testing.assert_array_equal(Resize(20, "crop").transform(images), images[:, :, 10:30])


def test_mixed_sizes_become_one_array():
    images = [noise((1, 9, 12))[0], noise((1, 30, 40))[0]]
    assert Resize(16).transform(images).shape == (2, 16, 16)


@pytest.mark.parametrize("size", [0, (16, 0), (16,), (16, 16, 3), (8.5, 8), "128"], ids=str)
def test_bad_sizes_are_named(size):
    for method in (Resize(size).fit, Resize(size).transform):
        with pytest.raises(ValueError, match="size"):
            method(noise((2, 8, 8)))


def test_bad_mode_is_named():
    with pytest.raises(ValueError, match="mode"):
        Resize(mode="fill").fit(noise((2, 8, 8)))
