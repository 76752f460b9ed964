"""Cutting an image into a grid of cells."""

import numpy as np

__all__ = ["LARGER_IMAGES", "cell_bounds", "cell_names", "cell_prefixes"]

# What the messages on images that are too small end with.
LARGER_IMAGES = "or make the images larger (a Resize step, --size)"


def cell_bounds(shape, grid: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns at which the cells of a grid begin.

    Cell ``i`` of ``n`` along an axis of ``L`` pixels holds the pixels from ``i L / n`` up to, but
    without, ``(i + 1) L / n``, both rounded to the nearest whole number (halves down). Cells differ
    by a pixel at most where ``n`` does not divide ``L``, and mirroring an image mirrors its cells
    (but for a bound at half a pixel, which takes an odd side and an even grid).

    Parameters
    ----------
    shape : (H, W, ...)
    grid : int
        Cells along each axis.

    Returns
    -------
    rows, columns : ndarray of shape (grid + 1,), intp
        First row (column) of each cell; the last entry is ``H`` (``W``).

    Raises
    ------
    ValueError
        If a cell would hold no pixel.

    Examples
    --------
    >>> cell_bounds((4, 7), grid=2)
    (array([0, 2, 4]), array([0, 3, 7]))
    """
    height, width = shape[:2]
    if grid > min(height, width):
        raise ValueError(
            f"grid={grid} leaves cells without a pixel on an image of {height} x {width} pixels "
            f"(height x width): lower grid, {LARGER_IMAGES}"
        )
    return _bounds_along(height, grid), _bounds_along(width, grid)


def cell_names(shape, grid: int) -> list[str]:
    """Names of the cells of an image of ``shape``, row by row.

    Raises
    ------
    ValueError
        If a cell would hold no pixel.

    Examples
    --------
    >>> cell_names((4, 7), grid=2)
    ['r0_c0', 'r0_c1', 'r1_c0', 'r1_c1']
    """
    cell_bounds(shape, grid)
    return [f"r{row}_c{column}" for row in range(grid) for column in range(grid)]


def cell_prefixes(shape, grid: int) -> list[str]:
    """What stands before the names of a cell's columns; nothing if the image is the only cell.

    >>> cell_prefixes((4, 7), grid=2), cell_prefixes((4, 7), grid=1)
    (['r0_c0_', 'r0_c1_', 'r1_c0_', 'r1_c1_'], [''])
    """
    return [""] if grid == 1 else [f"{cell}_" for cell in cell_names(shape, grid)]


def _bounds_along(length: int, grid: int) -> np.ndarray:
    return -((grid - 2 * length * np.arange(grid + 1)) // (2 * grid))
