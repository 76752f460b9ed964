import cv2
import numpy as np
import pytest

from classic_cls.features.orb import ORBStatistics


def blobs(shape=(96, 96), n=3, seed=0):
    images = np.random.default_rng(seed).integers(0, 256, (n, *shape), dtype=np.uint8)
    smooth = np.stack([cv2.GaussianBlur(image, (0, 0), 2).astype(int) for image in images])
    return np.clip((smooth - 128) * 4 + 128, 20, 220).astype(np.uint8)


def parts_of(extractor, images):
    """Named parts of the rows."""
    rows = extractor.transform(images)
    ends = np.cumsum([1, 2, 8, extractor.orientations, extractor.grid**2])
    names = ("count", "response", "octaves", "orientations", "cells", "bits")
    return dict(zip(names, np.split(rows, ends, axis=1), strict=True))


@pytest.mark.parametrize("patch_size, n_keypoints", [(15, 2000), (31, 100)])
def test_statistics_equal_those_of_opencv_keypoints(patch_size, n_keypoints):
    images = blobs((90, 120))
    orb = cv2.ORB_create(
        n_keypoints, edgeThreshold=3, patchSize=patch_size, fastThreshold=7, scaleFactor=1.2
    )
    extractor = ORBStatistics(3, 6, threshold=7, patch_size=patch_size, n_keypoints=n_keypoints)
    parts = parts_of(extractor, images)
    for i, image in enumerate(images):
        points, descriptors = orb.detectAndCompute(image, None)
        total = len(points)
        octaves, orientations, cells = np.zeros(8), np.zeros(6), np.zeros((3, 3))
        for point in points:
            x, y = (round(position) for position in point.pt)
            octaves[point.octave] += 1
            orientations[round(point.angle / 60) % 6] += 1
            cells[y // 30, x // 40] += 1
        response = np.array([point.response for point in points])
        rooted = np.sign(response) * np.abs(response) ** 0.25
        bits = [descriptors[:, b // 8] >> (7 - b % 8) & 1 for b in range(256)]
        assert parts["count"][i] == total > 20
        expected = [rooted.mean(), rooted.std()]
        np.testing.assert_allclose(parts["response"][i], expected, rtol=1e-4)
        np.testing.assert_allclose(parts["octaves"][i], octaves / total, rtol=1e-6)
        np.testing.assert_allclose(parts["orientations"][i], orientations / total, rtol=1e-6)
        np.testing.assert_allclose(parts["cells"][i], cells.ravel() / total, rtol=1e-6)
        np.testing.assert_allclose(parts["bits"][i], np.mean(bits, axis=1), rtol=1e-6)


def test_more_light_changes_next_to_nothing():
    """But for bits of two points that are equal but for rounding."""
    images = blobs() // 2
    dim, bright = (ORBStatistics().transform(each) for each in (images, images + 90))
    np.testing.assert_array_equal(bright[:, :-256], dim[:, :-256])
    np.testing.assert_allclose(bright[:, -256:], dim[:, -256:], atol=0.005)


def test_turning_the_image_turns_places_and_orientations_only():
    images = blobs()
    parts = parts_of(ORBStatistics(grid=2), images)
    turned = parts_of(ORBStatistics(grid=2), np.rot90(images, axes=(1, 2)))
    cells = np.rot90(parts["cells"].reshape(-1, 2, 2), axes=(1, 2)).reshape(-1, 4)
    np.testing.assert_allclose(turned["count"], parts["count"], rtol=0.05)
    np.testing.assert_allclose(turned["cells"], cells, atol=0.03)
    orientations = np.roll(parts["orientations"], -2, axis=1)  # anticlockwise by a quarter
    np.testing.assert_allclose(turned["orientations"], orientations, atol=0.05)
    np.testing.assert_allclose(turned["bits"].mean(), parts["bits"].mean(), atol=0.01)


def test_mirroring_the_image_mirrors_places_and_orientations():
    images = blobs()
    parts = parts_of(ORBStatistics(grid=2), images)
    mirrored = parts_of(ORBStatistics(grid=2), images[:, :, ::-1])
    cells = parts["cells"].reshape(-1, 2, 2)[:, :, ::-1].reshape(-1, 4)
    np.testing.assert_allclose(mirrored["cells"], cells, atol=0.03)
    orientations = np.roll(parts["orientations"][:, ::-1], 5, axis=1)  # o to 180 degrees - o
    np.testing.assert_allclose(mirrored["orientations"], orientations, atol=0.05)


@pytest.mark.parametrize("shape", [(1, 1), (6, 40), (7, 7), (32, 32)])
def test_images_without_keypoints_give_zeros(shape):
    assert not ORBStatistics(grid=1).transform([np.full(shape, 90, np.uint8)]).any()


def test_small_images_have_keypoints():
    parts = parts_of(ORBStatistics(), blobs((32, 32)))
    assert (parts["count"] > 5).all()
    for name in ("octaves", "orientations", "cells"):
        np.testing.assert_allclose(parts[name].sum(axis=1), 1, rtol=1e-6)


@pytest.mark.parametrize("shape", [(7, 7), (8, 300), (9, 12), (15, 15)])
def test_tiny_noise_is_finite(shape):
    noise = np.random.default_rng(0).integers(0, 256, (4, *shape), dtype=np.uint8)
    rows = ORBStatistics(grid=1, patch_size=63).transform(list(noise))
    assert np.isfinite(rows).all()


def test_a_lower_limit_leaves_fewer_keypoints():
    counts = [ORBStatistics(n_keypoints=n).transform(blobs())[:, 0].sum() for n in (20, 60, 2000)]
    assert counts[0] < counts[1] < counts[2]


def test_names():
    names = ORBStatistics(grid=2, orientations=4).fit(blobs()).get_feature_names_out()
    assert len(names) == 3 + 8 + 4 + 4 + 256
    expected = ["orb_response_std", "orb_octave7", "orb_o3", "orb_r1_c0"]
    assert names[[2, 10, 14, 17]].tolist() == expected
