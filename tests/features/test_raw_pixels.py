"""Raw pixels: scales, colours and names."""

import cv2
import numpy as np
import pytest
from sample_images import noise
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline

from classic_cls import PrincipalComponents, RawPixels


def test_unit_and_signed_hold_the_values():
    images = noise((4, 5, 6))
    values = images.reshape(4, -1) / 255
    np.testing.assert_allclose(RawPixels().transform(images), values, atol=1e-7)
    np.testing.assert_allclose(RawPixels("signed").transform(images), 2 * values - 1, atol=2e-7)


@pytest.mark.parametrize("scale, low", [("unit", 0), ("signed", -1)])
def test_ends_of_the_range_are_exact(scale, low):
    black_and_white = np.array([[[0, 255]]], np.uint8)
    assert RawPixels(scale).transform(black_and_white).tolist() == [[low, 1]]


@pytest.mark.parametrize("color", [False, True])
def test_standard_has_mean_zero_and_deviation_one(color):
    images = noise((4, 50, 60, 3))
    images[1] //= 100  # little contrast
    rows = RawPixels("standard", color=color).transform(images).astype(float)
    np.testing.assert_allclose(rows.mean(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(rows.std(axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("value", [0, 1, 77, 255])
@pytest.mark.parametrize("shape", [(1, 1), (7, 13), (64, 64, 3)])
def test_standard_of_one_colour_is_zero(value, shape):
    assert not RawPixels("standard").transform([np.full(shape, value, np.uint8)]).any()


def test_standard_ignores_brightness_and_contrast():
    image = noise((9, 9)) // 4
    rows = RawPixels("standard").transform([image, 3 * image + 20])
    np.testing.assert_allclose(*rows, atol=1e-5)


def test_grey_weights_are_those_of_opencv():
    images = noise((3, 8, 9, 3))
    grey = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in images]
    np.testing.assert_array_equal(RawPixels().transform(images), RawPixels().transform(grey))


def test_color_keeps_channels_and_repeats_grey():
    image = noise((4, 5, 3))
    row = RawPixels(color=True).transform([image])[0]
    np.testing.assert_allclose(row.reshape(4, 5, 3), image / 255, atol=1e-7)
    row = RawPixels(color=True).transform([image[..., 0]])[0].reshape(4, 5, 3)
    np.testing.assert_allclose(row, np.dstack([image[..., 0]] * 3) / 255, atol=1e-7)


@pytest.mark.parametrize("color", [False, True])
def test_one_length_for_grey_and_colour_images(color):
    images = [noise((4, 5)), noise((4, 5, 3))]
    assert RawPixels(color=color).transform(images).shape == (2, 60 if color else 20)


@pytest.mark.parametrize("scale", ["unit", "signed", "standard"])
@pytest.mark.parametrize("color", [False, True])
def test_batch_equals_one_by_one(scale, color):
    images, extractor = noise((6, 7, 8, 3)), RawPixels(scale, color)
    together = extractor.transform(images)
    assert together.dtype == np.float32
    np.testing.assert_array_equal(together, extractor.transform(list(images)))
    alone = [extractor.transform([image])[0] for image in images]
    np.testing.assert_array_equal(together, alone)


def test_names_say_row_column_and_channel():
    image = np.zeros((5, 6, 3), np.uint8)
    image[3, 4] = 0, 255, 0
    for color, name in ((False, "pixel_r3_c4"), (True, "pixel_r3_c4_green")):
        extractor = RawPixels(color=color)
        row = extractor.fit_transform([image])[0]
        names = extractor.get_feature_names_out()
        assert names[row > 0].tolist() == [name]
        assert len(set(names)) == len(row)


def test_other_size_asks_for_a_resize():
    extractor = RawPixels().fit([noise((4, 5))])
    with pytest.raises(ValueError, match="Resize"):
        extractor.transform([noise((5, 5))])


def test_eigenfaces_equal_principal_components_by_hand():
    """Turk and Pentland: project what differs from the mean face on the first eigenvectors."""
    kinds = noise((5, 12, 10)).astype(float)
    people = np.repeat(np.arange(5), 8)
    faces = np.clip(kinds[people] / 2 + noise((40, 12, 10), seed=1) / 4, 0, 255).astype(np.uint8)
    train, test = faces[::2], faces[1::2]
    pipeline = make_pipeline(RawPixels(), PrincipalComponents(4), KNeighborsClassifier(1))
    pipeline.fit(train, people[::2])

    pixels, unseen = (images.reshape(len(images), -1) / 255 for images in (train, test))
    mean_face = pixels.mean(axis=0)
    variances, eigenfaces = np.linalg.eigh(np.cov(pixels.T))
    eigenfaces = eigenfaces[:, np.argsort(variances)[::-1][:4]]
    weights, unseen_weights = ((x - mean_face) @ eigenfaces for x in (pixels, unseen))

    ours = pipeline[:-1].transform(train)
    signs = np.sign((ours * weights).sum(axis=0))  # an eigenvector may point either way
    np.testing.assert_allclose(ours * signs, weights, atol=1e-4)
    ours = pipeline[:-1].transform(test)
    np.testing.assert_allclose(ours * signs, unseen_weights, atol=1e-4)
    distances = np.linalg.norm(unseen_weights[:, None] - weights[None], axis=-1)
    nearest = people[::2][distances.argmin(axis=1)]
    np.testing.assert_array_equal(pipeline.predict(test), nearest)
    assert (nearest == people[1::2]).mean() > 0.9
