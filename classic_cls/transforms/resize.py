"""Bring images to one size."""

from collections.abc import Sequence
from numbers import Integral

import cv2
import numpy as np

from .._compat import Interval, InvalidParameterError, StrOptions
from .._typing import ImageStack
from .._validation import is_integer
from ..base import ImageTransformer, Region, moved
from ..kernels.area_resize import area_resize

_PADDING = 128


class Resize(ImageTransformer):
    """Bring images to one size.

    Features that describe an image place by place give longer rows for larger images, and a
    classifier needs rows of one length; and what is measured in pixels (a cell of ``HOG``, a circle
    of ``LBP``) means the same in all images only if they are of one size. Smaller is faster and
    loses detail: for objects 64 to 128 pixels are mostly enough, for texture more is better.

    Parameters
    ----------
    size : int or (int, int), default=128
        Side of a square, or ``(width, height)``, in pixels.
    mode : {"stretch", "letterbox", "crop"}, default="stretch"
        What becomes of the aspect ratio.

        - ``"stretch"``: given up; the whole image fills the size.
        - ``"letterbox"``: kept; the whole image, centred, between bars of mid-grey (128).
        - ``"crop"``: kept; the largest centred window of the wanted aspect ratio fills the size,
          what lies outside is lost.

    See Also
    --------
    ToGray : Grey images make the steps behind them cheaper.

    Notes
    -----
    Axes that shrink are averaged over areas, so that fine texture does not alias; axes that
    grow are interpolated linearly. An image that shrinks along one axis and grows along the
    other gets both, one after the other. Images of the wanted size are passed on as they are,
    without a copy.

    The bars are mid-grey because no other constant is closer to every image: a bar next to black
    or white content is an edge of half the range, next to anything else of less. Bars are still
    content to the features behind; prefer ``"stretch"`` or ``"crop"`` unless shape matters.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Resize
    >>> wide = np.zeros((20, 40, 3), np.uint8)
    >>> Resize(16, mode="letterbox").fit_transform([wide])[0, :, 8, 0]
    array([128, 128, 128, 128,   0,   0,   0,   0,   0,   0,   0,   0, 128,
           128, 128, 128], dtype=uint8)
    """

    short_name = "resize"

    _parameter_constraints = {
        "size": [Interval(Integral, 1, None, closed="left"), tuple, list],
        "mode": [StrOptions({"stretch", "letterbox", "crop"})],
    }

    def __init__(self, size: int | Sequence[int] = 128, mode: str = "stretch"):
        self.size = size
        self.mode = mode

    def _look_at(self, image) -> None:
        super()._look_at(image)
        self._width_height()

    def _width_height(self) -> tuple[int, int]:
        size = self.size
        sides = tuple(size) if isinstance(size, (tuple, list)) else (size, size)
        if len(sides) != 2 or not all(is_integer(side, 1) for side in sides):
            raise InvalidParameterError(
                "Resize: size must be a whole number or a pair (width, height) of them, 1 or more; "
                f"got {self.size!r}"
            )
        return int(sides[0]), int(sides[1])

    def _transform(self, images: ImageStack) -> ImageStack:
        width, height = self._width_height()
        if images.shape[1:3] == (height, width):
            return images
        taken, filled = self._windows(images.shape[1:3])
        # Cutting before resizing: a strip of 10000 x 2 pixels would first become gigantic.
        resized = _stretch(np.ascontiguousarray(_part(images, taken)), *_sides(filled))
        if resized.shape[1:3] == (height, width):
            return resized
        framed = np.full((len(images), height, width, *images.shape[3:]), _PADDING, np.uint8)
        _part(framed, filled)[...] = resized
        return framed

    def _regions_back(self, regions, image):
        taken, filled = self._windows(image.shape[:2])
        scale = np.divide(_sides(taken), _sides(filled))
        return moved(moved(regions, offset=np.negative(filled[:2])), scale, taken[:2])

    def _windows(self, shape) -> tuple[Region, Region]:
        """The window that is taken from an image, and the window of the result that it fills."""
        width, height = self._width_height()
        taken, filled = Region(0, 0, *shape), Region(0, 0, height, width)
        if self.mode == "letterbox":
            filled = _center_window(shape, (height, width))
        elif self.mode == "crop":
            taken = _center_window((height, width), shape)
        return taken, filled


def _part(images: ImageStack, window: Region) -> ImageStack:
    return images[:, window.top : window.bottom, window.left : window.right]


def _sides(window: Region) -> tuple:
    return window.bottom - window.top, window.right - window.left


def _center_window(shape, outer) -> Region:
    """The largest centred window of the aspect ratio of ``shape`` in ``outer``, to a pixel."""
    scale = min(outer[0] / shape[0], outer[1] / shape[1])
    height, width = (max(1, round(side * scale)) for side in shape)
    top, left = (outer[0] - height) // 2, (outer[1] - width) // 2
    return Region(top, left, top + height, left + width)


def _stretch(images: ImageStack, height: int, width: int) -> ImageStack:
    old_height, old_width = images.shape[1:3]
    if (old_height, old_width) == (2 * height, 2 * width):
        # The one ratio for which OpenCV's own averaging is vectorised.
        return _cv2_resize(images, height, width, cv2.INTER_AREA)
    small = min(old_height, height), min(old_width, width)
    if small != (old_height, old_width):
        images = area_resize(images, *small)
    if small != (height, width):
        images = _cv2_resize(images, height, width, cv2.INTER_LINEAR)
    return images


def _cv2_resize(images: ImageStack, height: int, width: int, interpolation: int) -> ImageStack:
    resized = np.empty((len(images), height, width, *images.shape[3:]), np.uint8)
    for image, out in zip(images, resized, strict=True):
        out[...] = cv2.resize(image, (width, height), interpolation=interpolation)
    return resized
