import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.features.canny import CannyEdges
from classic_cls.kernels.canny import canny_edges

NOISE = noise((3, 40, 48), smooth=1)


def parts_of(extractor, images):
    """Threshold ``(n,)``, density ``(n, grid, grid)`` and orientations ``(n, grid, grid, o)``."""
    rows = extractor.transform(images)
    grid, orientations = extractor.grid, extractor.orientations
    cells = rows[:, 1:].reshape(len(images), grid, grid, 1 + orientations)
    return rows[:, 0], cells[..., 0], cells[..., 1:]


def gradients_of(image):
    """Sobel gradients by scipy's rule of the border, whole numbers."""
    padded = np.pad(image.astype(int), 1, mode="edge")
    rows, columns = padded[:-2] + 2 * padded[1:-1] + padded[2:], padded[2:] - padded[:-2]
    gx = rows[:, 2:] - rows[:, :-2]
    gy = columns[:, :-2] + 2 * columns[:, 1:-1] + columns[:, 2:]
    return gx, gy


@pytest.mark.parametrize("low, high", [(50, 100), (0, 0), (20.5, 55.3), (150, 400), (900, 1500)])
@pytest.mark.parametrize("shape, smooth", [((40, 48), 0), ((61, 133), 2), ((3, 4), 0), ((1, 9), 0)])
def test_edges_equal_those_of_opencv(low, high, shape, smooth):
    for image in noise((5, *shape), smooth=smooth):
        expected = cv2.Canny(image, low, high, L2gradient=True) > 0
        np.testing.assert_array_equal(canny_edges(image[None], low, high)[0], expected)


def test_cells_equal_the_definition():
    images = NOISE
    thresholds, densities, orientations = parts_of(CannyEdges(threshold=1.5), images)
    for i, image in enumerate(images):
        gx, gy = gradients_of(image)
        high = 1.5 * np.sqrt((gx**2 + gy**2).mean())
        np.testing.assert_allclose(thresholds[i], high / 4, rtol=1e-6)
        edges = cv2.Canny(image, high / 2, high, L2gradient=True) > 0
        blocks = edges.reshape(4, 10, 4, 12)
        np.testing.assert_allclose(densities[i], blocks.mean(axis=(1, 3)), rtol=1e-6)
        bins = np.rint(np.arctan2(gy, gx) * 8 / np.pi).astype(int) % 8
        for o in range(8):
            count = (edges & (bins == o)).reshape(4, 10, 4, 12).sum(axis=(1, 3))
            expected = count / np.maximum(blocks.sum(axis=(1, 3)), 1)
            np.testing.assert_allclose(orientations[i, ..., o], expected, rtol=1e-6)


def test_weak_edges_need_a_strong_one_beside():
    image = np.zeros((1, 40, 40), np.uint8)
    image[0, :20, 10:] = 100
    image[0, 20:, 10:] = 40
    both = canny_edges(image, 100, 300)[0]
    assert both[:, 8:12].any(axis=1).all()  # the weak half hangs on the strong one
    assert not canny_edges(image[:, 22:], 100, 300).any()


@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_images_have_no_edges(value):
    thresholds, densities, orientations = parts_of(
        CannyEdges(), np.full((1, 16, 16), value, np.uint8)
    )
    assert thresholds == 5 and not densities.any() and not orientations.any()


def test_faint_noise_is_no_edge():
    faint = 100 + noise((3, 40, 48)) % 3
    assert not parts_of(CannyEdges(), faint)[1].any()


def test_more_light_changes_nothing():
    images = NOISE // 2
    np.testing.assert_array_equal(
        CannyEdges().transform(images + 90), CannyEdges().transform(images)
    )


def test_more_contrast_changes_the_threshold_only():
    faint = np.clip(NOISE.astype(int) - 60, 0, 80).astype(np.uint8)
    before, after = (CannyEdges().transform(images) for images in (faint, faint * 3))
    np.testing.assert_allclose(after[:, 0], 3 * before[:, 0], rtol=1e-6)
    np.testing.assert_allclose(after[:, 1:], before[:, 1:], atol=1e-6)


def test_mirroring_and_turning_permute_cells_and_bins():
    """But for ties between neighbours, where the first counts: few in a smooth image."""
    images = noise((3, 96, 96), smooth=3)
    images = np.clip((images.astype(int) - 128) * 5 + 128, 0, 255).astype(np.uint8)
    extractor = CannyEdges(grid=2)
    thresholds, densities, orientations = parts_of(extractor, images)
    mirrored = orientations[:, :, ::-1][..., -np.arange(8) % 8]
    turned = np.rot90(orientations, axes=(1, 2))[..., (4 + np.arange(8)) % 8]
    for changed, density, expected in [
        (images[:, :, ::-1], densities[:, :, ::-1], mirrored),
        (np.rot90(images, axes=(1, 2)), np.rot90(densities, axes=(1, 2)), turned),
    ]:
        new_thresholds, new_densities, new_orientations = parts_of(extractor, changed)
        np.testing.assert_array_equal(new_thresholds, thresholds)
        np.testing.assert_allclose(new_densities, density, atol=0.01)
        np.testing.assert_allclose(new_orientations, expected, atol=0.05)


def test_edges_along_the_axes_have_bins_of_their_own():
    image = np.zeros((1, 32, 32), np.uint8)
    image[0, 16:] = 200
    _, density, orientations = parts_of(CannyEdges(grid=1), image)
    assert density == 1 / 32
    np.testing.assert_array_equal(orientations[0, 0, 0], np.eye(8)[4])


def test_a_higher_threshold_leaves_fewer_edges():
    settings = (0.1, 1, 2, 1e6)
    densities = [parts_of(CannyEdges(threshold=t), NOISE)[1].sum() for t in settings]
    assert densities[0] > densities[1] > densities[2] > densities[3] == 0


def test_names():
    names = CannyEdges(grid=2, orientations=4).fit(NOISE).get_feature_names_out()
    assert len(names) == 1 + 4 * 5
    assert names[[0, 1, 5, 6]].tolist() == [
        "canny_threshold", "canny_r0_c0_density", "canny_r0_c0_o3", "canny_r0_c1_density",
    ]


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 5 pixels"):
        CannyEdges().fit(list(noise((3, 3, 5), smooth=1.0)))
    assert np.isfinite(CannyEdges(grid=1).transform(list(noise((3, 1, 1))))).all()
