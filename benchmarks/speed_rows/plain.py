"""Raw pixels, resizing and grey conversion."""

import cv2
import numpy as np
from skimage.color import rgb2gray
from skimage.transform import resize

from classic_cls.features import RawPixels
from classic_cls.transforms import Resize, ToGray

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

__all__ = ["rows"]

SIDE = 100  # no simple ratio


def rows(images):
    numpy = {f"NumPy {np.__version__}": _scaled}
    ours = RawPixels().transform
    yield Row("`raw`", images.gray, ours, numpy, largest_difference(ours, _scaled, 1e-6))
    gray = ToGray().transform
    peers = {SKIMAGE: lambda stack: np.uint8(255 * rgb2gray(stack) + 0.5)}
    yield Row("`gray`", images.color, gray, peers)
    for kind, stack in images._asdict().items():
        shrink = Resize(SIDE).transform
        area = one_by_one(_shrunk_by_opencv)
        flat = one_by_one(lambda image: image)
        equality = largest_difference(lambda s: flat(shrink(s)), area, 1)
        peers = {OPENCV: area, SKIMAGE: one_by_one(_shrunk_by_skimage)}
        yield Row(f"`resize`, to {SIDE}, {kind}", stack, shrink, peers, equality)


def _scaled(stack):
    return stack.reshape(len(stack), -1) / 255


def _shrunk_by_opencv(image):
    return cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def _shrunk_by_skimage(image):
    return resize(image, (SIDE, SIDE), anti_aliasing=True)
