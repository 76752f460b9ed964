"""HOG against scikit-image, and the symmetries that any HOG has."""

import numpy as np
import pytest
from sample_images import noise
from skimage.feature import hog as reference

from classic_cls import HOG
from classic_cls.kernels.hog import BLOCK_NORMS, count_blocks

GEOMETRIES = [
    # image, cell, block
    ((64, 64), (8, 8), (2, 2)),
    ((37, 41), (8, 8), (3, 3)),  # odd sides, pixels left over
    ((40, 23), (5, 7), (2, 1)),  # odd cells, not square
    ((9, 33), (3, 4), (1, 3)),
    ((16, 16), (8, 8), (2, 2)),  # exactly one block
    ((5, 6), (1, 1), (2, 2)),  # cells of one pixel
    ((2, 2), (2, 2), (1, 1)),  # no pixel with two neighbours
    ((1, 1), (1, 1), (1, 1)),
]


def smooth(shape):
    """Slow waves, so that gradients are short and often equal in two channels."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(float)
    phases = np.arange(np.prod(shape[2:], dtype=int)).reshape(shape[2:])
    y, x = (a.reshape(*shape[:2], *[1] * len(shape[2:])) for a in (y, x))
    return (127 + 60 * np.sin(x / 7 + phases) + 60 * np.cos(y / 5 - phases)).astype(np.uint8)


def expected(image, orientations=9, cell=(8, 8), block=(2, 2), block_norm="L2-Hys", sqrt=False):
    channel_axis = -1 if image.ndim == 3 else None
    return reference(image, orientations, cell, block, block_norm, transform_sqrt=sqrt,
                     channel_axis=channel_axis)


@pytest.mark.parametrize("color", [False, True], ids=["grey", "colour"])
@pytest.mark.parametrize("block_norm", BLOCK_NORMS)
@pytest.mark.parametrize("size, cell, block", GEOMETRIES)
def test_equals_scikit_image(size, cell, block, block_norm, color):
    shape = (*size, 3) if color else size
    for image in (noise(shape), noise(shape, levels=3), smooth(shape)):
        for orientations in (1, 4, 9, 18):
            parameters = (orientations, cell, block, block_norm)
            actual = HOG(*parameters).transform([image])[0]
            assert np.abs(actual - expected(image, *parameters)).max() < 1e-5


@pytest.mark.parametrize("orientations", [2, 3, 5, 6, 7, 8, 12, 31, 36, 180, 255])
def test_bins_equal_those_of_scikit_image(orientations):
    """All gradients between multiples of 5, many of them on the edges of bins."""
    image = noise((64, 64), levels=52) * 5
    actual = HOG(orientations).transform([image])[0]
    assert np.abs(actual - expected(image, orientations)).max() < 1e-5


def test_large_cells_equal_scikit_image():
    image = noise((300, 280, 3))
    actual = HOG(cell=140, block=(2, 1)).transform([image])[0]
    assert np.abs(actual - expected(image, cell=(140, 140), block=(2, 1))).max() < 1e-5


def test_equal_lengths_choose_the_channel_of_scikit_image():
    """Gradients of one length whose ``hypot`` differs in the last digit."""
    y, x = np.mgrid[:256, :256].astype(float)
    squares = (x**2 + y**2).astype(int)
    uneven = np.unique(squares[np.hypot(x, y) != np.sqrt(squares)])
    images = []
    for square in uneven:
        ways = np.argwhere(squares == square)
        for first, second in zip(ways, np.roll(ways, 1, axis=0), strict=True):
            image = np.zeros((3, 3, 3), np.uint8)
            for channel, (gy, gx) in enumerate((first, second)):
                image[2, 1, channel], image[1, 2, channel] = gy, gx
            images.append(image)
    actual = HOG(cell=3, block=1).transform(images) if images else []
    for row, image in zip(actual, images, strict=True):
        assert np.abs(row - expected(image, cell=(3, 3), block=(1, 1))).max() < 1e-5


def strongest_gradients(image):
    """Gradients of the square root of an image, as scikit-image chooses them."""
    roots = np.sqrt(image.astype(float)).reshape(*image.shape[:2], -1)
    gx, gy = np.zeros_like(roots), np.zeros_like(roots)
    gx[:, 1:-1] = roots[:, 2:] - roots[:, :-2]
    gy[1:-1] = roots[2:] - roots[:-2]
    strongest = np.hypot(gx, gy).argmax(axis=2)[..., None]
    return (np.take_along_axis(g, strongest, axis=2)[..., 0] for g in (gx, gy))


def clear_columns(image, orientations, cell, block):
    """Columns of blocks without a gradient within 1e-9 degrees of the edge of a bin."""
    gx, gy = strongest_gradients(image)
    angles = np.rad2deg(np.arctan2(gy, gx)) % 180
    edges = (180 / orientations * np.arange(orientations + 1)).astype(np.float32).astype(float)
    doubtful = np.abs(angles[..., None] - edges).min(axis=-1) < 1e-9
    doubtful &= (gx != 0) & (gy != 0)  # along the axes nothing is rounded
    clear = np.empty((*count_blocks(image.shape, cell, block), *block, orientations), bool)
    for row, col in np.ndindex(clear.shape[:2]):
        pixels = doubtful[row * cell[0] : (row + block[0]) * cell[0],
                          col * cell[1] : (col + block[1]) * cell[1]]
        clear[row, col] = not pixels.any()
    return clear.ravel()


@pytest.mark.parametrize("color", [False, True], ids=["grey", "colour"])
@pytest.mark.parametrize("size, cell, block", GEOMETRIES)
def test_square_root_equals_scikit_image(size, cell, block, color):
    shape = (*size, 3) if color else size
    for image in (noise(shape), noise(shape, levels=3), smooth(shape)):
        for orientations in (4, 9):
            parameters = (orientations, cell, block, "L2-Hys", True)
            actual = HOG(*parameters).transform([image])[0]
            clear = clear_columns(image, orientations, cell, block)
            difference = np.abs(actual - expected(image, *parameters))
            assert difference[clear].max(initial=0) < 1e-5


def test_most_columns_are_clear():
    """Otherwise the test above would test nothing."""
    for image in (noise((64, 64)), noise((64, 64, 3))):
        assert clear_columns(image, 9, (8, 8), (2, 2)).mean() > 0.8


def in_blocks(images, extractor):
    """Rows as arrays (block row, block column, cell row, cell column, orientation)."""
    shape = images[0].shape
    cell, block = ((size, size) for size in (extractor.cell, extractor.block))
    blocks = (*count_blocks(shape, cell, block), *block, extractor.orientations)
    return extractor.transform(images).reshape(len(images), *blocks)


@pytest.mark.parametrize("sqrt", [False, True])
@pytest.mark.parametrize("shape", [(32, 40), (32, 40, 3)], ids=["grey", "colour"])
def test_half_turn_reverses_cells(shape, sqrt):
    image = noise(shape)
    upright, turned = in_blocks([image, image[::-1, ::-1]], HOG(sqrt=sqrt))
    np.testing.assert_allclose(turned, upright[::-1, ::-1, ::-1, ::-1], atol=1e-6)


@pytest.mark.parametrize("axis", [0, 1], ids=["upside down", "left to right"])
def test_mirror_reverses_cells_and_orientations(axis):
    # Stripes keep every gradient off 0 degrees, where a bin holds one of its two edges only.
    image = noise((32, 40), levels=50) + 100 * (np.arange(32) // 2 % 2).astype(np.uint8)[:, None]
    image[[0, -1]] = 60
    upright, mirrored = in_blocks([image, np.flip(image, axis)], HOG())
    permuted = np.flip(upright, (axis, axis + 2, 4))
    np.testing.assert_allclose(mirrored, permuted, atol=1e-6)


@pytest.mark.parametrize("shape", [(32, 40), (32, 40, 3)], ids=["grey", "colour"])
def test_negative_has_the_same_rows(shape):
    image = noise(shape)
    np.testing.assert_array_equal(*HOG().transform([image, 255 - image]))


def test_colour_of_equal_channels_is_grey():
    image = noise((32, 40))
    for sqrt in (False, True):
        colored = np.repeat(image[..., None], 3, axis=-1)
        grey_row, color_row = HOG(sqrt=sqrt).transform([image, colored])
        np.testing.assert_array_equal(grey_row, color_row)


@pytest.mark.parametrize("block_norm", BLOCK_NORMS)
@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_image_gives_zeros(block_norm, value):
    images = [np.full((32, 32), value, np.uint8), np.full((32, 32, 3), value, np.uint8)]
    for sqrt in (False, True):
        assert not HOG(block_norm=block_norm, sqrt=sqrt).transform(images).any()


@pytest.mark.parametrize("sqrt", [False, True])
@pytest.mark.parametrize("shape", [(90, 32, 32), (30, 32, 32, 3)], ids=["grey", "colour"])
def test_batch_equals_one_by_one(shape, sqrt):
    """More images than are handled at a time."""
    images = noise(shape)
    extractor = HOG(sqrt=sqrt)
    together = extractor.transform(images)
    np.testing.assert_array_equal(together, extractor.transform(list(images)))
    alone = [extractor.transform([image])[0] for image in images]
    np.testing.assert_array_equal(together, alone)


def test_length_does_not_depend_on_the_content():
    lengths = {HOG().transform([image]).shape
               for image in (noise((40, 30)), noise((40, 30, 3)), np.zeros((40, 30), np.uint8))}
    assert lengths == {(1, 4 * 2 * 36)}


@pytest.mark.parametrize("block", [1, (2, 3), (12, 1), (1, 12)])
def test_names_are_as_many_as_columns_and_unique(block):
    extractor = HOG(orientations=12, cell=2, block=block)
    columns = extractor.fit_transform([noise((26, 28))]).shape[1]
    names = extractor.get_feature_names_out()
    assert len(names) == len(set(names)) == columns


def test_names_say_what_columns_look_at():
    image = np.zeros((32, 32), np.uint8)
    image[12, 20] = 100  # above and below it gradients point down and up: 90 degrees
    extractor = HOG(orientations=4)
    row = extractor.fit_transform([image])[0]
    named = set(extractor.get_feature_names_out()[row > 0])
    assert named == {
        f"hog_r{1 - i}_c{2 - j}_b{i}x{j}_o{o}" for i in (0, 1) for j in (0, 1) for o in (0, 2)
    }


def test_int_and_pair_are_the_same():
    images = [noise((32, 32))]
    np.testing.assert_array_equal(
        HOG(cell=8, block=2).transform(images), HOG(cell=[8, 8], block=(2, 2)).transform(images)
    )


@pytest.mark.parametrize("method", ["fit", "transform"])
def test_too_small_image_is_refused_with_a_remedy(method):
    with pytest.raises(ValueError, match=r"15 x 40 .* 16 x 16 .*smaller cell.*Resize"):
        getattr(HOG(), method)([noise((15, 40, 3))])


def signed_reference(image, orientations, cell, sqrt):
    """Cells of signed orientations, each normalised alone, pixel by pixel."""
    values = image.astype(float).reshape(*image.shape[:2], -1)
    values = np.sqrt(values) if sqrt else values
    gx, gy = np.zeros_like(values), np.zeros_like(values)
    gx[:, 1:-1] = values[:, 2:] - values[:, :-2]
    gy[1:-1] = values[2:] - values[:-2]
    grid = image.shape[0] // cell, image.shape[1] // cell
    cells = np.zeros((*grid, orientations))
    for row, col in np.ndindex(grid[0] * cell, grid[1] * cell):
        lengths = np.hypot(gx[row, col], gy[row, col])
        x, y = gx[row, col, lengths.argmax()], gy[row, col, lengths.argmax()]
        angle = np.rad2deg(np.arctan2(y, x)) % 360
        bin_ = int(angle * orientations / 360) % orientations
        cells[row // cell, col // cell, bin_] += lengths.max() / cell**2
    return (cells / np.sqrt((cells**2).sum(axis=-1, keepdims=True) + 1e-10)).ravel()


@pytest.mark.parametrize("color", [False, True], ids=["grey", "colour"])
@pytest.mark.parametrize("sqrt", [False, True])
@pytest.mark.parametrize("orientations", [1, 2, 3, 8, 9, 18])
def test_signed_equals_the_definition(orientations, sqrt, color):
    image = noise((21, 26, 3) if color else (21, 26), levels=200)
    extractor = HOG(orientations, cell=5, block=1, block_norm="L2", sqrt=sqrt, signed=True)
    expected = signed_reference(image, orientations, 5, sqrt)
    assert np.abs(extractor.transform([image])[0] - expected).max() < 1e-5


@pytest.mark.parametrize("sqrt", [False, True])
@pytest.mark.parametrize("orientations", [1, 4, 9])
def test_opposite_signed_bins_add_up_to_unsigned_ones(orientations, sqrt):
    image = noise((40, 40))
    shared = {"cell": 40, "block": 1, "block_norm": "L1", "sqrt": sqrt}
    unsigned = HOG(orientations, **shared).transform([image])
    signed = HOG(2 * orientations, signed=True, **shared).transform([image])
    np.testing.assert_allclose(signed.reshape(2, -1).sum(axis=0), unsigned[0], atol=1e-6)


def test_negative_turns_signed_orientations_by_180_degrees():
    image = noise((32, 40))
    row, negative = in_blocks([image, 255 - image], HOG(18, signed=True))
    np.testing.assert_allclose(negative, np.roll(row, 9, axis=-1), atol=1e-6)


@pytest.mark.parametrize("sqrt", [False, True])
def test_half_turn_of_the_image_turns_signed_orientations(sqrt):
    image = noise((32, 40, 3))
    upright, turned = in_blocks([image, image[::-1, ::-1]], HOG(8, sqrt=sqrt, signed=True))
    expected = np.roll(upright[::-1, ::-1, ::-1, ::-1], 4, axis=-1)
    np.testing.assert_allclose(turned, expected, atol=1e-6)
