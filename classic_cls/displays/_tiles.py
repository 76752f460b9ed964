"""Little pictures side by side, as one picture."""

import cv2
import numpy as np

TILE = 64
"""Side of a picture in pixels."""
GAP = 6
"""White between two pictures."""


def mosaic(rows) -> np.ndarray:
    """Rows of square pictures, which may differ in length, on white; all have one size there.

    >>> black = np.zeros((8, 8), np.uint8)
    >>> mosaic([[black], [black, black]]).shape
    (146, 146, 3)
    """
    columns = max([1, *map(len, rows)])
    step = TILE + GAP
    canvas = np.full((GAP + step * len(rows), GAP + step * columns, 3), 255, np.uint8)
    for top, row in zip(range(GAP, len(canvas), step), rows):
        for left, picture in zip(range(GAP, canvas.shape[1], step), row):
            canvas[top : top + TILE, left : left + TILE] = tile(picture)
    return canvas


def tile(picture) -> np.ndarray:
    """A picture as ``(TILE, TILE, 3)`` or ``(TILE, TILE, 1)``, uint8."""
    picture = np.asarray(picture, dtype=np.uint8)
    way = cv2.INTER_AREA if min(picture.shape[:2]) > TILE else cv2.INTER_CUBIC
    picture = cv2.resize(np.ascontiguousarray(picture), (TILE, TILE), interpolation=way)
    return picture if picture.ndim == 3 else picture[..., None]
