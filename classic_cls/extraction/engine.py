"""The streaming engine: every image is read, decoded and described once.

Images go through in small batches, so memory holds the result and a few images; in threads where
these pay, or on the joblib backend that the user has configured.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from joblib.parallel import LokyBackend, MultiprocessingBackend, get_active_backend
from sklearn.base import clone

from .._remedies import remedy
from .._temporary import clean_spill_folder
from .._typing import FilePath
from .._validation import images_of
from ..base import LocalFeatures
from ..reading import ReadImages, grouped_by_file
from .batch import BatchRunner
from .blocks import Block
from .by_file import in_order_of_sources
from .cache import FeatureCache
from .chains import chain_of
from .freezing import Frozen, observing_chain
from .items import BatchResult, Rejected
from .parallel import in_parallel, is_worth_parallel
from .point_files import SpillFile

_BATCH_SIZE = 256
# More images of odd sizes than this share, and than one, and the images have no usual size.
_SHARE_OF_ODD_SIZES = 0.1
# Local features take up to megabytes an image: fewer at a time, and beyond a bound in a file.
_FIRST_BATCH_OF_LOCAL_FEATURES = 16
_LOCAL_FEATURES_OF_A_BATCH = 16 * 2**20
_LOCAL_FEATURES_IN_MEMORY = 2**29


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
        """Numbers ``0 .. len(kept) - 1`` of the images: the ``X`` of the frozen estimator."""
        return np.arange(len(self.kept))


class NothingUsable(ValueError):
    """Not one source could be used; ``extraction`` says why for each."""

    def __init__(self, extraction: Extraction):
        first = extraction.rejected[0]
        self.extraction = extraction
        super().__init__(
            f"none of {len(extraction.rejected)} images could be used; {first.path}: {first.reason}"
        )


def extract(
    frozen: Frozen,
    sources: Sequence,
    *,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> Extraction:
    """Fill the blocks of a frozen estimator in one pass over the sources.

    Parameters
    ----------
    frozen : Frozen
        From :func:`freeze`; its blocks are filled, with all views of every image, and its pure
        steps fitted.
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
    sources = list(images_of(sources)) if frozen.told else sources
    extraction = _fill(frozen.blocks, sources, n_jobs, cache, progress, fit=not frozen.fitted)
    frozen.tell([sources[row] for row in extraction.kept] if frozen.told else [])
    return extraction


def observe(
    sources: Sequence,
    steps: Sequence,
    *,
    reader: Any = None,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> tuple[Extraction, list]:
    """Have steps that learn nothing look at every image once, without any pipeline.

    Parameters
    ----------
    sources : sequence
        Paths, ``ImageRef``, bytes or images.
    steps : sequence of estimators
        Pure; each of them, such as a feature extractor or a ``Pipeline``, sees every image as it
        was read. It may give an array row, an image or any object, such as bytes, for each.
        A reader, such as ``ReadFileFacts``, sees the file itself.
    reader : ReadImages, optional
        How to read: range, page and so on.
    n_jobs, cache, progress
        As in :func:`extract`.

    Returns
    -------
    extraction : Extraction
        Which sources were kept, and which were set aside.
    values : list
        What each step gave: an array, list or LocalFeatures of one entry per kept image.

    Raises
    ------
    NothingUsable
        If no source could be used.
    ValueError
        If there is no source or no step, or a step learns.

    See Also
    --------
    Frozen.observe : The same in the pass that fills a frozen pipeline.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Thumbnail, observe
    >>> images = [np.zeros((32, 32), np.uint8), np.zeros((40, 8), np.uint8)]
    >>> extraction, (thumbnails,) = observe(images, [Thumbnail()])
    >>> thumbnails.shape, extraction.rejected
    ((2, 578), ())
    """
    if not len(steps):
        raise ValueError("there is no step to look at the images; give at least one")
    reader = ReadImages() if reader is None else clone(reader)
    blocks = [Block(observing_chain(reader, step)) for step in steps]
    extraction = _fill(blocks, sources, n_jobs, cache, progress, fit=True)
    return extraction, [block.values for block in blocks]


def stream(chains, sources, *, n_jobs=None, batch_size=None) -> Iterator[BatchResult]:
    """Yield what chains of steps, fitted or in no need of it, give for batches of sources."""
    runner = BatchRunner([Block(chain_of(*chain)) for chain in chains], fitted=True)
    return _results(runner, list(sources), n_jobs, size=batch_size)


def _fill(blocks, sources, n_jobs, cache, progress, *, fit: bool) -> Extraction:
    started = time.perf_counter()
    if hasattr(sources, "__len__") and not len(sources):
        raise ValueError("there is no image to extract features from")
    clean_spill_folder()
    sources = list(images_of(sources))
    order = grouped_by_file(sources)
    sources = [sources[number] for number in order]
    runner = BatchRunner(blocks, None if cache is None else FeatureCache(cache), not fit)
    if fit:
        runner.fit(sources)
    collector = _Collector(len(sources), blocks)
    try:
        for result in _results(runner, sources, n_jobs, fit=fit):
            collector.add(result)
            if fit:
                collector.refuse_several_sizes()
            if progress is not None:
                progress(collector.n_seen, len(sources))
    except BaseException:
        collector.discard()
        raise
    extraction = collector.extraction(time.perf_counter() - started)
    values = collector.values() if collector.kept else []
    if order != list(range(len(order))):
        extraction, values = in_order_of_sources(extraction, values, collector.n_views, order)
    if not collector.kept:
        raise NothingUsable(extraction)
    for block, of_block in zip(blocks, values):
        block.values = of_block
    return extraction


def _results(runner, sources, n_jobs, *, size=None, fit=False) -> Iterator[BatchResult]:
    """Yield the results of all batches in order, in threads where that pays."""
    size = size or min(_BATCH_SIZE, max(8, len(sources) // 16))
    first = min(size, _FIRST_BATCH_OF_LOCAL_FEATURES) if runner.makes_local_features else size
    # The first batch compiles kernels; the second one is timed.
    result = runner.run_first(sources[:first]) if fit else runner.run(sources[:first])
    size = _size_in_bounds(result, first, size)
    yield result
    batches = [(sources[at : at + size], at) for at in range(first, len(sources), size)]
    if batches:
        started = time.perf_counter()
        yield runner.run(*batches[0])
        seconds = (time.perf_counter() - started) / len(batches[0][0])
    rest = batches[1:]
    if rest and is_worth_parallel(n_jobs, seconds):
        yield from in_parallel(runner, rest, n_jobs)
    else:
        yield from (runner.run(*batch) for batch in rest)


def _size_in_bounds(result: BatchResult, first: int, size: int) -> int:
    """Images to take at a time, after what the first of them gave."""
    n_bytes = sum(part.nbytes for part in result.values if isinstance(part, LocalFeatures))
    if first == size or not n_bytes:
        return first
    most = int(_LOCAL_FEATURES_OF_A_BATCH * len(result.kept) / n_bytes)
    return min(size, max(first, most))


class _Collector:
    """Gathers batch results into one array (or list) per block."""

    def __init__(self, n_sources: int, blocks: list[Block]):
        self.n_sources = n_sources
        self.n_views = [block.n_views for block in blocks]
        self.n_seen = 0
        self.kept: list[int] = []
        self.rejected: list[Rejected] = []
        self.digests: list[str] = []
        self.odd: dict = {}
        self.n_clipped = 0
        self.seconds: dict[str, float] = {}
        self._values: list = [None] * len(blocks)
        self._n_bytes = 0
        self._spill: SpillFile | None = None
        # What other processes look at is better in a file than copied to each of them.
        backend, _ = get_active_backend(prefer="threads")
        in_processes = isinstance(backend, (LokyBackend, MultiprocessingBackend))
        self._most_bytes = 0 if in_processes else _LOCAL_FEATURES_IN_MEMORY

    def add(self, result: BatchResult) -> None:
        start = len(self.kept)
        self.kept += result.kept
        self.rejected += result.rejected
        self.digests += result.digests
        self.odd |= result.odd
        self.n_seen += result.n_sources
        self.n_clipped += result.n_clipped
        for stage, seconds in result.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
        if result.kept:
            for i, (part, n_views) in enumerate(zip(result.values, self.n_views)):
                self._values[i] = self._store(self._values[i], part, start, n_views)

    def refuse_several_sizes(self) -> None:
        """Raise where images of another size are no exception, which setting aside would hide."""
        n_odd = len(self.odd)
        if n_odd > max(1, _SHARE_OF_ODD_SIZES * self.n_sources) or 2 * n_odd >= self.n_sources > 1:
            raise next(iter(self.odd.values()))

    def _store(self, values, part, n_before: int, n_views: int):
        """Write a part behind those of the images before; other shapes make it a list."""
        if isinstance(part, LocalFeatures):
            part = self._bounded(part)
            return part if values is None else LocalFeatures.joined([values, part])
        if values is None and isinstance(part, np.ndarray):
            values = np.empty((self.n_sources * n_views, *part.shape[1:]), part.dtype)
        start = n_before * n_views
        if isinstance(values, np.ndarray):
            if isinstance(part, np.ndarray) and part.shape[1:] == values.shape[1:]:
                values[start : start + len(part)] = part
                return values
            if values.ndim == 2:
                raise ValueError(
                    f"images give {np.shape(part)[1]} features here and {values.shape[1]} before; "
                    "bring them to one size: "
                    + remedy("a Resize step", "--size N", "train with --size N")
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
        n_images = len(self.kept)
        return [values[: n_images * n] for values, n in zip(self._values, self.n_views)]

    def extraction(self, wall: float) -> Extraction:
        return Extraction(
            np.array(self.kept, dtype=int),
            tuple(self.rejected),
            tuple(self.digests),
            self.n_clipped,
            {**self.seconds, "wall": wall},
        )
