"""Hu's invariants: equal to OpenCV's, and invariant."""

import cv2
import numpy as np
import pytest

from classic_cls.features import HuMoments
from classic_cls.kernels.hu import hu_moments


def sloping_noise(shape=(30, 41), n=3, seed=0):
    """Grey noise, brighter to one side so that no invariant is next to nothing."""
    images = np.random.default_rng(seed).integers(0, 256, (n, *shape))
    slope = np.linspace(0.1, 1, shape[0] * shape[1]).reshape(shape[:2])
    return (images * slope.reshape(*shape[:2], *[1] * (len(shape) - 2))).astype(np.uint8)


def letter(value=255, side=64):
    """An F, of which no mirror image is a turn."""
    image = np.zeros((side, side), np.uint8)
    image[10:40, 12:17] = image[10:15, 12:32] = image[22:27, 12:26] = value
    return image


def opencv(image):
    return cv2.HuMoments(cv2.moments(image)).ravel()


@pytest.mark.parametrize("shape", [
    (30, 41), (127, 3), (128, 16), (129, 16), (300, 5), (1, 9), (9, 1), (2, 2), (700, 900),
])
def test_equals_opencv(shape):
    images = sloping_noise(shape) | 1
    images[0] //= 2
    np.testing.assert_allclose(
        hu_moments(images), [opencv(image) for image in images], rtol=1e-6, atol=1e-24
    )


def test_sums_of_a_tall_white_image_do_not_overflow():
    white = np.full((1, 1000, 8), 255, np.uint8)
    white[0, 600:, :3] = 0
    np.testing.assert_allclose(hu_moments(white)[0], opencv(white[0]), rtol=1e-8)


def test_logarithms_are_the_usual_ones():
    images = sloping_noise()
    plain = HuMoments(log=False).transform(images).astype(float)
    expected = -np.sign(plain) * np.log10(np.abs(plain))
    np.testing.assert_allclose(HuMoments().transform(images), expected, rtol=1e-5)
    np.testing.assert_allclose(plain, [opencv(image) for image in images], rtol=1e-6)


@pytest.mark.parametrize("images", [letter()[None], sloping_noise()], ids=["letter", "noise"])
@pytest.mark.parametrize("turn, sign", [
    (lambda images: np.rot90(images, 1, (1, 2)), 1),
    (lambda images: np.rot90(images, 2, (1, 2)), 1),
    (lambda images: np.rot90(images, 3, (1, 2)), 1),
    (lambda images: images[:, :, ::-1], -1),
    (lambda images: images[:, ::-1], -1),
    (lambda images: images.swapaxes(1, 2), -1),
], ids=["90", "180", "270", "mirrored", "upside down", "transposed"])
def test_turns_change_nothing_and_mirrors_the_sign_of_the_seventh(images, turn, sign):
    before = hu_moments(images)
    assert (before[:, 6] != 0).all()
    after = hu_moments(np.ascontiguousarray(turn(images)))
    after[:, 6] *= sign
    np.testing.assert_allclose(after, before, rtol=1e-9)


def test_moving_on_black_changes_nothing():
    moved = np.roll(letter(), (20, 25), axis=(0, 1))
    np.testing.assert_allclose(hu_moments(moved[None]), hu_moments(letter()[None]), rtol=1e-9)
    on_a_larger_sheet = np.pad(letter(), ((0, 200), (90, 3)))
    np.testing.assert_allclose(
        hu_moments(on_a_larger_sheet[None]), hu_moments(letter()[None]), rtol=1e-8
    )


def test_growing_and_other_turns_change_little():
    large = np.kron(letter(), np.ones((4, 4), np.uint8))
    turn = cv2.getRotationMatrix2D((127.5, 127.5), 25, 1)
    turned = cv2.warpAffine(large, turn, large.shape)
    rows = HuMoments().transform([letter(), large, turned])
    np.testing.assert_allclose(rows[1], rows[0], atol=0.05)
    np.testing.assert_allclose(rows[2], rows[0], atol=0.05)


def test_a_darker_shape_has_larger_values():
    dark, bright = HuMoments(log=False).transform([letter(51), letter()])
    np.testing.assert_allclose((dark / bright)[:2], [5, 25], rtol=1e-5)


def test_what_symmetry_makes_zero_is_zero():
    """Also where the middle of the shape is at no whole pixel, and rounding would leave noise."""
    blank = np.full((37, 53), 99, np.uint8)
    np.testing.assert_array_equal(hu_moments(blank[None])[0, 2:], 0)
    mirrored = np.zeros((90, 90), np.uint8)
    mirrored[13:24, 31:38] = mirrored[24:61, 33:36] = 77  # a T: its mirror image is itself
    invariants = HuMoments().transform([mirrored])[0]
    assert invariants[6] == 0 and (invariants[:4] != 0).all()
    square = np.zeros((90, 90), np.uint8)
    square[11:22, 60:71] = 5
    np.testing.assert_array_equal(hu_moments(square[None])[0, 1:], 0)


def test_black_is_zero():
    for log in (False, True):
        assert not HuMoments(log).transform([np.zeros((9, 9), np.uint8)]).any()


def test_names():
    names = HuMoments().fit(sloping_noise()).get_feature_names_out()
    assert names.tolist() == ["hu1", "hu2", "hu3", "hu4", "hu5", "hu6", "hu7"]
