"""One picture laid over another: the similarity is that by which it was moved."""

import cv2
import numpy as np
import pytest

from classic_cls.kernels.alignment import align, warp


def pictures(n, seed=0):
    noise = np.random.default_rng(seed).normal(size=(n, 48, 48))
    return np.array([cv2.GaussianBlur(picture, (0, 0), 3) for picture in noise]) * 100


def as_they_are(pictures, first, second, margin):
    """`align` of pictures that are not turned."""
    order = np.arange(pictures[0].size)[None]
    return align(pictures, pictures, first, second, margin, order, np.zeros(len(first), int))


def laid(picture, p, q, u, v):
    """``picture(s R x + t)`` with a finer interpolation than the kernel's."""
    side = len(picture)
    across, down = np.meshgrid(*[np.arange(side) - (side - 1) / 2] * 2)
    at = (p * across - q * down + u, q * across + p * down + v)
    maps = [np.float32(axis + (side - 1) / 2) for axis in at]
    return cv2.remap(np.float32(picture), *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("similarity", [
    (1, 0, 0, 0), (1, 0, 2.5, -1.5), (1.1, 0, 0, 0), (0.996, 0.087, 0, 0), (0.95, -0.06, 1, 2),
])  # fmt: skip
def test_the_similarity_is_found(similarity):
    these = pictures(8)
    moved = np.array([laid(picture, *similarity) for picture in these], float)
    both = np.concatenate([these, moved])
    found, correlation = as_they_are(both, np.arange(8), np.arange(8, 16), 6)
    np.testing.assert_allclose(found, np.tile(similarity, (8, 1)), atol=0.05)
    assert (correlation > 0.995).all()
    windows = warp(both, np.arange(8), found, 6)
    np.testing.assert_allclose(windows, moved[:, 6:-6, 6:-6], atol=2)


def test_gain_and_offset_do_not_matter():
    these = pictures(6)
    moved = np.array([laid(picture, 1, 0.05, 1, 1) for picture in these], float)
    one, two = (
        as_they_are(both, np.arange(6), np.arange(6, 12), 6)
        for both in (np.concatenate([these, moved]), np.concatenate([these, 0.4 * moved + 70]))
    )
    np.testing.assert_allclose(one[0], two[0], atol=1e-3)
    np.testing.assert_allclose(one[1], two[1], atol=1e-4)


def test_other_pictures_do_not_fit():
    these = pictures(20)
    first, second = np.arange(19), np.arange(1, 20)
    _, correlation = as_they_are(these, first, second, 6)
    assert (correlation < 0.8).all()
    flat = np.full((2, 24, 24), 7.0)
    similarity, correlation = as_they_are(flat, np.array([0]), np.array([1]), 3)
    assert np.isfinite(similarity).all() and abs(correlation[0]) < 1e-6


def test_the_first_picture_is_turned_as_its_order_says():
    these = pictures(4)
    mirrored = np.ascontiguousarray(these[:, :, ::-1])
    moved = np.array([laid(picture, 1, 0.05, 1, -1) for picture in mirrored], float)
    both = np.concatenate([these, moved])
    plain = np.arange(48 * 48)
    orders = np.stack([plain, plain.reshape(48, 48)[:, ::-1].ravel()])
    found, correlation = align(
        both, both, np.arange(4), np.arange(4, 8), 6, orders, np.ones(4, int)
    )
    np.testing.assert_allclose(found, np.tile([1, 0.05, 1, -1], (4, 1)), atol=0.05)
    assert (correlation > 0.995).all()
