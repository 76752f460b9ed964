import numpy as np
import pytest
from sample_images import noise
from skimage import data
from skimage.feature import local_binary_pattern

from classic_cls import LBP, DenseLBP
from classic_cls.descriptors._grid import dense_squares


def reference(image, sides, step, radius):
    """The definition, by scikit-image."""
    patterns = local_binary_pattern(image, 8, radius, "nri_uniform").astype(int)
    rows = []
    for side, tops, lefts in dense_squares(image.shape, sides, step, radius):
        for top in tops:
            for left in lefts:
                square = patterns[top : top + side, left : left + side]
                shares = np.bincount(square.ravel(), minlength=59) / side**2
                rows.append(np.rint(255 * np.sqrt(shares)))
    return np.array(rows)


@pytest.mark.parametrize("radius", [1, 2, 3])
@pytest.mark.parametrize("step", [1, 4, 20])
def test_equal_to_histograms_of_scikit_image(radius, step):
    images = noise((2, 40, 33))
    found = DenseLBP([5, 16], step, radius).transform(images)
    for points, image in zip(found, images, strict=True):
        np.testing.assert_array_equal(
            points.descriptors, reference(image, [5, 16], step, radius)
        )


@pytest.mark.parametrize("radius", [1, 2])
def test_one_square_is_the_histogram_of_the_image(radius):
    image = data.camera()[100:164, 200:264]  # with many points that equal their pixel
    points = DenseLBP([64 - 2 * radius], 1, radius).transform([image])[0]
    shares = LBP([(8, radius)], "nri_uniform", grid=1).fit_transform([image])
    np.testing.assert_array_equal(points.descriptors, np.rint(255 * np.sqrt(shares)))


def test_brightness_and_contrast_do_not_matter():
    image = noise((1, 30, 30)) // 4
    expected = DenseLBP().transform(image)[0].descriptors
    np.testing.assert_array_equal(DenseLBP().transform(3 * image + 7)[0].descriptors, expected)


def test_squares_hold_pixels_whose_circle_lies_inside():
    image = noise((1, 18, 18))
    points = DenseLBP([12], step=1, radius=3).transform(image)[0]
    np.testing.assert_array_equal(points.positions, [[0.5, 0.5]])
    with pytest.raises(ValueError, match="needs an image of at least 20 pixels"):
        DenseLBP([12], radius=4).transform(image)
