"""What a feature finds at every pixel: its own counts, with cells of one pixel each."""

import numpy as np

_AT_ONCE = 2**21  # values


def by_pixel(codes, shape, n_values: int = 16) -> np.ndarray:
    """Maps ``(H, W)`` from ``codes(top, bottom)``, which gives those of some rows; strip by strip.

    ``n_values`` are those of a pixel on the way, which memory has to hold.

    >>> by_pixel(lambda top, bottom: np.add.outer(np.arange(top, bottom), np.arange(3)), (2, 3))
    array([[0, 1, 2],
           [1, 2, 3]])
    """
    height, width = shape[:2]
    step = max(1, _AT_ONCE // (width * n_values))
    return np.concatenate([codes(top, min(top + step, height)) for top in range(0, height, step)])


def pixel_bounds(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of cells of one pixel each, down and across.

    >>> pixel_bounds(1, 2)
    (array([0, 1]), array([0, 1, 2]))
    """
    return np.arange(height + 1), np.arange(width + 1)
