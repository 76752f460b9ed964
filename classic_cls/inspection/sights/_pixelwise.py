"""What a feature finds at every pixel: its own counts, with cells of one pixel each."""

import numpy as np

_AT_ONCE = 2**21  # values


def by_pixel(codes, shape, n_values: int = 16) -> np.ndarray:
    """Maps ``(H, W)`` from ``codes(rows, columns)``, which takes bounds of cells; strip by strip.

    ``n_values`` are those of a cell on the way, which memory has to hold.

    >>> by_pixel(lambda rows, columns: np.add.outer(rows[:-1], columns[:-1]), (2, 3))
    array([[0, 1, 2],
           [1, 2, 3]])
    """
    height, width = shape[:2]
    step = max(1, _AT_ONCE // (width * n_values))
    columns = np.arange(width + 1)
    strips = [codes(np.arange(top, min(top + step, height) + 1), columns)
              for top in range(0, height, step)]
    return np.concatenate(strips)
