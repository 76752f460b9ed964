"""Work in threads, and the threads of matrix products meanwhile."""

import threading

import pytest
from joblib import parallel_config
from threadpoolctl import threadpool_info

from classic_cls.encoders import _threads
from classic_cls.encoders._threads import run_in_threads


@pytest.fixture(autouse=True)
def all_libraries_are_known():
    """Those, too, that other tests have loaded since they were looked for."""
    _threads._libraries.cache_clear()


def blas_threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_results_come_in_order_from_as_many_threads_as_joblib_says():
    meeting = threading.Barrier(2, timeout=20)

    def both_at_once(item):
        meeting.wait()
        return item * item

    with parallel_config(n_jobs=2):
        assert run_in_threads(both_at_once, range(6)) == [0, 1, 4, 9, 16, 25]


def test_without_a_setting_all_is_done_by_the_caller():
    names = run_in_threads(lambda _: threading.current_thread(), range(3))
    assert names == [threading.current_thread()] * 3


def test_products_take_one_thread_and_then_as_many_as_before():
    before = blas_threads()
    with parallel_config(n_jobs=2):
        inside = run_in_threads(lambda _: blas_threads(), range(4))
    assert inside == [{1}] * 4
    assert blas_threads() == before


def test_another_thread_can_limit_them_later():
    """Whoever has limited them once must not keep them for himself."""
    run_in_threads(abs, [1])
    seen = []
    later = threading.Thread(target=lambda: seen.extend(run_in_threads(lambda _: blas_threads(),
                                                                       [0])))
    later.start()
    later.join()
    assert seen == [{1}]


def test_an_error_leaves_the_threads_as_they_were():
    before = blas_threads()
    try:
        run_in_threads(lambda item: 1 / item, [0])
    except ZeroDivisionError:
        pass
    assert blas_threads() == before
