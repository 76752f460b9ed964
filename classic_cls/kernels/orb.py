"""Statistics of ORB keypoints.

Definition. Keypoints and descriptors are those of ``cv2.ORB``: FAST corners in 8 copies of the
image, each 1.2 times smaller than the one before (octaves 0 to 7; copies of less than 7 pixels are
left out); of each octave the strongest by Harris' response; oriented from the corner to the centre
of the brightness around it, so that 0 points along a row and 90 degrees down a column; described
by 256 comparisons of two points of the patch around it, which is turned with the orientation.

Statistics of an image with ``N`` keypoints, all zero if there are none:

1. ``N``; mean and standard deviation of the response, in the unit of a gradient: the fourth
   root of Harris' response, its sign kept.
2. Share of the keypoints by octave; by orientation, with bin ``o`` of ``n`` centred on
   ``360 o / n`` degrees; by cell of a grid.
3. Share of the keypoints that have each bit of the descriptor set.

Source: Rublee, Rabaud, Konolige and Bradski, ICCV 2011.
"""

from operator import attrgetter

import cv2
import numpy as np

__all__ = ["FACTOR", "N_BITS", "N_OCTAVES", "orb_keypoints", "orb_statistics"]

N_OCTAVES = 8
N_BITS = 256
# From the size of an octave to that of the next.
FACTOR = 1.2
# Pixels that FAST needs each way.
_CIRCLE = 7


def orb_keypoints(image, threshold: int, patch_size: int, n_keypoints: int) -> tuple:
    """Positions, properties and descriptors of the keypoints of a grey image (H, W) uint8.

    ``threshold`` is that of FAST, in grey levels, ``patch_size`` in pixels of the octave; at most
    ``n_keypoints`` are shared out over the octaves. Positions (N, 2) are column and row in pixels
    of the image; properties (3, N) response, octave and orientation in degrees, float32;
    descriptors (N, 32) uint8, eight bits in a byte.

    >>> positions, _, descriptors = orb_keypoints(np.zeros((40, 40), np.uint8), 10, 15, 500)
    >>> positions.shape, descriptors.shape
    ((0, 2), (0, 32))
    """
    keypoints, descriptors = (), None
    room = min(image.shape) / _CIRCLE
    if room >= 1:
        levels = min(N_OCTAVES, 1 + int(np.log(room) / np.log(FACTOR)))
        orb = cv2.ORB_create(n_keypoints, scaleFactor=FACTOR, nlevels=levels, patchSize=patch_size,
                             edgeThreshold=_CIRCLE // 2, fastThreshold=threshold)
        keypoints, descriptors = orb.detectAndCompute(image, None)
    if not keypoints:
        return np.zeros((0, 2), np.float32), np.zeros((3, 0), np.float32), np.zeros((0, 32), "u1")
    properties = [np.fromiter(map(attrgetter(name), keypoints), np.float32, len(keypoints))
                  for name in ("response", "octave", "angle")]
    return cv2.KeyPoint_convert(keypoints), np.stack(properties), descriptors


def orb_statistics(images, rows, columns, orientations, threshold, patch_size, n_keypoints):
    """Statistics of grey images, (n, 3 + 8 + orientations + cells + 256) float32, as defined.

    >>> whole = np.array([0, 40])
    >>> orb_statistics(np.zeros((1, 40, 40), np.uint8), whole, whole, 8, 10, 15, 500).any()
    np.False_
    """
    n_cells = (len(rows) - 1) * (len(columns) - 1)
    table = np.zeros((len(images), 3 + N_OCTAVES + orientations + n_cells + N_BITS), np.float32)
    for image, line in zip(images, table, strict=True):
        found = orb_keypoints(image, threshold, patch_size, n_keypoints)
        points, (response, octave, angle), bits = found
        if not len(points):
            continue
        root = np.copysign(np.sqrt(np.sqrt(np.abs(response))), response)
        bins = np.rint(angle * (orientations / 360)).astype(np.intp) % orientations
        across = np.searchsorted(columns[1:-1], np.rint(points[:, 0]), side="right")
        down = np.searchsorted(rows[1:-1], np.rint(points[:, 1]), side="right")
        parts = (
            np.bincount(octave.astype(np.intp), minlength=N_OCTAVES),
            np.bincount(bins, minlength=orientations),
            np.bincount(down * (len(columns) - 1) + across, minlength=n_cells),
            np.unpackbits(bits, axis=1).sum(axis=0, dtype=np.int32),
        )
        line[:3] = len(points), root.mean(dtype=np.float64), root.std(dtype=np.float64)
        line[3:] = np.concatenate(parts) / len(points)
    return table
