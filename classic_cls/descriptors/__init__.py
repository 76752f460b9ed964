"""Steps from images to local features; one class a file."""

from .dense_lbp import DenseLBP
from .dense_sift import DenseSIFT
from .keypoint_orb import KeypointORB
from .keypoint_sift import KeypointSIFT
from .local_color import LocalColor
from .opponent_sift import OpponentSIFT
from .raw_patches import RawPatches

__all__ = [
    "DenseLBP", "DenseSIFT", "KeypointORB", "KeypointSIFT", "LocalColor", "OpponentSIFT",
    "RawPatches",
]
