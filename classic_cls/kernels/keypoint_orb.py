"""Keypoints of ORB and their bits.

Definition. Keypoints and bits are those of :mod:`classic_cls.kernels.orb`; of more than
``n_keypoints``, the strongest, as in :mod:`classic_cls.kernels.keypoint_sift`. Each bit is a number
of its own, those of a byte from its highest to its lowest.
"""

import numpy as np

from .keypoint_sift import strongest
from .orb import FACTOR, N_BITS, orb_keypoints

__all__ = ["keypoint_orb"]


def keypoint_orb(image, n_keypoints: int, threshold: int, patch_size: int) -> tuple:
    """At most so many keypoints of a grey image (H, W) uint8: positions, sides and descriptors.

    Positions (N, 2) are column and row in pixels, whose centres are whole numbers; sides (N,) those
    of the patches in pixels of the image, ``patch_size`` in those of its octave, float32.
    Descriptors (N, 256) uint8 are 0 or 1. ``threshold`` is that of FAST, in grey levels.

    >>> positions, sides, bits = keypoint_orb(np.zeros((40, 40), np.uint8), 500, 10, 31)
    >>> positions.shape, sides.shape, bits.shape
    ((0, 2), (0,), (0, 256))
    """
    found = orb_keypoints(image, threshold, patch_size, n_keypoints)
    positions, (responses, octaves, angles), packed = found
    kept = strongest(responses, positions, angles, n_keypoints)
    bits = np.unpackbits(packed[kept], axis=1, count=N_BITS)
    return positions[kept], patch_size * np.float32(FACTOR) ** octaves[kept], bits
