"""What the automatic recipe looks at: how large the images are, and whether they are coloured."""

from dataclasses import dataclass

import numpy as np

from .reading import ImageReadError, read_image

__all__ = ["SMALL", "Look", "look_at"]

SMALL = 32  # what images of up to 48 pixels are resized to

_SAMPLE = 24


@dataclass(frozen=True)
class Look:
    """A first look at a set of images.

    Attributes
    ----------
    size : int
        Side that keeps most of the detail at a bearable length: 32, 64 or 128.
    color : bool
        Whether any image looked at has colour.
    """

    size: int
    color: bool


def look_at(refs, reading_range=None, page=None) -> Look:
    """Look at up to 24 images spread over the set.

    Parameters
    ----------
    refs : sequence of ImageRef or path
        Unreadable ones are passed over; without any image the answer is that for photos.
    reading_range, page
        As in ``ReadImages``.

    Returns
    -------
    Look

    Examples
    --------
    >>> look_at([])
    Look(size=128, color=True)
    """
    images = []
    for row in np.unique(np.linspace(0, len(refs) - 1, _SAMPLE).astype(int)) if len(refs) else ():
        try:
            images.append(read_image(refs[row], range=reading_range, page=page))
        except ImageReadError:
            continue
    if not images:
        return Look(128, True)
    side = np.median([min(image.shape[:2]) for image in images])
    size = SMALL if side <= 48 else 64 if side <= 96 else 128
    return Look(size, any(_has_color(image) for image in images))


def _has_color(image) -> bool:
    return image.ndim == 3 and bool((np.ptp(image, axis=2) > 8).any())
