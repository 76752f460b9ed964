"""Images that stand out in one figure of their pixels: extreme in itself, and in their set."""

import numpy as np

from ._robust import deviations
from .facts import Facts

FAR = 3.0
# Of the luminance, 0 to 255: below, there is nothing to see.
_BLANK_CONTRAST, _BLANK_SHARE = 2.0, 0.99


def blank(facts: Facts) -> np.ndarray:
    """Which images are of one colour, or nearly so: bool ``(n,)``."""
    pixels = facts.pixels
    return (pixels.contrast < _BLANK_CONTRAST) | (pixels.flat >= _BLANK_SHARE)


def extreme(facts: Facts, values, limit: float, *, low: bool, least_spread: float) -> np.ndarray:
    """Rows beyond the limit that are far from usual too, the most extreme first; no blank ones.

    A set of night photos is dark throughout; one such photo among others is not.
    """
    sign = -1 if low else 1
    found = sign * np.asarray(values) > sign * limit
    found &= sign * deviations(values, least_spread) > FAR
    rows = np.flatnonzero(found & ~blank(facts))
    return rows[np.argsort(sign * -np.asarray(values)[rows], kind="stable")]
