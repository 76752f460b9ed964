import numpy as np
import pytest
from sample_images import noise

from classic_cls import LocalColor
from classic_cls.descriptors._grid import dense_squares
from classic_cls.kernels.color import convert_color
from classic_cls.kernels.local_color import local_color


def reference(image, sides, step):
    """The definition."""
    rows = []
    for side, tops, lefts in dense_squares(image.shape, sides, step):
        for top in tops:
            for left in lefts:
                square = image[top : top + side, left : left + side].astype(float)
                cells = square.reshape(4, side // 4, 4, side // 4, 3)
                means, deviations = cells.mean(axis=(1, 3)), 2 * cells.std(axis=(1, 3))
                rows.append(np.concatenate([means, deviations], axis=-1).ravel())
    return np.array(rows)


@pytest.mark.parametrize("shape", [(17, 23), (40, 16), (64, 50)])
@pytest.mark.parametrize("space", ["lab", "opponent", "rgb"])
def test_equal_to_the_definition(shape, space):
    images = noise((2, *shape, 3))
    images[1, 3:12, 5:] //= 16
    found = LocalColor(sides=[8, 16, 12], step=3, space=space).transform(images)
    for points, image in zip(found, convert_color(images, space), strict=True):
        expected = reference(image, [8, 16, 12], 3)
        # Halves, up to the error of the reference.
        assert points.descriptors.shape == expected.shape
        assert abs(points.descriptors - expected).max() <= 0.5 + 1e-9


def test_means_are_rounded_with_halves_up():
    image = np.zeros((1, 24, 24, 3), np.uint8)
    for pixels in range(18, 36 * 255, 36):  # in a cell of 6 x 6: a half more than a whole number
        image[0, :6, :6] = pixels // 36
        image[0, :3, :6] += 1
        found = local_color(image, [(24, np.array([0]), np.array([0]))])[0, 0, :6]
        np.testing.assert_array_equal(found, [pixels // 36 + 1] * 3 + [1] * 3)


def test_large_sums_stay_exact():
    image = np.full((1, 700, 520, 3), 255, np.uint8)
    image[..., 1] = np.indices((700, 520)).sum(axis=0) % 2 * 255
    squares = [(512, np.array([0, 188]), np.array([0, 8]))]
    found = local_color(image, squares).reshape(-1, 6)
    np.testing.assert_array_equal(found, np.tile([255, 128, 255, 0, 255, 0], (64, 1)))


def test_grey_images_count_as_colour():
    grey = noise((2, 30, 30))
    for space in ("lab", "opponent", "rgb"):
        step = LocalColor(space=space)
        colour = step.transform(np.repeat(grey[..., None], 3, axis=3))
        for a, b in zip(step.transform(grey), colour, strict=True):
            np.testing.assert_array_equal(a.descriptors, b.descriptors)


def test_a_mirrored_image_has_mirrored_cells():
    image = noise((1, 20, 28, 3))  # in which the grid is symmetric
    step = LocalColor(sides=[16, 8], step=2)
    points, mirrored = step.transform(np.concatenate([image, image[:, :, ::-1]]))
    cells = mirrored.descriptors.reshape(-1, 4, 4, 6)[:, :, ::-1].reshape(-1, 96)
    order = np.lexsort((-mirrored.positions[:, 0], mirrored.positions[:, 1], -mirrored.scales))
    np.testing.assert_array_equal(cells[order], points.descriptors)
