import numpy as np
import pytest
from sample_images import noise
from skimage.filters import sobel_h, sobel_v

from classic_cls.features import EdgeHistogram

NOISE = noise((3, 40, 40))


def cells_of(extractor, images):
    """``(n, grid, grid, 1 + orientations)``: density, then the histogram."""
    grid = extractor.grid
    return extractor.transform(images).reshape(len(images), grid, grid, -1)


def reference(image, grid, orientations, threshold):
    """The definition, with scikit-image's gradients; the grid must divide the sides."""
    gy, gx = sobel_h(image.astype(float)), sobel_v(image.astype(float))
    length = np.hypot(gx, gy)
    turns = np.arctan2(gy, gx) % np.pi * orientations / np.pi
    bins = np.floor(turns + 0.5).astype(int) % orientations
    cells = []
    for rows in np.split(np.arange(image.shape[0]), grid):
        for columns in np.split(np.arange(image.shape[1]), grid):
            cell = np.ix_(rows, columns)
            sums = np.bincount(bins[cell].ravel(), length[cell].ravel(), orientations)
            cells.append([(length[cell] > threshold).mean(), *(sums / sums.sum())])
    return np.array(cells).ravel()


@pytest.mark.parametrize("grid, orientations, threshold", [(4, 8, 25), (1, 9, 100), (5, 6, 200.5)])
def test_equals_the_definition(grid, orientations, threshold):
    images = noise((3, 40, 60))
    images[2] //= 16
    extractor = EdgeHistogram(grid, orientations, threshold)
    expected = [reference(image, grid, orientations, threshold) for image in images]
    np.testing.assert_allclose(extractor.transform(images), expected, atol=1e-5)


@pytest.mark.parametrize("shape, grid", [((40, 44), 4), ((41, 43), 5)])
def test_mirroring_permutes_cells_and_bins(shape, grid):
    images = noise((3, *shape))
    extractor = EdgeHistogram(grid, orientations=8)
    cells = cells_of(extractor, images)
    opposite = [0, *(1 + -np.arange(8) % 8)]
    for mirrored, expected in [
        (images[:, :, ::-1], cells[:, :, ::-1]),
        (images[:, ::-1], cells[:, ::-1]),
    ]:
        cells_of_mirrored = cells_of(extractor, mirrored)
        np.testing.assert_allclose(cells_of_mirrored, expected[..., opposite], atol=1e-6)


def test_a_quarter_turn_shifts_bins_by_half():
    images = NOISE
    extractor = EdgeHistogram(grid=2, orientations=8)
    shifted = [0, *(1 + (np.arange(8) + 4) % 8)]
    turned = cells_of(extractor, np.rot90(images, axes=(1, 2)))
    expected = np.rot90(cells_of(extractor, images), axes=(1, 2))[..., shifted]
    np.testing.assert_allclose(turned, expected, atol=1e-6)


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_a_ramp_falls_into_the_bin_of_its_direction(angle):
    y, x = np.mgrid[:32, :32]
    direction = np.deg2rad(angle)
    ramp = 128 + 2 * (np.cos(direction) * (x - 16) + np.sin(direction) * (y - 16))
    cells = cells_of(EdgeHistogram(grid=1, orientations=4), ramp.astype(np.uint8)[None])
    assert cells[0, 0, 0, 1:].argmax() == angle // 45


def test_threshold_is_the_height_of_a_step():
    step = np.full((1, 16, 16), 100, np.uint8)
    step[..., 8:] = 130
    assert cells_of(EdgeHistogram(grid=1, threshold=29.9), step)[0, 0, 0, 0] == 2 / 16
    assert cells_of(EdgeHistogram(grid=1, threshold=30), step)[0, 0, 0, 0] == 0


def test_histograms_add_up_to_one_or_are_zero():
    images = noise((2, 32, 32))
    images[1, :16] = 9
    cells = cells_of(EdgeHistogram(grid=4), images)
    np.testing.assert_allclose(cells[0, ..., 1:].sum(axis=-1), 1, rtol=1e-5)
    assert not cells[1, 0].any() and cells[1, 3].any()
    assert not EdgeHistogram().transform([np.full((8, 8), 200, np.uint8)]).any()


def test_inverting_the_image_changes_nothing():
    images = NOISE
    extractor = EdgeHistogram()
    np.testing.assert_array_equal(extractor.transform(255 - images), extractor.transform(images))


def test_names():
    names = EdgeHistogram(grid=2, orientations=3).fit(NOISE).get_feature_names_out()
    assert names[:5].tolist() == [
        "edges_r0_c0_density", "edges_r0_c0_o0", "edges_r0_c0_o1", "edges_r0_c0_o2",
        "edges_r0_c1_density",
    ]
    assert names[-1] == "edges_r1_c1_o2"


@pytest.mark.parametrize("shape", [(3, 40), (40, 3), (1, 1)])
def test_an_image_smaller_than_the_grid_is_refused(shape):
    for method in (EdgeHistogram(grid=4).fit, EdgeHistogram(grid=4).transform):
        with pytest.raises(ValueError, match=f"grid=4 .* {shape[0]} x {shape[1]} pixels"):
            method(list(noise((3, *shape))))
    assert EdgeHistogram(grid=1).transform(list(noise((3, *shape)))).shape == (3, 9)
