"""Edge maps, and the directions of edges cell by cell."""

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ...features import CannyEdges, EdgeHistogram, EdgeHistogramDescriptor
from ...kernels.canny import canny_grid
from ...kernels.color import to_gray
from ...kernels.edges import edge_histogram
from ..sight import Bars, Picture, Sight
from ._pixelwise import by_pixel, pixel_bounds
from ._see import cells_of, checked, row_of, see, the_image, title_of
from .gradients import EDGE, direction_bars, strokes_of


@see.register
def _edges(feature: EdgeHistogram, image: Image) -> Sight:
    image = checked(image)
    gray, n = to_gray(image[None]), feature.orientations

    def directions(top, bottom):
        columns = np.arange(image.shape[1] + 1)
        rows = np.arange(top, bottom + 1)
        cells = edge_histogram(gray, rows, columns, n, feature.threshold)[0]
        return np.where(cells[..., 0] > 0, cells[..., 1:].argmax(axis=-1), -1)

    found = by_pixel(directions, image.shape)
    row = row_of(feature, image)
    reading = (
        f"Coloured pixels are edges, steeper than {feature.threshold:g} grey levels; the colour is "
        "their direction. For each cell the feature keeps their share, and its gradients by "
        "direction, drawn as strokes along the edges."
    )
    return _with_map(feature, image, found, row, reading)


@see.register
def _canny(feature: CannyEdges, image: Image) -> Sight:
    image = checked(image)
    gray, n = to_gray(image[None]), feature.orientations
    _, cells = canny_grid(gray, *pixel_bounds(*image.shape[:2]), n, feature.threshold)
    found = np.where(cells[0, ..., 0] > 0, cells[0, ..., 1:].argmax(axis=-1), -1)
    row = row_of(feature, image)
    reading = (
        f"Coloured pixels are Canny's thin edges; the threshold went by the image: a step of "
        f"{row[0]:.0f} grey levels starts an edge. For each cell the feature keeps their share, "
        "and that of each direction, drawn as strokes along the edges."
    )
    return _with_map(feature, image, found, row, reading, skipped=1)


def _with_map(feature, image, found, row, reading, skipped=0) -> Sight:
    """``found`` is the bin of every edge pixel, -1 elsewhere."""
    n = feature.orientations
    regions = clone(feature).get_columns(image.shape)
    cells = cells_of(regions)
    values = row[skipped:].reshape(feature.grid, feature.grid, 1 + n)
    edges = (np.arange(n) * 180 / n + 90) % 180
    directions = np.where(found < 0, np.nan, edges[found])
    panels = [
        the_image(image, cells),
        Picture("edges, by direction", directions, image.shape[:2], "angle", EDGE, (0, 180)),
        _cells_panel(values, cells, image),
        direction_bars(values[..., 1:].mean(axis=(0, 1)), edges, EDGE, "mean share"),
    ]
    return Sight(title_of(feature), panels, reading, row)


def _cells_panel(values, cells, image) -> Picture:
    regions = np.array([[0, 0, *image.shape[:2]]]) if cells is None else cells
    flat = values.reshape(len(regions), -1)
    weighted = flat[:, 1:] * (flat[:, :1] > 0)
    strokes = strokes_of(regions, weighted, 0.0, signed=False)
    return Picture(
        "share of edge pixels, and directions",
        values[..., 0],
        image.shape[:2],
        "light",
        "share of edge pixels",
        (0, 1),
        strokes=strokes,
    )


@see.register
def _mpeg7(feature: EdgeHistogramDescriptor, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    values = row.reshape(16, 5)
    cells = cells_of(clone(feature).get_columns(image.shape))
    # Edges upright, level, rising and falling, as gradient bins: 0, 90, 45, 135 degrees.
    strokes = strokes_of(cells, values[:, [0, 2, 1, 3]], 0.0, signed=False)
    shares = 100 * values.mean(axis=0)
    panels = [
        the_image(image, cells),
        Picture(
            "share of blocks without one direction, and directions",
            values[:, 4].reshape(4, 4),
            image.shape[:2],
            "light",
            "share",
            (0, 1),
            strokes=strokes,
        ),
        Bars(
            "all parts together",
            shares,
            ["upright", "level", "45", "135", "none"],
            "% of the blocks",
            "direction of the edge",
        ),
    ]
    reading = (
        "In each of 4 x 4 parts, the share of small blocks with an edge of four directions, drawn "
        "as strokes along the edges, and, as brightness, with one that has no direction."
    )
    return Sight(title_of(feature), panels, reading, row)
