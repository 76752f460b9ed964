"""What the pixels of every image say: observers of the one pass, and their arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._typing import ImageStack
from ..base import Columns, FeatureExtractor, ImageTransformer
from ..kernels.area_resize import area_resize
from ..kernels.color import to_gray
from ..kernels.pixel_statistics import STATISTICS, grey_statistics

SIDE = 16
_BORDERS = [f"{side}_{color}" for side in ("top", "left", "bottom", "right") for color in "rgb"]
_NAMES = [*STATISTICS, "colour", *_BORDERS]
_BORDER = 0.04  # of a side


class PixelStatistics(FeatureExtractor):
    """How bright, sharp, empty and coloured an image is, and the mean colours of its borders."""

    def _extract(self, images: ImageStack):
        grey = np.ascontiguousarray(to_gray(images))
        rows = np.empty((len(images), len(_NAMES)), np.float32)
        for i, picture in enumerate(grey):
            rows[i, : len(STATISTICS)] = grey_statistics(picture)
        rows[:, len(STATISTICS)] = _colour(images)
        rows[:, len(STATISTICS) + 1 :] = _borders(images)
        return rows

    def _columns(self, shape: tuple) -> Columns:
        return Columns.whole(_NAMES)


class TinyPicture(ImageTransformer):
    """The image averaged to 16 x 16 pixels in colour, whatever its shape."""

    def _transform(self, images: ImageStack) -> ImageStack:
        tiny = area_resize(np.ascontiguousarray(images), SIDE, SIDE)
        return tiny if tiny.ndim == 4 else np.repeat(tiny[..., None], 3, axis=3)


@dataclass(frozen=True, eq=False)
class Pixels:
    """What the pixels of n images say.

    Parameters
    ----------
    brightness, contrast : ndarray of shape (n,)
        Mean and standard deviation of the luminance, 0 to 255.
    dark, light, flat : ndarray of shape (n,)
        Shares of pixels that are black, white, or of the commonest luminance, 0 to 1.
    sharpness : ndarray of shape (n,)
        From 0, blurred or empty, to 1.
    colour : ndarray of shape (n,)
        Mean difference of the channels, 0 for grey.
    borders : ndarray of shape (n, 4, 3)
        Mean colours of the top, left, bottom and right border, 0 to 255.
    tiny : ndarray of shape (n, 16, 16, 3), uint8
        The image in small.
    """

    brightness: np.ndarray
    contrast: np.ndarray
    dark: np.ndarray
    light: np.ndarray
    flat: np.ndarray
    sharpness: np.ndarray
    colour: np.ndarray
    borders: np.ndarray
    tiny: np.ndarray

    @classmethod
    def of(cls, rows: Any, tiny: Any) -> "Pixels":
        """From what the observers gave."""
        named = dict(zip(_NAMES[: -len(_BORDERS)], rows.T))
        borders = rows[:, -len(_BORDERS) :].reshape(len(rows), 4, 3)
        return cls(**named, borders=borders, tiny=tiny)


def _colour(images) -> np.ndarray:
    """From every second pixel: enough, and a quarter of the work."""
    if images.ndim == 3:
        return np.zeros(len(images))
    some = images[:, ::2, ::2]
    spread = some.max(axis=3) - some.min(axis=3)
    return spread.mean(axis=(1, 2))


def _borders(images) -> np.ndarray:
    height, width = images.shape[1:3]
    high, wide = max(1, round(_BORDER * height)), max(1, round(_BORDER * width))
    sides = (images[:, :high], images[:, :, :wide], images[:, -high:], images[:, :, -wide:])
    means = [side.mean(axis=(1, 2)).reshape(len(images), -1) for side in sides]
    return np.concatenate([np.broadcast_to(mean, (len(images), 3)) for mean in means], axis=1)
