"""Edge histogram descriptor against its definition, and its symmetries."""

import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import EdgeHistogramDescriptor
from classic_cls.kernels.color import to_gray
from classic_cls.kernels.mpeg7_edges import block_size

TYPES = ("vertical", "horizontal", "45", "135", "nondirectional")
ROOT = np.sqrt(2)
FILTERS = np.array([
    [[1, -1], [1, -1]], [[1, 1], [-1, -1]], [[ROOT, 0], [0, -ROOT]], [[0, ROOT], [-ROOT, 0]],
    [[2, -2], [-2, 2]],
])


def in_parts(images, threshold=11):
    """``(n, row, column, type)``"""
    return EdgeHistogramDescriptor(threshold).transform(images).reshape(-1, 4, 4, 5)


def reference(image, threshold):
    height, width = image.shape
    size = block_size(image.shape)
    edges, blocks = np.zeros((4, 4, 5)), np.zeros((4, 4, 1))
    for y in range(0, height - size + 1, size):
        for x in range(0, width - size + 1, size):
            block = image[y : y + size, x : x + size].astype(float)
            quarters = block.reshape(2, size // 2, 2, size // 2).mean(axis=(1, 3))
            strengths = np.abs((FILTERS * quarters).sum(axis=(1, 2))).round(9)
            part = 4 * y // height, 4 * x // width
            blocks[part] += 1
            if strengths.max() >= threshold:
                edges[part][strengths.argmax()] += 1
    return edges / np.maximum(blocks, 1)


@pytest.mark.parametrize("threshold", [0, 11, 100.5])
@pytest.mark.parametrize("shape", [(64, 64), (41, 53), (8, 9), (135, 180), (200, 300), (8, 3000)])
def test_equals_the_definition(shape, threshold):
    for image in (noise(shape), noise(shape, levels=12), noise(shape, levels=3)):
        np.testing.assert_allclose(in_parts([image], threshold)[0], reference(image, threshold),
                                   atol=1e-6)


@pytest.mark.parametrize("shape, size", [
    ((480, 640), 16), ((256, 256), 6), ((128, 128), 2), ((10, 10), 2), ((9, 100_000), 8),
])
def test_some_1100_blocks_that_fit_into_the_image(shape, size):
    assert block_size(shape) == size


@pytest.mark.parametrize("angle, type_", [(0, 0), (90, 1), (45, 2), (135, 3)])
def test_a_ramp_is_an_edge_of_its_direction(angle, type_):
    y, x = np.mgrid[:64, :64]
    across = np.deg2rad(angle)
    ramp = 128 + 8 * ((np.cos(across) * x + np.sin(across) * y) % 16 - 8)
    kinds = in_parts([ramp.astype(np.uint8)], threshold=5)[0].sum(axis=(0, 1))
    assert kinds.argmax() == type_ and kinds[type_] > 0.8 * kinds.sum()


def test_a_checkerboard_has_no_direction():
    board = 100 * (np.indices((32, 32)).sum(axis=0) % 2).astype(np.uint8)
    np.testing.assert_array_equal(in_parts([board])[0], np.tile([0, 0, 0, 0, 1], (4, 4, 1)))


def test_mirroring_exchanges_diagonals():
    image = noise((64, 96))  # blocks of 2 x 2 fill the parts
    parts, mirrored, upside_down = in_parts([image, image[:, ::-1], image[::-1]])
    diagonals = [0, 1, 3, 2, 4]
    np.testing.assert_array_equal(mirrored, parts[:, ::-1, diagonals])
    np.testing.assert_array_equal(upside_down, parts[::-1, :, diagonals])


def test_a_quarter_turn_exchanges_vertical_and_horizontal():
    image = noise((64, 96))
    parts, turned = in_parts([image])[0], in_parts([np.rot90(image)])[0]
    np.testing.assert_array_equal(turned, np.rot90(parts)[..., [1, 0, 3, 2, 4]])


def test_brightness_does_not_matter_and_contrast_does():
    image = noise((64, 64), levels=100)
    parts, brighter, stronger = in_parts([image, image + 100, 2 * image], threshold=50)
    np.testing.assert_array_equal(parts, brighter)
    assert stronger.sum() > parts.sum()
    np.testing.assert_array_equal(stronger, in_parts([image], threshold=25)[0])


def test_colour_is_taken_in_luminance():
    image = noise((3, 40, 48, 3))
    np.testing.assert_array_equal(in_parts(image), in_parts(to_gray(image)))


@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_image_has_no_edges(value):
    assert not in_parts([np.full((48, 40, 3), value, np.uint8)]).any()


def test_names_say_what_columns_look_at():
    image = np.zeros((32, 32), np.uint8)
    image[20, 10:12] = 100  # the upper row of a block, in the third row and second column of parts
    descriptor = EdgeHistogramDescriptor().fit([image])
    names = descriptor.get_feature_names_out()
    assert len(names) == 80
    assert names[:5].tolist() == [f"mpeg7_edges_r0_c0_{type_}" for type_ in TYPES]
    assert names[descriptor.transform([image])[0] > 0] == ["mpeg7_edges_r2_c1_horizontal"]


@pytest.mark.parametrize("shape", [(7, 40), (40, 7, 3), (1, 1)])
def test_too_small_image_is_refused_with_a_remedy(shape):
    for method in ("fit", "transform"):
        with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]} pixels .*Resize"):
            getattr(EdgeHistogramDescriptor(), method)([noise(shape)])
