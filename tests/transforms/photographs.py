"""Photographs with noise, tints and uneven light, and symmetries, for the tests of many steps."""

import cv2
import numpy as np
from skimage import data


def photograph(side=96):
    """An RGB cut with skin, hair, edges and a flat background."""
    image = data.astronaut()[20:276, 120:376]
    return cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)


def grey_photograph(side=96):
    return cv2.cvtColor(photograph(side), cv2.COLOR_RGB2GRAY)


def noisy(image, sigma, seed=0):
    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)


def shaded(image, strength=1.0, top=0.9):
    """Light that falls off by ``exp(-2 strength)`` from left to right."""
    light = top * np.exp(strength * np.linspace(0, -2, image.shape[1]))
    return np.rint(image * light.reshape(1, -1, *[1] * (image.ndim - 2))).astype(np.uint8)


def faint(shape, n=3):
    """Grey noise of low contrast."""
    levels = np.random.default_rng(0).normal(110, 12, (n, *shape))
    return levels.clip(0, 255).astype(np.uint8)


def tinted(image, factors=(1.0, 0.75, 0.5)):
    return np.rint(image * np.array(factors)).astype(np.uint8)


def squared_error(image, other):
    return ((image.astype(float) - other) ** 2).mean()


def assert_error_of_noise_falls(step, sigma, share):
    """Of a grey and a colour photograph with noise, no more than ``share`` of the error is left."""
    for image in (photograph(), grey_photograph()):
        bad = noisy(image, sigma)
        assert squared_error(step.transform([bad])[0], image) < share * squared_error(bad, image)


def assert_symmetric(step, images, atol=0, mirror=True):
    """Transposing before or after is the same; so is mirroring along either axis."""
    ways = [lambda image: image.swapaxes(0, 1)]
    ways += [lambda image: image[:, ::-1], lambda image: image[::-1]] if mirror else []
    for image in images:
        expected = step.transform([image])[0].astype(int)
        for way in ways:
            changed = step.transform([np.ascontiguousarray(way(image))])[0].astype(int)
            np.testing.assert_allclose(changed, way(expected), atol=atol)


def assert_channels_equal_grey(step, atol=0):
    """An image of three equal channels becomes what the grey image becomes."""
    grey = grey_photograph()
    expected = step.transform([grey])[0].astype(int)
    result = step.transform([np.dstack([grey] * 3)])[0].astype(int)
    np.testing.assert_allclose(result, np.dstack([expected] * 3), atol=atol)


def assert_flat_images_stay(step):
    for shape in [(1, 1), (3, 5), (1, 40), (32, 32), (1, 1, 3), (3, 5, 3), (32, 32, 3)]:
        for level in (0, 1, 90, 255):
            flat = np.full(shape, level, np.uint8)
            np.testing.assert_array_equal(step.transform([flat])[0], flat)
