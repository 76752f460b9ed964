"""HOG in scikit-image's form."""

import cv2
import numpy as np
from skimage.feature import hog as skimage_hog

from classic_cls.features import HOG

from .row import OPENCV, SKIMAGE, Row, largest_difference

__all__ = ["rows"]


def rows(images):
    for kind, stack in images._asdict().items():
        peers = {SKIMAGE: _scikit_image}
        if hasattr(cv2, "HOGDescriptor"):
            peers[OPENCV] = _opencv
        ours = HOG().transform
        equality = largest_difference(ours, _scikit_image, 1e-5)
        yield Row(f"`hog`, {kind}", stack, ours, peers, equality)


def _scikit_image(stack):
    axis = -1 if stack.ndim == 4 else None
    parameters = {"pixels_per_cell": (8, 8), "cells_per_block": (2, 2), "channel_axis": axis}
    return np.stack([skimage_hog(image, 9, **parameters) for image in stack])


def _opencv(stack):
    side = stack.shape[1] // 8 * 8
    hog = cv2.HOGDescriptor((side, side), (16, 16), (8, 8), (8, 8), 9)
    return np.stack([hog.compute(image).ravel() for image in stack])
