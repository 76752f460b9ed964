"""What features see: a file for every family, with a function for every class.

To add one, write ``@see.register`` before a function of the feature and the image. A new file is
imported here.
"""

from . import (
    codes,
    colors,
    corners,
    edges,
    gradients,
    gray,
    moments,
    pixels,
    points,
    transforms,
    waves,
    words,
    wrappers,
)
from ._see import see
from .words import with_words

__all__ = ["see", "with_words"]

FAMILIES = (
    codes, colors, corners, edges, gradients, gray, moments, pixels, points, transforms, waves,
    words, wrappers,
)  # fmt: skip
