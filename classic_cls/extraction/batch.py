"""What happens to one batch of sources, in whichever thread or process runs it."""

import hashlib
import time

import numpy as np

from .._compat import InvalidParameterError
from .._remedies import remedy
from ..base import ImageRef, ImageSizeError, ImageViews, LocalFeatures
from ..reading import (
    ImageReadError,
    ReadImages,
    ReadyToListen,
    Recent,
    grouped_by_file,
    read_ahead,
    reason_of_model,
)
from .cache import FeatureCache, chain_key
from .chains import all_views, alone, followers, readers_of, sharing_equal_steps, takes_one_image
from .digests import array_digest, read_and_hashed, ref_digest, size_of_file
from .items import BatchResult, Item, Rejected
from .purity import makes_points

# Decoded images that wait for the extractors at one time, in bytes. Some extractors take twenty
# times as much while they work, in every thread; more images at a time are no faster.
_PENDING_BYTES = 4 * 2**20
# Above this many bytes an image is worth a call of its own.
_LARGE = 2**16


class BatchRunner:
    """Runs the chains of all blocks over batches; safe to share between threads."""

    def __init__(self, blocks, cache: FeatureCache | None = None, fitted: bool = False):
        self.given = [block.steps for block in blocks]
        self.chains = sharing_equal_steps(self.given)
        self.n_views = [block.n_views for block in blocks]
        self.shapes: dict[int, tuple] = {}  # of images that all must have, by number of the chain
        self.of_one_shape = {n for n, block in enumerate(blocks) if block.of_one_shape}
        self.files, self.images = Recent(), Recent()
        self.cache = cache
        self.fitted = fitted
        self.stopped = False  # nobody waits for what threads are still at work on
        self.at_work: list[int] = []
        self.keys = self._keys() if cache else []
        self.readers = [
            (reader, reader.decoder(), followers(reader, self.chains))
            for reader in readers_of(self.chains)
        ]

    def _keys(self) -> list[str]:
        """Names, in the cache, of every view that every chain gives."""
        return [
            f"{key}-{view}" if view else key
            for key, n_views in zip(map(chain_key, self.chains), self.n_views)
            for view in range(n_views)
        ]

    @property
    def makes_local_features(self) -> bool:
        """Whether a chain gives, or passes through, thousands of descriptors an image."""
        return any(makes_points(step) for chain in self.chains for step in chain)

    def fit(self, sources) -> None:
        """Fit every step on the first image that can be read."""
        fitted: set = set()
        for source in sources:
            try:
                if self.readers and not isinstance(source, np.ndarray):
                    read_ahead([source], self)  # it comes again with the first batch
                item = self._open(0, source)
                self._decode(item)
                for number, (chain, shared) in enumerate(zip(self.given, self.chains)):
                    image = item.images.get(id(shared[0]) if shared else None, item.source)
                    value = _fit_chain(chain, image, fitted)
                    if number in self.of_one_shape:
                        self.shapes[number] = np.shape(value[0])
                break
            except InvalidParameterError:
                raise
            except ValueError:
                continue  # running the batch names it

    def run_first(self, sources) -> BatchResult:
        """As ``run``; steps that were fitted on an image unlike most are fitted on another one."""
        result = self.run(sources)
        if 2 * len(result.odd) <= len(sources):
            return result
        self.fit(sources[min(result.odd) :])
        again = self.run(sources)
        if len(again.odd) < len(result.odd):
            return again
        self.fit(sources)
        return result

    def run(self, sources, first: int = 0) -> BatchResult:
        """Read, decode and describe sources from number ``first``; name those that are unusable."""
        self.at_work.append(first)
        try:
            with ReadyToListen():
                return self._run(sources, first)
        finally:
            self.at_work.remove(first)

    def stop(self, seconds: float) -> None:
        """Have threads leave their batches, and wait for them, but not for ever.

        Threads in compiled code do not survive that Python takes itself apart.
        """
        self.stopped, end = True, time.monotonic() + seconds
        while self.at_work and time.monotonic() < end:
            time.sleep(0.01)

    def _run(self, sources, first: int) -> BatchResult:
        result = BatchResult(len(sources), [[] for _ in self.chains])
        parts: dict[int, list] = {}
        fresh, pending, n_bytes = [], [], 0
        for number in grouped_by_file(sources):
            if self.stopped:
                break
            row, source = first + number, sources[number]
            try:
                item = self._timed(result, "read", self._open, row, source)
                cached = self.cache and self.cache.find(self.keys, item.digest)
                if cached and self._of_usual_length(cached[0]):
                    entries, item.n_clipped = cached
                    result.n_clipped += item.n_clipped
                    parts[row] = [item.digest, *entries]
                    continue
                self._timed(result, "decode", self._decode, item)
                result.n_clipped += item.n_clipped
            except ImageReadError as error:
                reason = reason_of_model(error.reason) if self.fitted else error.reason
                result.rejected.append(Rejected(row, error.source, reason))
                continue
            self._timed(result, "features", self._begin, item)
            pending.append(item)
            fresh.append(item)
            n_bytes += item.nbytes * max(self.n_views)
            if n_bytes > _PENDING_BYTES:
                self._describe(pending, parts, result)
                pending, n_bytes = [], 0
        self._describe(pending, parts, result)
        if self.cache:
            self._remember([item for item in fresh if item.row in parts], parts)
        self._assemble(parts, result)
        return result

    @staticmethod
    def _timed(result, stage, function, *args):
        started = time.perf_counter()
        try:
            return function(*args)
        finally:
            spent = time.perf_counter() - started
            result.seconds[stage] = result.seconds.get(stage, 0.0) + spent

    def _open(self, row: int, source) -> Item:
        if not self.readers or isinstance(source, np.ndarray):
            return Item(row, source, array_digest(source))
        if isinstance(source, bytes):
            return Item(row, source, hashlib.sha256(source).hexdigest(), {"bytes": source})
        ref = ImageRef.of(source)
        if ref.is_whole_file:
            data, digest = read_and_hashed(ref)
        else:  # one of many pages or regions, perhaps
            data, digest = self.files.of(ref.path, lambda: read_and_hashed(ref), size_of_file)
        return Item(row, ref, ref_digest(ref, digest), {"bytes": data})

    def _of_usual_length(self, entries) -> bool:
        """Whether what is cached has the size of what steps gave of their first image."""
        ends = np.cumsum([0, *self.n_views])
        for number, (chain, start, end) in enumerate(zip(self.chains, ends, ends[1:])):
            shape = self.shapes.get(number)
            if chain and hasattr(chain[-1], "_n_features_out"):
                shape = (chain[-1]._n_features_out,)
            if shape and any(np.shape(entry) != shape for entry in entries[start:end]):
                return False
        return True

    def _decode(self, item: Item) -> None:
        data = item.images.pop("bytes", None)
        for reader, decoded, _ in self.readers:
            if data is None:
                item.images[id(reader)] = reader.transform([item.source])[0]
            else:
                ref = None if isinstance(item.source, bytes) else item.source
                image, n_clipped = decoded(data, ref, self.images)
                item.images[id(reader)] = image
                item.n_clipped += n_clipped

    def _begin(self, item: Item) -> None:
        """Run what follows a reader on a large image at once, while it is in the cache."""
        for reader, _, steps in self.readers:
            image = item.images[id(reader)]
            if image.nbytes <= _LARGE or not all(map(takes_one_image, steps)):
                continue
            try:
                item.first |= {id(step): alone(step, image) for step in steps}
            except ValueError:
                continue  # comes again with the batch, which knows what to do
            del item.images[id(reader)]

    def _describe(self, items: list[Item], parts: dict, result: BatchResult) -> None:
        """Run the chains on decoded images; images that fail are tried alone and named."""
        if not items:
            return
        try:
            columns = self._timed(result, "features", self._run_chains, items)
        except InvalidParameterError:
            raise
        except ValueError as error:
            if len(items) == 1:
                _reject(items[0], error, result)
                return
            for item in items:
                self._describe([item], parts, result)
            return
        for i, item in enumerate(items):
            parts[item.row] = [item.digest, *(_entry(column, i) for column in columns)]
            item.images, item.first = {}, {}

    def _run_chains(self, items: list[Item]) -> list:
        """One column per view of every chain; each step that chains share runs once."""
        outputs: dict[tuple, object] = {}
        columns = []
        for number, (chain, n_views) in enumerate(zip(self.chains, self.n_views)):
            output = self._run_chain(chain, n_views, items, outputs)
            _check_shapes(output, self.shapes.get(number))
            columns += [output[v::n_views] for v in range(n_views)] if n_views > 1 else [output]
        return columns

    def _run_chain(self, chain, n_views: int, items, outputs):
        if chain and isinstance(chain[0], ReadImages):
            key, value, steps = _after_reading(chain, items, outputs)
        else:
            key, value, steps = (), [item.source for item in items], chain
        for step in steps:
            key = (*key, id(step))
            if key not in outputs and n_views > 1 and isinstance(step, ImageViews):
                digests = [item.digest for item in items]
                outputs[key] = all_views(step, n_views, value, digests)
            elif key not in outputs:
                outputs[key] = _as_plain(step.transform(value))
            value = outputs[key]
        return value

    def _assemble(self, parts: dict, result: BatchResult) -> None:
        result.rejected.sort(key=lambda item: item.row)
        result.kept = sorted(parts)
        result.digests = [parts[row][0] for row in result.kept]
        if result.kept:
            ends = np.cumsum([1, *self.n_views])
            result.values = [
                _stacked([entry for row in result.kept for entry in parts[row][start:end]])
                for start, end in zip(ends, ends[1:])
            ]

    def _remember(self, items: list[Item], parts: dict) -> None:
        if not items:
            return
        digests, n_clipped = zip(*((item.digest, item.n_clipped) for item in items))
        columns = zip(*(parts[item.row][1:] for item in items))
        for number, (key, column) in enumerate(zip(self.keys, columns), start=1):
            stored = self.cache.store(key, digests, _stacked(column), n_clipped)
            if isinstance(stored, LocalFeatures):
                for i, item in enumerate(items):
                    parts[item.row][number] = _entry(stored, i)


def _reject(item: Item, error: ValueError, result: BatchResult) -> None:
    """Set aside an image that no step takes, with the reason."""
    name = item.source.label() if isinstance(item.source, ImageRef) else "image"
    reason = str(error)
    if isinstance(error, ImageSizeError):
        result.odd[item.row] = error
        reason = f"{error.reason}; bring it to their size"
    result.rejected.append(Rejected(item.row, name, reason))


def _check_shapes(images, shape) -> None:
    """Refuse images of another shape than one, if there is one that all must have."""
    for image in images if shape else ():
        if np.shape(image) != shape:
            raise ImageSizeError(
                f"the image is of shape {np.shape(image)} and those before are of {shape}, but a "
                "dictionary of patches wants one size",
                remedy("put a Resize step before it", "--size N", "train with --size N"),
            )


def _after_reading(chain, items: list[Item], outputs):
    """Where a chain stands after its reader and, if it has run already, the step behind."""
    reader, *steps = chain
    key = (id(reader),)
    if not steps or not any(id(steps[0]) in item.first for item in items):
        return key, [item.images[key[0]] for item in items], steps
    step, *rest = steps
    key = (*key, id(step))
    if key not in outputs:
        outputs[key] = _stacked(
            [
                item.first[id(step)] if id(step) in item.first else alone(step, item.images[key[0]])
                for item in items
            ]
        )
    return key, outputs[key], rest


def _fit_chain(chain, image, fitted: set):
    """Fit steps that have not been fitted yet; gives what the last makes of the image."""
    value = [image]
    for step in chain:
        is_reader = isinstance(step, ReadImages)
        if id(step) not in fitted:
            step.fit(value, None)  # scikit-learn's FrozenEstimator insists on a y
            fitted.add(id(step))
        value = value if is_reader else step.transform(value)
    return value


def _as_plain(output):
    """Rows as an array, whatever container ``set_output`` asked for."""
    return np.asarray(output) if hasattr(output, "columns") else output


def _entry(column, row: int):
    """What is kept of one image: of local features not the points, which may be in a file."""
    return column.take([row]) if isinstance(column, LocalFeatures) else column[row]


def _stacked(column):
    if isinstance(column[0], LocalFeatures):
        return LocalFeatures.joined(column)
    if not isinstance(column[0], (np.ndarray, np.generic)):
        return list(column)
    shapes = {np.shape(entry) for entry in column}
    return np.stack(column) if len(shapes) == 1 else list(column)
