"""How strong the noise in an image is.

Definition: white Gaussian noise of standard deviation ``sigma`` that passes through the mask ::

     1 -2  1
    -2  4 -2
     1 -2  1

has the deviation ``6 sigma``; the mask is the difference of two Laplacians and gives 0 on whatever
is linear along either axis, so that the image itself leaves little behind. Immerkaer takes the mean
absolute response; here it is the median, over all channels and all places where the mask fits, for
edges and lines are then outliers: ``sigma = median |response| / 6 / 0.6745``.

Sources: Immerkaer, CVIU 1996; D. L. Donoho and I. M. Johnstone, "Ideal spatial adaptation by
wavelet shrinkage", Biometrika 81(3), 1994 (the median as a robust measure of noise).
"""

import cv2
import numpy as np

__all__ = ["noise_level"]

_MASK = np.outer([1, -2, 1], [1, -2, 1]).astype(np.float32)
# Of the absolute value of a standard normal variable.
_MEDIAN = 0.6744897501960817


def noise_level(image) -> float:
    """Standard deviation of the noise of an image, grey or in colour, in grey levels.

    Fine irregular texture counts as noise, which it cannot be told from. Multiples of 0.25, as
    pixels are whole numbers; 0 where a side is below 3 pixels.

    >>> slope = np.add.outer(np.arange(100), np.arange(100)) + 20.0
    >>> noisy = np.rint(slope + np.random.default_rng(0).normal(0, 8, slope.shape))
    >>> noise_level(slope.astype(np.uint8)), round(noise_level(noisy.astype(np.uint8)))
    (0.0, 8)
    """
    if min(image.shape[:2]) < 3:
        return 0.0
    response = cv2.filter2D(image, cv2.CV_16S, _MASK)[1:-1, 1:-1]
    return float(np.median(np.abs(response)) / 6 / _MEDIAN)
