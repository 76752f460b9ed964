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


def contact_sheet(rows, captions: bool = False) -> tuple:
    """Rows of RGB pictures of any size as one, with room for a caption above each.

    The picture, the middles of its rows and of its columns, and the height of a tile.

    >>> black = np.zeros((4, 8, 3), np.uint8)
    >>> canvas, downs, acrosses, height = contact_sheet([[black, black]])
    >>> canvas.shape, downs, acrosses, height
    ((57, 198, 3), [28.5], [51.0, 147.0], 45)
    """
    columns = max([1, *map(len, rows)])
    shape = next((picture.shape for row in rows for picture in row), (1, 1))
    longest = 90
    height, width = (max(8, round(longest * side / max(shape[:2]))) for side in shape[:2])
    above = 20 if captions else 0
    canvas = np.full((GAP + (height + GAP + above) * len(rows),
                      GAP + (width + GAP) * columns, 3), 255, np.uint8)
    downs = [GAP + above + height / 2 + (height + GAP + above) * k for k in range(len(rows))]
    acrosses = [GAP + width / 2 + (width + GAP) * k for k in range(columns)]
    for y, row in zip(downs, rows):
        for x, picture in zip(acrosses, row):
            top, left = round(y - height / 2), round(x - width / 2)
            canvas[top : top + height, left : left + width] = _resized(picture, height, width)
    return canvas, downs, acrosses, height


def _resized(picture, height: int, width: int) -> np.ndarray:
    """Large pictures are averaged, the pixels of small ones stay squares."""
    shrinks = picture.shape[0] > height
    way = cv2.INTER_AREA if shrinks else cv2.INTER_NEAREST
    return cv2.resize(np.ascontiguousarray(picture), (width, height), interpolation=way)
