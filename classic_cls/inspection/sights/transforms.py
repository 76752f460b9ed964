"""Preprocessing: the image before and after."""

import numpy as np

from ..._typing import Image
from ...base import ImageTransformer
from ..sight import Picture, Sight
from ._see import checked, see, the_image, title_of
from .gray import level_bars


@see.register
def _transform(step: ImageTransformer, image: Image) -> Sight:
    image = checked(image)
    after = np.asarray(step.transform([image])[0])
    height, width = after.shape[:2]
    panels = [
        the_image(image),
        Picture(f"after {title_of(step)}, {width} x {height} pixels", after, after.shape[:2]),
        level_bars(image, "grey levels before"),
        level_bars(after, "grey levels after"),
    ]
    reading = f"The image before and after {title_of(step)}, and how their grey levels are spread."
    return Sight(title_of(step), panels, reading)
