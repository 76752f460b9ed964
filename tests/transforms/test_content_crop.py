import cv2
import numpy as np
import pytest

from classic_cls.transforms import ContentCrop


def placed(left, top, width, height, shape=(60, 80), background=240, value=30):
    """A box with a lighter middle, on plain paper."""
    image = np.full(shape, background, np.uint8)
    image[top : top + height, left : left + width] = value
    image[top + height // 4 : top + height // 2, left + width // 4 : left + width // 2] = 120
    return image


def box_of(image, background=240):
    rows, columns = np.nonzero(np.abs(image.astype(int) - background) > 60)
    return columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1


def test_place_does_not_matter():
    images = [placed(left, top, 20, 15) for left, top in [(2, 3), (30, 20), (55, 40)]]
    first, *others = ContentCrop().transform(images)
    for other in others:
        np.testing.assert_array_equal(other, first)


def test_size_hardly_matters():
    small, large = ContentCrop().transform([placed(5, 5, 20, 15), placed(20, 12, 40, 30)])
    assert np.abs(np.subtract(box_of(small), box_of(large))).max() <= 1


def test_equals_cutting_and_resizing():
    image = placed(20, 10, 24, 18)
    expected = cv2.resize(image[10:28, 20:44], (80, 60), interpolation=cv2.INTER_LINEAR)
    np.testing.assert_array_equal(ContentCrop(margin=0).transform([image])[0], expected)


def test_aspect_ratio_is_kept_or_given_up():
    tall = placed(30, 20, 10, 30)
    left, top, width, height = box_of(ContentCrop(margin=0).transform([tall])[0])
    assert (top, height, width) == (0, 60, 20) and abs(left - 30) <= 1
    assert box_of(ContentCrop(margin=0, keep_aspect=False).transform([tall])[0])[2:] == (80, 60)


def test_margin_is_a_share_of_the_longer_side():
    _, _, width, _ = box_of(ContentCrop(margin=0.25).transform([placed(30, 20, 20, 10)])[0])
    assert abs(width - 80 / 1.5) <= 1


def test_content_at_the_edge_is_centred():
    result = ContentCrop(margin=0.1).transform([placed(0, 0, 16, 12)])[0]
    left, top, width, height = box_of(result)
    assert abs(left - (80 - left - width)) <= 12 and left >= 0
    assert result.shape == (60, 80)


@pytest.mark.parametrize("channels", [(), (3,)])
def test_noise_and_dust_do_not_count(channels):
    rng = np.random.default_rng(0)
    clean = placed(30, 20, 20, 15)
    if channels:
        clean = clean[..., None].repeat(3, axis=-1)
    noisy = np.clip(clean + rng.normal(0, 5, clean.shape), 0, 255).astype(np.uint8)
    noisy[3, 5] = noisy[50, 70] = noisy[50, 71] = 0
    result = ContentCrop().transform([noisy])[0].astype(int)
    assert np.abs(result - ContentCrop().transform([clean])[0]).mean() < 5


def test_tolerance_decides_what_is_content():
    faint = placed(10, 10, 20, 15, value=220)
    faint[faint == 120] = 220
    np.testing.assert_array_equal(ContentCrop(tolerance=25).transform([faint])[0], faint)
    assert (ContentCrop(tolerance=15).transform([faint])[0] != faint).any()


def test_one_channel_that_differs_is_enough():
    image = np.full((1, 40, 40, 3), 100, np.uint8)
    image[0, 10:20, 10:20, 2] = 180
    assert (ContentCrop(margin=0).transform(image)[0] == (100, 100, 180)).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (30, 20), (8, 8, 3)])
def test_images_without_content_stay(shape):
    image = np.full((1, *shape), 90, np.uint8)
    np.testing.assert_array_equal(ContentCrop().transform(list(image)), image)


def test_images_that_are_full_stay():
    noise = np.random.default_rng(0).integers(0, 256, (2, 40, 40, 3), dtype=np.uint8)
    np.testing.assert_array_equal(ContentCrop().transform(noise), noise)


@pytest.mark.parametrize("axis", [1, 2])
def test_mirroring_commutes(axis):
    image = placed(21, 11, 24, 18)[None]
    mirrored = ContentCrop(margin=0).transform(np.flip(image, axis))
    difference = np.flip(mirrored, axis).astype(int) - ContentCrop(margin=0).transform(image)
    assert np.abs(difference).max() <= 1
