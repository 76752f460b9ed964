"""Very small pictures of images, many of which fit on a page."""

from dataclasses import dataclass

from .thumbnails import thumbnails

TILE_SIDE = 64


@dataclass(frozen=True)
class Tile:
    """An image as a very small picture."""

    path: str
    picture: str | None
    """``data:`` address; None where the file can no longer be read."""
    right: bool = True
    """Whether it was labelled rightly."""
    said: str = ""
    """What else there is to say of it."""


def tiles_of(training, rows, rights=None, said=None) -> list[Tile]:
    """Tiles of some images of the cross-validation of a training, in their order."""
    rows = list(rows)
    pictures = thumbnails(training, [training.refs[row] for row in rows], TILE_SIDE)
    paths = training.cv.predictions.paths
    rights = [True] * len(rows) if rights is None else rights
    said = [""] * len(rows) if said is None else said
    found = zip(rows, pictures, rights, said, strict=True)
    return [Tile(str(paths[row]), *rest) for row, *rest in found]


def limits_of(sizes, most: int, most_each: int) -> list[int]:
    """How many of each to show, as equally many as possible and ``most`` in all.

    >>> limits_of([1, 9, 9], most=7, most_each=5), limits_of([1, 1, 2], most=1, most_each=5)
    ([1, 3, 3], [0, 0, 1])
    """
    shown = [0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    for _ in range(most_each):
        more = [i for i in order if shown[i] < sizes[i]]
        left = most - sum(shown)
        if len(more) > left and any(shown):
            break
        for i in more[:left]:
            shown[i] += 1
    return shown
