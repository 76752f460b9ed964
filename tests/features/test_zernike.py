"""Zernike moments: the definition, and what does not change."""

from math import factorial

import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import ZernikeMoments
from classic_cls.kernels.zernike import zernike_magnitudes, zernike_orders

NOISE = noise((3, 31, 40))


def shape_on_black(turn=0.0, side=128, value=200):
    """An L, not in the middle, turned by an angle about the middle of the image."""
    corners = np.array([[-30, -25], [-10, -25], [-10, 5], [15, 5], [15, 25], [-30, 25]], float)
    turned = corners @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    image = np.zeros((side, side), np.uint8)
    points = np.rint((turned + (side - 1) / 2) * 16).astype(np.int32)
    return cv2.fillPoly(image, [points], value, shift=4)


def magnitudes_of(image, degree, radius, center=None):
    """Pixel by pixel, in polar coordinates, as the papers define them."""
    rows, columns = np.indices(image.shape)
    weights = image / image.sum()
    cy, cx = center or ((weights * rows).sum(), (weights * columns).sum())
    distance = np.hypot(rows - cy, columns - cx) / radius
    inside = distance <= 1 + 1e-9
    r, angle = distance[inside], np.arctan2(rows - cy, columns - cx)[inside]
    shares = image[inside] / image[inside].sum()
    magnitudes = []
    for n in range(degree + 1):
        for m in range(n + 1):
            if (n - m) % 2 == 0:
                radial = sum(
                    (-1) ** s * factorial(n - s) * r ** (n - 2 * s) / (
                        factorial(s) * factorial((n + m) // 2 - s) * factorial((n - m) // 2 - s)
                    ) for s in range((n - m) // 2 + 1)
                )
                moment = (n + 1) / np.pi * (shares * radial * np.exp(-1j * m * angle)).sum()
                magnitudes.append(abs(moment))
    return magnitudes


@pytest.mark.parametrize("degree, radius", [(8, 15.5), (8, 5), (0, 3), (12, 40.0), (20, 15)])
def test_equals_the_definition(degree, radius):
    images = NOISE
    expected = [magnitudes_of(image, degree, radius) for image in images]
    ours = zernike_magnitudes(images, degree, radius, around_mass=True)
    np.testing.assert_allclose(ours, expected, atol=2e-9)
    expected = [magnitudes_of(image, degree, radius, (15, 19.5)) for image in images]
    ours = zernike_magnitudes(images, degree, radius, around_mass=False)
    np.testing.assert_allclose(ours, expected, atol=2e-9)


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (9, 2), (5, 7), (64, 50)])
def test_default_radius_is_half_the_shorter_side(shape):
    images = noise((3, *shape)) | 1
    expected = [magnitudes_of(image, 8, min(shape) / 2) for image in images]
    np.testing.assert_allclose(ZernikeMoments().transform(list(images)), expected, atol=1e-6)


@pytest.mark.parametrize("radius", [5, 10, 13])
def test_pixels_on_the_circle_belong_to_the_disc_on_all_sides(radius):
    """3 - 4 - 5: whether rounding puts a distance above or below 1 must not matter."""
    ring = np.zeros((51, 51), np.uint8)
    rows, columns = np.indices(ring.shape) - 25
    ring[rows**2 + columns**2 == radius**2] = 100
    moments = dict(zip(zernike_orders(8), zernike_magnitudes(ring[None], 8, radius, False)[0]))
    assert moments[0, 0] == pytest.approx(1 / np.pi)
    assert moments[8, 0] == pytest.approx(9 / np.pi)  # every pattern is 1 at r = 1
    assert moments[1, 1] == moments[2, 2] == 0


@pytest.mark.parametrize("center", ["mass", "image"])
@pytest.mark.parametrize("turn", [
    lambda images: np.rot90(images, axes=(1, 2)),
    lambda images: images[:, ::-1, ::-1],
    lambda images: images[:, :, ::-1],
    lambda images: images.swapaxes(1, 2),
], ids=["quarter turn", "half turn", "mirrored", "transposed"])
def test_turning_and_mirroring_change_nothing(center, turn):
    images = NOISE
    extractor = ZernikeMoments(center=center)
    turned = np.ascontiguousarray(turn(images))
    np.testing.assert_allclose(
        extractor.transform(turned), extractor.transform(images), atol=1e-7
    )


@pytest.mark.parametrize("turn", [0.3, 0.8, 1.2, 2.9])
def test_other_turns_change_little(turn):
    plain, turned = ZernikeMoments().transform([shape_on_black(), shape_on_black(turn)])
    other = ZernikeMoments().transform([cv2.resize(shape_on_black(), (128, 64))])
    assert np.abs(turned - plain).max() < 0.03
    assert np.abs(other - plain).max() > 0.1


def test_a_bright_thing_may_move_about_on_black():
    image = shape_on_black()
    moved = np.roll(image, (17, -21), axis=(0, 1))
    around_mass = ZernikeMoments().transform([image, moved])
    np.testing.assert_allclose(*around_mass, atol=1e-6)
    around_middle = ZernikeMoments(center="image").transform([image, moved])
    assert np.abs(np.subtract(*around_middle)).max() > 0.1


def test_contrast_changes_nothing_and_size_little():
    image = shape_on_black(value=40)
    np.testing.assert_allclose(*ZernikeMoments().transform([image, image * 5]), atol=1e-7)
    large = np.repeat(np.repeat(image, 2, axis=0), 2, axis=1)
    np.testing.assert_allclose(*ZernikeMoments().transform([image, large]), atol=0.02)


def test_black_is_zero_and_symmetry_is_exactly_zero():
    assert not ZernikeMoments().transform([np.zeros((20, 30), np.uint8)]).any()
    corner = np.zeros((20, 30), np.uint8)
    corner[0, 0] = 9  # outside of the disc
    assert not ZernikeMoments(center="image").transform([corner]).any()
    white = np.full((21, 33), 255, np.uint8)
    odd = [m % 2 == 1 for _, m in zernike_orders(8)]
    assert not ZernikeMoments().transform([white])[0, odd].any()


def test_a_pattern_answers_to_its_own_moment():
    """Orthogonality: three waves around the circle are seen by m = 3, and hardly by others."""
    rows, columns = np.indices((101, 101)) - 50
    waves = 128 + 100 * np.cos(3 * np.arctan2(rows, columns))
    extractor = ZernikeMoments(degree=4, center="image").fit([waves.astype(np.uint8)])
    row = extractor.transform([waves.astype(np.uint8)])[0]
    by_name = dict(zip(extractor.get_feature_names_out(), row))
    wave = by_name.pop("zernike_n3_m3")
    assert by_name.pop("zernike_n0_m0") == pytest.approx(1 / np.pi)
    assert wave > 0.19 and max(by_name.values()) < 0.02


def test_names():
    names = ZernikeMoments(4).fit(NOISE).get_feature_names_out()
    orders = ["n0_m0", "n1_m1", "n2_m0", "n2_m2", "n3_m1", "n3_m3", "n4_m0", "n4_m2", "n4_m4"]
    assert names.tolist() == [f"zernike_{order}" for order in orders]
    assert len(ZernikeMoments().fit(NOISE).get_feature_names_out()) == 25
