"""Parts of an image in which points are pooled: ``1x1``, ``2x2``, ``1x3`` and the like.

A grid ``CxR`` cuts the image into ``C`` columns times ``R`` rows of equal size, so that ``1x3`` is
three strips one above the other, as in work on PASCAL VOC; VLFeat writes rows first. The cells of
several grids overlap; their lines together cut the image into *segments*, each of which is inside
or outside of any cell. A point is counted once, in its segment; a cell is the sum of its segments.
"""

import numpy as np

__all__ = ["cells_of", "grids_of", "segment_numbers"]


def grids_of(layout: str) -> list[tuple[int, int]]:
    """Columns and rows of every grid of a layout.

    Parameters
    ----------
    layout : str
        Such as ``"1x1,2x2,1x3"``.

    Raises
    ------
    ValueError
        If it does not read like that, if a grid comes twice, or has more than 16 rows or columns.

    Examples
    --------
    >>> grids_of("1x1,1x3")
    [(1, 1), (1, 3)]
    """
    words = [word.strip() for word in layout.split(",")]
    sizes = [word.split("x") for word in words]
    whole = all(len(size) == 2 and all(n.isdecimal() for n in size) for size in sizes)
    grids = [(int(size[0]), int(size[1])) for size in sizes] if whole else []
    if not grids or len(set(grids)) < len(grids) or not all(
        1 <= n <= 16 for grid in grids for n in grid
    ):
        raise ValueError(
            f"layout is {layout!r}; give grids of 1 to 16 columns x rows, each once, "
            "such as '1x1' or '1x1,2x2,1x3'"
        )
    return grids


def _lines(divisions) -> np.ndarray:
    """Where cells of any of the divisions of an axis end, in (0, 1)."""
    inside = {i / n for n in divisions for i in range(1, n)}
    return np.array(sorted(inside), np.float32)


def segment_numbers(positions, grids) -> np.ndarray:
    """Number of the segment in which each point stands.

    Parameters
    ----------
    positions : ndarray of shape (m, 2), float32
        x and y in [0, 1]; a point on a line belongs to the right, or below.
    grids : list of (columns, rows)

    Returns
    -------
    ndarray of shape (m,), intp

    Examples
    --------
    >>> segment_numbers(np.array([[0.9, 0.1], [0.1, 0.9]], np.float32), [(1, 1), (2, 2)])
    array([1, 2])
    """
    across, down = (_lines(divisions) for divisions in zip(*grids))
    column = across.searchsorted(positions[:, 0], side="right")
    row = down.searchsorted(positions[:, 1], side="right")
    return row * (len(across) + 1) + column


def cells_of(grids) -> np.ndarray:
    """Which segments make up each cell.

    Parameters
    ----------
    grids : list of (columns, rows)

    Returns
    -------
    ndarray of shape (cells, segments), float32
        1 where the segment is part of the cell. Cells go grid by grid, row by row.

    Examples
    --------
    >>> cells_of([(1, 1), (1, 2)])
    array([[1., 1.],
           [1., 0.],
           [0., 1.]], dtype=float32)
    """
    middles = []
    for divisions in zip(*grids):
        ends = np.concatenate([[0], _lines(divisions), [1]])
        middles.append((ends[1:] + ends[:-1]) / 2)
    x, y = np.meshgrid(*middles)
    cells = [
        (np.floor(x * columns) == column) & (np.floor(y * rows) == row)
        for columns, rows in grids for row in range(rows) for column in range(columns)
    ]
    return np.stack(cells).reshape(len(cells), -1).astype(np.float32)
