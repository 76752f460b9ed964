"""What one row of the table of speeds is made of."""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
import skimage
from skimage import data

__all__ = ["OPENCV", "SKIMAGE", "Images", "Row", "largest_difference", "one_by_one"]

SKIMAGE = f"scikit-image {skimage.__version__}"
OPENCV = f"OpenCV {cv2.__version__}"


class Images(NamedTuple):
    """Random square cuts of photographs that ship with scikit-image.

    Attributes
    ----------
    gray : ndarray of shape (n, side, side), uint8
    color : ndarray of shape (n, side, side, 3), uint8
        The same cuts.
    """

    gray: np.ndarray
    color: np.ndarray

    @classmethod
    def cut(cls, n: int, side: int) -> "Images":
        photographs = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
        rng = np.random.default_rng(0)
        cuts = []
        for i in range(n):
            image = photographs[i % len(photographs)]
            row, col = (rng.integers(length - side + 1) for length in image.shape[:2])
            cuts.append(image[row : row + side, col : col + side])
        color = np.stack(cuts)
        return cls(np.stack([cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in color]), color)


class Row(NamedTuple):
    """One thing that is computed, by us and by others.

    Attributes
    ----------
    what : str
        Feature or step with its settings, as the table prints it.
    stack : ndarray
        The images that every side is given.
    ours : callable
        From the stack to rows or images.
    peers : dict of str to callable
        Name and version of a package, and the same in it; empty where nobody has it.
    equality : callable, optional
        From the stack to a few words about how equal the results are, shown in the table;
        raises AssertionError where they are not as equal as they should be. Without it, the
        table says "not the same": a peer that computes something alike.
    """

    what: str
    stack: np.ndarray
    ours: Callable
    peers: dict[str, Callable]
    equality: Callable | None = None


def one_by_one(function: Callable) -> Callable:
    """From a function of one image to a function of a stack."""
    return lambda stack: np.stack([np.ravel(function(image)) for image in stack])


def largest_difference(ours: Callable, theirs: Callable, limit: float) -> Callable:
    """An ``equality`` of a row: the largest difference of any value, which ``limit`` bounds."""

    def equality(stack):
        difference = np.abs(np.float64(ours(stack)) - theirs(stack)).max()
        assert difference <= limit, f"values differ by {difference}"
        return f"within {difference:.0e}" if difference else "exactly"

    return equality
