"""HOG of Felzenszwalb et al. against a slow reference, and its symmetries."""

import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import FelzenszwalbHOG
from classic_cls.kernels.felzenszwalb_hog import count_cells


def in_cells(images, extractor):
    """``(n, cell row, cell column, 3 * orientations + 4)``"""
    cells = count_cells(images[0].shape, extractor.cell)
    return extractor.transform(images).reshape(len(images), *cells, -1)


def nearest_bin(x, y, n):
    """Ties go to the first axis, as in VLFeat."""
    angles = np.pi * np.arange(n) / n
    shadows = (x * np.cos(angles) + y * np.sin(angles)) / np.hypot(x, y)
    axis = np.abs(shadows).round(9).argmax()
    return axis + n * (shadows[axis] < 0)


def signed_sums(image, n, cell):
    values = image.astype(float).reshape(*image.shape[:2], -1)
    rows, cols = count_cells(image.shape, cell)
    sums = np.zeros((rows, cols, 2 * n))
    for y in range(1, image.shape[0] - 1):
        for x in range(1, image.shape[1] - 1):
            gx, gy = values[y, x + 1] - values[y, x - 1], values[y + 1, x] - values[y - 1, x]
            longest = (gx**2 + gy**2).argmax()
            length = np.hypot(gx[longest], gy[longest])
            if length == 0:
                continue
            bin_ = nearest_bin(gx[longest], gy[longest], n)
            down = np.maximum(1 - np.abs((y + 0.5) / cell - 0.5 - np.arange(rows)), 0)
            across = np.maximum(1 - np.abs((x + 0.5) / cell - 0.5 - np.arange(cols)), 0)
            sums[..., bin_] += length * np.outer(down, across)
    return sums


def reference(image, n, cell):
    signed = signed_sums(image, n, cell)
    unsigned = signed[..., :n] + signed[..., n:]
    energy = np.pad((unsigned**2).sum(axis=-1), 1, mode="edge")
    blocks = energy[:-1, :-1] + energy[:-1, 1:] + energy[1:, :-1] + energy[1:, 1:] + 1e-4
    around = [blocks[:-1, :-1], blocks[:-1, 1:], blocks[1:, :-1], blocks[1:, 1:]]
    both = np.concatenate([signed, unsigned], axis=-1)
    values = [np.minimum(both / np.sqrt(block)[..., None], 0.2) for block in around]
    texture = [v[..., 2 * n :].sum(axis=-1) / np.sqrt(18) for v in values]
    return np.concatenate([sum(values) / 2, np.stack(texture, axis=-1)], axis=-1)


@pytest.mark.parametrize("n, cell", [(9, 8), (4, 5), (1, 3), (6, 1), (2, 16)])
@pytest.mark.parametrize("shape", [(24, 32), (27, 20), (21, 22, 3)])
def test_equals_the_definition(shape, n, cell):
    extractor = FelzenszwalbHOG(n, cell)
    for image in (noise(shape), noise(shape, levels=4), noise(shape, levels=2) // 2):
        actual = in_cells([image], extractor)[0]
        np.testing.assert_allclose(actual, reference(image, n, cell), atol=1e-5)


def mirrored_columns(n, exchange):
    """Where each column goes when gradients ``gx`` (left-right) or ``gy`` change their sign."""
    turn = n if exchange == (1, 0, 3, 2) else 0
    signed = (turn - np.arange(2 * n)) % (2 * n)
    return [*signed, *(2 * n + signed[:n] % n), *(3 * n + np.array(exchange))]


# Seven times a small value plus 100 and 0 in turn: no gradient is straight up or down, where
# an odd number of bins has an edge.
def without_upright_gradients(shape):
    return 7 * noise(shape, levels=20) + 100 * (np.arange(shape[1]) // 2 % 2).astype(np.uint8)


@pytest.mark.parametrize("n, cell", [(9, 8), (8, 4)])
@pytest.mark.parametrize("axis, exchange", [(1, (1, 0, 3, 2)), (0, (2, 3, 0, 1))],
                         ids=["left to right", "upside down"])
def test_mirroring_permutes_cells_and_columns(n, cell, axis, exchange):
    image = without_upright_gradients((32, 48))
    extractor = FelzenszwalbHOG(n, cell)
    upright, mirrored = in_cells([image, np.flip(image, axis)], extractor)
    expected = np.flip(upright, axis)[..., mirrored_columns(n, exchange)]
    np.testing.assert_allclose(mirrored, expected, atol=1e-5)


def test_half_a_turn_opposes_signed_bins():
    image = noise((32, 40, 3))
    upright, turned = in_cells([image, image[::-1, ::-1]], FelzenszwalbHOG())
    columns = [*range(9, 18), *range(9), *range(18, 27), 30, 29, 28, 27]
    np.testing.assert_allclose(turned, upright[::-1, ::-1][..., columns], atol=1e-5)


def test_a_negative_opposes_signed_bins_only():
    image = noise((32, 40))
    positive, negative = in_cells([image, 255 - image], FelzenszwalbHOG())
    columns = [*range(9, 18), *range(9), *range(18, 31)]
    np.testing.assert_allclose(negative, positive[..., columns], atol=1e-5)


def test_brightness_and_contrast_do_not_matter():
    image = noise((32, 40), levels=80)
    rows = FelzenszwalbHOG().transform([image, image + 90, 3 * image])
    np.testing.assert_allclose(rows[1:], rows[[0, 0]], atol=1e-5)


@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_image_gives_zeros(value):
    images = [np.full((32, 32), value, np.uint8), np.full((32, 32, 3), value, np.uint8)]
    assert not FelzenszwalbHOG().transform(images).any()


def test_values_stay_within_their_ranges():
    cells = in_cells([noise((64, 64)), noise((64, 64), levels=2) * 255], FelzenszwalbHOG())
    assert cells.min() >= 0
    assert cells[..., :27].max() <= 0.4 + 1e-6
    assert cells[..., 27:].max() <= 9 * 0.2 / np.sqrt(18) + 1e-6


def test_colour_of_equal_channels_is_grey():
    image = noise((32, 40))
    rows = FelzenszwalbHOG().transform([image, np.repeat(image[..., None], 3, axis=-1)])
    np.testing.assert_array_equal(*rows)


def test_names_say_what_columns_look_at():
    image = np.zeros((24, 24), np.uint8)
    image[:, 22:] = 100  # gradients to the right in the last cells
    extractor = FelzenszwalbHOG(orientations=4).fit([image])
    names = extractor.get_feature_names_out()
    assert len(names) == 3 * 3 * 16
    last = {name for name in names[extractor.transform([image])[0] > 0] if "r1_c2" in name}
    blocks = ("upper_left", "upper_right", "lower_left", "lower_right")
    assert last == {f"hog_felzenszwalb_r1_c2_{column}" for column in
                    ("signed0", "unsigned0", *(f"texture_{block}" for block in blocks))}


def test_too_small_image_is_refused_with_a_remedy():
    with pytest.raises(ValueError, match=r"3 x 40 .*half a cell .*cell=8.*Resize"):
        FelzenszwalbHOG().fit([noise((3, 40, 3))])
