"""What names an image."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .._typing import FilePath, Image


@dataclass(frozen=True, slots=True)
class ImageRef:
    """What names an image: a file, and optionally a page, a box or a mask of it.

    Parameters
    ----------
    path : str
        The file.
    page : int or "max", optional
        Page of a file of several pages, from 0; ``"max"`` is the brightest value of
        all pages, pixel by pixel.
    box : (x, y, width, height), optional
        Region in pixels of the upright image, from its top left corner.
    mask : str, optional
        Image file of the same size; where it is zero, the image is made white.
    columns : dict of str to object, optional
        What a table says of the image, by column, for models that take columns beside images
        (``make_image_pipeline(tabular=...)``); kept as pairs of text, None as empty text.

    Examples
    --------
    >>> from classic_cls import ImageRef
    >>> ImageRef("slide.tif", page=2)
    ImageRef(path='slide.tif', page=2, box=None, mask=None)
    >>> ImageRef("cell.png", columns={"age": 63, "site": None}).columns
    (('age', '63'), ('site', ''))
    """

    path: str
    page: int | str | None = None
    box: tuple[int, int, int, int] | None = None
    mask: str | None = None
    columns: Mapping[str, object] | tuple[tuple[str, str], ...] | None = field(
        default=None, repr=False
    )

    def __post_init__(self):
        if isinstance(self.columns, Mapping):
            pairs = ((str(name), _cell(value)) for name, value in self.columns.items())
            object.__setattr__(self, "columns", tuple(pairs))

    @classmethod
    def of(cls, source: "FilePath | ImageRef") -> "ImageRef":
        """``source`` itself if it is a reference, else the reference of a path."""
        return source if isinstance(source, ImageRef) else cls(os.fspath(source))

    @property
    def is_whole_file(self) -> bool:
        """Whether the reference names no more of the file than its path does."""
        return self.page is None and self.box is None and self.mask is None

    def label(self, root: FilePath | None = None) -> str:
        """Name for people and tables: path relative to ``root``, page, box and mask.

        >>> ImageRef("cells/a/1.tif", page=2).label("cells")
        'a/1.tif[page=2]'
        """
        name = self.path.replace(os.sep, "/") if root is None else relative_name(self.path, root)
        if self.is_whole_file:
            return name
        details = [f"page={self.page}"] if self.page is not None else []
        details += ["box={},{},{},{}".format(*self.box)] if self.box is not None else []
        details += [f"mask={os.path.basename(self.mask)}"] if self.mask is not None else []
        return f"{name}[{';'.join(details)}]"


Source: TypeAlias = FilePath | bytes | ImageRef | Image
"""What `ReadImages` takes: a path, the bytes of a file, a reference, or the image itself."""


def _cell(value) -> str:
    """A value as it stands in a cell of a table; empty where it is missing."""
    is_missing = value is None or type(value).__name__ == "NAType" or value != value
    return "" if is_missing else str(value)


def relative_name(path: str, root) -> str:
    """``path`` from ``root``, with forward slashes; whole where there is no way between drives."""
    prefix = os.path.join(os.fspath(root), "")
    name = path.removeprefix(prefix)
    is_below = path.startswith(prefix)
    if not is_below or not {"", os.curdir, os.pardir}.isdisjoint(name.split(os.sep)):
        try:
            name = os.path.relpath(path, root)
        except ValueError:
            name = path
    return name.replace(os.sep, "/")
