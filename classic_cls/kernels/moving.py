"""Images moved, turned, scaled, mirrored, lighter or darker: whole images, in one go each."""

import cv2
import numpy as np

from .border import border_levels

__all__ = ["moved_image", "relit_image"]


def moved_image(image, mirror=False, angle=0.0, scale=1.0, shift=(0.0, 0.0), from_border=False):
    """An image mirrored left to right, scaled and turned about its middle, and shifted.

    With the middle ``c`` of the image and the rotation ``R`` by ``angle`` radians, the pixel at
    ``p`` (x, y) is what the image has at ``M R (p - c - s) / scale + c``, where ``s`` is the
    ``shift`` as a share of width and height and ``M`` mirrors x. It is interpolated once, linearly.
    From beyond the edge comes the reflection (``c b | a b c``), or the border's median colour.

    >>> image = np.uint8([[1, 2, 3, 4]])
    >>> moved_image(image, mirror=True).tolist()
    [[4, 3, 2, 1]]
    >>> moved_image(image, shift=(0.25, 0)).tolist()
    [[2, 1, 2, 3]]
    """
    if angle == 0 and scale == 1 and not any(shift):
        return image[:, ::-1] if mirror else image
    height, width = image.shape[:2]
    middle = np.array([width - 1, height - 1]) / 2
    cos, sin = np.cos(angle) / scale, np.sin(angle) / scale
    turn = np.array([[cos, sin], [-sin, cos]])
    if mirror:
        turn[0] *= -1
    start = middle - turn @ (middle + np.array(shift) * (width, height))
    mode, level = cv2.BORDER_REFLECT_101, None
    if from_border:
        mode, level = cv2.BORDER_CONSTANT, border_levels(image[np.newaxis])[0][0].tolist()
    return cv2.warpAffine(
        image, np.column_stack([turn, start]), (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=mode, borderValue=level,
    )


def relit_image(image, brightness=0.0, contrast=1.0):
    """Levels ``contrast`` times as far from their mean, and ``brightness`` times 255 higher.

    The mean is that of all pixels and channels; what leaves 0 to 255 is cut.

    >>> relit_image(np.uint8([[10, 20]]), brightness=0.02, contrast=2).tolist()
    [[10, 30]]
    """
    if brightness == 0 and contrast == 1:
        return image
    mean = np.mean(cv2.mean(image)[: image.shape[2] if image.ndim == 3 else 1])
    levels = contrast * (np.arange(256) - mean) + mean + 255 * brightness
    return cv2.LUT(image, np.rint(levels).clip(0, 255).astype(np.uint8))
