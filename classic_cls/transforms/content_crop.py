"""Cut away the empty margin around the content."""

from numbers import Integral, Real

import cv2
import numpy as np

from .._compat import Interval
from .._typing import Image, ImageStack
from ..base import ImageTransformer, moved
from ..kernels.content import content_boxes


class ContentCrop(ImageTransformer):
    """Cut away the empty margin around the content, and enlarge what is left.

    Brings objects to one place and one size where they stand before a plain background: digits
    on paper, products before white, leaves on a scanner. Whatever differs from the colour along
    the border is content. The smallest box around it is centred in a window, which is enlarged
    to the size that the image had, so that the features behind keep their number.

    Good for features that look at places, such as HOG and raw pixels. Photographs whose border is
    as lively as their middle stay as they are; sizes that tell classes apart are lost.

    Parameters
    ----------
    tolerance : int, default=25
        Grey levels by which a channel must differ from the median along the border, from 0 to
        254. More for backgrounds with noise or shadows.
    margin : float, default=0.05
        Width of the margin that is left around the content, as a share of the box's longer side.
    keep_aspect : bool, default=True
        Whether the window has the aspect ratio of the image, so that nothing is distorted; if
        not, the box fills the image along both axes.

    See Also
    --------
    RemoveBackground : For backgrounds that are not plain.
    Resize : Brings images to one size, empty margins included.

    Notes
    -----
    Connected pieces of less than 3 pixels, or of less than 0.1% of the image, are dust. An image
    without content stays as it is. Where the window is larger than the image along an axis, it is
    as large as the image; where it reaches beyond, the outermost pixels are repeated.
    Enlarged by linear interpolation.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ContentCrop
    >>> image = np.zeros((1, 8, 8), np.uint8)
    >>> image[0, 1:5, 0:4] = 200
    >>> ContentCrop(margin=0).fit_transform(image)[0, 4]
    array([200, 200, 200, 200, 200, 200, 200, 200], dtype=uint8)
    """

    short_name = "content_crop"
    before_resize = True  # the content keeps its detail

    _parameter_constraints = {
        "tolerance": [Interval(Integral, 0, 254, closed="both")],
        "margin": [Interval(Real, 0, 1, closed="both")],
        "keep_aspect": ["boolean"],
    }

    def __init__(self, tolerance: int = 25, margin: float = 0.05, keep_aspect: bool = True):
        self.tolerance = tolerance
        self.margin = margin
        self.keep_aspect = keep_aspect

    def _transform(self, images: ImageStack) -> ImageStack:
        cropped = images.copy()
        boxes = content_boxes(images, self.tolerance)
        for image, box, out in zip(images, boxes, cropped, strict=True):
            out[...] = _enlarged(image, *self._window(box, *image.shape[:2]))
        return cropped

    def _regions_back(self, regions, image):
        box = content_boxes(image[np.newaxis], self.tolerance)[0]
        left, top, width, height = self._window(box, *image.shape[:2])
        return moved(regions, np.divide((height, width), image.shape[:2]), (top, left))

    def _window(self, box, height, width):
        """Left, top, width and height of what is enlarged, in whole pixels."""
        left, top, box_width, box_height = box.tolist()
        margin = 2 * self.margin * max(box_width, box_height)
        x_share = min((box_width + margin) / width, 1)
        y_share = min((box_height + margin) / height, 1)
        if self.keep_aspect:
            x_share = y_share = max(x_share, y_share)
        new_width, new_height = max(1, round(x_share * width)), max(1, round(y_share * height))
        left += (box_width - new_width) // 2
        top += (box_height - new_height) // 2
        return left, top, new_width, new_height


def _enlarged(image: Image, left, top, width, height) -> Image:
    old_height, old_width = image.shape[:2]
    inside = image[max(top, 0) : top + height, max(left, 0) : left + width]
    above, before = max(-top, 0), max(-left, 0)
    below, behind = height - above - inside.shape[0], width - before - inside.shape[1]
    window = cv2.copyMakeBorder(inside, above, below, before, behind, cv2.BORDER_REPLICATE)
    return cv2.resize(window, (old_width, old_height), interpolation=cv2.INTER_LINEAR)
