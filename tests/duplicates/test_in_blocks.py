"""A block at a time, in threads or not, is as good as all at once."""

import numpy as np
import pytest
from joblib import parallel_config

from classic_cls.duplicates import Thumbnail, near_duplicates
from classic_cls.duplicates._blocks import in_blocks


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("n", [0, 1, 4096, 9000])
def test_blocks_are_the_whole_in_order(n, n_jobs):
    a, b = np.random.default_rng(0).random((2, n, 3))

    def work(a, b):
        return a * b, (a + b).sum(axis=1)

    with parallel_config("threading", n_jobs=n_jobs):
        found = in_blocks(work, a, b)
        alone = in_blocks(np.sqrt, a)
    for ours, whole in zip(found, work(a, b), strict=True):
        np.testing.assert_array_equal(ours, whole)
    np.testing.assert_array_equal(alone, np.sqrt(a))


def test_threads_find_the_same_copies():
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (600, 12, 12), dtype=np.uint8).repeat(3, 1).repeat(3, 2)
    images[300:320] = np.roll(images[:20], 1, axis=1)
    images[400:410] = images[20:30, :, ::-1]
    thumbnails = Thumbnail().transform(images)
    alone = near_duplicates(thumbnails)
    with parallel_config("threading", n_jobs=2):
        threads = near_duplicates(thumbnails)
    assert len(alone.pairs) >= 10
    for name in ("pairs", "distances", "certain", "groups"):
        np.testing.assert_array_equal(getattr(alone, name), getattr(threads, name))
