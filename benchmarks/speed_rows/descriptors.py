"""Local descriptors; the peers are plain loops over the same squares, or OpenCV's own keypoints."""

import cv2
import numpy as np
from skimage.feature import local_binary_pattern

from classic_cls.descriptors import DenseLBP, KeypointORB, KeypointSIFT, LocalColor, RawPatches

from .row import OPENCV, SKIMAGE, Row

__all__ = ["rows"]

_NUMPY = f"numpy {np.__version__}, a loop over squares"
_SIDE, _STEP = 16, 8


def rows(images):
    color = LocalColor([_SIDE], _STEP)
    yield _row("`local_color`, 16 pixels, step 8", images.color, color, _NUMPY, _colors)
    pixels = RawPatches([8], _STEP, normalize=False)
    yield _row("`raw_patches`, 8 pixels, step 8", images.color, pixels, _NUMPY, _patches)
    lbp = DenseLBP([_SIDE], _STEP)
    yield _row("`dense_lbp`, 16 pixels, step 8", images.gray, lbp, f"{SKIMAGE}, histograms", _lbp)
    sift = KeypointSIFT(root=False)
    yield _row("`keypoint_sift`", images.gray, sift, OPENCV, _sift)
    yield _row("`keypoint_orb`", images.gray, KeypointORB(), OPENCV, _orb)


def _row(what, stack, step, peer, describe):
    def ours(stack):
        return [points.descriptors for points in step.transform(stack)]

    def theirs(stack):
        return [describe(image) for image in stack]

    return Row(what, stack, ours, {peer: theirs}, _values_that_differ(ours, theirs))


def _values_that_differ(ours, theirs):
    """At most 5%: where patterns equal their pixel, and halves, it is left to rounding.

    Values of each column are compared in order of size, since the order of keypoints differs.
    """

    def equality(stack):
        differ = total = 0
        for a, b in zip(ours(stack), theirs(stack), strict=True):
            assert a.shape == b.shape, f"{len(a)} and {len(b)} points"
            differ += (np.sort(a, axis=0) != np.sort(np.floor(b + 0.5), axis=0)).sum()
            total += a.size
        assert differ < 0.05 * total, f"{differ / total:.1%} of the values differ"
        return f"but for {differ / total:.2%} of the values" if differ else "exactly"

    return equality


def _squares(image, side, margin=0):
    """Squares of the same grid, one by one."""
    starts = [
        range(margin + (length - 2 * margin - side) % _STEP // 2, length - margin - side + 1, _STEP)
        for length in image.shape[:2]
    ]
    for top in starts[0]:
        for left in starts[1]:
            yield image[top : top + side, left : left + side]


def _colors(image):
    cells = (np.float32(s).reshape(4, _SIDE // 4, 4, _SIDE // 4, 3) for s in _squares(image, _SIDE))
    statistics = (np.stack([c.mean((1, 3)), 2 * c.std((1, 3))], axis=2) for c in cells)
    return np.stack([of_square.ravel() for of_square in statistics])


def _patches(image):
    return np.stack([square.ravel() for square in _squares(image, 8)])


def _lbp(image):
    patterns = local_binary_pattern(image, 8, DenseLBP().radius, "nri_uniform").astype(int)
    squares = _squares(patterns, _SIDE, DenseLBP().radius)
    counts = np.stack([np.bincount(square.ravel(), minlength=59) for square in squares])
    return 255 * np.sqrt(counts / _SIDE**2)


def _sift(image):
    sift = cv2.SIFT_create(1000, contrastThreshold=0.01, enable_precise_upscale=True)
    descriptors = sift.detectAndCompute(image, None)[1]
    return np.empty((0, 128)) if descriptors is None else descriptors


def _orb(image):
    orb = cv2.ORB_create(1000, edgeThreshold=3, fastThreshold=10)
    descriptors = orb.detectAndCompute(image, None)[1]
    return np.empty((0, 256)) if descriptors is None else np.unpackbits(descriptors, axis=1)
