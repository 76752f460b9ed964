"""What names an image."""

import os
from dataclasses import dataclass
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

    Examples
    --------
    >>> from classic_cls import ImageRef
    >>> ImageRef("slide.tif", page=2)
    ImageRef(path='slide.tif', page=2, box=None, mask=None)
    """

    path: str
    page: int | str | None = None
    box: tuple[int, int, int, int] | None = None
    mask: str | None = None

    @classmethod
    def of(cls, source: "FilePath | ImageRef") -> "ImageRef":
        """``source`` itself if it is a reference, else the reference of a path."""
        return source if isinstance(source, ImageRef) else cls(os.fspath(source))

    @property
    def is_whole_file(self) -> bool:
        """Whether the reference says no more than its path does."""
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
