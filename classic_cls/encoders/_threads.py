"""Work in as many threads as joblib's settings say, with results that do not tell how many."""

from functools import cache

from joblib import Parallel, cpu_count, delayed, effective_n_jobs
from threadpoolctl import ThreadpoolController


def one_blas_thread():
    """A context in which a product of matrices takes one thread.

    With more, the last digits would depend on how many there are, and k-means makes much of last
    digits. The limit is one of the process: callers from several threads should all be inside of
    one such context, as folds are.
    """
    return _libraries().limit(limits=1, user_api="blas")


def run_in_threads(function, items) -> list:
    """Results of a function, in order; products of matrices take one thread each."""
    # By itself, joblib takes the number of a parallel_config for processes only.
    n_jobs = min(effective_n_jobs(None), cpu_count())
    with one_blas_thread():
        if n_jobs == 1 or len(items) == 1:  # a pool would take a millisecond
            return [function(item) for item in items]
        pool = Parallel(n_jobs=n_jobs, require="sharedmem")
        return pool(delayed(function)(item) for item in items)


@cache
def _libraries() -> ThreadpoolController:
    """Looking for them takes longer than encoding an image."""
    return ThreadpoolController()
