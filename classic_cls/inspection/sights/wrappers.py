"""Features around another one: where, and at which sizes, the other one looks."""

from dataclasses import replace

import numpy as np

from ..._typing import Image
from ..._validation import several
from ...features import Mirrored, MultiScale, SpatialPyramid
from ...kernels.area_resize import area_resize
from ..sight import Picture, Sight
from ._see import checked, row_of, see, the_image, title_of

_MOST_PARTS = 6


@see.register
def _pyramid(feature: SpatialPyramid, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    inner = see(feature.extractor, image)
    panels: list = [_grid_of(image, grid) for grid in several(feature.levels)]
    panels += inner.panels[1:]
    reading = (
        f"Every cell of every grid has a row of {title_of(feature.extractor)} of its own, as if "
        "it were an image; what that sees in the whole image is drawn beside them. " + inner.reading
    )
    return Sight(title_of(feature), panels, reading, row)


def _grid_of(image, grid: int) -> Picture:
    """The cells of the pyramid, in each of which the feature inside may have cells of its own."""
    down, across = (np.rint(np.linspace(0, side, grid + 1)) for side in image.shape[:2])
    cells = np.array(
        [[down[r], across[c], down[r + 1], across[c + 1]] for r in range(grid) for c in range(grid)]
    )
    return replace(the_image(image, cells), title=f"grid of {grid} x {grid}")


@see.register
def _multiscale(feature: MultiScale, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    panels: list = [the_image(image)]
    reading = ""
    for octave in range(feature.octaves):
        size = [max(1, round(side / 2**octave)) for side in image.shape[:2]]
        small = image if octave == 0 else area_resize(image[None], *size)[0]
        inner = see(feature.extractor, small)
        named = [replace(panel, title=f"1/{2**octave}: {panel.title}") for panel in inner.panels]
        panels += named[1:2] or named[:1]
        reading = reading or inner.reading
    reading = (
        f"The row of {title_of(feature.extractor)} of the image at {feature.octaves} sizes, each "
        "half the one before: what is coarse becomes fine. " + reading
    )
    return Sight(title_of(feature), panels, reading, row)


@see.register
def _mirrored(feature: Mirrored, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    inner = see(feature.extractor, image)
    other = see(feature.extractor, np.ascontiguousarray(image[:, ::-1]))
    mirrored = [
        replace(panel, title=f"mirrored: {panel.title}")
        for panel in other.panels[: max(2, _MOST_PARTS - len(inner.panels))]
    ]
    reading = (
        f"The mean of the rows of the image ({1 - feature.weight:.0%}) and of its mirror image "
        f"({feature.weight:.0%}). " + inner.reading
    )
    return Sight(title_of(feature), [*inner.panels, *mirrored], reading, row)
