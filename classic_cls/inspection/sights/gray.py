"""Grey levels: their distribution, and which of them lie side by side."""

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ..._validation import several
from ...features import Haralick, IntensityStatistics
from ...kernels.color import to_gray
from ...kernels.glcm import DIRECTIONS, MEASURES, cooccurrence
from ...kernels.intensity import MEASURES as STATISTICS
from ..sight import Bars, Picture, Sheet, Sight, Table
from ._see import cells_of, checked, row_of, see, the_image, title_of

_LEVELS = 64


def level_bars(image, title: str = "grey levels") -> Bars:
    """Histogram of the grey levels of an image."""
    levels = to_gray(image[None]).ravel() // (256 // _LEVELS)
    shares = np.bincount(levels, minlength=_LEVELS) / levels.size
    grays = np.repeat((np.arange(_LEVELS) + 0.5)[:, None] / _LEVELS, 3, axis=1)
    return Bars(title, shares, unit="share of pixels", about="black to white", colors=grays)


@see.register
def _intensity(feature: IntensityStatistics, image: Image) -> Sight:
    image = checked(image)
    row, grid = row_of(feature, image), feature.grid
    maps = row.reshape(grid, grid, -1).transpose(2, 0, 1)
    mean = np.rint(maps[0]).clip(0, 255).astype(np.uint8)
    pictures = [list(maps[start : start + 4]) for start in range(0, len(maps), 4)]
    panels = [
        the_image(image, cells_of(clone(feature).get_columns(image.shape))),
        level_bars(image),
        Picture("mean of every cell", mean, image.shape[:2]),
        Sheet("statistics, each on its own scale", pictures, captions=STATISTICS),
    ]
    reading = (
        "Of every cell the feature keeps statistics of its grey levels, whatever their places: "
        "light squares are the highest of their map. The histogram is that of the whole image."
    )
    return Sight(title_of(feature), panels, reading, row)


@see.register
def _haralick(feature: Haralick, image: Image) -> Sight:
    image = checked(image)
    row, distances = row_of(feature, image), several(feature.distances)
    gray = to_gray(image[None])
    ends = dict.fromkeys((distances[0], distances[-1]))
    pairs = [_pairs(gray, feature.levels, distance) for distance in ends]
    by_direction = feature.directions == "all"
    kinds = [f"{d} degrees" for d in DIRECTIONS] if by_direction else ["mean", "range"]
    values = row.reshape(len(distances), len(MEASURES), len(kinds))
    panels = [the_image(image), *pairs]
    if by_direction:
        panels.append(_measures("measures, mean of the directions", values.mean(axis=2), distances))
    else:
        panels += [
            _measures(f"{kind} of the directions", values[..., k], distances)
            for k, kind in enumerate(kinds)
        ]
    reading = (
        "How often two grey levels are neighbours, at a distance: a narrow diagonal is smooth "
        "texture, a wide one rough. Thirteen measures of its shape are what the feature keeps; "
        "each row of the table has its own scale."
    )
    return Sight(title_of(feature), panels, reading, row)


def _pairs(gray, levels: int, distance: int) -> Table:
    counts = cooccurrence(gray, levels, distance)[0].sum(axis=0).astype(float)
    shares = np.log10(counts / counts.sum(), out=np.full(counts.shape, np.nan), where=counts > 0)
    return Table(
        f"pairs of levels {distance} px apart",
        shares,
        about=("level, dark at the top", "level, dark to bright"),
        unit="log10 of the share",
    )


def _measures(title, values, distances) -> Table:
    names = [name.replace("_", " ") for name in MEASURES]
    return Table(
        title,
        values.T,
        names,
        [f"{d} px" for d in distances],
        each_row=True,
        about=("", "distance"),
    )
