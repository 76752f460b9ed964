"""Columns of features: their names, and the part of the image that each one describes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np


class Region(NamedTuple):
    """Part of an image: its four edges, in pixels from the upper left corner.

    Attributes
    ----------
    top, left, bottom, right : float
        Pixel ``(y, x)`` reaches from ``y`` to ``y + 1`` and from ``x`` to ``x + 1``: ``bottom`` and
        ``right`` are the first row and column outside. After a change of size, edges lie between
        pixels.

    Examples
    --------
    >>> from classic_cls import Region
    >>> image = [[1, 2, 3], [4, 5, 6]]
    >>> lower = Region(top=1, left=0, bottom=2, right=3)
    >>> image[lower.top : lower.bottom]
    [[4, 5, 6]]
    """

    top: float
    left: float
    bottom: float
    right: float


class Column(NamedTuple):
    """One column of features.

    Attributes
    ----------
    name : str
    region : Region or None
        The part of the image that it describes; None is the whole image.

    Examples
    --------
    >>> from classic_cls import Column, Region
    >>> Column("edges_r0_c0_o1", Region(0, 0, 16, 16)).region.right
    16
    """

    name: str
    region: Region | None


@dataclass(frozen=True, eq=False, repr=False)
class Columns(Sequence):
    """The columns of a feature: what each is called, and which part of the image it describes.

    ``columns[i]`` is a `Column`. Names and regions are kept apart, as there may be tens of
    thousands.

    Attributes
    ----------
    names : list of str
    regions : ndarray of shape (n_columns, 4), float64
        Top, left, bottom and right, as in `Region`; a row of NaN is the whole image.

    Notes
    -----
    The region is the part that a column is *about*: the cell of a grid, the pixel, the cell in a
    block. Filters, interpolated votes and the normalisation of blocks let pixels a little further
    out have some say; whatever is relative to the whole image (Canny's threshold, unit length) lets
    all of them. A grid of one cell is the whole image.

    Examples
    --------
    >>> from classic_cls import Columns
    >>> columns = Columns.of_grid("light", rows=[0, 4, 8], columns=[0, 9], of_cell=["mean"])
    >>> columns.names
    ['light_r0_c0_mean', 'light_r1_c0_mean']
    >>> columns[1].region
    Region(top=4.0, left=0.0, bottom=8.0, right=9.0)
    >>> Columns.whole(["brightness"])[0]
    Column(name='brightness', region=None)
    """

    names: list[str]
    regions: np.ndarray

    @classmethod
    def whole(cls, names: Iterable[str]) -> "Columns":
        """Columns about the whole image."""
        names = list(names)
        return cls(names, np.full((len(names), 4), np.nan))

    @classmethod
    def of_grid(
        cls,
        prefix: str,
        rows: Sequence[float] | np.ndarray,
        columns: Sequence[float] | np.ndarray,
        of_cell: Iterable[str] = ("",),
        *,
        name_only_cell: bool = True,
    ) -> "Columns":
        """Columns of the cells of a grid, row by row: ``prefix_r0_c1_ending``.

        ``rows`` and ``columns`` are where those of cells begin, and the end of the last one;
        ``of_cell`` are the endings, the columns of each cell, of which an empty one adds nothing;
        ``name_only_cell`` is whether names say ``r0_c0`` where there is one cell only.
        """
        cells = [f"{prefix}_r{row}_c{column}"
                 for row in range(len(rows) - 1) for column in range(len(columns) - 1)]
        if len(cells) == 1 and not name_only_cell:
            cells = [prefix]
        endings = [f"_{ending}" if ending else "" for ending in of_cell]
        names = [cell + ending for cell in cells for ending in endings]
        if len(cells) == 1:
            return cls.whole(names)
        regions = np.empty((len(rows) - 1, len(columns) - 1, len(endings), 4))
        for edge, starts in ((0, rows[:-1]), (2, rows[1:])):
            regions[..., edge] = np.asarray(starts)[:, None, None]
        for edge, starts in ((1, columns[:-1]), (3, columns[1:])):
            regions[..., edge] = np.asarray(starts)[:, None]
        return cls(names, regions.reshape(-1, 4))

    @classmethod
    def joined(cls, parts: "Iterable[Columns]") -> "Columns":
        """Columns side by side."""
        parts = list(parts)
        names = [name for part in parts for name in part.names]
        return cls(names, np.concatenate([part.regions for part in parts]))

    def take(self, numbers: Sequence[int] | np.ndarray) -> "Columns":
        """The columns with these numbers, in this order."""
        return Columns([self.names[number] for number in numbers], self.regions[numbers])

    def prefixed(self, prefix: str) -> "Columns":
        """The columns under longer names."""
        return replace(self, names=[prefix + name for name in self.names])

    def inside(self, region: Region) -> "Columns":
        """The columns of an image that is this region of a larger one."""
        regions = moved(self.regions, offset=region[:2])
        return replace(self, regions=np.where(np.isnan(regions), region, regions))

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, number) -> Column:
        region = self.regions[number].tolist()
        return Column(self.names[number], None if np.isnan(region[0]) else Region(*region))

    def __repr__(self) -> str:
        return f"<{len(self):,} columns>"


def moved(regions, scale=(1, 1), offset=(0, 0)) -> np.ndarray:
    """Regions stretched by factors (down, across), then moved (down, across)."""
    return regions * np.tile(scale, 2) + np.tile(offset, 2)
