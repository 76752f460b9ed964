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
from pathlib import Path

import cv2
import joblib
import numba
import numpy as np
from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline

__all__ = ["FeatureCache", "chain_key"]

_CHECKSUM_BYTES = 32
_PACKAGE = Path(__file__).resolve().parents[1]
# The code between a file's bytes and a row of features.
_CODE_THAT_MATTERS = ("base.py", "_compat.py", "_validation.py", "kernels", "reading", "reading.py")


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
        """The entry of every chain for one image, or None if any is missing."""
        entries = [self._load(key).get(digest) for key in keys]
        return None if any(entry is None for entry in entries) else entries

    def store(self, key: str, digests: list[str], rows) -> None:
        """Keep one finished batch; rows of different shapes are not kept."""
        if not isinstance(rows, np.ndarray):
            return
        buffer = io.BytesIO()
        np.savez(buffer, digests=np.array(digests), rows=rows)
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
                entries.update(zip(batch["digests"].tolist(), batch["rows"]))
    return entries


def chain_key(steps) -> str:
    """Name of a chain: its steps, their parameters, their code, and what they run on."""
    libraries = (np.__version__, cv2.__version__, numba.__version__)
    code = sorted({_file_digest(file) for step in steps for file in _code_of(step)})
    parts = [[clone(step) for step in steps], libraries, _package_digest(), code]
    return joblib.hash(parts, hash_name="sha1")


def _code_of(step):
    """Source files of a step and of its members."""
    if isinstance(step, Pipeline):
        members = [member for _, member in step.steps]
    elif isinstance(step, FeatureUnion):
        members = [member for _, member in step.transformer_list]
    else:
        return [] if isinstance(step, str) else [inspect.getfile(type(step))]
    return [file for member in members for file in _code_of(member)]


@cache
def _file_digest(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


@cache
def _package_digest() -> str:
    places = [_PACKAGE / name for name in _CODE_THAT_MATTERS]
    files = [f for place in places for f in ([place] if place.is_file() else place.rglob("*.py"))]
    return joblib.hash([_file_digest(str(file)) for file in sorted(files)], hash_name="sha1")
