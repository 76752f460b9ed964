"""Local descriptors: where they look, before any dictionary is learned of them."""

from math import ceil, sqrt

import numpy as np

from ..._typing import Image
from ..._validation import counted
from ...base import DescriptorExtractor
from ...descriptors import KeypointORB, KeypointSIFT, RawPatches
from ...kernels.color import to_gray
from ...kernels.keypoint_sift import found_by_sift, strongest
from ...kernels.orb import FACTOR, orb_keypoints
from ..sight import Dots, Picture, Sheet, Sight, Table
from ._see import checked, see, the_image, title_of
from .corners import circles_are

_MOST_CIRCLES = 50
_MOST_SQUARES = 6
_MOST_PATCHES = 64


@see.register
def dense(extractor: DescriptorExtractor, image: Image) -> Sight:
    """What every descriptor can be shown by: its points, the squares of some, and its numbers."""
    image = checked(image)
    points = extractor.transform([image])[0]
    height, width = image.shape[:2]
    sides = points.scales * min(height, width)
    middles = points.positions * (width, height)
    tops = middles - sides[:, None] / 2
    squares = np.concatenate([tops[:, ::-1], (tops + sides[:, None])[:, ::-1]], axis=1)
    sizes = np.unique(sides.round(3))
    some = [
        int(
            np.argmin(
                np.hypot(*(middles - (width / 2, height / 2)).T) + 1e6 * (sides.round(3) != size)
            )
        )
        for size in sizes[:_MOST_SQUARES]
    ]
    described = points.descriptors[:: max(1, len(points.descriptors) // 256)]
    panels = [
        the_image(image, squares[some] if some else None),
        Picture(
            f"{counted(len(middles), 'point')}",
            image,
            image.shape[:2],
            dots=Dots(np.unique(middles.round(2), axis=0)),
        ),
        *_patches(extractor, points),
        Table(
            "their numbers", described.astype(float), about=("points, some", "number"), unit="value"
        ),
    ]
    said = ", ".join(f"{size:.0f}" for size in sizes[:_MOST_SQUARES])
    reading = (
        f"Squares of {said} pixels, one of each size outlined in the middle, around every dot: "
        f"each is {points.descriptors.shape[1]} numbers, from which a dictionary is learned."
    )
    return Sight(title_of(extractor), panels, reading)


def _patches(extractor, points) -> list[Sheet]:
    """The first patches as pictures, where descriptors are such."""
    if not isinstance(extractor, RawPatches):
        return []
    values = points.descriptors
    side = next(
        (
            s
            for s in range(ceil(sqrt(values.shape[1])), 0, -1)
            if values.shape[1] in (s * s, 3 * s * s)
        ),
        None,
    )
    if side is None or not len(values):
        return []
    chosen = np.linspace(0, len(values) - 1, min(_MOST_PATCHES, len(values))).astype(int)
    pictures = [_as_picture(values[number], side) for number in chosen]
    across = ceil(sqrt(len(pictures)))
    rows = [pictures[start : start + across] for start in range(0, len(pictures), across)]
    return [Sheet("some of its patches", rows, kind="image")]


def _as_picture(values, side: int) -> np.ndarray:
    values = values.astype(float)
    values = (values - values.min()) * 255 / max(float(np.ptp(values)), 1e-9)
    shape = (side, side, 3) if values.size == 3 * side * side else (side, side)
    return values.reshape(shape).round().astype(np.uint8)


@see.register
def _sift(extractor: KeypointSIFT, image: Image) -> Sight:
    image = checked(image)
    gray = to_gray(image[None])[0]
    found = found_by_sift(gray, extractor.n_keypoints, extractor.contrast)
    positions, responses, angles, sizes = found
    # The disc of the blob, not the square that is described, which is six times as wide.
    return _keypoints(extractor, image, positions, responses, angles, sizes / 2)


@see.register
def _orb(extractor: KeypointORB, image: Image) -> Sight:
    image = checked(image)
    settings = extractor.threshold, extractor.patch_size, extractor.n_keypoints
    positions, (responses, octaves, angles), _ = orb_keypoints(to_gray(image[None])[0], *settings)
    radii = extractor.patch_size / 2 * FACTOR**octaves
    return _keypoints(extractor, image, positions, responses, angles, radii)


def _keypoints(extractor, image, positions, responses, angles, radii) -> Sight:
    everything = strongest(responses, positions, angles, extractor.n_keypoints)
    kept = everything[:_MOST_CIRCLES]
    described = extractor.transform([image])[0].descriptors[:_MOST_CIRCLES]
    panels: list = [
        the_image(image),
        Picture(
            "keypoints: place, size, direction",
            image,
            image.shape[:2],
            dots=Dots(positions[kept] + 0.5, radii[kept], angles[kept]),
        ),
    ]
    if len(described):
        panels.append(
            Table(
                "their numbers, the strongest first",
                described.astype(float),
                about=("keypoints", "number"),
                unit="value",
            )
        )
    reading = f"{counted(len(everything), 'keypoint')}; " + circles_are(len(kept), len(everything))
    if isinstance(extractor, KeypointSIFT):
        reading = reading.replace("the patch that is described", "the blob that was found")
    return Sight(title_of(extractor), panels, reading)
