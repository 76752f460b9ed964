import numpy as np
import pytest
from sample_images import noise
from scipy.ndimage import maximum_filter
from skimage.feature import corner_harris, corner_shi_tomasi, structure_tensor

from classic_cls.features import CornerGrid
from classic_cls.kernels.corners import corner_response

NOISE = noise((3, 40, 48))
METHODS = ("harris", "shi_tomasi")


def cells_of(extractor, images):
    """``(n, grid, grid, 3)``: mean, max, count."""
    return extractor.transform(images).reshape(len(images), extractor.grid, extractor.grid, 3)


def square(side=32, low=0, high=255):
    image = np.full((1, side, side), low, np.uint8)
    image[0, side // 4 : -side // 4, side // 4 : -side // 4] = high
    return image


@pytest.mark.parametrize("sigma, k", [(1, 0.05), (1.7, 0.04)])
def test_responses_equal_scikit_image_inside(sigma, k):
    border = int(4 * sigma + 0.5) + 1
    inside = np.s_[border:-border, border:-border]
    for image in NOISE:
        for method, expected in [
            ("harris", corner_harris(image, k=k, sigma=sigma)),
            ("shi_tomasi", corner_shi_tomasi(image, sigma=sigma)),
        ]:
            response = corner_response(image[None], method, sigma, k)[0]
            scale = np.abs(expected).max()
            np.testing.assert_allclose(response[inside], expected[inside], atol=1e-5 * scale)


@pytest.mark.parametrize("shape", [(40, 48), (5, 3), (2, 9)])
def test_responses_at_the_border_continue_the_image(shape):
    image = noise((3, *shape))[0]
    a, b, c = structure_tensor(image / 255, sigma=1, mode="nearest", order="rc")
    expected = a * c - b**2 - 0.05 * (a + c) ** 2
    response = corner_response(image[None], "harris")[0]
    np.testing.assert_allclose(response, expected, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("method", METHODS)
def test_cells_equal_the_definition(method):
    images = NOISE
    cells = cells_of(CornerGrid(method, grid=4, threshold=0.1), images)
    for image, cell in zip(images, cells, strict=True):
        response = corner_response(image[None], method)[0]
        power = 1 / 4 if method == "harris" else 1 / 2
        rooted = (np.sign(response) * np.abs(response) ** power).reshape(4, 10, 4, 12)
        corner = (response == maximum_filter(response, 3)) & (response > 0.1 * response.max())
        np.testing.assert_allclose(cell[..., 0], rooted.mean(axis=(1, 3)), atol=1e-5)
        np.testing.assert_allclose(cell[..., 1], rooted.max(axis=(1, 3)), rtol=1e-5)
        np.testing.assert_array_equal(cell[..., 2], corner.reshape(4, 10, 4, 12).sum(axis=(1, 3)))


@pytest.mark.parametrize("method", METHODS)
def test_a_square_has_four_corners(method):
    for image in (square(), square(low=100, high=110), square(low=255, high=0)):
        np.testing.assert_array_equal(cells_of(CornerGrid(method, grid=2), image)[0, ..., 2], 1)


def test_a_checkerboard_counts_each_crossing_once():
    board = np.kron(np.indices((6, 6)).sum(axis=0) % 2, np.ones((8, 8))).astype(np.uint8) * 255
    assert cells_of(CornerGrid("shi_tomasi", grid=1, threshold=0.5), board[None])[0, 0, 0, 2] == 25


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_images_give_zeros(method, value):
    assert not CornerGrid(method).transform(np.full((1, 16, 16), value, np.uint8)).any()


@pytest.mark.parametrize("method", METHODS)
def test_ramps_and_straight_edges_have_no_corner(method):
    ramp = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))
    edge = np.where(np.arange(64) < 30, 0, 255).astype(np.uint8)[:, None].repeat(64, axis=1)
    for image in (ramp, edge, ramp.T.copy()):
        assert not cells_of(CornerGrid(method), image[None])[..., 2].any()


@pytest.mark.parametrize("method", METHODS)
def test_one_grey_level_of_noise_is_no_corner(method):
    almost_flat = np.full((1, 32, 32), 100, np.uint8)
    almost_flat[0, 5::8, 5::8] = 101
    assert not cells_of(CornerGrid(method), almost_flat)[..., 2].any()
    almost_flat[0, 5::8, 5::8] = 120
    assert cells_of(CornerGrid(method), almost_flat)[..., 2].sum() >= 16


def test_harris_is_negative_on_edges():
    edge = np.where(np.arange(32) < 16, 0, 255).astype(np.uint8)[None, None].repeat(32, axis=1)
    assert cells_of(CornerGrid(grid=1), edge)[0, 0, 0, 0] < 0


@pytest.mark.parametrize("method", METHODS)
def test_mirroring_and_turning_permute_cells(method):
    extractor = CornerGrid(method)
    images = noise((3, 48, 48))
    cells = cells_of(extractor, images)
    for changed, expected in [
        (images[:, :, ::-1], cells[:, :, ::-1]),
        (images[:, ::-1], cells[:, ::-1]),
        (np.rot90(images, axes=(1, 2)), np.rot90(cells, axes=(1, 2))),
    ]:
        np.testing.assert_allclose(cells_of(extractor, changed), expected, atol=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_responses_are_proportional_to_contrast(method):
    faint, strong = (cells_of(CornerGrid(method), square(low=0, high=h)) for h in (50, 250))
    np.testing.assert_allclose(strong[..., :2], 5 * faint[..., :2], rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(strong[..., 2], faint[..., 2])


def test_a_higher_threshold_leaves_fewer_corners():
    counts = [cells_of(CornerGrid(threshold=t), NOISE)[..., 2].sum() for t in (0, 0.1, 0.5)]
    assert counts[0] > counts[1] > counts[2] > 0


def test_names():
    names = CornerGrid(grid=2).fit(NOISE).get_feature_names_out()
    assert len(names) == 12
    assert names[2:4].tolist() == ["corners_r0_c0_count", "corners_r0_c1_mean"]
    assert names[-2] == "corners_r1_c1_max"


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 5 pixels"):
        CornerGrid().fit(list(noise((3, 3, 5))))
    assert np.isfinite(CornerGrid(grid=1, sigma=3).transform(list(noise((3, 1, 1))))).all()
