"""How one picture must be turned to be the other."""

import numpy as np

from ..duplicates import SIDE

# How much more alike two pictures must be when one is turned: round things count as upright.
_MARGIN = 0.03
# What was done to the second picture of a pair; the first entry is nothing.
TURNS = (
    "",
    "mirrored",
    "upside down, mirrored",
    "turned by 180°",
    "turned and mirrored",
    "turned by 90°",
    "turned by 90°",
    "turned and mirrored",
)


def turns_of(thumbnails, pairs) -> list[str]:
    """For each pair of images, which of `TURNS` makes the one look like the other."""
    pictures = np.asarray(thumbnails)[:, : SIDE * SIDE].reshape(-1, SIDE, SIDE)
    return [_turn(pictures[a], pictures[b]) for a, b in np.asarray(pairs).tolist()]


def _turn(a, b) -> str:
    alike = [np.corrcoef(_moved(a, number).ravel(), b.ravel())[0, 1] for number in range(8)]
    alike = np.nan_to_num(np.array(alike))
    best = int(alike.argmax())
    return TURNS[best] if alike[best] > alike[0] + _MARGIN else ""


def _moved(picture, number: int):
    """In one of the eight orientations, in the order of `TURNS`."""
    picture = picture.T if number >= 4 else picture
    picture = picture[::-1] if number & 2 else picture
    return picture[:, ::-1] if number & 1 else picture
