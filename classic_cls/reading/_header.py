"""What the first bytes of a file say, and the error for a file that cannot be read."""

import os
from typing import Any, NamedTuple

from .._typing import Source
from ..base import ImageRef

CANNOT_BE_DECODED = "damaged, or of a rare kind: it cannot be decoded"
CUT_SHORT = "cut short: the file ends before the image does; copy or download it again"


class Header(NamedTuple):
    """What is known of an image before its pixels are decoded."""

    format: str
    width: int
    height: int
    dtype: str = "uint8"
    """Of the decoded pixels: ``uint8``, ``uint16``, ``float32`` or ``float64``."""
    orientation: int = 1
    """EXIF orientation, 1 to 8; TIFF has the same values in a tag of its own."""
    detail: Any = None
    """Whatever else the decoder of the format needs to know."""


class Unreadable(Exception):
    """A reason, raised where the name of the file is not known."""


class ImageReadError(ValueError):
    """An image cannot be read, and why.

    Parameters
    ----------
    source : str, path, ImageRef or bytes
        What could not be read.
    reason : str
        What was wrong with it, and what to do.

    Attributes
    ----------
    source : str
        Name of the image, with the page and box of an ``ImageRef``.
    reason : str
        As given.

    Examples
    --------
    >>> from classic_cls.reading import ImageReadError
    >>> print(ImageReadError("cells/1.tif", "no such file"))
    cells/1.tif: no such file
    """

    def __init__(self, source: Source, reason: str):
        self.source = _label(source)
        self.reason = reason
        super().__init__(self.source, reason)

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


def _label(source) -> str:
    if isinstance(source, ImageRef):
        return source.label()
    if isinstance(source, bytes):
        return f"image of {len(source)} bytes"
    return os.fspath(source) if hasattr(source, "__fspath__") else str(source)
