"""The streaming engine: every image is read, decoded and described once.

It is the only place of the package that is parallel, cached and shows progress.
Images go through in small batches, so memory holds the result and a few images.
"""

import time
from dataclasses import dataclass, field

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import LokyBackend, MultiprocessingBackend, get_active_backend

from ..base import LocalFeatures
from .batch import BatchResult, BatchRunner
from .cache import FeatureCache
from .freezing import Frozen
from .point_files import SpillFile

__all__ = ["Extraction", "NothingUsable", "Rejected", "extract"]

# Below this cost threads wait for the interpreter's lock more than they compute.
CHEAP_SECONDS_PER_IMAGE = 0.3e-3
_BATCH_SIZE = 256
# Local features take up to megabytes an image: fewer at a time, and beyond a bound in a file.
_FIRST_BATCH_OF_LOCAL_FEATURES = 16
_LOCAL_FEATURES_OF_A_BATCH = 16 * 2**20
_LOCAL_FEATURES_IN_MEMORY = 2 * 2**30


@dataclass(frozen=True)
class Rejected:
    """A source that was set aside: its position, name and the reason."""

    row: int
    path: str
    reason: str


@dataclass(frozen=True)
class Extraction:
    """What one pass over the sources gave, beside the filled blocks.

    Attributes
    ----------
    kept : ndarray of int
        Positions, in the sources, of the images behind row 0, 1, ...
    rejected : tuple of Rejected
        Sources that could not be read or described.
    digests : tuple of str
        SHA-256 of each kept image's content.
    n_clipped : int
        Pixel values outside the reading range.
    seconds : dict
        Work by stage, summed over threads, and ``"wall"``.
    """

    kept: np.ndarray
    rejected: tuple[Rejected, ...]
    digests: tuple[str, ...]
    n_clipped: int
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def rows(self) -> np.ndarray:
        """Row numbers ``0 .. len(kept) - 1``: the ``X`` of the frozen estimator."""
        return np.arange(len(self.kept))


class NothingUsable(ValueError):
    """Not one source could be used; ``extraction`` says why for each."""

    def __init__(self, extraction: Extraction):
        first = extraction.rejected[0]
        self.extraction = extraction
        super().__init__(
            f"none of {len(extraction.rejected)} images could be used; {first.path}: {first.reason}"
        )


def extract(frozen: Frozen, sources, *, n_jobs=None, cache=None, progress=None) -> Extraction:
    """Fill the blocks of a frozen estimator in one pass over the sources.

    Parameters
    ----------
    frozen : Frozen
        From :func:`freeze`; its blocks are filled and its pure steps fitted.
    sources : sequence
        Paths, ``ImageRef`` or bytes (for pipelines that start with ``ReadImages``), or images.
    n_jobs : int, optional
        As in joblib: None is 1 unless a ``joblib.parallel_config`` says otherwise, -1
        is all cores. Threads are used where they pay (measured on the second batch);
        a backend configured by the user is always used.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    Extraction

    Raises
    ------
    NothingUsable
        If no source could be used; a ValueError that gives the first reason.
    ValueError
        If there is no source, or features of different lengths.
    """
    started = time.perf_counter()
    sources = list(sources)
    if not sources:
        raise ValueError("there is no image to extract features from")
    runner = BatchRunner(frozen.blocks, FeatureCache(cache) if cache is not None else None)
    collector = _Collector(len(sources), len(frozen.blocks))
    try:
        for result in _results(runner, sources, n_jobs, fit=not frozen.fitted):
            collector.add(result)
            if progress is not None:
                progress(collector.n_seen, len(sources))
    except BaseException:
        collector.discard()
        raise
    extraction = collector.extraction(time.perf_counter() - started)
    if not collector.kept:
        raise NothingUsable(extraction)
    for block, part in zip(frozen.blocks, collector.values()):
        block.values = part
    return extraction


def _results(runner, sources, n_jobs, fit):
    """Yield the results of all batches in order, in threads where that pays."""
    size = min(_BATCH_SIZE, max(8, len(sources) // 16))
    first = min(size, _FIRST_BATCH_OF_LOCAL_FEATURES) if runner.makes_local_features else size
    # The first batch compiles kernels; the second one is timed.
    if fit:
        runner.fit(sources)
    result = runner.run(sources[:first])
    size = _size_in_bounds(result, first, size)
    yield result
    batches = [sources[start : start + size] for start in range(first, len(sources), size)]
    if batches:
        started = time.perf_counter()
        yield runner.run(batches[0])
        seconds = (time.perf_counter() - started) / len(batches[0])
    rest = batches[1:]
    if rest and _is_worth_parallel(n_jobs, seconds):
        parallel = Parallel(n_jobs=n_jobs, prefer="threads", return_as="generator")
        yield from parallel(delayed(runner.run)(batch) for batch in rest)
    else:
        yield from map(runner.run, rest)


def _size_in_bounds(result: BatchResult, first: int, size: int) -> int:
    """Images to take at a time, after what the first of them gave."""
    n_bytes = sum(part.nbytes for part in result.values if isinstance(part, LocalFeatures))
    if first == size or not n_bytes:
        return first
    most = int(_LOCAL_FEATURES_OF_A_BATCH * len(result.kept) / n_bytes)
    return min(size, max(first, most))


def _is_worth_parallel(n_jobs, seconds_per_image: float) -> bool:
    if effective_n_jobs(n_jobs) == 1:
        return False
    backend, _ = get_active_backend(prefer="threads")
    configured_by_user = type(backend).__name__ != "ThreadingBackend"
    return configured_by_user or seconds_per_image > CHEAP_SECONDS_PER_IMAGE


class _Collector:
    """Gathers batch results into one array (or list) per block."""

    def __init__(self, n_sources: int, n_blocks: int):
        self.n_sources = n_sources
        self.n_seen = 0
        self.kept: list[int] = []
        self.rejected: list[Rejected] = []
        self.digests: list[str] = []
        self.n_clipped = 0
        self.seconds: dict[str, float] = {}
        self._values: list = [None] * n_blocks
        self._n_bytes = 0
        self._spill: SpillFile | None = None
        # What other processes look at is better in a file than copied to each of them.
        backend, _ = get_active_backend(prefer="threads")
        in_processes = isinstance(backend, (LokyBackend, MultiprocessingBackend))
        self._most_bytes = 0 if in_processes else _LOCAL_FEATURES_IN_MEMORY

    def add(self, result: BatchResult) -> None:
        start = len(self.kept)
        self.kept += [self.n_seen + row for row in result.kept]
        self.rejected += [
            Rejected(self.n_seen + row, name, reason) for row, name, reason in result.rejected
        ]
        self.digests += result.digests
        self.n_seen += result.n_sources
        self.n_clipped += result.n_clipped
        for stage, seconds in result.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
        if result.kept:
            for i, part in enumerate(result.values):
                self._values[i] = self._store(self._values[i], part, start)

    def _store(self, values, part, start: int):
        """Write a part behind row ``start``; arrays of other shapes make it a list."""
        if isinstance(part, LocalFeatures):
            part = self._bounded(part)
            return part if values is None else LocalFeatures.joined([values, part])
        if values is None and isinstance(part, np.ndarray):
            values = np.empty((self.n_sources, *part.shape[1:]), part.dtype)
        if isinstance(values, np.ndarray):
            if isinstance(part, np.ndarray) and part.shape[1:] == values.shape[1:]:
                values[start : start + len(part)] = part
                return values
            if values.ndim == 2:
                raise ValueError(
                    f"images give {np.shape(part)[1]} features here and {values.shape[1]} before; "
                    "bring them to one size (put a Resize step before the features, --size N)"
                )
        return [*([] if values is None else values[:start]), *part]

    def _bounded(self, part: LocalFeatures) -> LocalFeatures:
        """Local features, in a file if memory holds enough of them."""
        self._n_bytes += part.nbytes_in_memory
        if self._n_bytes <= self._most_bytes or not part.nbytes_in_memory:
            return part
        self._spill = self._spill or SpillFile()
        return self._spill.store(part)

    def discard(self) -> None:
        """Leave nothing behind after an exception."""
        if self._spill is not None:
            self._spill.close()

    def values(self) -> list:
        """One array, list or LocalFeatures per block, without the places of rejected images."""
        return [values[: len(self.kept)] for values in self._values]

    def extraction(self, wall: float) -> Extraction:
        return Extraction(
            np.array(self.kept, dtype=int),
            tuple(self.rejected),
            tuple(self.digests),
            self.n_clipped,
            {**self.seconds, "wall": wall},
        )
