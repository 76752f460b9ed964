"""Keypoints and descriptors of SIFT.

Definition. Keypoints are those of ``cv2.SIFT``: extrema of the difference of Gaussians over place
and scale, from an image of twice the size on (enlarged with ``enable_precise_upscale``, without
which positions are a quarter of a pixel off). Of more than ``n_keypoints``, the strongest responses
are taken (of equally strong ones those further up, further left, of the smaller angle, in this
order). A place with several orientations has several keypoints. Each is described by 4 x 4
histograms of 8 gradient orientations of a square that is turned with it, six times as wide as the
blob that was found.

The square-root form makes the sum of a descriptor 1, takes the square root, and stores 512 times
that, rounded and 255 at most; without it values are those of OpenCV, 512 times those of a
descriptor of length 1. A descriptor without any gradient is zero.

Sources: Lowe, IJCV 2004; Arandjelovic and Zisserman, CVPR 2012 (the square-root form).
"""

import cv2
import numpy as np

__all__ = ["found_by_sift", "keypoint_sift", "strongest"]

_LENGTH = 128
# Side of the described square over the diameter of the keypoint, as OpenCV has it: 4 bins of 3
# radii.
_WIDTH = 6


def keypoint_sift(image, n_keypoints: int, contrast: float, root: bool) -> tuple:
    """At most so many keypoints of a grey image (H, W) uint8: positions, sides and descriptors.

    Positions (N, 2) are column and row in pixels, whose centres are whole numbers; sides (N,) those
    of the described squares in pixels, float32; descriptors (N, 128) uint8, in the square-root form
    if ``root``. ``contrast`` is the threshold of ``cv2.SIFT``, for grey levels from 0 to 1.

    >>> positions, sides, descriptors = keypoint_sift(np.zeros((40, 40), np.uint8), 9, 0.04, True)
    >>> positions.shape, sides.shape, descriptors.shape
    ((0, 2), (0,), (0, 128))
    """
    sift = cv2.SIFT_create(nfeatures=n_keypoints, contrastThreshold=contrast,
                           enable_precise_upscale=True)
    keypoints, descriptors = sift.detectAndCompute(image, None)
    if not keypoints:
        empty = np.zeros(0, np.float32)
        return np.zeros((0, 2), "f"), empty, np.zeros((0, _LENGTH), np.uint8)
    positions = cv2.KeyPoint_convert(keypoints)
    columns = [(k.response, k.angle, k.size) for k in keypoints]
    responses, angles, sizes = np.array(columns, np.float32).T
    kept = strongest(responses, positions, angles, n_keypoints)
    return positions[kept], _WIDTH * sizes[kept], _in_bytes(descriptors[kept], root)


def found_by_sift(image, n_keypoints: int, contrast: float) -> tuple:
    """All keypoints of a grey image: positions (N, 2), responses, angles in degrees, diameters.

    >>> positions, *_ = found_by_sift(np.zeros((40, 40), np.uint8), 9, 0.04)
    >>> positions.shape
    (0, 2)
    """
    sift = cv2.SIFT_create(nfeatures=n_keypoints, contrastThreshold=contrast,
                           enable_precise_upscale=True)
    columns = [(*k.pt, k.response, k.angle, k.size) for k in sift.detect(image, None)]
    table = np.array(columns, np.float32).reshape(-1, 5)
    return table[:, :2], *table[:, 2:].T


def strongest(responses, positions, angles, n: int) -> np.ndarray:
    """Numbers of the ``n`` strongest keypoints, the strongest first.

    Equally strong ones are taken by row, column and angle: their order in OpenCV depends on ``n``.

    >>> x_and_y = np.array([[5, 0], [3, 0], [4, 0]])
    >>> strongest(np.array([1, 1, 2]), x_and_y, np.zeros(3), 2).tolist()
    [2, 1]
    """
    return np.lexsort((angles, positions[:, 0], positions[:, 1], -responses))[:n]


def _in_bytes(descriptors, root):
    if not root:
        return np.minimum(np.rint(descriptors), 255).astype(np.uint8)
    sums = np.maximum(descriptors.sum(axis=1, keepdims=True), 1)
    return np.minimum(np.rint(512 * np.sqrt(descriptors / sums)), 255).astype(np.uint8)
