"""Where local features lie: squares on a dense, centred grid, and keypoints."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .._compat import InvalidParameterError
from .._remedies import remedy
from .._validation import distinct_integers

_LARGEST_SIDE = 512


class Squares(NamedTuple):
    """All squares of one size on an image, in pixels: every top with every left, row by row."""

    side: int
    tops: np.ndarray
    lefts: np.ndarray


def checked_sides(step, multiple: int = 1, smallest: int = 1) -> tuple[int, ...]:
    """The parameter ``sides`` of a step, if each is a whole number that suits it, none twice."""
    sides = tuple(step.sides)
    whole = distinct_integers(sides, smallest, _LARGEST_SIDE)
    if not whole or any(side % multiple for side in sides):
        kind = f"multiples of {multiple}" if multiple > 1 else "whole numbers"
        raise InvalidParameterError(
            f"{type(step).__name__}: sides is {step.sides!r}; give one or more different {kind} "
            f"from {max(smallest, multiple)} to {_LARGEST_SIDE}, in pixels"
        )
    return tuple(int(side) for side in sides)


def dense_squares(shape, sides, step: int, margin: int = 0) -> list[Squares]:
    """Squares of all sides that fit into an image; a ValueError if none does.

    Neighbours are ``step`` pixels apart; what is left over is shared by the two ends, so that the
    grid is in the middle (half a pixel off it at most). No square touches the margin.

    >>> dense_squares((9, 12), [4, 10], step=3)
    [Squares(side=4, tops=array([1, 4]), lefts=array([1, 4, 7]))]
    """
    height, width = shape[:2]
    room = min(height, width) - 2 * margin
    fitting = [side for side in sides if side <= room]
    if not fitting:
        how = remedy("a Resize step", "--size N", "train with --size N")
        raise ValueError(
            f"sides={tuple(sides)}: the smallest square needs an image of at least "
            f"{min(sides) + 2 * margin} pixels, and one is {height} x {width} (height x width): "
            f"lower sides, or make the images larger ({how})"
        )
    return [
        Squares(side, *(_starts(length, side, step, margin) for length in (height, width)))
        for side in fitting
    ]


def _starts(length: int, side: int, step: int, margin: int) -> np.ndarray:
    room = length - 2 * margin - side
    return np.arange(margin + room % step // 2, margin + room + 1, step)


@lru_cache(maxsize=32)
def dense_places(shape, sides, step: int, margin: int = 0):
    """The squares of `dense_squares` with their positions and scales, which images share.

    >>> squares, positions, scales = dense_places((9, 12), (4, 10), step=3)
    >>> len(squares), len(positions), scales.flags.writeable
    (1, 6, False)
    """
    squares = dense_squares(shape, sides, step, margin)
    return squares, *positions_and_scales(shape, squares)


def positions_and_scales(shape, squares) -> tuple[np.ndarray, np.ndarray]:
    """Where the squares are, and how large, as `Points` have it; arrays that cannot be written to.

    >>> positions, scales = positions_and_scales((8, 16), dense_squares((8, 16), [8], step=4))
    >>> positions.tolist(), scales.tolist()
    ([[0.25, 0.5], [0.5, 0.5], [0.75, 0.5]], [1.0, 1.0, 1.0])
    """
    height, width = shape[:2]
    counts = [len(tops) * len(lefts) for _, tops, lefts in squares]
    positions, first = np.empty((sum(counts), 2), np.float32), 0
    for (side, tops, lefts), n in zip(squares, counts):
        of_size = positions[first : first + n].reshape(len(tops), len(lefts), 2)
        of_size[..., 0] = (lefts + side / 2) / width
        of_size[..., 1] = ((tops + side / 2) / height)[:, None]
        first += n
    sides = np.array([side / min(height, width) for side, _, _ in squares], np.float32)
    scales = np.repeat(sides, counts)
    positions.flags.writeable = scales.flags.writeable = False
    return positions, scales


def keypoint_places(shape, positions, sides) -> tuple[np.ndarray, np.ndarray]:
    """Positions and scales, as `Points` have them, of keypoints and their squares in pixels.

    Pixel centres are whole numbers.

    >>> keypoint_places((8, 16), np.array([[0, 3.5]]), np.array([4]))
    (array([[0.03125, 0.5    ]], dtype=float32), array([0.5], dtype=float32))
    """
    height, width = shape[:2]
    relative = (positions + 0.5) / (width, height)
    return relative.astype(np.float32), (sides / min(height, width)).astype(np.float32)
