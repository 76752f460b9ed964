"""Illumination normalisation by Tan and Triggs.

Definition, for a grey image with levels ``v``:

1. *Gamma*: ``v ** gamma``, which lifts the shadows.
2. *Difference of Gaussians* of standard deviations ``small`` and ``large`` pixels: takes out
   shading, which changes slowly, and with it the noise of single pixels.
3. *Contrast equalisation*, ``alpha = 0.1`` and ``tau = 10``: ``x`` is divided by ``mean(|x| **
   alpha) ** (1 / alpha)``, then the result by ``mean(min(tau, |x|) ** alpha) ** (1 / alpha)``; the
   small power and the cut keep highlights and borders from deciding about the rest.
4. ``tau tanh(x / tau)``, which limits what is left of them: values between -10 and 10.

Responses below 1e-5 count as none: a step of one level gives some 1e-4, and what is left of
flat regions is the rounding of floating point.

Source: Tan and Triggs, IEEE Trans. Image Processing 2010.
"""

import cv2
import numpy as np

from .gaussian import gaussian

__all__ = ["TAU", "tan_triggs"]

# Largest absolute value of the result.
TAU = 10.0

_ALPHA = 0.1
_NOTHING = 1e-5


def tan_triggs(image, gamma: float, small: float, large: float) -> np.ndarray:
    """One grey image (H, W) without shading, of even contrast, float32; zero if of one level.

    >>> step = np.repeat(np.array([[10, 40]], np.uint8), 4, axis=1)
    >>> tan_triggs(step, gamma=0.2, small=1.0, large=2.0).round(1)
    array([[-0.5, -1. , -1.7, -1. ,  1. ,  1.7,  1. ,  0.5]], dtype=float32)
    """
    powers = (np.arange(256) ** gamma).astype(np.float32)
    bright = cv2.LUT(image, powers)
    detail = gaussian(bright, small) - gaussian(bright, large)
    size = np.abs(detail)
    size[size < _NOTHING] = 0
    damped = cv2.pow(size, _ALPHA)
    first = damped.mean(dtype=np.float64)
    if first == 0:
        return np.zeros(image.shape, np.float32)
    # The powers of the values of the second step are at hand already.
    second = np.minimum(damped / np.float32(first), TAU**_ALPHA).mean(dtype=np.float64)
    scale = (first * second) ** (1 / _ALPHA)
    return np.float32(TAU) * np.tanh(detail * np.float32(1 / (TAU * scale)))
