import cv2
import numpy as np
import pytest

from classic_cls.kernels.saliency import barrier_distance, border_contrast
from classic_cls.transforms import RemoveBackground

METHODS = ["fast", "grabcut"]
ALL = slice(None)


def scenes(n=3, shape=(60, 72), seed=0):
    """Red ellipses on uneven, noisy green, and where the ellipses are."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    images, masks = [], []
    for _ in range(n):
        center, axes = rng.uniform(0.4, 0.6, 2) * shape, rng.uniform(0.15, 0.25, 2) * shape
        mask = ((y - center[0]) / axes[0]) ** 2 + ((x - center[1]) / axes[1]) ** 2 < 1
        ground = np.stack([60 + 20 * np.sin(x / 9), 110 + 0.6 * y, 50 + 0 * x], axis=-1)
        image = np.where(mask[..., None], (200, 50, 60), ground) + rng.normal(0, 8, (*shape, 3))
        images.append(np.clip(image, 0, 255).astype(np.uint8))
        masks.append(mask)
    return np.stack(images), np.stack(masks)


def overlap(a, b):
    return (a & b).sum() / (a | b).sum()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(60, 72), (300, 220)])
def test_the_object_is_found(method, shape):
    images, masks = scenes(2, shape)
    filled = RemoveBackground(method, fill=(0, 0, 255)).transform(images)
    for result, mask in zip(filled, masks, strict=True):
        assert overlap((result != (0, 0, 255)).any(axis=2), mask) > 0.9


@pytest.mark.parametrize("method", METHODS)
def test_what_is_left_is_not_changed(method):
    images, masks = scenes()
    filled = RemoveBackground(method, fill="white").transform(images)
    kept = (filled == images).all(axis=3)
    inner = np.stack([cv2.erode(np.uint8(m), np.ones((5, 5))) for m in masks]) > 0
    assert kept[inner].all()
    assert (filled[~kept] == 255).all()


def test_fill_with_the_mean_of_the_background():
    images, _ = scenes()
    marked = RemoveBackground(fill=(1, 2, 3)).transform(images) == (1, 2, 3)
    for image, mask, result in zip(images, marked.all(axis=3), RemoveBackground(
            fill="mean").transform(images), strict=True):
        np.testing.assert_array_equal(np.unique(result[mask], axis=0),
                                      [np.rint(image[mask].mean(axis=0))])
        np.testing.assert_array_equal(result[~mask], image[~mask])


def test_fill_with_a_blur_that_the_object_does_not_bleed_into():
    images, masks = scenes()
    blurred = RemoveBackground(fill="blur").transform(images)
    outer = ~(np.stack([cv2.dilate(np.uint8(m), np.ones((5, 5))) for m in masks]) > 0)
    red_before, red_after = images[outer][:, 0].astype(int), blurred[outer][:, 0].astype(int)
    assert red_after.std() < red_before.std()
    assert red_after.max() < 100
    assert abs(red_after.mean() - red_before.mean()) < 2


def test_grey_images_are_filled_with_the_luminance_of_the_color():
    image = np.full((1, 40, 40), 90, np.uint8)
    image[0, 12:28, 10:30] = 200
    for fill, level in [((255, 0, 0), 76), ("black", 0), ("white", 255)]:
        result = RemoveBackground(fill=fill).transform(image)[0]
        assert (result[12:28, 10:30] == 200).all() and (result[0] == level).all()


@pytest.mark.parametrize("method", METHODS)
def test_images_without_an_object_stay(method):
    flat = np.full((40, 40), 90, np.uint8)
    slope = np.tile(np.linspace(60, 66, 40).astype(np.uint8), (40, 1))
    dot = flat.copy()
    dot[20:22, 20:22] = 255
    tiny = np.arange(21, dtype=np.uint8).reshape(7, 3)
    for image in (flat, dot, tiny) + ((slope,) if method == "fast" else ()):
        result = RemoveBackground(method, "white").transform([image])[0]
        np.testing.assert_array_equal(result, image)


@pytest.mark.parametrize("method", METHODS)
def test_random_numbers_of_opencv_play_no_part(method):
    images, _ = scenes(2)
    cv2.setRNGSeed(1)
    first = RemoveBackground(method).transform(images)
    cv2.setRNGSeed(2)
    np.testing.assert_array_equal(RemoveBackground(method).transform(images), first)


def test_cuts_are_those_of_opencv_up_to_its_random_start():
    images, _ = scenes(2)
    for image, result in zip(images, RemoveBackground("grabcut", "black").transform(images),
                             strict=True):
        labels = np.zeros(image.shape[:2], np.uint8)
        height, width = labels.shape
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.setRNGSeed(0)
        rectangle = (3, 3, width - 6, height - 6)
        cv2.grabCut(image, labels, rectangle, *models, 5, cv2.GC_INIT_WITH_RECT)
        assert overlap((result > 0).any(axis=2), labels % 2 == 1) > 0.97


def test_barriers_are_lowest_among_paths():
    """Against the definition: a path stays within [low, high] of some interval of levels."""
    images = np.random.default_rng(0).integers(0, 8, (4, 7, 8), dtype=np.uint8)
    stack = np.stack([images, 0 * images, 0 * images], axis=-1)
    for image, found in zip(images, barrier_distance(stack), strict=True):
        exact = np.full(image.shape, 99)
        for low in range(8):
            for high in range(low, 8):
                inside = np.uint8((image >= low) & (image <= high))
                pieces = cv2.connectedComponents(inside, connectivity=4)[1]
                border = np.concatenate([pieces[[0, -1]].ravel(), pieces[:, [0, -1]].ravel()])
                reached = np.isin(pieces, border[border > 0])
                exact[reached] = np.minimum(exact[reached], high - low)
        assert (found >= exact).all()
        assert (found == exact).mean() > 0.8


def test_border_contrast_is_a_mahalanobis_distance():
    images, _ = scenes(1, (20, 24))
    pixels, distances = np.float64(images[0]), []
    for side in [(slice(0, 2), ALL), (slice(-2, None), ALL), (ALL, slice(0, 2)),
                 (ALL, slice(-2, None))]:
        colors = pixels[side].reshape(-1, 3)
        precision = np.linalg.inv(np.cov(colors.T, bias=True) + 16 * np.eye(3))
        offset = pixels - colors.mean(axis=0)
        distance = np.sqrt(np.einsum("yxi,ij,yxj->yx", offset, precision, offset))
        distances.append(distance / distance.max())
    expected = np.sum(distances, axis=0) - np.max(distances, axis=0)
    np.testing.assert_allclose(border_contrast(images, 2)[0], expected, atol=1e-4)


@pytest.mark.parametrize("axis", [1, 2])
def test_mirroring_hardly_matters(axis):
    images, _ = scenes()
    step = RemoveBackground(fill="black")
    mirrored = np.flip(step.transform(np.flip(images, axis)), axis)
    for a, b in zip(mirrored, step.transform(images), strict=True):
        assert overlap(a.any(axis=2), b.any(axis=2)) > 0.97
