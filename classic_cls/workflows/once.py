"""The front of several pipelines, fitted once per training part for all of them."""

import hashlib
import threading
import time
from dataclasses import dataclass, field

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin, clone

from ..extraction import Lookup, encode_once

_MOST_BYTES = 2**30


@dataclass
class _Fitted:
    """A front fitted on some training rows, and what it gave, by rows asked for."""

    front: object
    described: dict[bytes, np.ndarray] = field(default_factory=dict)
    seconds: dict[bytes, float] = field(default_factory=dict)


class FrontMemory:
    """Fitted fronts by their training rows, shared by clones of `OncePerPart` in a process.

    Of described rows it keeps ``most_bytes`` in all; others are described again by the front.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES):
        self.most_bytes = most_bytes
        self._fitted: dict[bytes, _Fitted] = {}
        self._encoded: dict[bytes, tuple] = {}
        self._n_bytes = 0
        self._spared = {"fit": 0.0, "transform": 0.0}
        self._lock = threading.Lock()

    def __getstate__(self):
        return {"most_bytes": self.most_bytes}

    def __setstate__(self, state):
        self.__init__(**state)

    def fit_transform(self, front, X, y):
        """A front fitted on rows ``X``, perhaps earlier, and what it makes of them."""
        key = _key(X)
        with self._lock:
            entry = self._fitted.get(key)
        if entry is not None:
            return entry.front, self._described(entry, key, X, "fit")
        started = time.perf_counter()
        front = clone(front)
        described = front.fit_transform(X, y)
        entry = _Fitted(front)
        with self._lock:
            is_first = self._fitted.setdefault(key, entry) is entry  # of threads at the same rows
        if is_first:
            self._keep(entry, key, described, time.perf_counter() - started)
        return front, described

    def transform(self, front, training_rows: bytes, X):
        """What a front, fitted on rows of this key, makes of other ones."""
        with self._lock:
            entry = self._fitted.get(training_rows)
        if entry is None or entry.front is not front:  # in another process, or another thread's
            return front.transform(X)
        return self._described(entry, _key(X), X, "transform")

    def encoded_once(self, front, learned, encoded, views):
        """A front with dictionaries of the rows ``learned``; as earlier, where there was room."""
        key = _key(learned)
        with self._lock:
            if key in self._encoded:
                front, seconds = self._encoded[key]
                self._spared["fit"] += seconds
                return front
        started = time.perf_counter()
        front = encode_once(front, learned, encoded, views)
        n_bytes = _bytes_of(front)
        with self._lock:
            if self._n_bytes + n_bytes <= self.most_bytes:
                self._encoded[key] = front, time.perf_counter() - started
                self._n_bytes += n_bytes
        return front

    def take_spared(self) -> dict[str, float]:
        """Seconds of ``fit`` and ``transform`` that were saved since this was asked last."""
        with self._lock:
            spared, self._spared = self._spared, {"fit": 0.0, "transform": 0.0}
        return spared

    def _described(self, entry: _Fitted, key: bytes, X, stage: str):
        started = time.perf_counter()
        described = entry.described.get(key)
        if described is None:
            described = entry.front.transform(X)
        seconds = time.perf_counter() - started
        first = self._keep(entry, key, described, seconds)
        with self._lock:
            self._spared[stage] += max(0.0, first - seconds)
        return described

    def _keep(self, entry: _Fitted, key: bytes, described, seconds: float) -> float:
        """Keep rows as far as there is room; gives the time that they took at first."""
        n_bytes = getattr(described, "nbytes", self.most_bytes + 1)
        with self._lock:
            if key not in entry.described and self._n_bytes + n_bytes <= self.most_bytes:
                entry.described[key] = described
                self._n_bytes += n_bytes
            return entry.seconds.setdefault(key, seconds)


class OncePerPart(TransformerMixin, BaseEstimator):
    """Stands for steps that several pipelines share: what one has fitted, the others take.

    Rows are told apart by their numbers alone, so it stands for steps of a frozen pipeline, and
    every row must come with the same target each time.
    """

    def __init__(self, front, memory: FrontMemory):
        self.front = front
        self.memory = memory

    def __sklearn_clone__(self):
        return OncePerPart(self.front, self.memory)

    def encoded_once(self, learned, encoded, views):
        """The same with dictionaries of the rows ``learned``; see `encode_once`."""
        front = self.memory.encoded_once(self.front, learned, encoded, views)
        return OncePerPart(front, self.memory)

    def fit(self, X, y=None):
        """Fit the front, or find it fitted on the same rows."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X, y=None):
        """Fit the front, or find it fitted, and describe the rows."""
        self.front_, described = self.memory.fit_transform(self.front, X, y)
        self.key_ = _key(X)
        return described

    def transform(self, X):
        """Describe rows, or find them described."""
        return self.memory.transform(self.front_, self.key_, X)


def _bytes_of(front) -> int:
    """Memory that the rows behind its look-ups take."""
    lookups = [part for part in front.get_params().values() if isinstance(part, Lookup)]
    return sum(getattr(lookup.block.values, "nbytes", 0) for lookup in lookups)


def _key(rows) -> bytes:
    """What tells row numbers apart, in 16 bytes."""
    return hashlib.blake2b(np.asarray(rows, np.int64).tobytes(), digest_size=16).digest()
