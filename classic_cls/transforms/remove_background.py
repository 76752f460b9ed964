"""Paint over what lies around the object."""

from collections.abc import Sequence

import cv2
import numpy as np

from .._compat import InvalidParameterError, StrOptions
from .._typing import ImageStack
from ..base import ImageTransformer
from ..kernels.color import to_gray
from ..kernels.foreground import grabcut_foreground, salient_foreground

_FINDERS = {"fast": salient_foreground, "grabcut": grabcut_foreground}
_COLORS = {"black": (0, 0, 0), "gray": (128, 128, 128), "white": (255, 255, 255)}
# Outlines are found on a copy of at most this side: the time of a cut grows with the pixels.
_LARGEST = 128
_SMALLEST = 8
_LEAST_SHARE, _LARGEST_SHARE = 0.02, 0.95


class RemoveBackground(ImageTransformer):
    """Paint over the background around the object.

    Everything between the border and the object is taken for background. What is left tells
    shapes and colours of the object alone, for features that would otherwise count the clutter
    around it, or the table on which all images of a class happened to be taken.

    Use it where the background changes from image to image and has nothing to do with the
    class, or where it gives the class away and should not. Where it goes with the class in life
    as well, as meadows go with flowers, removing it loses information; so try both.

    Parameters
    ----------
    method : {"fast", "grabcut"}, default="fast"
        - ``"fast"``: what is set off from the border by an edge and differs from it in colour
          [1]_; about two milliseconds an image.
        - ``"grabcut"``: the cut that best separates two mixtures of colours, that of the frame
          and that inside [2]_; objects of several colours stay in one piece, small ones may not
          be found; some 25 times slower.
    fill : {"black", "gray", "white", "mean", "blur"} or (red, green, blue), default="gray"
        What is painted. One colour for all images, in grey images its luminance: mid-grey (128)
        lets neither dark nor light objects vanish. Or what is left of the background: its mean
        colour, or itself, blurred with a standard deviation of a tenth of the shorter side.

    See Also
    --------
    ContentCrop : Enlarges an object before a plain background.

    Notes
    -----
    The object must not fill most of the border; one that touches a side or two may lose a part.
    If less than 2% or more than 95% of an image were object, if all its colours are alike, or if
    a side has less than 8 pixels, the image stays as it is: there is no telling what is
    background. Pieces and holes of less than 0.5% of the image are not seen as such. Outlines in
    images of more than 128 pixels are found on a copy of that side.

    Neither method draws random numbers: an image gives the same result at any time, in any
    thread.

    References
    ----------
    .. [1] J. Zhang, S. Sclaroff, Z. Lin, X. Shen, B. Price and R. Mech, "Minimum barrier salient
       object detection at 80 FPS", ICCV, pp. 1404-1412, 2015.
    .. [2] C. Rother, V. Kolmogorov and A. Blake, "GrabCut: interactive foreground extraction
       using iterated graph cuts", ACM Transactions on Graphics 23(3), pp. 309-314, 2004.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import RemoveBackground
    >>> image = np.tile(np.arange(40, 52, dtype=np.uint8), (12, 1))
    >>> image[4:8, 4:8] = 200
    >>> RemoveBackground(fill="white").fit_transform([image])[0, 5]
    array([255, 255, 255, 255, 200, 200, 200, 200, 255, 255, 255, 255], dtype=uint8)
    """

    short_name = "remove_background"

    _parameter_constraints = {
        "method": [StrOptions({"fast", "grabcut"})],
        "fill": [StrOptions({*_COLORS, "mean", "blur"}), tuple, list],
    }

    def __init__(self, method: str = "fast", fill: str | Sequence[int] = "gray"):
        self.method = method
        self.fill = fill

    def _look_at(self, image) -> None:
        super()._look_at(image)
        self._color()

    def _color(self) -> np.ndarray | None:
        """The colour to fill with; None where the image's own decides."""
        if isinstance(self.fill, str):
            named = _COLORS.get(self.fill)
            return None if named is None else np.array(named, np.uint8)
        color = np.asarray(self.fill)
        whole = color.shape == (3,) and color.dtype.kind in "iu"
        if not whole or color.min() < 0 or color.max() > 255:
            raise InvalidParameterError(
                "RemoveBackground: fill must be 'black', 'gray', 'white', 'mean', 'blur' or (red, "
                f"green, blue) with whole numbers from 0 to 255; got {self.fill!r}"
            )
        return color.astype(np.uint8)

    def _transform(self, images: ImageStack) -> ImageStack:
        color = self._color()
        if min(images.shape[1:3]) < _SMALLEST:
            return images
        if color is not None and images.ndim == 3:
            color = to_gray(color.reshape(1, 1, 1, 3)).ravel()
        masks = _masks(images, _FINDERS[self.method])
        filled = images.copy()
        for image, mask in zip(filled, masks, strict=True):
            if _LEAST_SHARE <= mask.mean() <= _LARGEST_SHARE:
                _fill(image, ~mask, self.fill, color)
        return filled


def _masks(images: ImageStack, find) -> np.ndarray:
    height, width = images.shape[1:3]
    scale = _LARGEST / max(height, width)
    if scale >= 1:
        return find(images)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.stack([cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in images])
    levels = (mask.astype(np.uint8) * 255 for mask in find(small))
    large = [cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR) for mask in levels]
    return np.stack(large) >= 128


def _fill(image, background, fill, color) -> None:
    """Paint over the background, in place."""
    if color is not None:
        image[background] = color
    elif fill == "mean":
        image[background] = np.rint(image[background].mean(axis=0))
    else:
        image[background] = _blurred(image, background)[background]


def _blurred(image, background):
    """Means of the background around every pixel; the object does not bleed into them."""
    sigma = min(image.shape[:2]) / 10
    weight = np.float32(background)
    weighted = image * (weight if image.ndim == 2 else weight[..., None])
    sums = cv2.GaussianBlur(weighted, (0, 0), sigma)
    weights = cv2.GaussianBlur(weight, (0, 0), sigma)
    # A pixel of the background counts itself, so that the weight is above 0 where it matters.
    weights = np.maximum(weights, np.float32(1e-6))
    return np.rint(sums / (weights if image.ndim == 2 else weights[..., None]))
