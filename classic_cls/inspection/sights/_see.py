"""The front door, and what is drawn of a feature whose class has no picture of its own."""

import re
from functools import singledispatch
from typing import Any

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ..._validation import check_image, counted
from ...base import Columns, FeatureExtractor
from ..sight import Bars, Picture, Sheet, Sight

_CELL = re.compile(r"_r\d+_c\d+")
_MOST_CELLS = 1024
_MOST_MAPS = 24
_MOST_BARS = 512


@singledispatch
def see(feature: Any, image: Image) -> Sight:
    """What a feature sees in an image, as panels that can be drawn.

    A function for every class, found by the class of the feature (``functools.singledispatch``):
    ``@see.register`` adds one, for classes of other packages too. A feature without one is shown by
    its columns: those about a part of the image as maps, those about all of it as bars.

    Parameters
    ----------
    feature : FeatureExtractor, ImageTransformer, DescriptorExtractor or Pipeline
        A pipeline is a descriptor and an encoder; unless it is fitted, it learns a few visual words
        from the image itself.
    image : ndarray of shape (H, W) or (H, W, 3), uint8
        As the feature is given it; nothing is resized.

    Returns
    -------
    Sight

    Raises
    ------
    ValueError
        If it is no feature, or the image is too small for it.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EdgeHistogram, see
    >>> image = np.tile(np.repeat(np.array([0, 200], np.uint8), 16), (32, 1))
    >>> sight = see(EdgeHistogram(grid=2), image)
    >>> [panel.title for panel in sight.panels][:2]
    ['image, 32 x 32 pixels', 'edges, by direction']
    """
    raise ValueError(
        f"{type(feature).__name__} is no feature, descriptor or preprocessing step that can be "
        "shown: give one, such as HOG()"
    )


@see.register
def by_columns(feature: FeatureExtractor, image: Image) -> Sight:
    """What every extractor can be shown by: its columns, where they are about."""
    image = checked(image)
    row, columns = row_of(feature, image), clone(feature).get_columns(image.shape)
    local = ~np.isnan(columns.regions[:, 0])
    panels: list = [the_image(image, cells_of(columns))]
    maps = _maps(columns, row, local, image.shape)
    if maps:
        panels.append(_sheet_of(maps))
    if not local.all():
        whole = np.flatnonzero(~local)[:_MOST_BARS]
        names = [columns.names[number] for number in whole] if len(whole) <= 40 else []
        panels.append(
            Bars(
                "columns about the whole image",
                row[whole],
                names,
                unit="value",
                about="column",
                lying=len(names) > 8,
            )
        )
    reading = (
        f"The {counted(len(row), 'column')} of {title_of(feature)}, each drawn where it is about: "
        "a map for every kind of column that has places, bars for the rest."
    )
    return Sight(title_of(feature), panels, reading, row)


def _maps(columns: Columns, row, local, shape) -> dict[str, np.ndarray]:
    """A map for every kind of column: its values over their regions."""
    kinds: dict[str, list[int]] = {}
    for number in np.flatnonzero(local):
        kinds.setdefault(_CELL.sub("", columns.names[number]), []).append(int(number))
    chosen = list(kinds)
    if len(chosen) > _MOST_MAPS:  # those that differ most from place to place
        spread = {kind: float(row[numbers].std()) for kind, numbers in kinds.items()}
        largest = set(sorted(chosen, key=lambda kind: -spread[kind])[:_MOST_MAPS])
        chosen = [kind for kind in chosen if kind in largest]
    return {kind: painted(columns.regions[kinds[kind]], row[kinds[kind]], shape) for kind in chosen}


def painted(regions: np.ndarray, values: np.ndarray, shape) -> np.ndarray:
    """Values over their regions, pixel by pixel; the mean where regions overlap, NaN where none is.

    >>> painted(np.array([[0, 0, 1, 2], [0, 1, 1, 3]]), np.array([1.0, 3.0]), (1, 4))
    array([[ 1.,  2.,  3., nan]])
    """
    sums, counts = np.zeros((2, *shape[:2]))
    for (top, left, bottom, right), value in zip(np.rint(regions).astype(int).tolist(), values):
        sums[top:bottom, left:right] += value
        counts[top:bottom, left:right] += 1
    with np.errstate(invalid="ignore"):
        return sums / counts


def _sheet_of(maps: dict[str, np.ndarray]) -> Sheet:
    across = int(np.ceil(np.sqrt(len(maps))))
    pictures = list(maps.values())
    rows = [pictures[start : start + across] for start in range(0, len(pictures), across)]
    return Sheet(
        "columns about a place, each on its own scale",
        rows,
        captions=[short(name) for name in maps],
    )


def short(name: str, most: int = 22) -> str:
    """A name with its middle left out where it is long."""
    return name if len(name) <= most else f"{name[: most // 2 - 1]}..{name[1 - most // 2 :]}"


def checked(image) -> np.ndarray:
    """The image, in memory as the kernels want it."""
    return np.ascontiguousarray(check_image(image))


def row_of(feature, image) -> np.ndarray:
    """The row of an image; of a copy, so that images of other sizes than before are taken."""
    return clone(feature).transform([image])[0]


def title_of(feature) -> str:
    """What a person calls the feature."""
    inner = getattr(feature, "extractor", None)
    name = getattr(feature, "short_name", type(feature).__name__)
    return name if inner is None else f"{name}({title_of(inner)})"


def cells_of(columns: Columns) -> np.ndarray | None:
    """The different regions of columns, row by row; None if they are the whole image."""
    regions = columns.regions[~np.isnan(columns.regions[:, 0])]
    return np.unique(regions, axis=0) if len(regions) else None


def the_image(image, cells=None, dots=None) -> Picture:
    """The image itself, as the first panel, with the cells unless they are too many to tell."""
    cells = None if cells is None or len(cells) > _MOST_CELLS else cells
    height, width = image.shape[:2]
    title = f"image, {width} x {height} pixels"
    return Picture(title, image, image.shape[:2], cells=cells, dots=dots)
