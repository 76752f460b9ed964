"""Features kept on disk between calls: one immutable file per finished batch.

A file is written under a temporary name and renamed, so a killed process leaves no
half file, and any number of processes may write to one folder without locks. Loading
unites all files of a chain; a file whose checksum is wrong is as good as absent.
Of local features only an index is loaded; the points stay in the files until an encoder
looks at them.
"""

import hashlib
import inspect
import io
import threading
import uuid
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import cv2
import joblib
import numba
import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.pipeline import FeatureUnion, Pipeline

from .._writing import check_folder, written_whole
from ..base import LocalFeatures
from .point_files import FEWER_POINTS, PointsFile, no_room, write_points_file

_CHECKSUM_BYTES = 32
_PACKAGE = Path(__file__).resolve().parents[1]
# The code between a file's bytes and a row of features; learned steps may be frozen.
_CODE_THAT_MATTERS = (
    "_compat.py",
    "_validation.py",
    "base",
    "descriptors",
    "duplicates",
    "encoders",
    "features",
    "kernels",
    "models",
    "reading",
    "transforms",
)


class FeatureCache:
    """Rows of features by chain and content; the folder is made when the first batch is stored."""

    def __init__(self, folder):
        check_folder(folder, "cache")
        self.folder = Path(folder)
        self._name = uuid.uuid4().hex
        self._loaded: dict[str, tuple[dict, dict]] = {}
        self._lock = threading.Lock()

    def __reduce__(self):
        return _same_cache, (self.folder, self._name)  # another process loads for itself, once

    def find(self, keys: list[str], digest: str):
        """Entries of all chains for one image and its clipped values; None if any is missing."""
        found = [self._entry(key, digest) for key in keys]
        if any(entry is None for entry in found):
            return None
        return [row for row, _ in found], found[0][1]

    def store(self, key: str, digests: list[str], values, n_clipped: list[int]):
        """Keep one finished batch, and return it; points are read from the file then."""
        if isinstance(values, LocalFeatures):
            file = self._new_file(
                key, ".points", lambda path: write_points_file(path, digests, values, n_clipped)
            )
            return LocalFeatures(PointsFile(file).points())
        if isinstance(values, np.ndarray) or all(isinstance(entry, bytes) for entry in values):
            content = _rows_content(digests, values, n_clipped)
            self._new_file(key, ".npz", lambda path: path.write_bytes(content))
        return values

    def _new_file(self, key: str, suffix: str, write) -> Path:
        file = self.folder / key / f"{uuid.uuid4().hex}{suffix}"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(file) as partial:
                write(partial)
        except OSError as error:
            remedy = "put the cache on a larger disk, "
            remedy += FEWER_POINTS if suffix == ".points" else "or leave it out"
            raise no_room(error, self.folder, remedy) from error
        return file

    def _entry(self, key: str, digest: str):
        """What a chain gave for one image, and its clipped values; None if it is not here."""
        rows, points = self._load(key)
        for file, place, n_clipped in points.get(digest, ()):
            if file.is_whole:
                return LocalFeatures([place]), n_clipped
        return rows.get(digest)

    def _load(self, key: str) -> tuple[dict, dict]:
        with self._lock:
            if key not in self._loaded:
                folder = self.folder / key
                self._loaded[key] = _read_rows(folder), _read_indices(folder)
            return self._loaded[key]


@lru_cache(maxsize=1)
def _same_cache(folder: Path, name: str) -> FeatureCache:
    """One object for all batches of an extraction that come to this process."""
    return FeatureCache(folder)


def _rows_content(digests, rows, n_clipped) -> bytes:
    buffer = io.BytesIO()
    arrays = {"digests": np.array(digests), "n_clipped": np.array(n_clipped)}
    if isinstance(rows, np.ndarray):
        arrays["rows"] = rows
    else:
        arrays["bytes"] = np.frombuffer(b"".join(rows), np.uint8)
        arrays["ends"] = np.cumsum([len(entry) for entry in rows])
    np.savez(buffer, **arrays)
    content = buffer.getvalue()
    return content + hashlib.sha256(content).digest()


def _read_rows(folder: Path) -> dict:
    entries = {}
    for file in sorted(folder.glob("*.npz")):
        content = file.read_bytes()
        body, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
        if hashlib.sha256(body).digest() == checksum:
            with np.load(io.BytesIO(body), allow_pickle=False) as batch:
                values = zip(_entries(batch), batch["n_clipped"].tolist())
                entries.update(zip(batch["digests"].tolist(), values))
    return entries


def _entries(batch):
    if "rows" in batch:
        return batch["rows"]
    content, ends = batch["bytes"].tobytes(), batch["ends"].tolist()
    return [content[start:end] for start, end in zip([0, *ends], ends)]


def _read_indices(folder: Path) -> dict[str, list]:
    """Files, places in them and clipped values by content; several, as some may be damaged."""
    entries: dict[str, list] = {}
    for path in sorted(folder.glob("*.points")):
        try:
            file = PointsFile(path)
        except ValueError:
            continue
        for digest, *entry in zip(file.digests, file.points(), file.n_clipped):
            entries.setdefault(digest, []).append((file, *entry))
    return entries


def chain_key(steps) -> str:
    """Name of a chain: its steps, their parameters, their code, and what they run on."""
    libraries = (np.__version__, cv2.__version__, numba.__version__, version("pillow"))
    code = sorted({_source(cls) for step in steps for cls in _classes_of(step)})
    parts = [[clone(step) for step in steps], libraries, _package_digest(), code]
    return joblib.hash(parts, hash_name="sha1")


def _classes_of(step) -> list[type]:
    """Classes that other people wrote, of a step and of its members."""
    if isinstance(step, str):
        return []
    if isinstance(step, (Pipeline, FeatureUnion)):
        members = step.steps if isinstance(step, Pipeline) else step.transformer_list
        return [cls for _, member in members for cls in _classes_of(member)]
    versioned = ("builtins", "abc", "sklearn", "classic_cls")
    own = [cls for cls in type(step).__mro__ if cls.__module__.split(".")[0] not in versioned]
    inner = (value for value in vars(step).values() if isinstance(value, BaseEstimator))
    return [*own, *(cls for member in inner for cls in _classes_of(member))]


@cache
def _source(cls: type) -> str:
    try:
        return inspect.getsource(inspect.getmodule(cls) or cls)
    except (OSError, TypeError):
        raise ValueError(
            f"the code of {cls.__name__} cannot be read, so a cache could not tell when it "
            "changes; move it to a file, or leave out the cache"
        ) from None


@cache
def _file_digest(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


@cache
def _package_digest() -> str:
    places = [_PACKAGE / name for name in _CODE_THAT_MATTERS]
    files = [f for place in places for f in ([place] if place.is_file() else place.rglob("*.py"))]
    return joblib.hash([_file_digest(str(file)) for file in sorted(files)], hash_name="sha1")
