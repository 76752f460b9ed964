"""EXIF orientation: its value, and turning an image upright."""

import io

import cv2
import numpy as np

from ._tiff_directory import Directory


def exif_orientation(exif: bytes) -> int:
    """Orientation, 1 to 8, from an EXIF block; 1 where the block does not say."""
    if exif.startswith(b"Exif\0\0"):
        exif = exif[6:]
    try:
        return next(Directory.iterate(io.BytesIO(exif))).orientation
    except Exception:  # whatever a block of lies brings about: the image does not depend on it
        return 1


def upright(image: np.ndarray, orientation: int) -> np.ndarray:
    """Turn an image upright; 6, say, means that it must be turned clockwise."""
    match orientation:
        case 2:
            return cv2.flip(image, 1)
        case 3:
            return cv2.rotate(image, cv2.ROTATE_180)
        case 4:
            return cv2.flip(image, 0)
        case 5:
            return cv2.transpose(image)
        case 6:
            return cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            return cv2.rotate(cv2.transpose(image), cv2.ROTATE_180)
        case 8:
            return cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return image
