"""SIFT on a regular grid."""

import cv2
import numpy as np

from classic_cls.descriptors import DenseSIFT, OpponentSIFT

from .row import OPENCV, Row

__all__ = ["rows"]


def rows(images):
    # Of images of 128 pixels, the last two are 225 descriptors; the smaller the cell, the less
    # there is to sum for those who sum anew for every descriptor.
    few, odd = {"bin_sizes": (4,), "step": 8}, {"bin_sizes": (8,), "step": 7}
    for options in ({}, {"step": 8}, few, odd):
        ours = DenseSIFT(**options)
        points = ours.transform(images.gray[:1])[0]
        named = "".join(f", {name} {value}" for name, value in options.items())
        what = f"`dense_sift`{named}, {len(points.scales)} points, gray"
        theirs = {OPENCV: _opencv(points, images.gray.shape[1])}
        yield Row(what, images.gray, ours.transform, theirs, _alike(ours))
    yield Row("`opponent_sift`, color", images.color, OpponentSIFT().transform, {})


def _opencv(points, side):
    """OpenCV's descriptors at the same points, of the same size; images are square."""
    keypoints = _keypoints(points, side)

    def compute(stack):
        sift = cv2.SIFT_create()
        return [sift.compute(image, keypoints)[1] for image in stack]

    return compute


def _keypoints(points, side):
    # A keypoint covers four cells, each of 3 / 2 its size.
    return [
        cv2.KeyPoint(float(x) * side - 0.5, float(y) * side - 0.5, float(scale) * side / 6, 0)
        for (x, y), scale in zip(points.positions, points.scales)
    ]


def _alike(ours):
    """How alike descriptors are where OpenCV smooths as we do: by a sixth of the cell."""

    def equality(stack):
        cosines = []
        for size in ours.bin_sizes:
            changes = {"root": False, "contrast": 0, "smooth": True, "bin_sizes": (size,)}
            found = type(ours)(**ours.get_params() | changes).transform(stack[:2])
            sift = cv2.SIFT_create(sigma=size / 6)
            for image, points in zip(stack, found):
                theirs = sift.compute(image, _keypoints(points, stack.shape[1]))[1]
                # OpenCV's directions go round the other way.
                theirs = theirs.reshape(-1, 4, 4, 8)[..., -np.arange(8) % 8].reshape(-1, 128)
                cosines.append(_cosines(np.float64(points.descriptors), np.float64(theirs)))
        median = np.median(np.concatenate(cosines))
        assert median > 0.99
        return f"median cosine {median:.3f}"

    return equality


def _cosines(one, other):
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return (one * other).sum(axis=1) / np.maximum(norms, 1e-9)
