"""Corners and keypoints, in their places on the image."""

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ..._validation import counted
from ...features import CornerGrid, FASTCorners, ORBStatistics
from ...kernels.color import to_gray
from ...kernels.corners import corner_grid
from ...kernels.fast_corners import fast_corner_grid
from ...kernels.keypoint_sift import strongest
from ...kernels.orb import FACTOR, N_OCTAVES, orb_keypoints
from ..sight import Bars, Dots, Picture, Sight
from ._pixelwise import pixel_bounds
from ._see import cells_of, checked, row_of, see, the_image, title_of

_MOST_CIRCLES = 50


@see.register
def _corners(feature: CornerGrid, image: Image) -> Sight:
    image = checked(image)
    settings = feature.method, feature.threshold, feature.sigma, feature.k
    pixels = corner_grid(to_gray(image[None]), *pixel_bounds(*image.shape[:2]), *settings)[0]
    row, cells = _row_and_cells(feature, image)
    counts = row.reshape(feature.grid, feature.grid, 3)[..., 2]
    title = {"harris": "response of Harris", "shi_tomasi": "response of Shi and Tomasi"}
    panels = [
        the_image(image, cells, Dots(_places(pixels[..., 2] > 0))),
        Picture(
            title[feature.method],
            pixels[..., 0],
            image.shape[:2],
            "signed",
            "edges below 0, corners above" if feature.method == "harris" else "response",
        ),
        Picture("corners in each cell", counts, image.shape[:2], "light", "corners"),
    ]
    reading = (
        f"{counted(int(counts.sum()), 'corner')}: peaks of a response that is large where the "
        "image changes in all directions. For each cell the feature keeps their number, and the "
        "mean and largest response."
    )
    return Sight(title_of(feature), panels, reading, row)


@see.register
def _fast(feature: FASTCorners, image: Image) -> Sight:
    image = checked(image)
    pixels = fast_corner_grid(
        to_gray(image[None]), *pixel_bounds(*image.shape[:2]), feature.threshold
    )[0]
    bright, dark = (_places(pixels[..., kind, 2] > 0) for kind in (0, 1))
    row, cells = _row_and_cells(feature, image)
    counts = row.reshape(feature.grid, feature.grid, 2, 3)[..., 2].sum(axis=-1)
    kinds = np.repeat([0, 1], [len(bright), len(dark)])
    names = ("dark, on brighter ground", "bright, on darker ground")
    signed = pixels[..., 0, 0] - pixels[..., 1, 0]
    panels = [
        the_image(image, cells, Dots(np.concatenate([bright, dark]), kinds=kinds, names=names)),
        Picture(
            "strength of every pixel",
            signed,
            image.shape[:2],
            "signed",
            "grey levels; ring brighter above 0",
        ),
        Picture("corners in each cell", counts, image.shape[:2], "light", "corners"),
    ]
    reading = (
        f"{counted(len(kinds), 'corner')}: pixels most of whose ring, 3 pixels around, is brighter "
        f"or darker by more than {feature.threshold} grey levels. For each cell the feature keeps "
        "their number, and the mean and largest strength of both kinds."
    )
    return Sight(title_of(feature), panels, reading, row)


@see.register
def _orb(feature: ORBStatistics, image: Image) -> Sight:
    image = checked(image)
    settings = feature.threshold, feature.patch_size, feature.n_keypoints
    positions, (responses, octaves, angles), _ = orb_keypoints(to_gray(image[None])[0], *settings)
    kept = strongest(responses, positions, angles, _MOST_CIRCLES)
    radii = feature.patch_size / 2 * FACTOR ** octaves[kept]
    row, cells = _row_and_cells(feature, image)
    start = 3 + N_OCTAVES
    steps = np.arange(feature.orientations) * 360 / feature.orientations
    places = row[start + feature.orientations :][: feature.grid**2]
    panels = [
        the_image(image, cells, Dots(positions[kept] + 0.5, radii, angles[kept])),
        Picture(
            "share of keypoints in each cell",
            places.reshape(feature.grid, feature.grid),
            image.shape[:2],
            "light",
            "share",
        ),
        Bars(
            "size",
            row[3:start],
            [str(octave) for octave in range(N_OCTAVES)],
            "share of keypoints",
            "octave, each 1.2 times as large",
        ),
        Bars(
            "direction",
            row[start : start + feature.orientations],
            [f"{step:.0f}" for step in steps],
            "share of keypoints",
            "degrees from a row downwards",
            angles=steps,
        ),
    ]
    reading = f"{counted(len(positions), 'keypoint')}; " + circles_are(len(kept), len(positions))
    reading += (
        " The feature keeps how they are shared out over sizes, directions, cells and bits, not "
        "the keypoints themselves."
    )
    return Sight(title_of(feature), panels, reading, row)


def circles_are(drawn: int, found: int) -> str:
    """What circles on the image mean."""
    which = "" if drawn == found else f"the {drawn} strongest are drawn: "
    return which + "a circle is the patch that is described, its hand the direction."


def _places(found) -> np.ndarray:
    """x and y of the middles of pixels."""
    down, across = np.nonzero(found)
    return np.stack([across, down], axis=1) + 0.5


def _row_and_cells(feature, image):
    return row_of(feature, image), cells_of(clone(feature).get_columns(image.shape))
