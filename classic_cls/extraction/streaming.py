"""Fitted pipelines over any number of images, of which a batch at a time is in memory."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np

from .batch import BatchRunner
from .freezing import Frozen
from .items import BatchResult
from .parallel import in_parallel, is_worth_parallel

IMAGES_OF_A_BATCH = 64


def extract_batches(
    frozen: Frozen,
    sources: Iterable,
    *,
    n_jobs: int | None = None,
    reference_of: Callable[[int], object] | None = None,
) -> Iterator[BatchResult]:
    """Fill the blocks of a fitted frozen estimator with one batch of the sources after another.

    While a result is looked at, rows ``0 .. len(kept) - 1`` are the images of its batch. Sources
    that are pixels alone say nothing of columns: ``reference_of(number)`` does so of each.
    """
    runner, at_work = BatchRunner(frozen.blocks, fitted=True), deque()
    for result in _results(runner, _batches(iter(sources), at_work), n_jobs):
        batch, first = at_work.popleft()
        told = reference_of or (lambda row, batch=batch, first=first: batch[row - first])
        frozen.tell([told(row) for row in result.kept])
        for block, values in zip(frozen.blocks, result.values):
            block.values = values
        yield result


def _batches(sources: Iterator, at_work: deque) -> Iterator[tuple[list, int]]:
    """Batches, each with the number of its first source; they wait until their result comes."""
    first = 0
    while batch := list(islice(sources, IMAGES_OF_A_BATCH)):
        at_work.append((batch, first))
        yield batch, first
        first += len(batch)


def _results(runner: BatchRunner, batches: Iterator, n_jobs) -> Iterator[BatchResult]:
    """Results in order, in threads where these pay."""
    seconds = np.inf
    for batch in islice(batches, 2):  # the first one compiles kernels
        started = time.perf_counter()
        result = runner.run(*batch)
        seconds = (time.perf_counter() - started) / len(batch[0])
        yield result
    if not is_worth_parallel(n_jobs, seconds):
        yield from (runner.run(*batch) for batch in batches)
        return
    yield from in_parallel(runner, batches, n_jobs)
