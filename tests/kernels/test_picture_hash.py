"""Bits of small pictures: the same for versions of one image, far apart for others."""

import numpy as np
import pytest
from sample_images import make_images

from classic_cls import Thumbnail
from classic_cls.kernels.picture_hash import N_BYTES, hash_pictures, least_distances


def pictures(images):
    return Thumbnail().transform(images)[:, : 24 * 24].reshape(-1, 24, 24)


def textured(n, seed=0, side=48):
    """Grey images of large and small shapes."""
    rng = np.random.default_rng(seed)
    coarse, fine = rng.integers(0, 200, (n, 6, 6)), rng.integers(0, 50, (n, side, side))
    return (np.kron(coarse, np.ones((side // 6, side // 6), int)) + fine).astype(np.uint8)


def test_turned_and_mirrored_images_are_the_same():
    images = textured(20)
    known = hash_pictures(pictures(images))
    assert known.shape == (20, N_BYTES) and N_BYTES == 12
    for turns in range(4):
        for flipped in (images, images[:, :, ::-1]):
            version = [np.ascontiguousarray(np.rot90(image, turns)) for image in flipped]
            distances, _ = least_distances(hash_pictures(pictures(version)), known, 10)
            assert distances.max() <= 1


def test_brightness_and_contrast_change_nothing():
    images = textured(20)
    darker = (images * 0.5 + 20).astype(np.uint8)
    one, two = (hash_pictures(pictures(some)) for some in (images, darker))
    assert least_distances(one, two, 10)[0].max() <= 2


def test_other_images_are_far_apart():
    one, two = (hash_pictures(pictures(textured(30, seed))) for seed in (0, 1))
    distances, tenth = least_distances(one, two, 9)
    assert distances.min() > 15 and (tenth >= distances).all()


def test_distances_are_those_of_single_bits():
    one, two = (hash_pictures(pictures(textured(8, seed))) for seed in (0, 1))
    distances, ranked = least_distances(one, two, 3)
    unturned = np.bitwise_count(one[:, None] ^ two).sum(axis=2)
    assert (distances <= unturned.min(axis=1)).all()
    itself, _ = least_distances(one, one, 0)
    assert not itself.any() and (ranked >= distances).all()


@pytest.mark.parametrize("image", [np.full((30, 30), 7, np.uint8), np.eye(30, dtype=np.uint8)])
def test_pictures_without_contrast_are_like_none(image):
    flat = hash_pictures(pictures([image]))
    assert not flat.any()
    assert least_distances(flat, flat, 0)[0].tolist() == [96]
    some = hash_pictures(pictures(make_images(3)))
    assert least_distances(some, flat, 0)[0].tolist() == [96] * 3
