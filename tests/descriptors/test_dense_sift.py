"""Dense SIFT as a step: points, symmetries, and small, blank and grey images."""

import numpy as np
import pytest
from skimage import data

from classic_cls.descriptors import DenseSIFT, OpponentSIFT

SIZES = {"bin_sizes": [4, 7], "step": 3}
CATS = data.chelsea()[40:, 100:]


def photograph(height, width):
    return np.ascontiguousarray(CATS[:height, :width])


def by_cell(points, height, width, size, step):
    """``(rows, columns, channels, 4, 4, 8)`` of one size."""
    down, across = ((side - 1 - 3 * size) // step + 1 for side in (height, width))
    return points.descriptors.reshape(down, across, -1, 4, 4, 8).astype(int)


@pytest.mark.parametrize("step", [DenseSIFT, OpponentSIFT])
@pytest.mark.parametrize("size", [4, 5])
def test_turned_images_have_turned_descriptors(step, size):
    step = step(bin_sizes=[size], step=2)
    side = 3 * size + 1 + 2 * 9  # nothing is left over, so that the grid is symmetric
    image = photograph(side, side)
    here, mirrored, upended, turned = (
        by_cell(step.transform([np.ascontiguousarray(other)])[0], side, side, size, 2)
        for other in (image, image[:, ::-1], image[::-1], np.rot90(image))
    )
    o = np.arange(8)
    mirrored = mirrored[:, ::-1, :, :, ::-1][..., (4 - o) % 8]
    upended = upended[::-1, :, :, ::-1][..., -o % 8]
    # Turned to the left, what ran along a row runs upwards.
    turned = np.rot90(np.rot90(turned, -1, axes=(0, 1)), -1, axes=(3, 4))[..., (o - 2) % 8]
    for other in (mirrored, upended, turned):
        assert abs(other - here).max() <= 1  # but for rounding
        assert (other != here).mean() < 0.001


@pytest.mark.parametrize("step", [DenseSIFT(**SIZES), OpponentSIFT(**SIZES)])
def test_brightness_and_contrast_do_not_matter(step):
    image = photograph(60, 50) // 4
    here, brighter = (step.set_params(contrast=0).transform([i])[0] for i in (image, 3 * image + 9))
    if isinstance(step, DenseSIFT):
        image = image[..., 0]
        here, brighter = (step.transform([i])[0] for i in (image, 3 * image + 9))
    difference = abs(here.descriptors.astype(int) - brighter.descriptors)
    assert difference.max() <= 1


def test_points_are_the_middles_of_the_cells():
    points = DenseSIFT(bin_sizes=[4, 6], step=5).transform(np.zeros((1, 40, 33), np.uint8))[0]
    # First cells are centred on rows 1, 6 ... 26 and columns 0, 5 ... 20, and 6 pixels further on.
    y, x = np.meshgrid(1 + 5 * np.arange(6) + 6, 5 * np.arange(5) + 6, indexing="ij")
    expected = (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) / (33, 40)
    np.testing.assert_allclose(points.positions[:30], expected, rtol=1e-6)
    np.testing.assert_allclose(points.scales, np.repeat([16 / 33, 24 / 33], [30, 15]), rtol=1e-6)


def test_an_edge_is_where_it_is_seen():
    image = np.zeros((40, 60), np.uint8)
    image[:, 45:] = 200
    points = DenseSIFT(bin_sizes=[4], step=1).transform([image])[0]
    strongest = points.positions[points.descriptors.any(axis=1)]
    # Within reach of the outermost cells: 6 pixels to their centres, and 4 of the cells.
    reach = (abs(strongest[:, 0] * 60 - 45)).max()
    assert 8 < reach < 12
    directions = points.descriptors.reshape(-1, 8).sum(axis=0)
    assert directions[0] and not directions[1:].any()  # from dark to light, along rows


@pytest.mark.parametrize("step", [DenseSIFT(), OpponentSIFT()])
@pytest.mark.parametrize("side, n", [(16, 1), (28, 16 + 9 + 1), (32, 25 + 16 + 4 + 1)])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_small_images_have_the_smaller_sizes(step, side, n, channels):
    points = step.transform(np.full((1, side, side, *channels), 77, np.uint8))[0]
    assert len(points.descriptors) == n
    assert not points.descriptors.any()  # blank


@pytest.mark.parametrize("color", [(3, 5, 250), (255, 254, 253), (77, 1, 0)])
def test_one_colour_is_zero_without_a_threshold(color):
    image = np.full((60, 50, 3), color, np.uint8)
    assert not OpponentSIFT(contrast=0).transform([image])[0].descriptors.any()
    assert not DenseSIFT(contrast=0).transform([image])[0].descriptors.any()
    image[20, 20] = np.maximum(color, 1) - 1
    assert OpponentSIFT(contrast=0).transform([image])[0].descriptors[:, 256:].any()


def test_noise_below_the_contrast_is_zero():
    noise = np.random.default_rng(0).integers(100, 103, (1, 60, 60), dtype=np.uint8)
    assert not DenseSIFT().transform(noise)[0].descriptors.any()
    assert DenseSIFT(contrast=0).transform(noise)[0].descriptors.any(axis=1).all()


@pytest.mark.parametrize("root", [True, False])
def test_descriptors_are_of_one_length(root):
    found = DenseSIFT(contrast=0, root=root).transform([photograph(128, 128)])[0].descriptors
    assert (found == 255).mean() < 0.001
    norms = np.linalg.norm(found / 512, axis=1)
    assert abs(np.median(norms) - 1) < 0.01 and norms.max() < 1.02


def test_grey_images_have_no_opponent_colours():
    gray = photograph(50, 60)[..., 1]
    of_gray, of_three = (
        OpponentSIFT(**SIZES).transform([image])[0].descriptors
        for image in (gray, np.dstack([gray] * 3))
    )
    assert not of_gray[:, :256].any()
    np.testing.assert_array_equal(of_gray[:, 256:], DenseSIFT(**SIZES).transform([gray])[0][2])
    assert abs(of_three.astype(int) - of_gray).max() <= 1


def test_opponent_colours_are_those_of_their_definition():
    image = photograph(50, 60) // 6  # of few levels, so that differences fit into 8 bits
    found = OpponentSIFT(**SIZES, contrast=0).transform([image])[0].descriptors
    red, green, blue = np.moveaxis(image.astype(int), 2, 0)
    # Whole numbers in place of fractions: contrast does not matter.
    for part, channel in enumerate([red - green, red + green - 2 * blue, red + green + blue]):
        channel = (channel - channel.min()).astype(np.uint8)
        plain = DenseSIFT(**SIZES, contrast=0).transform([channel])[0].descriptors
        difference = abs(plain.astype(int) - found[:, 128 * part :][:, :128])
        assert difference.max() <= 1


@pytest.mark.parametrize("sizes", [(), (1,), (4.5,), ("a",), (4, 4), (129,)])
def test_bad_bin_sizes_are_told_as_such(sizes):
    with pytest.raises(ValueError, match="^DenseSIFT: bin_sizes is .*; give one or more"):
        DenseSIFT(bin_sizes=sizes).transform(np.zeros((1, 40, 40), np.uint8))


def test_too_small_images_are_told_as_such():
    message = r"^OpponentSIFT: bin_sizes=\(4, 6, 8, 10\): .* at least 13 pixels.* 12 x 40 "
    with pytest.raises(ValueError, match=message):
        OpponentSIFT().transform(np.zeros((1, 12, 40), np.uint8))
