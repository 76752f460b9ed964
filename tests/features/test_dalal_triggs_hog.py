"""Interpolated HOG against OpenCV, where it has one, and against a slow reference."""

import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import HOG, DalalTriggsHOG
from classic_cls.kernels.hog import count_blocks

SETTINGS = [
    {},
    {"sqrt": False},
    {"signed": True, "orientations": 18},
    {"block": 1, "cell": 5, "orientations": 7},
    {"block": 3, "cell": 6, "sqrt": False},
    {"block": 4, "cell": 4, "orientations": 3},
    {"cell": 1, "orientations": 2, "signed": True},
]


def images():
    y, x = np.mgrid[:50, :37]
    waves = 127 + 60 * np.sin(x / 7) + 60 * np.cos(y / 5)
    return [noise((40, 40)), noise((33, 46, 3)), noise((37, 29), levels=9), waves.astype(np.uint8)]


def in_blocks(row, image, extractor):
    """``(block row, block column, cell row, cell column, orientation)``"""
    cell, block = extractor.cell, extractor.block
    blocks = count_blocks(image.shape, (cell, cell), (block, block))
    return row.reshape(*blocks, block, block, extractor.orientations)


def gradients(image, sqrt):
    values = image.astype(float).reshape(*image.shape[:2], -1)
    values = np.sqrt(values) if sqrt else values
    gx, gy = np.zeros_like(values), np.zeros_like(values)
    gx[:, 1:-1] = values[:, 2:] - values[:, :-2]
    gy[1:-1] = values[2:] - values[:-2]
    longest = np.round(gx**2 + gy**2, 3).argmax(axis=2)[..., None]  # equals are equal
    return (np.take_along_axis(g, longest, axis=2)[..., 0] for g in (gx, gy))


def reference(image, extractor):
    """Every vote of every pixel of every block, one by one."""
    n, cell, block = extractor.orientations, extractor.cell, extractor.block
    gx, gy = gradients(image, extractor.sqrt)
    turn = 2 * np.pi if extractor.signed else np.pi
    places = np.arctan2(gy, gx) % turn / turn * n - 0.5
    blocks = count_blocks(image.shape, (cell, cell), (block, block))
    result = np.zeros((*blocks, block, block, n))
    side = block * cell
    for row, col in np.ndindex(blocks):
        for y, x in np.ndindex(side, side):
            at = row * cell + y, col * cell + x
            length, place = np.hypot(gx[at], gy[at]), places[at]
            length *= np.exp(-((y - side / 2) ** 2 + (x - side / 2) ** 2) / (2 * (side / 4) ** 2))
            for i, j in np.ndindex(block, block):
                down = max(0, 1 - abs((y + 0.5) / cell - 0.5 - i))
                across = max(0, 1 - abs((x + 0.5) / cell - 0.5 - j))
                low = int(np.floor(place))
                vote = length * down * across
                result[row, col, i, j, low % n] += vote * (low + 1 - place)
                result[row, col, i, j, (low + 1) % n] += vote * (place - low)
        values = result[row, col]
        values /= np.sqrt((values**2).sum()) + 0.1 * values.size
        np.minimum(values, 0.2, out=values)
        values /= np.sqrt((values**2).sum()) + 1e-3
    return result


def of_opencv(image, extractor):
    n, cell, block = extractor.orientations, extractor.cell, extractor.block
    rows, columns = count_blocks(image.shape, (cell, cell), (block, block))
    window = ((columns + block - 1) * cell, (rows + block - 1) * cell)
    hog = cv2.HOGDescriptor(window, (block * cell,) * 2, (cell, cell), (cell, cell), n, 1, -1, 0,
                            0.2, extractor.sqrt, 64, extractor.signed)
    theirs = hog.compute(image, locations=[(0, 0)])
    return theirs.reshape(columns, rows, block, block, n).transpose(1, 0, 3, 2, 4)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_equals_the_definition(settings):
    extractor = DalalTriggsHOG(**settings)
    for image in images():
        image = image[:20, :18]
        actual = in_blocks(extractor.transform([image])[0], image, extractor)
        np.testing.assert_allclose(actual, reference(image, extractor), atol=2e-5)


@pytest.mark.skipif(not hasattr(cv2, "HOGDescriptor"), reason="OpenCV 5 has no HOGDescriptor")
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_equals_opencv(settings):
    extractor = DalalTriggsHOG(**settings)
    for image in images():
        actual = in_blocks(extractor.transform([image])[0], image, extractor)
        np.testing.assert_allclose(actual, of_opencv(image, extractor), atol=1e-3)


@pytest.mark.skipif(not hasattr(cv2, "HOGDescriptor"), reason="OpenCV 5 has no HOGDescriptor")
def test_equals_opencv_with_the_defaults_of_both():
    image = noise((128, 64))
    actual = DalalTriggsHOG().transform([image])[0].reshape(15, 7, 2, 2, 9)
    theirs = cv2.HOGDescriptor().compute(image).reshape(7, 15, 2, 2, 9)
    np.testing.assert_allclose(actual, theirs.transpose(1, 0, 3, 2, 4), atol=1e-3)


def test_a_negative_opposes_signed_gradients_only():
    positive = noise((32, 32))
    negative = 255 - positive
    unsigned = DalalTriggsHOG(sqrt=False)
    np.testing.assert_allclose(*unsigned.transform([positive, negative]), atol=1e-5)
    signed = DalalTriggsHOG(orientations=8, sqrt=False, signed=True)
    row, opposite = signed.transform([positive, negative]).reshape(2, -1, 8)
    np.testing.assert_allclose(np.roll(row, 4, axis=1), opposite, atol=1e-5)


def test_mirroring_nearly_reverses_cells_and_orientations():
    y, x = np.mgrid[:64, :64]
    image = (127 + 60 * np.sin(x / 9 + y / 20) + 60 * np.cos(y / 7)).astype(np.uint8)
    extractor = DalalTriggsHOG()
    upright, mirrored = (in_blocks(row, image, extractor)
                         for row in extractor.transform([image, image[:, ::-1]]))
    difference = np.abs(mirrored - upright[:, ::-1, :, ::-1, ::-1])
    assert difference.mean() < 0.02 < np.abs(mirrored - upright).mean()


def test_a_small_turn_moves_votes_smoothly():
    """What the interpolation is for: no vote jumps when a gradient crosses the edge of a bin."""
    y, x = np.mgrid[:16, :16]
    angles = np.deg2rad(np.arange(0, 180, 2))
    ramps = [(128 + 8 * (np.cos(a) * (x - 8) + np.sin(a) * (y - 8))).round() for a in angles]
    ramps = [ramp.astype(np.uint8) for ramp in ramps]
    smooth, jumping = (np.abs(np.diff(extractor.transform(ramps), axis=0)).max()
                       for extractor in (DalalTriggsHOG(sqrt=False), HOG()))
    assert smooth < jumping / 2


@pytest.mark.parametrize("shape", [(32, 32), (32, 32, 3)], ids=["grey", "colour"])
@pytest.mark.parametrize("value", [0, 77, 255])
def test_flat_image_gives_zeros(shape, value):
    assert not DalalTriggsHOG().transform([np.full(shape, value, np.uint8)]).any()


def test_colour_of_equal_channels_is_grey():
    image = noise((32, 40))
    grey, color = DalalTriggsHOG().transform([image, np.repeat(image[..., None], 3, axis=-1)])
    np.testing.assert_array_equal(grey, color)


def test_names_say_what_columns_look_at():
    image = np.zeros((32, 32), np.uint8)
    image[:, 30:] = 100  # gradients along a row, at the right
    extractor = DalalTriggsHOG(orientations=4).fit([image])
    names = extractor.get_feature_names_out()
    assert len(set(names)) == len(names) == 3 * 3 * 4 * 4
    named = set(names[extractor.transform([image])[0] > 0])
    assert named == {f"hog_dalal_triggs_r{r}_c2_b{i}x1_o{o}" for r in range(3) for i in (0, 1)
                     for o in (0, 3)}


def test_too_small_image_is_refused_with_a_remedy():
    with pytest.raises(ValueError, match=r"DalalTriggsHOG: .*15 x 40 .* 16 x 16 .*smaller cell"):
        DalalTriggsHOG().fit([noise((15, 40, 3))])
