"""Taking out light that is uneven within an image: Retinex and homomorphic filtering.

What a camera sees is the light times the reflectance of the surface. Light changes slowly from
place to place, so that a mean over a wide surround estimates it; in logarithms, the product is a
sum and the light can be subtracted.

Surrounds are Gaussians, given as shares of the longer side of the image, so that images of all
sizes are treated alike. Images are continued by reflection (``c b a | a b c``): then a Gaussian,
not cut anywhere, is a multiplication of the discrete cosine transform, by ``exp(-(sigma pi k / N)^2
/ 2)`` for coefficient ``k`` of ``N`` along each axis, whatever ``sigma``. Below one pixel it is not
quite the sampled Gaussian.

Sources: Jobson, Rahman and Woodell, IEEE Trans. Image Processing 1997; Oppenheim, Schafer and
Stockham, Proc. IEEE 1968.
"""

import cv2
import numpy as np
from scipy import fft

__all__ = ["homomorphic", "retinex"]


def retinex(image, sigmas) -> np.ndarray:
    """Multi-scale Retinex of a channel (H, W): logarithms of pixels over their surrounds, float32.

    ``mean over sigmas of log(v + 1) - log(surround of v + 1)``; the 1 keeps black finite.

    >>> shaded = np.array([[20, 40, 80, 160], [60, 120, 240, 0]], np.uint8)
    >>> retinex(shaded, [0.5]).round(1)
    array([[-1.4, -0.8, -0.2,  0.5],
           [-0.3,  0.3,  0.9, -4.6]], dtype=float32)
    """
    values = image.astype(np.float32) + 1
    spectrum = fft.dctn(values)
    # Surrounds of values of at least 1 are at least 1, but for rounding.
    surrounds = [np.maximum(_surround(spectrum, sigma), 1) for sigma in sigmas]
    return cv2.log(values) - sum(cv2.log(surround) for surround in surrounds) / len(surrounds)


def homomorphic(image, sigma: float, low: float, high: float) -> np.ndarray:
    """Homomorphic filter of an image (H, W): less of the light, more of the detail, float32.

    With ``l = log(v + 1)``, ``b`` its surround and ``m`` the mean of ``l``, the result is
    ``exp(m + low (b - m) + high (l - b)) - 1``: on the scale of the levels, not limited to 255.

    >>> shaded = np.array([[30, 60, 30, 60, 120, 240, 120, 240]], np.uint8)
    >>> homomorphic(shaded, sigma=0.2, low=0.0, high=1.0).round()
    array([[ 64., 117.,  49.,  72., 101., 149.,  61., 113.]], dtype=float32)
    """
    logarithm = cv2.LUT(image, np.log1p(np.arange(256)).astype(np.float32))
    spectrum = fft.dctn(logarithm)
    light = _surround(spectrum, sigma)
    mean = np.float32((1 - low) * logarithm.mean(dtype=np.float64))
    mixed = mean + np.float32(low) * light + np.float32(high) * (logarithm - light)
    return cv2.exp(mixed) - 1


def _surround(spectrum, sigma: float) -> np.ndarray:
    """The Gaussian mean around every pixel, from the cosine transform of an image."""
    height, width = spectrum.shape
    pixels = sigma * max(height, width)
    smooth = spectrum * _transfer(height, pixels)[:, None] * _transfer(width, pixels)
    return fft.idctn(smooth, overwrite_x=True)


def _transfer(length: int, sigma: float) -> np.ndarray:
    frequencies = np.pi * np.arange(length) / length
    return np.exp(-((sigma * frequencies) ** 2) / 2).astype(np.float32)
