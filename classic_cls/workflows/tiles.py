"""Regions of large images as images of their own; no pixel is decoded."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .._remedies import parameter, remedy
from .._typing import Size
from .._validation import counted, is_integer
from ..base import ImageRef
from ..datasets import DatasetError, ImageDataset
from ..extraction import Rejected
from ..notes import Note
from ..reading import ImageReadError, image_size
from .stages import Stages, check_is_dataset

BORDERS = ("cover", "drop")


def tiles(
    dataset: ImageDataset,
    size: Size,
    *,
    stride: Size = None,
    border: str = "cover",
    page: int | str | None = None,
    progress: Callable[..., object] | None = None,
) -> ImageDataset:
    """Make every tile of every image an image of its own.

    Tiles have the label, official split and further columns of their image. They are grouped by
    file, or stay in the groups of the data set: tiles of one image are never on both sides of a
    split. Only the headers of the files are read. An image that is smaller than a tile, along one
    side or both, is not stretched: there its tiles are as small as it is.

    Parameters
    ----------
    dataset : ImageDataset
        Images, pages or regions of them.
    size : int or (width, height)
        Of a tile, in pixels of the upright image.
    stride : int or (width, height), optional
        From one tile to the next; by default the size, so that tiles lie side by side. A smaller
        one makes them overlap, a larger one leaves gaps.
    border : {"cover", "drop"}
        What is done where the tiles do not fit into the image. "cover": one tile more, and all of
        them evenly pushed together, so that they overlap a little and nothing of the image is
        lost. "drop": steps of exactly the stride, in the middle of the image; the rest around is
        in no tile.
    page : int or "max", optional
        Page of TIFF files of several, where an image names none.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    ImageDataset
        In the order of the images; of each from left to right, then from top to bottom. Files that
        cannot be read are set aside. `ImageDataset.to_csv` writes it as a table.

    Raises
    ------
    ValueError
        If a parameter makes no sense, or no image can be read.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "1.pgm")
    ...     _ = file.write_bytes(b"P5 5 2 255 0123456789")
    ...     data = ImageDataset((ImageRef(str(file)),), ["cat"], ("cat",), root=folder)
    ...     found = tiles(data, 2)
    >>> [ref.box for ref in found.refs], found.groups.tolist()
    ([(0, 0, 2, 2), (1, 0, 2, 2), (3, 0, 2, 2)], ['1.pgm', '1.pgm', '1.pgm'])
    """
    check_is_dataset(dataset)
    size = _pair(size, "size")
    grid = _Grid(size, size if stride is None else _pair(stride, "stride"), border)
    with Stages(progress).stage("tile") as report:
        cut = _cut(dataset.refs, grid, page, report)
    if not cut.refs:
        first = cut.rejected[0]
        raise DatasetError(
            f"none of {counted(len(dataset), 'image')} can be cut; {first.path}: {first.reason}"
        )
    data = dataset
    if data.groups is None:
        files = [ImageRef(ref.path).label(data.root) for ref in data.refs]
        data = replace(data, groups=np.array(files, str))
    return replace(
        data.take(cut.rows),
        refs=cut.refs,
        set_aside=(*dataset.set_aside, *dataset.unusable(cut.rejected)),
        notes=(*dataset.notes, *cut.notes(dataset.root)),
    )


@dataclass(frozen=True)
class _Cut:
    """Tiles of images, the row of the image of each, and images that were not cut.

    ``small`` are images smaller than a tile. ``n_uneven`` are those that tiles do not fit, and
    ``most`` is by how many pixels, at the most: by which they are moved together, or left out.
    """

    refs: tuple[ImageRef, ...]
    rows: np.ndarray
    rejected: tuple[Rejected, ...]
    small: tuple[ImageRef, ...]
    n_uneven: int
    most: int
    border: str

    def notes(self, root=None) -> tuple[str, ...]:
        """What a person should be told."""
        n = len(self.small)
        notes: list[str] = []
        if self.n_uneven:
            notes.append(f"tiles do not fit {counted(self.n_uneven, 'image')}: {self._uneven()}")
        if n:
            said = f"{counted(n, 'image')} smaller than a tile: there a tile is as small as it is"
            notes.append(Note.listing(said, [ref.label(root) for ref in self.small]))
        return tuple(notes)

    def _uneven(self) -> str:
        if self.border == "cover":
            return (
                f"there they are moved together by up to {self.most:,} pixels, so that they "
                "overlap and nothing is lost; "
                + remedy("border='drop'", "--border drop")
                + " leaves the rest out instead"
            )
        return (
            f"there up to {self.most:,} pixels of a side are in none; "
            + remedy("border='cover'", "--border cover")
            + " has tiles overlap instead"
        )


def _cut(refs, grid: "_Grid", page, progress) -> _Cut:
    """Tiles of images, of which headers are read."""
    found: list[ImageRef] = []
    rows: list[int] = []
    rejected, small, misfits = [], [], []
    extent_of = _Extents()
    for row, ref in enumerate(refs):
        ref = replace(ref, page=page) if ref.page is None else ref
        try:
            extent = extent_of(ref)
        except ImageReadError as error:
            rejected.append(Rejected(row, error.source, error.reason))
        else:
            boxes, misfit = grid.boxes(*extent)
            found += [replace(ref, box=box) for box in boxes]
            rows += [row] * len(boxes)
            small += [ref] if boxes[0][2:] != grid.size else []
            misfits += [misfit] if misfit else []
        if progress is not None:
            progress(row + 1, len(refs))
    uneven = {"n_uneven": len(misfits), "most": max(misfits, default=0), "border": grid.border}
    return _Cut(tuple(found), np.array(rows, int), tuple(rejected), tuple(small), **uneven)


class _Extents:
    """What is to be cut of an image: its region, else all of it. No header is read twice."""

    def __init__(self):
        self._sizes: dict = {}

    def __call__(self, ref: ImageRef) -> tuple[int, int, int, int]:
        key = ref.path, ref.page
        if key not in self._sizes:
            self._sizes[key] = image_size(ref)
        width, height = self._sizes[key]
        if ref.box is None:
            return 0, 0, width, height
        x, y, wide, high = ref.box
        if x + wide > width or y + high > height:
            reason = f"its box does not lie within the image of {width} x {height} pixels"
            raise ImageReadError(ref, reason)
        return ref.box


@dataclass(frozen=True)
class _Grid:
    """How tiles lie on any image."""

    size: tuple[int, int]
    stride: tuple[int, int]
    border: str

    def __post_init__(self):
        if self.border not in BORDERS:
            known = ", ".join(map(repr, BORDERS))
            raise ValueError(f"border={self.border!r} must be one of: {known}")

    def boxes(self, x, y, width, height) -> tuple[list[tuple[int, int, int, int]], int]:
        """Tiles of a region, and by how many pixels they do not fit it."""
        across = self._starts(width, self.size[0], self.stride[0])
        down = self._starts(height, self.size[1], self.stride[1])
        sides = min(self.size[0], width), min(self.size[1], height)
        boxes = [(x + left, y + top, *sides) for top in down for left in across]
        misfits = (
            _misfit(length, side, step, starts)
            for length, side, step, starts in zip(
                (width, height), sides, self.stride, (across, down)
            )
        )
        return boxes, max(misfits)

    def _starts(self, length: int, side: int, step: int) -> list[int]:
        """Where tiles begin along one side of an image."""
        room = length - side
        if room <= 0:
            return [0]
        if self.border == "drop":
            n = room // step
            first = (room - n * step) // 2
            return [first + i * step for i in range(n + 1)]
        n = -(-room // step)
        return [i * room // n for i in range(n + 1)]


def _pair(value, name: str) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(pair) != 2 or not all(is_integer(side, 1) for side in pair):
        raise ValueError(
            f"{parameter(name)} is {value!r}; expected is a number of pixels from 1, or "
            + remedy("(width, height)", "WIDTHxHEIGHT")
        )
    return int(pair[0]), int(pair[1])


def _misfit(length: int, side: int, step: int, starts: list[int]) -> int:
    """By how many pixels tiles are nearer than the stride, or what they leave out of a side."""
    left_out = length - (starts[-1] + side - starts[0])
    nearest = min((b - a for a, b in zip(starts, starts[1:])), default=step)
    return max(left_out, step - nearest)
