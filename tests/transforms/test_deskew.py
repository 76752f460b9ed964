import cv2
import numpy as np
import pytest
from scipy import ndimage

from classic_cls.transforms import Deskew


def strokes(shears, shape=(40, 48), thickness=7):
    """Bright bars on black that lean by so many pixels a row."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    images = []
    for shear in shears:
        distance = x - shape[1] / 2 - shear * (y - shape[0] / 2)
        inside = (np.abs(distance) < thickness / 2) & (np.abs(y - shape[0] / 2) < 0.35 * shape[0])
        images.append(np.uint8(220 * inside))
    return np.stack(images)


def slopes(images, background=0):
    """Regression of x on y, from the definition."""
    found = []
    for image in images:
        weight = np.abs(np.float64(image) - background)
        y, x = np.mgrid[: image.shape[0], : image.shape[1]]
        x_mean, y_mean = (weight * x).sum() / weight.sum(), (weight * y).sum() / weight.sum()
        covariance = (weight * (x - x_mean) * (y - y_mean)).sum()
        found.append((covariance / (weight * (y - y_mean) ** 2).sum(), y_mean))
    return np.array(found)


def test_leaning_bars_become_upright():
    leaning = strokes([-0.5, -0.2, 0, 0.3, 0.5])
    assert np.abs(slopes(leaning)[:, 0]).max() > 0.4
    assert np.abs(slopes(Deskew().transform(leaning))[:, 0]).max() < 0.01
    np.testing.assert_array_equal(Deskew().transform(leaning)[2], leaning[2])


def test_equals_an_affine_map_with_the_moments_of_opencv():
    for image in strokes([-0.4, 0.25]):
        moments = cv2.moments(image)
        slope, row = moments["mu11"] / moments["mu02"], moments["m01"] / moments["m00"]
        matrix, offset = [[1, 0], [slope, 1]], [0, -slope * row]
        expected = ndimage.affine_transform(np.float64(image), matrix, offset, order=1)
        difference = np.abs(Deskew().transform([image])[0] - expected)
        assert difference.max() <= 1


def test_the_middle_stays():
    before, after = strokes([0.4]), Deskew().transform(strokes([0.4]))
    for axis in (1, 2):
        means = [np.average(np.arange(stack.shape[axis]), weights=stack[0].sum(axis=2 - axis))
                 for stack in (before, after)]
        assert abs(means[0] - means[1]) < 0.2


def test_dark_strokes_on_light_paper_are_straightened_alike():
    light = strokes([0.4])
    np.testing.assert_array_equal(Deskew().transform(255 - light), 255 - Deskew().transform(light))


def test_mirroring_commutes():
    images = strokes([0.4, 0.1])
    mirrored = Deskew().transform(images[:, :, ::-1])
    assert np.abs(mirrored[:, :, ::-1].astype(int) - Deskew().transform(images)).max() <= 1


def test_equal_channels_equal_grey():
    images = strokes([0.4, -0.3])
    expected = Deskew().transform(images)[..., None].repeat(3, axis=-1)
    np.testing.assert_array_equal(Deskew().transform(images[..., None].repeat(3, -1)), expected)


def test_colour_of_the_border_comes_in_from_outside():
    stroke = strokes([0.9])[..., None] > 0
    image = np.where(stroke, np.uint8([250, 250, 0]), np.uint8([10, 60, 90]))
    assert (Deskew().transform(image)[0, [0, -1]] == [10, 60, 90]).all()


def test_noise_of_the_background_does_not_hold_the_lean():
    noise = np.random.default_rng(0).normal(0, 6, (1, 40, 48))
    noisy = np.clip(strokes([0.4]) * 0.6 + 60 + noise, 0, 255).astype(np.uint8)
    after = Deskew().transform(noisy)
    assert abs(slopes(np.where(after > 140, after, 60), 60)[0, 0]) < 0.05


def test_flat_strokes_are_not_torn_apart():
    flat = np.zeros((1, 30, 60), np.uint8)
    cv2.line(flat[0], (5, 16), (54, 14), 255, 2)
    after = Deskew().transform(flat)
    assert abs(after.sum(dtype=float) / flat.sum(dtype=float) - 1) < 0.05


@pytest.mark.parametrize("shape", [(8, 8), (1, 9), (9, 1), (12, 7, 3)])
@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_images_stay(shape, value):
    image = np.full((1, *shape), value, np.uint8)
    np.testing.assert_array_equal(Deskew().transform(list(image)), image)
