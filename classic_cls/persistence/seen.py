"""What a model remembers of its training images, so that they are known again."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from ..kernels.picture_hash import N_BYTES, hash_pictures, least_distances
from ._errors import damaged

_N_DIGEST = 8

# Of 96 bits; copies resized, recompressed and brightened differ by 0 to 8, other images by 20 and
# more, unless all images look alike: a copy is much nearer than the 15th nearest image as well.
_MOST_BITS = 8
_MOST_OF_TYPICAL = 0.25
_RANK = 14


@dataclass(frozen=True, eq=False)
class SeenImages:
    """Twenty bytes of every training image: a digest of its content, a hash of its picture.

    ``digests`` ``(n, 8)`` are the beginning of a SHA-256, ``pictures`` ``(n, 12)`` of
    `hash_pictures`. No image can be made from them, but whoever has an image can see whether it
    was among them.
    """

    digests: np.ndarray
    pictures: np.ndarray

    @classmethod
    def of(cls, digests, thumbnails) -> Self:
        """From hexadecimal digests and rows of `Thumbnail`, whose first columns are a square."""
        thumbnails = np.asarray(thumbnails)
        side = int(np.sqrt(thumbnails.shape[1]))
        squares = thumbnails[:, : side * side].reshape(-1, side, side)
        short = b"".join(bytes.fromhex(digest)[:_N_DIGEST] for digest in digests)
        return cls(np.frombuffer(short, np.uint8).reshape(-1, _N_DIGEST), hash_pictures(squares))

    def __len__(self) -> int:
        return len(self.digests)

    def take(self, rows) -> "SeenImages":
        """Those of some of the images."""
        return SeenImages(self.digests[rows], self.pictures[rows])

    def holds(self, digests: Sequence[str]) -> np.ndarray:
        """Whether each of some hexadecimal digests is that of one of these images ``(n,)``."""
        known = {digest.tobytes() for digest in self.digests}
        return np.array([bytes.fromhex(one)[:_N_DIGEST] in known for one in digests], bool)

    def find(self, others: "SeenImages") -> tuple[np.ndarray, np.ndarray]:
        """Which of other images have the content of one of these; which others look like one."""
        known = {digest.tobytes() for digest in self.digests}
        exact = np.array([digest.tobytes() in known for digest in others.digests], bool)
        near = np.zeros(len(others), bool)
        rest = np.flatnonzero(~exact)
        if len(rest) and len(self):
            rank = min(_RANK, len(self) // 2)
            distances, typical = least_distances(others.pictures[rest], self.pictures, rank)
            # A burst of many copies has no 15th neighbour that is no copy.
            typical = np.maximum(typical, np.median(typical) / 2)
            near[rest] = distances < np.minimum(_MOST_BITS + 1, _MOST_OF_TYPICAL * typical)
        return exact, near

    def plain(self) -> dict:
        """As text, for a model file."""
        arrays = {"digests": self.digests, "pictures": self.pictures}
        return {name: base64.b64encode(array).decode() for name, array in arrays.items()}

    @classmethod
    def from_plain(cls, plain: dict) -> Self:
        """From a model file."""
        sizes = {"digests": _N_DIGEST, "pictures": N_BYTES}
        parts = {name: base64.b64decode(plain[name], validate=True) for name in sizes}
        lengths = {len(data) / sizes[name] for name, data in parts.items()}
        if len(lengths) > 1 or not lengths.pop().is_integer() or set(plain) != set(sizes):
            raise damaged("digests of the training images")
        arrays = {name: np.frombuffer(data, np.uint8) for name, data in parts.items()}
        return cls(*(arrays[name].reshape(-1, size) for name, size in sizes.items()))
