"""Local features in files: beyond what memory should hold, and between calls.

The points of an image lie in one piece (positions, scales, descriptors) and are read whenever they
are looked at, by a plain read: no file stays open, so there may be any number of them, and what is
handed to another process is the name of a place.
"""

import errno
import io
import os
import weakref
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from .._temporary import spill_file
from ..base import LocalFeatures, Points

_DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Behind the points: the index, its length and its checksum.
_TRAILER = np.dtype([("length", "<u8"), ("checksum", "<u4")])
_PIECE = 2**20
FEWER_POINTS = "or take fewer points (smaller images, a larger step)"


@dataclass(frozen=True, slots=True)
class StoredPoints:
    """Where the points of one image are."""

    path: str
    start: int
    n_points: int
    n_dimensions: int
    dtype: str
    keeper: object = field(default=None, repr=False, compare=False)  # removes the file when it dies

    @property
    def nbytes(self) -> int:
        return self.n_points * (12 + self.n_dimensions * np.dtype(self.dtype).itemsize)

    def load(self) -> Points:
        values = np.empty(self.nbytes, np.uint8)
        try:
            with open(self.path, "rb") as file:
                file.seek(self.start)
                n_read = file.readinto(values)
        except FileNotFoundError:
            n_read = -1
        if n_read != values.nbytes:
            raise OSError(
                errno.ENOENT,
                "local features were removed while they were needed; leave the cache and the "
                "temporary folder alone (with other machines, give a cache that all see)",
                self.path,
            )
        positions, scales, descriptors = np.split(values, [8 * self.n_points, 12 * self.n_points])
        return Points(
            positions.view(np.float32).reshape(-1, 2),
            scales.view(np.float32),
            descriptors.view(self.dtype).reshape(self.n_points, self.n_dimensions),
        )

    def __reduce__(self):
        # The file is the business of the process that made it.
        return StoredPoints, (
            self.path, self.start, self.n_points, self.n_dimensions, self.dtype
        )


def _write(file, path, features: LocalFeatures, keeper=None) -> tuple[list[StoredPoints], int]:
    """Write points; return their places, and the checksum of what was written."""
    places, checksum = [], 0
    for points in features:
        m, d = points.descriptors.shape
        start, dtype = file.tell(), points.descriptors.dtype.str
        places.append(StoredPoints(str(path), start, m, d, dtype, keeper))
        for values, kind in zip(points, (np.float32, np.float32, dtype)):
            content = np.ascontiguousarray(values, kind).reshape(-1).view(np.uint8)
            file.write(content)
            checksum = zlib.crc32(content, checksum)
    return places, checksum


class SpillFile:
    """A temporary file of local features; it goes with the last of them, and when Python ends."""

    def __init__(self):
        self.path, close = spill_file()
        self._file = open(self.path, "wb")
        self.close = weakref.finalize(self, _remove, self._file, close)

    def store(self, features: LocalFeatures) -> LocalFeatures:
        """The same features, to be read from the file from now on."""
        try:
            places, _ = _write(self._file, self.path, features, self)
            self._file.flush()
        except OSError as error:
            remedy = f"set TMPDIR to a folder on a larger disk, {FEWER_POINTS}"
            raise no_room(error, self.path, remedy) from error
        return LocalFeatures(places)


def _remove(file, close) -> None:
    try:
        file.close()
    except OSError:
        pass  # the disk is full
    close()


def no_room(error: OSError, path, remedy: str) -> OSError:
    """What to say of an error of writing."""
    if error.errno not in _DISK_FULL:
        return OSError(error.errno, error.strerror, str(path))
    return OSError(
        error.errno,
        f"the disk is full, and the features of these images do not fit: {remedy}",
        str(path),
    )


def write_points_file(path: Path, digests, features: LocalFeatures, n_clipped) -> None:
    """Write what `PointsFile` reads."""
    with open(path, "wb") as file:
        places, checksum = _write(file, path, features)
        index = io.BytesIO()
        np.savez(
            index,
            digests=np.array(digests),
            n_clipped=np.array(n_clipped),
            n_points=features.lengths,
            shape=np.array([places[0].n_dimensions, file.tell(), checksum]),
            dtype=np.array(places[0].dtype),
        )
        content = index.getvalue()
        file.write(content)
        file.write(np.array((len(content), zlib.crc32(content)), _TRAILER).tobytes())


class PointsFile:
    """One finished batch of local features in a cache, of which memory holds the index only."""

    def __init__(self, path: Path):
        self.path = path
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size < _TRAILER.itemsize:
                raise ValueError("the file is cut off")
            file.seek(-_TRAILER.itemsize, os.SEEK_END)
            trailer = np.frombuffer(file.read(), _TRAILER)[0]
            start = size - _TRAILER.itemsize - int(trailer["length"])
            if start < 0:
                raise ValueError("the file is cut off")
            file.seek(start)
            index = file.read(int(trailer["length"]))
        if zlib.crc32(index) != trailer["checksum"]:
            raise ValueError("the index is damaged")
        with np.load(io.BytesIO(index), allow_pickle=False) as values:
            self.digests = values["digests"].tolist()
            self.n_clipped = values["n_clipped"].tolist()
            self._n_dimensions, self._size, self._checksum = values["shape"].tolist()
            self._n_points = values["n_points"].tolist()
            self._dtype = str(values["dtype"])

    def points(self) -> list[StoredPoints]:
        """The place of every image."""
        places, start = [], 0
        for n_points in self._n_points:
            place = StoredPoints(str(self.path), start, n_points, self._n_dimensions, self._dtype)
            places.append(place)
            start += place.nbytes
        return places

    @cached_property
    def is_whole(self) -> bool:
        """Whether the values are those that were written; read once, when first asked."""
        checksum, left = 0, self._size
        try:
            with open(self.path, "rb") as file:
                while left and (piece := file.read(min(left, _PIECE))):
                    checksum = zlib.crc32(piece, checksum)
                    left -= len(piece)
        except OSError:
            return False
        return left == 0 and checksum == self._checksum
