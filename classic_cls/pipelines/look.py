"""What the automatic recipe looks at: how large the images are, and whether they are coloured."""

from dataclasses import dataclass

import numpy as np

from ..reading import ImageReadError, read_image
from .catalog import color_features, shape_features, texture_features

__all__ = ["Look", "auto_features", "look_at"]

_SMALL = 32  # what images of up to 48 pixels are resized to
_DETAILED = 256
_LEAST_TEXTURE = 16

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
    detail : int or "keep"
        Size for features of fine texture: as it is up to 256 pixels, else 256.
    """

    size: int
    color: bool
    detail: int | str = _DETAILED

    @property
    def is_small(self) -> bool:
        """Whether the images are of up to 48 pixels."""
        return self.size == _SMALL


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
    Look(size=128, color=True, detail=256)
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
    size = _SMALL if side <= 48 else 64 if side <= 96 else 128
    detail = "keep" if side <= _DETAILED else _DETAILED
    return Look(size, any(_has_color(image) for image in images), detail)


def _has_color(image) -> bool:
    return image.ndim == 3 and bool((np.ptp(image, axis=2) > 8).any())


def auto_features(look: Look, size, multilabel: bool) -> list:
    """Shape, texture, and colour where there is any: most sets gain by each of them.

    Coarse cells tolerate that things move. Small grey images are mostly centred drawings,
    characters or products, and grey images of several labels hold several of them: their
    detail is worth twice as many cells along each side. In colour photos of several labels
    things lie anywhere, and HOG, which describes an outline in its place, hides the columns
    that find them: it is left out. Images of a few pixels have no texture.
    """
    n_cells = 8 if not look.color and (look.size == _SMALL or multilabel) else 4
    features = shape_features(size, n_cells)
    if look.color:
        features = features[1 if multilabel else 0 :] + color_features()
    side = min(size) if isinstance(size, tuple) else size
    return features if side in range(_LEAST_TEXTURE) else features + texture_features()
