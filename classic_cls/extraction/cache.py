"""Features kept on disk between calls: one immutable file per finished batch.

A file is written under a temporary name and renamed, so a killed process leaves no
half file, and any number of processes may write to one folder without locks. Loading
unites all files of a chain; a file whose checksum is wrong is as good as absent.
"""

import hashlib
import inspect
import io
import os
import threading
import uuid
from functools import cache
from importlib.metadata import version
from pathlib import Path

import cv2
import joblib
import numba
import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.pipeline import FeatureUnion, Pipeline

__all__ = ["FeatureCache", "chain_key"]

_CHECKSUM_BYTES = 32
_PACKAGE = Path(__file__).resolve().parents[1]
# The code between a file's bytes and a row of features.
_CODE_THAT_MATTERS = (
    "_compat.py",
    "_validation.py",
    "base.py",
    "duplicates",
    "features",
    "kernels",
    "reading",
    "transforms",
)


class FeatureCache:
    """Rows of features by chain and content.

    Parameters
    ----------
    folder : path
        Made when the first batch is stored.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self._rows: dict[str, dict] = {}
        self._lock = threading.Lock()

    def __getstate__(self):
        return {"folder": self.folder}  # another process loads for itself

    def __setstate__(self, state):
        self.__init__(state["folder"])

    def find(self, keys: list[str], digest: str):
        """Entries of all chains for one image and its clipped values; None if any is missing."""
        found = [self._load(key).get(digest) for key in keys]
        if any(entry is None for entry in found):
            return None
        return [row for row, _ in found], found[0][1]

    def store(self, key: str, digests: list[str], rows, n_clipped: list[int]) -> None:
        """Keep one finished batch; rows of different shapes are not kept."""
        if not isinstance(rows, np.ndarray):
            return
        buffer = io.BytesIO()
        np.savez(buffer, digests=np.array(digests), rows=rows, n_clipped=np.array(n_clipped))
        content = buffer.getvalue()
        folder = self.folder / key
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{uuid.uuid4().hex}.tmp"
        temporary.write_bytes(content + hashlib.sha256(content).digest())
        os.replace(temporary, temporary.with_suffix(".npz"))

    def _load(self, key: str) -> dict:
        with self._lock:
            if key not in self._rows:
                self._rows[key] = _read_folder(self.folder / key)
            return self._rows[key]


def _read_folder(folder: Path) -> dict:
    entries = {}
    for file in sorted(folder.glob("*.npz")):
        content = file.read_bytes()
        body, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
        if hashlib.sha256(body).digest() == checksum:
            with np.load(io.BytesIO(body), allow_pickle=False) as batch:
                values = zip(batch["rows"], batch["n_clipped"].tolist())
                entries.update(zip(batch["digests"].tolist(), values))
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
