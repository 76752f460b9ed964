"""Versions cropped, zoomed, turned and shifted are found; other views are not taken for them."""

import cv2
import numpy as np
import pytest
from skimage import data

from classic_cls.duplicates import Thumbnail, near_duplicates
from classic_cls.duplicates._versions import moved_pairs


def photos():
    """Tiles of the photographs that come with scikit-image."""
    return [
        np.ascontiguousarray(image[y : y + 120, x : x + 120])
        for image in (data.astronaut(), data.camera(), data.chelsea(), data.coffee())
        for y in range(0, image.shape[0] - 119, 120)
        for x in range(0, image.shape[1] - 119, 120)
    ]


def moved(image, angle=0.0, zoom=1.0, shift=(0, 0), border=cv2.BORDER_REFLECT):
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, zoom)
    matrix[:, 2] += shift
    return cv2.warpAffine(image, matrix, (width, height), borderMode=border)


def cropped(image, share):
    height, width = (round(share * side) for side in image.shape[:2])
    y, x = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[y : y + height, x : x + width]


CHANGES = {
    "crop": lambda image: cropped(image, 0.95),
    "zoom in": lambda image: moved(image, zoom=1.1),
    "zoom out": lambda image: moved(image, zoom=1 / 1.1),
    "turned": lambda image: moved(image, angle=5),
    "turned on black": lambda image: moved(image, angle=-5, border=cv2.BORDER_CONSTANT),
    "shifted": lambda image: moved(image, shift=(4, -4)),
    "shifted on black": lambda image: moved(image, shift=(-4, 4), border=cv2.BORDER_CONSTANT),
    "mirrored and turned": lambda image: moved(image[:, ::-1], 5),
    "upside down and shifted": lambda image: moved(image[::-1], shift=(4, 4)),
    "on its side and zoomed": lambda image: moved(np.rot90(image), zoom=1.1),
    "all a little": lambda image: moved(image, 3, 1.05, (2, 1)) // 4 * 3 + 20,
}


def pairs_of(images):
    found = near_duplicates(Thumbnail().transform(images))
    return found, set(map(tuple, found.pairs.tolist()))


@pytest.mark.parametrize("change", CHANGES)
def test_versions_of_photos_are_found_and_nothing_else(change):
    images = [image for image in photos() if image.std() > 12]  # not the sky
    sources = range(0, len(images), 4)
    versions = [CHANGES[change](images[i]) for i in sources]
    planted = {(i, len(images) + k) for k, i in enumerate(sources)}
    _, pairs = pairs_of([*images, *versions])
    assert len(planted & pairs) >= 0.9 * len(planted)
    assert len(pairs - planted) <= 1


def test_ten_versions_of_each_image_are_its_group():
    rng = np.random.default_rng(0)
    images = [image for image in photos() if image.std() > 25][::4]
    versions = [
        moved(image, rng.uniform(-5, 5), rng.uniform(0.93, 1.07), rng.uniform(-3, 3, 2))
        for image in images for _ in range(10)
    ]  # fmt: skip
    found, _ = pairs_of(versions)
    source = np.repeat(np.arange(len(images)), 10)
    together = found.groups[:, None] == found.groups
    assert together[source[:, None] == source].mean() > 0.9
    assert not together[source[:, None] != source].any()


@pytest.mark.parametrize("change", [
    lambda image: moved(image, zoom=1.26), lambda image: moved(image, angle=20),
    lambda image: moved(image, shift=(24, 0)),
])  # fmt: skip
def test_another_view_is_no_version(change):
    images = [image for image in photos() if image.std() > 12]
    _, alone = pairs_of(images)
    found, pairs = pairs_of([*images, *(change(image) for image in images[::4])])
    assert len(pairs) <= len(alone) + 1


def test_small_things_on_an_empty_ground_are_not_versions():
    """Digits in chance places: one laid over another leaves little, but they are others."""
    from sklearn.datasets import load_digits

    rng = np.random.default_rng(0)
    digits = load_digits().images[:400].astype(np.uint8) * 15
    canvases = np.zeros((400, 64, 64), np.uint8)
    for canvas, digit in zip(canvases, digits, strict=True):
        y, x = rng.integers(4, 34, 2)
        canvas[y : y + 26, x : x + 26] = cv2.resize(digit, (26, 26))
    rows = Thumbnail().transform(list(canvases))
    moved, _, _ = moved_pairs(rows[:, : 24 * 24].reshape(-1, 24, 24))
    assert len(moved) <= 8


def test_the_order_of_images_does_not_matter():
    images = [image for image in photos() if image.std() > 12]
    rows = Thumbnail().transform([*images, *(moved(image, 4) for image in images[::3])])
    order = np.random.default_rng(1).permutation(len(rows))
    found, permuted = near_duplicates(rows), near_duplicates(rows[order])
    back = np.sort(order[permuted.pairs], axis=1)
    np.testing.assert_array_equal(back[np.lexsort(back.T[::-1])], found.pairs)


def fabrics(n, contrast=8, seed=0):
    """Textures of little contrast, much finer than the picture that is compared."""
    rng = np.random.default_rng(seed)
    noise = [cv2.GaussianBlur(rng.normal(size=(200, 200)), (0, 0), 2) for _ in range(n)]
    return [np.clip(120 + contrast * m / m.std(), 0, 255).astype(np.uint8) for m in noise]


@pytest.mark.parametrize("change", CHANGES)
def test_versions_of_fine_textures_are_found_though_black_fills_their_edge(change):
    images = fabrics(60)
    sources = range(0, 60, 4)
    planted = {(i, 60 + k) for k, i in enumerate(sources)}
    found, pairs = pairs_of([*images, *(CHANGES[change](images[i]) for i in sources)])
    assert len(planted & pairs) >= 0.8 * len(planted)
    assert pairs <= planted


def test_black_at_the_edge_does_not_make_images_versions():
    images = [moved(image, 5, border=cv2.BORDER_CONSTANT) for image in fabrics(80)]
    assert pairs_of(images)[1] == set()


def test_symmetric_things_are_not_versions_of_each_other():
    """Digits, of which many are nearly their own mirror images, and faces seen from the front."""
    from sklearn.datasets import load_digits

    digits = load_digits().images[:600].astype(np.uint8) * 15
    _, pairs = pairs_of([cv2.resize(image, (32, 32)) for image in digits])
    assert len(pairs) <= 1
    faces = np.uint8(data.lfw_subset()[:100] * 255)
    assert len(pairs_of(list(faces))[1]) <= 1
