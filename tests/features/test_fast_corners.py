import cv2
import numpy as np
import pytest
from sample_images import noise
from scipy.ndimage import maximum_filter

from classic_cls.features.fast_corners import FASTCorners
from classic_cls.kernels.fast_corners import fast_strengths

NOISE = noise((3, 40, 48))


def cells_of(extractor, images):
    """``(n, grid, grid, 2, 3)``: bright and dark; mean, max, count."""
    grid = extractor.grid
    return extractor.transform(images).reshape(len(images), grid, grid, 2, 3)


def corners_of(image, threshold):
    """Strength at every corner, 0 elsewhere, by our own strengths."""
    strength = np.maximum(*fast_strengths(image[None], threshold))[0]
    ring = np.ones((3, 3))
    ring[1, 1] = 0
    around = maximum_filter(strength, footprint=ring, mode="constant")
    return np.where(strength > around, strength, 0)


@pytest.mark.parametrize("threshold", [1, 10, 60, 254])
@pytest.mark.parametrize(
    "shape, smooth", [((40, 48), 0), ((61, 133), 1), ((7, 99), 0), ((9, 7), 0)]
)
def test_corners_equal_those_of_opencv(threshold, shape, smooth):
    for image in noise((3, *shape), smooth=smooth):
        expected = np.zeros(shape)
        for point in cv2.FastFeatureDetector_create(threshold).detect(image):
            expected[int(point.pt[1]), int(point.pt[0])] = point.response
        np.testing.assert_array_equal(corners_of(image, threshold), expected)


@pytest.mark.parametrize("threshold", [1, 10, 60])
def test_pixels_before_the_suppression_equal_those_of_opencv(threshold):
    for image in NOISE:
        detector = cv2.FastFeatureDetector_create(threshold, nonmaxSuppression=False)
        expected = np.zeros(image.shape, bool)
        for point in detector.detect(image):
            expected[int(point.pt[1]), int(point.pt[0])] = True
        bright, dark = fast_strengths(image[None], threshold)
        np.testing.assert_array_equal((bright[0] >= threshold) | (dark[0] >= threshold), expected)
        assert not (bright & dark).any()


def test_strengths_equal_the_definition():
    circle = [(0, -3), (1, -3), (2, -2), (3, -1), (3, 0), (3, 1), (2, 2), (1, 3)]
    circle += [(-x, -y) for x, y in circle]
    image = noise((3, 40, 48), smooth=0.7)[0].astype(int)
    bright, dark = fast_strengths(image[None].astype(np.uint8), 5)
    for y, x in np.argwhere(np.ones((34, 42))) + 3:
        around = np.array([image[y + dy, x + dx] for dx, dy in circle * 2]) - image[y, x]
        brightness = max(around[k : k + 9].min() for k in range(16))
        darkness = max(-around[k : k + 9].max() for k in range(16))
        assert bright[0, y, x] == (brightness - 1 if brightness > 5 else 0)
        assert dark[0, y, x] == (darkness - 1 if darkness > 5 else 0)


def test_cells_equal_the_definition():
    images = noise((3, 40, 48), smooth=0.7)
    cells = cells_of(FASTCorners(threshold=5), images)
    for image, cell in zip(images, cells, strict=True):
        corners = corners_of(image, 5)
        for kind, plane in enumerate(fast_strengths(image[None], 5)):
            blocks = plane[0].reshape(4, 10, 4, 12)
            count = ((corners > 0) & (plane[0] > 0)).reshape(4, 10, 4, 12).sum(axis=(1, 3))
            np.testing.assert_allclose(cell[..., kind, 0], blocks.mean(axis=(1, 3)), rtol=1e-6)
            np.testing.assert_array_equal(cell[..., kind, 1], blocks.max(axis=(1, 3)))
            np.testing.assert_array_equal(cell[..., kind, 2], count)


def test_mirroring_and_turning_permute_cells():
    extractor = FASTCorners(threshold=5)
    images = noise((3, 48, 48), smooth=0.7)
    cells = cells_of(extractor, images)
    for changed, expected in [
        (images[:, :, ::-1], cells[:, :, ::-1]),
        (images[:, ::-1], cells[:, ::-1]),
        (np.rot90(images, axes=(1, 2)), np.rot90(cells, axes=(1, 2))),
    ]:
        np.testing.assert_array_equal(cells_of(extractor, changed), expected)


def test_the_negative_swaps_bright_and_dark():
    images = noise((3, 40, 48), smooth=0.7)
    extractor = FASTCorners(threshold=5)
    np.testing.assert_array_equal(
        cells_of(extractor, 255 - images), cells_of(extractor, images)[..., ::-1, :]
    )


def test_more_light_changes_nothing():
    images = noise((3, 40, 48), smooth=0.7) // 2
    extractor = FASTCorners(threshold=5)
    np.testing.assert_array_equal(extractor.transform(images + 90), extractor.transform(images))


def test_ramps_edges_and_flat_images_give_zeros():
    ramp = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))
    edge = np.where(np.arange(64) < 30, 0, 255).astype(np.uint8)[:, None].repeat(64, axis=1)
    for image in (ramp, edge, ramp.T.copy(), np.full((64, 64), 200, np.uint8)):
        assert not FASTCorners().transform(image[None]).any()


def test_the_corners_of_a_square_are_dark():
    square = np.zeros((1, 32, 32), np.uint8)
    square[0, 8:24, 8:24] = 200
    cells = cells_of(FASTCorners(grid=2), square)[0]
    assert not cells[..., 0, :].any()
    np.testing.assert_array_equal(cells[..., 1, 1], 199)


def test_names():
    names = FASTCorners(grid=2).fit(NOISE).get_feature_names_out()
    assert len(names) == 24
    assert names[2:4].tolist() == ["fast_r0_c0_bright_count", "fast_r0_c0_dark_mean"]
    assert names[-2] == "fast_r1_c1_dark_max"


def test_an_image_smaller_than_the_grid_is_refused_and_than_the_circle_is_zero():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 5 pixels"):
        FASTCorners().fit(list(noise((3, 3, 5))))
    assert not FASTCorners(grid=1).transform(list(noise((3, 6, 40)))).any()
