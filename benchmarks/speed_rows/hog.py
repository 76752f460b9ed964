"""Histograms of oriented gradients in their variants, and the edge types of MPEG-7."""

import cv2
import numpy as np
from skimage.feature import hog as skimage_hog

from classic_cls.features import HOG, DalalTriggsHOG, EdgeHistogramDescriptor, FelzenszwalbHOG

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

__all__ = ["rows"]

HAS_OPENCV = hasattr(cv2, "HOGDescriptor")  # of version 4 only


def rows(images):
    for kind, stack in images._asdict().items():
        yield from _rows(kind, stack)
        descriptor = EdgeHistogramDescriptor().transform
        yield Row(f"`mpeg7_edges`, {kind}", stack, descriptor, {})


def _rows(kind, stack):
    scikit_image, opencv = {SKIMAGE: _scikit_image(9)}, {OPENCV: _opencv(9)} if HAS_OPENCV else {}
    equality = largest_difference(HOG().transform, _scikit_image(9), 1e-5)
    yield Row(f"`hog`, {kind}", stack, HOG().transform, scikit_image | opencv, equality)

    signed = {SKIMAGE: _scikit_image(18)} | ({OPENCV: _opencv(18, True)} if HAS_OPENCV else {})
    yield Row(f"`hog`, signed, 18 bins, {kind}", stack, HOG(18, signed=True).transform, signed)

    ours = DalalTriggsHOG().transform
    equality = largest_difference(ours, _opencv(9), 1e-3) if HAS_OPENCV else None
    yield Row(f"`hog_dalal_triggs`, {kind}", stack, ours, opencv | scikit_image, equality)

    ours = FelzenszwalbHOG().transform
    yield Row(f"`hog_felzenszwalb`, {kind}", stack, ours, scikit_image | opencv)


def _scikit_image(orientations):
    def compute(image):
        axis = -1 if image.ndim == 3 else None
        return skimage_hog(image, orientations, (8, 8), (2, 2), channel_axis=axis)

    return one_by_one(compute)


def _opencv(orientations, signed=False):
    """With its own defaults, its columns in the order of ours."""

    def compute(stack):
        cells = stack.shape[1] // 8
        hog = cv2.HOGDescriptor((8 * cells, 8 * cells), (16, 16), (8, 8), (8, 8), orientations, 1,
                                -1, 0, 0.2, True, 64, signed)
        found = np.stack([hog.compute(image, locations=[(0, 0)]) for image in stack])
        blocks = found.reshape(-1, cells - 1, cells - 1, 2, 2, orientations)
        return blocks.transpose(0, 2, 1, 4, 3, 5).reshape(len(stack), -1)

    return compute
