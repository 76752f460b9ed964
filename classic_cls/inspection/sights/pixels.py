"""What is left of the image where the row is the pixels themselves."""

import numpy as np

from ..._typing import Image
from ...features import RawPixels, TinyImage
from ..sight import Picture, Sight
from ._see import checked, row_of, see, the_image, title_of

_READING = "The row is the pixels, drawn in their places: there is nothing else in it."


@see.register
def _raw(feature: RawPixels, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    return _left(feature, image, row, image.shape[:2], feature.color)


@see.register
def _tiny(feature: TinyImage, image: Image) -> Sight:
    image = checked(image)
    row = row_of(feature, image)
    return _left(feature, image, row, (feature.size, feature.size), feature.color)


def _left(feature, image, row, size, color: bool) -> Sight:
    values = row.reshape(*size, 3) if color else row.reshape(size)
    title = f"what is left of it: {size[1]} x {size[0]} values"
    panels = [the_image(image), Picture(title, _stretched(values), image.shape[:2])]
    reading = _READING + " Black and white are the lowest and highest value of the row."
    return Sight(title_of(feature), panels, reading, row)


def _stretched(values) -> np.ndarray:
    """Numbers as an image from black to white."""
    low, spread = values.min(), np.ptp(values)
    return np.rint((values - low) * (255 / spread if spread else 0)).astype(np.uint8)
