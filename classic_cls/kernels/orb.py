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

References
----------
E. Rublee, V. Rabaud, K. Konolige and G. Bradski, "ORB: an efficient alternative to SIFT or SURF",
ICCV 2011.
"""

from operator import attrgetter

import cv2
import numpy as np

__all__ = ["FACTOR", "N_BITS", "N_OCTAVES", "orb_keypoints", "orb_statistics"]

N_OCTAVES = 8
N_BITS = 256
FACTOR = 1.2
"""From the size of an octave to that of the next."""
_CIRCLE = 7
"""Pixels that FAST needs each way."""


def orb_keypoints(image, threshold: int, patch_size: int, n_keypoints: int) -> tuple:
    """Keypoints of one grey image and their descriptors.

    Parameters
    ----------
    image : ndarray of shape (H, W), uint8
    threshold : int
        Of FAST, in grey levels.
    patch_size : int
        Side of the patch, in pixels of its octave.
    n_keypoints : int
        Largest number of keypoints; it is shared out over the octaves.

    Returns
    -------
    positions : ndarray of shape (N, 2), float32
        Column and row, in pixels of the image.
    properties : ndarray of shape (3, N), float32
        Response, octave and orientation in degrees.
    descriptors : ndarray of shape (N, 32), uint8
        Bits, eight in a byte.

    Examples
    --------
    >>> positions, _, descriptors = orb_keypoints(np.zeros((40, 40), np.uint8), 10, 15, 500)
    >>> positions.shape, descriptors.shape
    ((0, 2), (0, 32))
    """
    keypoints, descriptors = (), None
    room = min(image.shape) / _CIRCLE
    if room >= 1:
        levels = min(N_OCTAVES, 1 + int(np.log(room) / np.log(FACTOR)))
        orb = cv2.ORB_create(
            n_keypoints,
            scaleFactor=FACTOR,
            nlevels=levels,
            edgeThreshold=_CIRCLE // 2,
            patchSize=patch_size,
            fastThreshold=threshold,
        )
        keypoints, descriptors = orb.detectAndCompute(image, None)
    if not keypoints:
        return np.zeros((0, 2), np.float32), np.zeros((3, 0), np.float32), np.zeros((0, 32), "u1")
    properties = [
        np.fromiter(map(attrgetter(name), keypoints), np.float32, len(keypoints))
        for name in ("response", "octave", "angle")
    ]
    return cv2.KeyPoint_convert(keypoints), np.stack(properties), descriptors


def orb_statistics(images, rows, columns, orientations, threshold, patch_size, n_keypoints):
    """Statistics of the keypoints of each image.

    Parameters
    ----------
    images : ndarray of shape (n, H, W), uint8
    rows, columns : ndarray, intp
        First row (column) of each cell, and the end of the last one.
    orientations : int
        Bins over 360 degrees.
    threshold, patch_size, n_keypoints : int
        As in ``orb_keypoints``.

    Returns
    -------
    ndarray of shape (n, 3 + 8 + orientations + cells + 256), float32
        Number, mean and deviation of the response, octaves, orientations, cells, bits.

    Examples
    --------
    >>> whole = np.array([0, 40])
    >>> orb_statistics(np.zeros((1, 40, 40), np.uint8), whole, whole, 8, 10, 15, 500).any()
    np.False_
    """
    n_cells = (len(rows) - 1) * (len(columns) - 1)
    table = np.zeros((len(images), 3 + N_OCTAVES + orientations + n_cells + N_BITS), np.float32)
    for image, line in zip(images, table, strict=True):
        points, (response, octave, angle), bits = orb_keypoints(
            image, threshold, patch_size, n_keypoints
        )
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
