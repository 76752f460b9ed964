"""Decoding with OpenCV, the same on its versions 4 and 5: RGB order, never rotated."""

import cv2
import numpy as np

from ._header import CANNOT_BE_DECODED, Unreadable

# OpenCV 5 (and late 4.x) decodes to RGB at no cost; before, the channels are swapped here.
_RGB = getattr(cv2, "IMREAD_COLOR_RGB", 0)
_AS_STORED = cv2.IMREAD_IGNORE_ORIENTATION
_GRAY = cv2.IMREAD_GRAYSCALE | _AS_STORED
_COLOR = (_RGB or cv2.IMREAD_COLOR) | _AS_STORED
# JPEG only: the decoder itself leaves out the fine detail. The flags for grey are bare
# bits, to which _COLOR may be added.
_REDUCED = {
    1: 0,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_SWAP = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}


def decode_gray(data, reduce: int = 1) -> np.ndarray:
    """Pixels ``(H, W)``, ``uint8``, at full, 1/2, 1/4 or 1/8 size (JPEG only)."""
    return _imdecode(data, _GRAY | _REDUCED[reduce])


def decode_color(data, reduce: int = 1) -> np.ndarray:
    """RGB pixels ``(H, W, 3)``, ``uint8``, at full, 1/2, 1/4 or 1/8 size (JPEG only)."""
    pixels = _imdecode(data, _COLOR | _REDUCED[reduce])
    return pixels if _RGB else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB, dst=pixels)


def decode_any(data) -> np.ndarray:
    """Pixels as stored: ``(H, W)``, RGB ``(H, W, 3)`` or RGBA ``(H, W, 4)``, any depth."""
    pixels = _imdecode(data, cv2.IMREAD_UNCHANGED)
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] not in _SWAP:
        raise Unreadable(CANNOT_BE_DECODED)
    if pixels.dtype == np.float64:  # the one depth that cvtColor does not know
        return np.dstack([pixels[..., 2::-1], pixels[..., 3:]])
    return cv2.cvtColor(pixels, _SWAP[pixels.shape[2]], dst=pixels)


def _imdecode(data, flags) -> np.ndarray:
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        if "CV_IO_MAX_IMAGE" in str(error):
            raise Unreadable(
                "larger than OpenCV allows; raise its limits with the environment variables "
                "OPENCV_IO_MAX_IMAGE_WIDTH, _HEIGHT and _PIXELS"
            ) from error
        pixels = None
    if pixels is None:
        raise Unreadable(CANNOT_BE_DECODED)
    return pixels
