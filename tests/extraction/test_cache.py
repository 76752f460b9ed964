"""Features kept on disk: hits, misses, kills, two writers."""

import multiprocessing
import os
import signal
import time

import cv2
import numpy as np
import pytest
from extraction.toy_steps import RowMeans
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls.base import ImageRef
from classic_cls.extraction import extract, freeze
from classic_cls.extraction.cache import FeatureCache, chain_key
from classic_cls.reading import ReadImages


def rows_of(sources, cache=None, factor=1.0, reader=None):
    reader = ReadImages() if reader is None else reader
    frozen = freeze(make_pipeline(reader, RowMeans(factor), LogisticRegression()))
    extract(frozen, sources, cache=cache)
    return frozen.blocks[0].values


def test_second_call_decodes_nothing(stripe_files, tmp_path, n_decoded):
    first = rows_of(stripe_files[0], tmp_path / "cache")
    n_decoded.clear()
    second = rows_of(stripe_files[0], tmp_path / "cache")
    np.testing.assert_array_equal(first, second)
    assert len(n_decoded) <= 1  # the image on which the pure steps are fitted


def test_other_parameters_content_and_references_are_misses(stripe_files, tmp_path):
    paths, _ = stripe_files
    rows_of(paths, tmp_path / "cache")
    np.testing.assert_allclose(
        rows_of(paths, tmp_path / "cache", factor=2.0), 2 * rows_of(paths), rtol=1e-6
    )
    boxes = [ImageRef(path, box=(0, 0, 5, 24)) for path in paths]
    np.testing.assert_array_equal(rows_of(boxes, tmp_path / "cache"), rows_of(boxes))
    with open(paths[0], "rb") as a, open(paths[1], "rb") as b:
        first, second = a.read(), b.read()
    with open(paths[0], "wb") as file:
        file.write(second)
    np.testing.assert_array_equal(rows_of(paths, tmp_path / "cache"), rows_of(paths))
    assert first != second


def test_a_damaged_file_is_a_miss(stripe_files, tmp_path, n_decoded):
    expected = rows_of(stripe_files[0], tmp_path / "cache")
    for file in (tmp_path / "cache").rglob("*.npz"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    n_decoded.clear()
    np.testing.assert_array_equal(rows_of(stripe_files[0], tmp_path / "cache"), expected)
    assert len(n_decoded) >= 40


def test_truncated_and_foreign_files_are_misses(tmp_path):
    cache = FeatureCache(tmp_path)
    cache.store("key", ["a", "b"], np.ones((2, 3), np.float32), [0, 7])
    (file,) = (tmp_path / "key").glob("*.npz")
    for n_bytes in (0, 1, 31, 33, 100):
        (tmp_path / "key" / f"cut{n_bytes}.npz").write_bytes(file.read_bytes()[:n_bytes])
    (tmp_path / "key" / "half.tmp").write_bytes(b"half a file")
    fresh = FeatureCache(tmp_path)
    (row,), n_clipped = fresh.find(["key"], "b")
    np.testing.assert_array_equal(row, np.ones(3))
    assert n_clipped == 7
    assert fresh.find(["key"], "c") is None


def _store_for_ever(folder):
    cache = FeatureCache(folder)
    for i in range(10**9):
        cache.store("key", [f"{os.getpid()}-{i}"], np.full((1, 20000), i, np.float32), [0])


def test_killed_writers_leave_whole_files_only(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_store_for_ever, args=(tmp_path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        names = [p.name for p in tmp_path.glob("key/*.npz")]
        if len(names) > 20:
            break
        time.sleep(0.02)
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    files = list(tmp_path.glob("key/*.npz"))
    cache = FeatureCache(tmp_path)
    cache.find(["key"], "")
    assert len(files) > 20
    rows, _ = cache._loaded["key"]
    assert len(rows) == len(files)
    for digest, (row, _) in rows.items():
        assert (row == int(digest.split("-")[1])).all()


def test_key_holds_parameters_not_fitted_state(stripes):
    step = RowMeans(2.0)
    key = chain_key((ReadImages(), step))
    step.fit(stripes[0])
    assert chain_key((ReadImages(), step)) == key
    assert chain_key((ReadImages(), RowMeans(3.0))) != key
    assert chain_key((ReadImages(range=(0, 4095)), RowMeans(2.0))) != key


def test_threads_share_one_cache(stripe_files, tmp_path):
    frozen = freeze(make_pipeline(ReadImages(), RowMeans(), LogisticRegression()))
    extract(frozen, stripe_files[0], cache=tmp_path / "cache", n_jobs=4)
    np.testing.assert_array_equal(
        rows_of(stripe_files[0], tmp_path / "cache"), rows_of(stripe_files[0])
    )


def test_clipped_values_are_counted_from_the_cache_too(tmp_path):
    images = [np.full((24, 24), 900 + i, np.uint16) for i in range(9)]
    paths = [tmp_path / f"{i}.png" for i in range(9)]
    for path, image in zip(paths, images):
        path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    reader = ReadImages(range=(0, 904))
    counts = []
    for _ in range(2):
        frozen = freeze(make_pipeline(reader, RowMeans(), LogisticRegression()))
        counts.append(extract(frozen, paths, cache=tmp_path / "cache").n_clipped)
    assert counts == [4 * 24 * 24] * 2


def test_code_that_cannot_be_read_is_refused_by_name():
    namespace = {"RowMeans": RowMeans, "__name__": "nowhere"}
    exec("class Typed(RowMeans):\n    pass", namespace)
    with pytest.raises(ValueError, match="code of Typed cannot be read"):
        chain_key((ReadImages(), namespace["Typed"]()))
