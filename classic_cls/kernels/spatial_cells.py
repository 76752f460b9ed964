"""Parts of an image in which points are pooled: ``1x1``, ``2x2``, ``1x3`` and the like.

A grid ``CxR`` cuts the image into ``C`` columns times ``R`` rows of equal size, so that ``1x3`` is
three strips one above the other, as in work on PASCAL VOC; VLFeat writes rows first. The cells of
several grids overlap; their lines together cut the image into *segments*, each of which is inside
or outside of any cell. A point is counted once, in its segment; a cell is the sum of its segments.
"""

import numpy as np

__all__ = ["cells_of", "grids_of", "segment_numbers"]


def grids_of(layout: str) -> list[tuple[int, int]]:
    """Columns and rows, 1 to 16, of every grid of a layout; a ValueError says how it should read.

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
    """Segment of each point, x and y in [0, 1]; one on a line belongs to the right, or below.

    >>> segment_numbers(np.array([[0.9, 0.1], [0.1, 0.9]], np.float32), [(1, 1), (2, 2)])
    array([1, 2])
    """
    across, down = (_lines(divisions) for divisions in zip(*grids))
    column = across.searchsorted(positions[:, 0], side="right")
    row = down.searchsorted(positions[:, 1], side="right")
    return row * (len(across) + 1) + column


def cells_of(grids) -> np.ndarray:
    """Which segments make up each cell, (cells, segments) float32: 1 or 0, by grid, then by row.

    >>> cells_of([(1, 1), (1, 2)]).tolist()
    [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    """
    middles = []
    for divisions in zip(*grids):
        ends = np.concatenate([[0], _lines(divisions), [1]])
        middles.append((ends[1:] + ends[:-1]) / 2)
    x, y = np.meshgrid(*middles)
    cells = [(np.floor(x * columns) == column) & (np.floor(y * rows) == row)
             for columns, rows in grids for row in range(rows) for column in range(columns)]
    return np.stack(cells).reshape(len(cells), -1).astype(np.float32)
