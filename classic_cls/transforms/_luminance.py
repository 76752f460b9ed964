"""Apply a function of grey images to the luminance, or to the channels, of colour images."""

from collections.abc import Callable

import cv2
import numpy as np

from .._typing import Image, ImageStack


def map_luminance(function: Callable[[Image], Image], images: ImageStack) -> ImageStack:
    """Apply ``function`` to every grey image, or to the luminance of every colour image.

    The luminance is Y of Y'CrCb: the very grey level that ``ToGray`` gives, and, unlike L of
    an 8-bit Lab, one that survives the way there and back within a level or two.
    """
    if images.ndim == 3:
        return np.stack([function(image) for image in images])
    return np.stack([_map_rgb(function, image) for image in images])


def map_channels(function: Callable[[Image], Image], images: ImageStack) -> ImageStack:
    """Apply ``function`` to every grey image, or to every channel of every colour image."""
    if images.ndim == 3:
        return np.stack([function(image) for image in images])
    return np.stack([cv2.merge([function(c) for c in cv2.split(image)]) for image in images])


def _map_rgb(function, image: Image) -> Image:
    luma_chroma = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)
    luma = function(cv2.extractChannel(luma_chroma, 0))
    cv2.insertChannel(luma, luma_chroma, 0)
    return cv2.cvtColor(luma_chroma, cv2.COLOR_YCrCb2RGB)
