"""Cutting an image into a grid of cells."""

import numpy as np

from .._remedies import remedy
from ..base import Columns


def larger_images() -> str:
    """What the messages on images that are too small end with."""
    how = remedy("a Resize step", "--size N", "train with --size N")
    return f"or make the images larger ({how})"


def cell_bounds(shape, grid: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns at which the cells of a grid begin, and last ``H`` (``W``), intp.

    Cell ``i`` of ``n`` along an axis of ``L`` pixels holds the pixels from ``i L / n`` up to, but
    without, ``(i + 1) L / n``, both rounded to the nearest whole number (halves down). Cells differ
    by a pixel at most where ``n`` does not divide ``L``, and mirroring an image mirrors its cells
    (but for a bound at half a pixel, which takes an odd side and an even grid). A ValueError says
    so if a cell would hold no pixel.

    >>> cell_bounds((4, 7), grid=2)
    (array([0, 2, 4]), array([0, 3, 7]))
    """
    height, width = shape[:2]
    if grid > min(height, width):
        raise ValueError(
            f"grid={grid} leaves cells without a pixel on an image of {height} x {width} pixels "
            f"(height x width): lower grid, {larger_images()}"
        )
    return _bounds_along(height, grid), _bounds_along(width, grid)


def too_small(step, shape, why: str) -> ValueError:
    """What to raise where an image is too small for a step; ``why`` says what to lower."""
    image = f"an image of {shape[0]} x {shape[1]} pixels (height x width)"
    return ValueError(f"{type(step).__name__}: {image} {why}, {larger_images()}")


def cell_by_cell(parts, n_cells: int) -> Columns:
    """Columns of several grids of as many cells, with all columns of a cell side by side.

    >>> parts = [Columns.whole("ab"), Columns.whole("12")]
    >>> cell_by_cell(parts, n_cells=2).names
    ['a', '1', 'b', '2']
    """
    joined = Columns.joined(parts)
    ends = np.cumsum([len(part) for part in parts])
    numbers = np.split(np.arange(len(joined)), ends[:-1])
    by_cell = [of_part.reshape(n_cells, -1) for of_part in numbers]
    return joined.take(np.concatenate(by_cell, axis=1).ravel())


def _bounds_along(length: int, grid: int) -> np.ndarray:
    return -((grid - 2 * length * np.arange(grid + 1)) // (2 * grid))
