import cv2
import numpy as np
import pytest
from skimage import data

from classic_cls import KeypointORB, LocalFeatures
from classic_cls.kernels.keypoint_sift import strongest

PHOTO = data.camera()[64:192, 180:330]


def opencv(image, n, threshold, patch_size):
    """Keypoints and bits of OpenCV, the strongest first."""
    orb = cv2.ORB_create(n, edgeThreshold=3, patchSize=patch_size, fastThreshold=threshold)
    keypoints, packed = orb.detectAndCompute(image, None)
    responses, angles = np.array([(k.response, k.angle) for k in keypoints]).T
    order = strongest(responses, cv2.KeyPoint_convert(keypoints), angles, n)
    return [keypoints[i] for i in order], packed[order]


@pytest.mark.parametrize("threshold, patch_size", [(10, 31), (25, 15)])
def test_equal_to_opencv(threshold, patch_size):
    points = KeypointORB(400, threshold, patch_size).transform([PHOTO])[0]
    keypoints, packed = opencv(PHOTO, 400, threshold, patch_size)
    assert len(keypoints) > 50
    np.testing.assert_array_equal(np.packbits(points.descriptors, axis=1), packed)
    positions = (cv2.KeyPoint_convert(keypoints) + 0.5) / (150, 128)
    np.testing.assert_allclose(points.positions, positions, rtol=1e-6)
    np.testing.assert_allclose(points.scales, [k.size / 128 for k in keypoints], rtol=1e-5)


def test_the_squared_euclidean_distance_is_that_of_hamming():
    points = KeypointORB(50).transform([PHOTO])[0]
    _, packed = opencv(PHOTO, 50, 10, 31)
    matched = {(m.queryIdx, m.trainIdx): m.distance
               for row in cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(packed, packed, k=20)
               for m in row}
    bits = points.descriptors.astype(int)
    assert len(matched) == 20 * len(bits)
    for (a, b), distance in matched.items():
        assert ((bits[a] - bits[b]) ** 2).sum() == distance


@pytest.mark.parametrize("n", [1, 7, 100])
def test_there_are_no_more_than_asked_for_and_the_strongest_comes_first(n):
    assert len(KeypointORB(n).transform([PHOTO])[0].scales) <= n
    keypoints, _ = opencv(PHOTO, 100, 10, 31)
    responses = [k.response for k in keypoints]
    assert responses == sorted(responses, reverse=True)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (48, 40), (16, 16, 3)])
def test_no_keypoints_are_no_points(shape):
    empty, full = KeypointORB().transform([np.full(shape, 90, np.uint8), PHOTO])
    assert [a.shape for a in empty] == [(0, 2), (0,), (0, 256)]
    assert [a.dtype for a in empty] == [a.dtype for a in full]
    assert LocalFeatures.of([empty, full]).n_points == len(full.scales)
