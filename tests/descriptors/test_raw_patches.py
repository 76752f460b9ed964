import numpy as np
import pytest
from sample_images import noise

from classic_cls import RawPatches
from classic_cls.descriptors._grid import dense_squares
from classic_cls.kernels.color import to_gray


def reference(image, sides, step):
    """Patches by the definition, not normalised."""
    rows = []
    for side, tops, lefts in dense_squares(image.shape, sides, step):
        cell = side // 8
        for top in tops:
            for left in lefts:
                square = image[top : top + side, left : left + side].astype(float)
                cells = square.reshape(8, cell, 8, cell, -1)
                rows.append(np.floor(cells.mean(axis=(1, 3)) + 0.5).ravel())
    return np.array(rows)


@pytest.mark.parametrize("color", [False, True])
def test_equal_to_the_definition(color):
    images = noise((2, 29, 40, 3))
    values = images if color else to_gray(images)
    settings = {"sides": [8, 16, 24], "step": 3, "color": color}
    plain = RawPatches(**settings, normalize=False).transform(images)
    normalised = RawPatches(**settings).transform(images)
    for image, found, standard in zip(values, plain, normalised, strict=True):
        expected = reference(image, [8, 16, 24], 3)
        np.testing.assert_array_equal(found.descriptors, expected)
        mean, variance = (f(expected, axis=1, keepdims=True) for f in (np.mean, np.var))
        expected = np.clip(128 + 40 * (expected - mean) / np.sqrt(variance + 10), 0, 255)
        assert abs(standard.descriptors - expected).max() < 0.501


@pytest.mark.parametrize("images", [noise((1, 20, 20)), noise((1, 20, 20, 3))],
                         ids=["grey", "colour"])
def test_the_length_does_not_depend_on_the_image(images):
    assert RawPatches(color=True).transform(images)[0].descriptors.shape[1] == 192
    assert RawPatches(color=False).transform(images)[0].descriptors.shape[1] == 64


def test_normalised_patches_do_not_see_brightness_and_hardly_contrast():
    image = noise((1, 24, 24)) // 4 + 20
    step = RawPatches([8], color=False)  # larger squares have low contrast in noise
    expected = step.transform(image)[0].descriptors
    np.testing.assert_array_equal(step.transform(image + 30)[0].descriptors, expected)
    sharper = step.transform(2 * image)[0].descriptors.astype(int)
    assert abs(sharper - expected).max() <= 8
    assert expected.std() > 30


def test_blank_patches_are_the_mean():
    flat = RawPatches().transform(np.full((1, 16, 16), 255, np.uint8))[0]
    assert (flat.descriptors == 128).all()
