"""How one picture must be turned to be the other."""

import numpy as np

from ..duplicates import SIDE

# How much more alike two pictures must be when one is turned: round things count as upright.
_MARGIN = 0.03
# What was done to the second picture of a pair; the first entry is nothing.
TURNS = (
    "",
    "mirrored",
    "upside down, mirrored",
    "turned by 180°",
    "turned and mirrored",
    "turned by 90°",
    "turned by 90°",
    "turned and mirrored",
)


def turns_of(thumbnails, pairs) -> np.ndarray:
    """For each pair of images, which of `TURNS` makes the one look like the other ``(m,)``."""
    pictures = np.asarray(thumbnails)[:, : SIDE * SIDE].reshape(-1, SIDE, SIDE)
    first, second = (_standardized(pictures[side]) for side in np.asarray(pairs).T)
    alike = np.stack([(_moved(first, n) * second).sum(axis=(1, 2)) for n in range(8)], axis=1)
    best = alike.argmax(axis=1)
    is_turned = alike.max(axis=1) > alike[:, 0] + _MARGIN
    return np.where(is_turned, np.array(TURNS)[best], "")


def _standardized(pictures):
    """With mean 0 and length 1: products are correlations."""
    pictures = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    lengths = np.sqrt(np.square(pictures).sum(axis=(1, 2), keepdims=True))
    return pictures / np.maximum(lengths, 1e-6)


def _moved(pictures, number: int):
    """In one of the eight orientations, in the order of `TURNS`."""
    pictures = pictures.transpose(0, 2, 1) if number >= 4 else pictures
    pictures = pictures[:, ::-1] if number & 2 else pictures
    return pictures[:, :, ::-1] if number & 1 else pictures
