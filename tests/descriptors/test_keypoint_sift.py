import cv2
import numpy as np
import pytest
from skimage import data

from classic_cls import KeypointSIFT, LocalFeatures
from classic_cls.kernels.keypoint_sift import keypoint_sift, strongest

PHOTO = data.camera()[64:192, 180:330]


def opencv(image, contrast=0.01):
    """Keypoints and descriptors of OpenCV, the strongest first."""
    sift = cv2.SIFT_create(contrastThreshold=contrast, enable_precise_upscale=True)
    keypoints, descriptors = sift.detectAndCompute(image, None)
    responses, angles = np.array([(k.response, k.angle) for k in keypoints]).T
    positions = cv2.KeyPoint_convert(keypoints)
    order = strongest(responses, positions, angles, len(keypoints))
    return [keypoints[i] for i in order], descriptors[order]


@pytest.mark.parametrize("contrast", [0.0, 0.01, 0.04])
def test_equal_to_opencv(contrast):
    points = KeypointSIFT(contrast=contrast, root=False).transform([PHOTO])[0]
    keypoints, descriptors = opencv(PHOTO, contrast)
    assert len(keypoints) > 50
    np.testing.assert_array_equal(points.descriptors, descriptors)
    positions = (cv2.KeyPoint_convert(keypoints) + 0.5) / (150, 128)
    np.testing.assert_allclose(points.positions, positions, rtol=1e-6)
    np.testing.assert_allclose(points.scales, [6 * k.size / 128 for k in keypoints], rtol=1e-6)


def test_the_root_form_has_the_same_length():
    points = KeypointSIFT().transform([PHOTO])[0]
    _, descriptors = opencv(PHOTO)
    roots = 512 * np.sqrt(descriptors / descriptors.sum(axis=1, keepdims=True))
    np.testing.assert_array_equal(points.descriptors, np.rint(np.minimum(roots, 255)))
    lengths = np.linalg.norm(points.descriptors.astype(float), axis=1)
    assert abs(np.median(lengths) - 512) < 5


@pytest.mark.parametrize("n", [1, 7, 100])
def test_the_strongest_are_taken_and_no_more(n):
    everything = KeypointSIFT(n_keypoints=10**6).transform([PHOTO])[0]
    points = KeypointSIFT(n_keypoints=n).transform([PHOTO])[0]
    for some, every in zip(points, everything, strict=True):
        np.testing.assert_array_equal(some, every[:n])


def test_equally_strong_ones_do_not_exceed_the_number():
    y, x = np.mgrid[:32, :32] - 16
    spot = (200 * np.exp(-(x**2 + y**2) / 32)).astype(np.uint8)
    everything = keypoint_sift(np.tile(spot, (2, 2)), 100, 0.01, True)[0]
    assert len(everything) > 4
    found = keypoint_sift(np.tile(spot, (2, 2)), 3, 0.01, True)[0]
    np.testing.assert_array_equal(found, everything[:3])


def test_a_spot_is_found_where_it_is_and_at_its_size():
    y, x = np.mgrid[:96, :128]
    for sigma in (4, 8):
        spot = (200 * np.exp(-((x - 80) ** 2 + (y - 40) ** 2) / (2 * sigma**2))).astype(np.uint8)
        points = KeypointSIFT(n_keypoints=1).transform([spot])[0]
        np.testing.assert_allclose(points.positions[0] * (128, 96) - 0.5, (80, 40), atol=0.1)
        # A blob of that deviation is found at that scale, and the square is 12 times as wide.
        np.testing.assert_allclose(points.scales[0] * 96, 12 * sigma, rtol=0.2)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (48, 40), (16, 16, 3)])
def test_no_keypoints_are_no_points(shape):
    empty, full = KeypointSIFT().transform([np.full(shape, 90, np.uint8), PHOTO])
    assert [a.shape for a in empty] == [(0, 2), (0,), (0, 128)]
    assert [a.dtype for a in empty] == [a.dtype for a in full]
    assert LocalFeatures.of([empty, full]).n_points == len(full.scales)
