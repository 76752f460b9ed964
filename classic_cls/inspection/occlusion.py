"""What the scores lose when a part of the image is covered."""

from collections.abc import Iterator

import numpy as np

from ..base import SeenImage
from .contributions import Term

# Bytes of covered copies of an image that are described together.
_TOGETHER = 2**26


def grids_of(n_occlusions: int) -> tuple[int, int]:
    """Cells along a side of a coarse and a fine grid that have so many cells at most.

    >>> grids_of(64)
    (4, 6)
    """
    coarse = max(1, int(np.sqrt(n_occlusions / 4)))
    return coarse, max(1, int(np.sqrt(n_occlusions - coarse**2)))


def occluded(seen: SeenImage, score, n_occlusions: int = 64) -> list[Term]:
    """By how much scores fall when each cell of two grids is covered.

    Cells are filled with the mean colour of the image, and what the score loses is spread over the
    cell; half of the map is of each grid. A coarse one finds what only goes away together, a fine
    one where it is.

    Parameters
    ----------
    seen : SeenImage
        As the features see it.
    score : callable
        From a list of such images to scores ``(n, k)``.
    n_occlusions : int, default=64
        Cells at most, each of which is described anew.

    References
    ----------
    M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014.
    """
    usual = score([seen.image])[0]
    shape = seen.image.shape[:2]
    grids = [min(grid, *shape) for grid in grids_of(n_occlusions)]
    regions = np.concatenate([_cells(shape, grid) for grid in grids])
    shares = np.repeat([1 / len(grids)] * len(grids), [grid**2 for grid in grids])
    scores = np.concatenate([score(copies) for copies in _covered(seen.image, regions)])
    values = (usual - scores) * shares[:, None]
    return [Term("occlusion", seen.back(regions.astype(float)), values)]


def _cells(shape, grid: int) -> np.ndarray:
    down, across = (np.arange(grid + 1) * side // grid for side in shape)
    return np.array([
        (top, left, bottom, right)
        for top, bottom in zip(down, down[1:])
        for left, right in zip(across, across[1:])
    ])


def _covered(image, regions) -> Iterator[list[np.ndarray]]:
    """Copies of an image, each with a region covered; so many at a time as memory has room for."""
    fill = np.rint(image.reshape(-1, *image.shape[2:]).mean(axis=0)).astype(np.uint8)
    step = max(1, _TOGETHER // image.nbytes)
    for start in range(0, len(regions), step):
        copies = []
        for top, left, bottom, right in regions[start : start + step]:
            copy = image.copy()
            copy[top:bottom, left:right] = fill
            copies.append(copy)
        yield copies
