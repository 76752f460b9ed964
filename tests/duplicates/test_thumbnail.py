"""Thumbnails: means over areas, of any image."""

import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.duplicates import Thumbnail
from classic_cls.estimator_checks import yield_checks

CHECKS = [pytest.param(check, id=name) for name, check in yield_checks(Thumbnail())]


@pytest.mark.parametrize("check", CHECKS)
def test_common_battery(check):
    check()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (300, 1), (5, 9), (23, 25), (200, 333)])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_any_size_gives_finite_rows_of_one_length(shape, channels):
    row = Thumbnail().transform([noise(shape + channels)])[0]
    assert row.shape == (578,) and row.dtype == np.float32
    assert np.isfinite(row).all() and row.min() >= 0 and row[:576].max() < 255.01


@pytest.mark.parametrize("shape", [(480, 240), (96, 120)])
def test_large_images_are_averaged_as_by_opencv(shape):
    image = cv2.GaussianBlur(noise(shape), (0, 0), 4)
    expected = cv2.resize(image.astype(np.float32), (24, 24), interpolation=cv2.INTER_AREA)
    actual = Thumbnail().transform([image])[0, :576].reshape(24, 24)
    # Only the border between two areas is interpolated instead of cut.
    np.testing.assert_allclose(actual, expected, atol=1.5)


def test_the_mean_is_kept():
    image = np.pad(noise((30, 50)), 10, mode="edge")
    assert abs(Thumbnail().transform([image])[0, :576].mean() - image.mean()) < 0.5


@pytest.mark.parametrize("shape", [(8, 8), (31, 45), (100, 60)])
def test_a_flipped_image_has_the_flipped_picture(shape):
    image = noise((*shape, 3))
    row, mirrored, turned = Thumbnail().transform([image])[0], *(
        Thumbnail().transform([np.ascontiguousarray(i)])[0]
        for i in (image[:, ::-1], image.transpose(1, 0, 2))
    )
    picture, mirrored, turned = (r[:576].reshape(24, 24) for r in (row, mirrored, turned))
    np.testing.assert_allclose(mirrored, picture[:, ::-1], atol=1e-3)
    np.testing.assert_allclose(turned, picture.T, atol=1e-3)


def test_columns_are_named_by_place():
    image = np.zeros((24, 24), np.uint8)
    image[3, 4] = 255
    thumbnail = Thumbnail()
    row = thumbnail.fit_transform([image])[0]
    assert thumbnail.get_feature_names_out()[row[:576].argmax()] == "grey_r3_c4"


def test_grey_as_colour_is_the_same():
    grey = noise((40, 30))
    rows = Thumbnail().transform([grey, np.dstack([grey] * 3)])
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-3)
