"""Batches in threads, or on the backend that the user has configured."""

import warnings
from collections.abc import Iterable, Iterator
from itertools import islice

from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import get_active_backend

from .batch import BatchRunner
from .items import BatchResult

# Below this cost threads wait for the interpreter's lock more than they compute.
CHEAP_SECONDS_PER_IMAGE = 0.3e-3
# Batches that wait for each worker.
_AHEAD = 4
_SECONDS_TO_STOP = 1.5


def is_worth_parallel(n_jobs, seconds_per_image: float) -> bool:
    """Whether threads pay, or the user has configured another backend."""
    if effective_n_jobs(n_jobs) == 1:
        return False
    backend, _ = get_active_backend(prefer="threads")
    configured_by_user = type(backend).__name__ != "ThreadingBackend"
    return configured_by_user or seconds_per_image > CHEAP_SECONDS_PER_IMAGE


def in_parallel(runner: BatchRunner, batches: Iterable, n_jobs) -> Iterator[BatchResult]:
    """Results in order; all at once where these are in a list, otherwise a few at a time."""
    backend, _ = get_active_backend(prefer="threads")
    streams = getattr(backend, "supports_return_generator", False)
    parallel = Parallel(
        n_jobs=n_jobs, prefer="threads", return_as="generator" if streams else "list"
    )
    a_few = _AHEAD * effective_n_jobs(n_jobs)
    at_a_time = len(batches) if streams and isinstance(batches, list) else a_few
    batches = iter(batches)
    try:
        while some := list(islice(batches, at_a_time)):
            yield from _quietly_closed(parallel(delayed(runner.run)(*batch) for batch in some))
    finally:
        runner.stop(_SECONDS_TO_STOP)


def _quietly_closed(results):
    """Results of joblib, which warns those who want no more of them."""
    try:
        for result in results:  # "yield from" would close them before what follows
            yield result
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            getattr(results, "close", int)()
