"""Gaussian smoothing in floating point.

Definition: every pixel becomes the mean of its neighbours with weights ``exp(-r^2 / (2 sigma^2))``,
cut at 4 sigma and summing to 1; images are continued by reflection (``c b a | a b c``).
"""

import cv2
import numpy as np

__all__ = ["gaussian"]


def gaussian(image, sigma: float) -> np.ndarray:
    """An image (H, W) or (H, W, 3), uint8 or float32, smoothed channel by channel; float32.

    ``scipy.ndimage.gaussian_filter`` of each channel; images may be smaller than the Gaussian.

    >>> gaussian(np.array([[0, 0, 0, 100, 100, 100]], np.uint8), sigma=1.0).round()
    array([[  0.,   6.,  30.,  70.,  94., 100.]], dtype=float32)
    """
    side = 2 * int(4 * sigma + 0.5) + 1
    # Not OpenCV's filter for 8 bits, which is both coarser and slower.
    image = image.astype(np.float32, copy=False)
    return cv2.GaussianBlur(image, (side, side), sigma, borderType=cv2.BORDER_REFLECT)
