"""Dense SIFT against its definition written out slowly, and against OpenCV's SIFT."""

import cv2
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from skimage import data

from classic_cls.kernels.dense_sift import dense_sift
from classic_cls.kernels.sift_bands import grid_axis

CAMERA = data.camera()[100:, 180:]


def photograph(height, width):
    return np.ascontiguousarray(CAMERA[:height, :width])


def smooth(image, size):
    variance = (size / 6) ** 2 - 0.25
    image = image.astype(float)
    return gaussian_filter(image, np.sqrt(variance)) if variance > 0 else image


def orientation_maps(image):
    """Length of the gradient, shared between the two nearest of 8 orientations."""
    gy, gx = np.gradient(image.astype(float))
    place = np.arctan2(gy, gx) % (2 * np.pi) * 8 / (2 * np.pi)
    away = abs(place[..., None] - np.arange(8))
    away = np.minimum(away, 8 - away)
    return np.hypot(gx, gy)[..., None] * np.maximum(1 - away, 0)


def sums_of_bins(maps, top, left, size, window):
    """``(4, 4, 8)`` of the descriptor whose first bin is centred at (top, left)."""
    reach = np.arange(1 - size, size)
    maps = np.pad(maps, ((size, size), (size, size), (0, 0)), mode="edge")
    triangle = 1 - abs(reach) / size
    gauss = [np.exp(-(((reach / size) + i - 1.5) ** 2) / (2 * 2.0**2)) for i in range(4)]
    sums = np.empty((4, 4, 8))
    for i in range(4):
        for j in range(4):
            rows, columns = top + i * size + reach + size, left + j * size + reach + size
            down, across = triangle.copy(), triangle.copy()
            if window == "flat":
                down, across = down * gauss[i].mean(), across * gauss[j].mean()
            else:
                down, across = down * gauss[i], across * gauss[j]
            sums[i, j] = np.einsum("r,c,rco->o", down, across, maps[np.ix_(rows, columns)])
    return sums


def reference(image, size, step, window="flat", contrast=0.0, root=False):
    """The definition; in floating point, 512 times the values."""
    maps = orientation_maps(smooth(image, size))
    (top, down), (left, across) = (grid_axis(side, size, step) for side in image.shape)
    found = []
    for row in top + step * np.arange(down):
        for column in left + step * np.arange(across):
            sums = sums_of_bins(maps, row, column, size, window).ravel()
            enough = sums.sum() / (3 * size + 1) ** 2 >= contrast and sums.any()
            unit = np.minimum(sums / max(np.linalg.norm(sums), 1e-30), 0.2)
            unit = np.sqrt(unit / max(unit.sum(), 1e-30)) if root else unit / np.linalg.norm(unit)
            found.append(512 * unit * enough)
    return np.array(found)


@pytest.mark.parametrize("root", [False, True])
@pytest.mark.parametrize(
    "size, step",
    [(2, 3), (3, 9), (4, 4), (5, 7), (6, 4), (8, 12), (10, 4), (19, 5), (7, 100)],
)
def test_equals_the_definition(size, step, root):
    image = photograph(max(45, 3 * size + 17), max(57, 3 * size + 6))
    found = dense_sift(image, [size], step, contrast=0.0, root=root)
    expected = np.minimum(reference(image, size, step, root=root), 255)
    assert found.dtype == np.uint8 and found.shape == expected.shape
    assert np.abs(found - expected).max() < 0.51


def test_contrast_is_that_of_the_definition():
    image = photograph(60, 60)
    values = reference(image, 4, 6)
    found = dense_sift(image, [4], 6, contrast=0.0, root=False)
    assert found.any(axis=1).all()
    maps = orientation_maps(smooth(image, 4))
    starts = 2 + 6 * np.arange(8)
    assert grid_axis(60, 4, 6) == (2, 8)
    strengths = np.array([sums_of_bins(maps, row, column, 4, "flat").sum() / 13**2
                          for row in starts for column in starts])
    between = np.mean(np.sort(strengths)[31:33])
    found = dense_sift(image, [4], 6, contrast=between, root=False)
    np.testing.assert_array_equal(found.any(axis=1), strengths > between)
    np.testing.assert_allclose(found[strengths > between], values[strengths > between], atol=0.51)


def opencv_sift(image, size, step):
    """OpenCV's descriptors at the points of the grid, in our order of directions."""
    (top, down), (left, across) = (grid_axis(side, size, step) for side in image.shape)
    keypoints = [
        cv2.KeyPoint(float(column + 1.5 * size), float(row + 1.5 * size), 2 * size / 3, 0)
        for row in top + step * np.arange(down)
        for column in left + step * np.arange(across)
    ]
    # A keypoint has cells of 3 / 2 its size; directions of OpenCV go round the other way.
    found = cv2.SIFT_create(sigma=size / 6).compute(image, keypoints)[1]
    inner = np.zeros((down, across), bool)
    inner[2:-2, 2:-2] = True  # OpenCV leaves out what lies beyond the border
    return found.reshape(-1, 4, 4, 8)[..., -np.arange(8) % 8].reshape(-1, 128)[inner.ravel()], inner


def cosines(one, other):
    one, other = np.float64(one), np.float64(other)
    products = (one * other).sum(axis=1)
    return products / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


@pytest.mark.parametrize("size", [4, 6, 8])  # of even ones keypoints are centred on a pixel
def test_opencv_has_nearly_the_same_at_the_same_points(size):
    image = photograph(12 * size, 14 * size)
    theirs, inner = opencv_sift(image, size, step=size)
    ours = dense_sift(image, [size], size, contrast=0.0, root=False)[inner.ravel()]
    assert len(ours) > 10
    assert cosines(ours, theirs).mean() > 0.997 and cosines(ours, theirs).min() > 0.98
    # With the Gaussian window the definition has the same but for rounding: the rest is the window.
    exact = reference(image, size, size, window="gaussian")[inner.ravel()]
    assert cosines(exact, theirs).min() > 0.9999


def test_sizes_and_channels_stand_side_by_side():
    image = np.stack([photograph(50, 41), photograph(50, 41)[::-1]], axis=2)
    both = dense_sift(image, [4, 7], 5, contrast=1.0, root=True)
    for channel in range(2):
        apart = [dense_sift(image[:, :, channel], [size], 5, 1.0, True) for size in (4, 7)]
        np.testing.assert_array_equal(both[:, 128 * channel :][:, :128], np.concatenate(apart))


@pytest.mark.parametrize("size, step", [(4, 4), (5, 3), (6, 4)])
def test_bands_of_a_large_image_make_no_difference(size, step, monkeypatch):
    image = photograph(300, 40)
    whole = dense_sift(image, [size], step, contrast=0.0, root=True)
    monkeypatch.setattr("classic_cls.kernels.dense_sift._LARGEST_SUMS", 1)
    np.testing.assert_array_equal(dense_sift(image, [size], step, 0.0, True), whole)


def test_descriptors_move_with_the_image():
    image = photograph(70, 70)
    here = dense_sift(image, [6], 1, contrast=1.0, root=True).reshape(52, 52, 128)
    there = dense_sift(image[3:, 5:], [6], 1, contrast=1.0, root=True).reshape(49, 47, 128)
    np.testing.assert_array_equal(here[13:-10, 15:-10], there[10:-10, 10:-10])
