"""Local features beyond memory: in a temporary file, and in the cache."""

import errno
import gc
import pickle
import tempfile
from pathlib import Path

import joblib
import numpy as np
import pytest
from extraction.sameness import assert_same_points
from extraction.toy_steps import Blocks, Words
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline

from classic_cls import Thumbnail, observe
from classic_cls.base import LocalFeatures, Points
from classic_cls.extraction import batch, engine, extract, freeze, parallel, point_files
from classic_cls.extraction.cache import FeatureCache
from classic_cls.reading import ReadImages

PLAIN = make_pipeline(ReadImages(), Blocks(), Words(), KNeighborsClassifier())


def frozen_words():
    return freeze(PLAIN)


def points_of(sources, **options):
    frozen = frozen_words()
    extract(frozen, sources, **options)
    return frozen.blocks[0].values


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def no_memory(monkeypatch, temporary):
    """Memory holds nothing but the first batches."""
    monkeypatch.setattr(engine, "_LOCAL_FEATURES_IN_MEMORY", 12_000)
    return temporary


def test_beyond_a_bound_points_are_in_a_file(stripe_files, no_memory):
    features = points_of(stripe_files[0])
    (file,) = no_memory.iterdir()
    assert 0 < features.nbytes_in_memory <= 12_000
    assert features.nbytes_in_memory + file.stat().st_size == features.nbytes
    expected = Blocks().transform(ReadImages().transform(stripe_files[0]))
    assert_same_points(features, expected)
    assert_same_points(features.take([39, 0, 39]), [expected[39], expected[0], expected[39]])
    np.testing.assert_array_equal(features.lengths, expected.lengths)


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_predictions_do_not_depend_on_where_points_are(
    stripe_files, no_memory, n_jobs, monkeypatch
):
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    paths, labels = stripe_files
    expected = cross_val_predict(PLAIN, paths, labels, cv=3, method="predict_proba")
    frozen = frozen_words()
    rows = extract(frozen, paths, n_jobs=n_jobs).rows
    predicted = cross_val_predict(frozen.estimator, rows, labels, cv=3, method="predict_proba")
    np.testing.assert_array_equal(predicted, expected)


def test_the_file_goes_with_the_last_features(stripe_files, no_memory):
    features = points_of(stripe_files[0])
    few = features.take([30, 39])
    del features
    gc.collect()
    assert len(list(no_memory.iterdir())) == 1
    assert len(few[1].descriptors) == 36
    del few
    gc.collect()
    assert not list(no_memory.iterdir())


def test_an_exception_leaves_no_file(stripe_files, no_memory):
    def stop(done, total):
        if done > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        points_of(stripe_files[0], progress=stop)
    assert raised.traceback  # which keeps every object alive
    assert not list(no_memory.iterdir())


def test_a_full_disk_is_one_clear_error(stripe_files, no_memory, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(point_files, "_write", full)
    with pytest.raises(OSError, match="the disk is full.*TMPDIR.*fewer points"):
        points_of(stripe_files[0])
    assert not list(no_memory.iterdir())
    with pytest.raises(OSError, match="the disk is full.*cache on a larger disk"):
        points_of(stripe_files[0], cache=tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("*.*"))


def test_other_processes_get_places_not_values(stripe_files, temporary):
    paths, labels = stripe_files
    expected = points_of(paths)
    frozen = frozen_words()
    with joblib.parallel_config(backend="loky", n_jobs=2):
        rows = extract(frozen, paths).rows
        features = frozen.blocks[0].values
        together = cross_val_predict(frozen.estimator, rows, labels, cv=2)
    assert features.nbytes_in_memory == 0
    assert len(pickle.dumps(features)) < 5_000 < features.nbytes
    assert_same_points(pickle.loads(pickle.dumps(features)), expected)
    np.testing.assert_array_equal(cross_val_predict(frozen.estimator, rows, labels, cv=2), together)
    del frozen, features
    gc.collect()
    assert not list(temporary.glob("*.points"))


def test_points_that_were_removed_are_a_clear_error(stripe_files, no_memory):
    features = points_of(stripe_files[0])
    (file,) = no_memory.iterdir()
    file.write_bytes(b"")
    with pytest.raises(OSError, match="removed while they were needed"):
        features[39]
    file.unlink()
    with pytest.raises(OSError, match="removed while they were needed"):
        features[39]


def test_the_cache_keeps_points_and_memory_does_not(stripe_files, tmp_path, temporary, n_decoded):
    expected = points_of(stripe_files[0])
    for n_most in (100, 1):  # the image on which the pure steps are fitted
        n_decoded.clear()
        features = points_of(stripe_files[0], cache=tmp_path / "cache")
        assert len(n_decoded) <= n_most
        assert features.nbytes_in_memory == 0
        assert_same_points(features, expected)
    other_order = stripe_files[0][::-1][:30]
    assert_same_points(points_of(other_order, cache=tmp_path / "cache"), list(expected)[::-1][:30])
    assert len(n_decoded) <= 2
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_rows_and_points_share_a_cache(stripe_files, tmp_path, n_jobs, monkeypatch):
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    for _ in range(2):
        frozen = frozen_words()
        block = frozen.observe(Blocks(2))
        extract(frozen, stripe_files[0], cache=tmp_path, n_jobs=n_jobs)
        assert_same_points(frozen.blocks[0].values, points_of(stripe_files[0]))
        images = ReadImages().transform(stripe_files[0])
        assert_same_points(block.values, Blocks(2).transform(images))


@pytest.mark.parametrize("place", [0.1, -4, -60])
def test_damaged_points_are_a_miss(place, stripe_files, tmp_path, n_decoded):
    """In the values, in the checksum, in the index."""
    expected = points_of(stripe_files[0], cache=tmp_path)
    expected = list(expected)
    for file in tmp_path.rglob("*.points"):
        content = bytearray(file.read_bytes())
        content[place if place < 0 else int(place * len(content))] ^= 1
        file.write_bytes(content)
    for n_least in (40, 0):  # then whole files stand beside the damaged ones
        n_decoded.clear()
        assert_same_points(points_of(stripe_files[0], cache=tmp_path), expected)
        assert n_least <= len(n_decoded) <= n_least + 1


def test_cut_and_foreign_point_files_are_misses(tmp_path):
    values = np.arange(5 * 16, dtype=np.float32).reshape(5, 16)
    some = Points(values[:, :2], values[:, 2], values)
    none = Points(*(part[:0] for part in some))
    stored = FeatureCache(tmp_path).store("key", ["a", "b"], LocalFeatures.of([none, some]), [0, 7])
    assert_same_points(stored, [none, some])
    (file,) = (tmp_path / "key").glob("*.points")
    content = file.read_bytes()
    file.unlink()
    for n_bytes in (0, 1, 11, 13, 100, len(content) - 1):
        (tmp_path / "key" / f"cut{n_bytes}.points").write_bytes(content[:n_bytes])
    (tmp_path / "key" / "half.tmp").write_bytes(b"half a file")
    (tmp_path / "key" / "random.points").write_bytes(np.random.default_rng(0).bytes(1000))
    assert FeatureCache(tmp_path).find(["key"], "b") is None
    (tmp_path / "key" / "whole.points").write_bytes(content)
    (found,), n_clipped = FeatureCache(tmp_path).find(["key"], "b")
    assert_same_points(found, [some])
    assert n_clipped == 7
    assert Path(found._images[0].path).name == "whole.points"


def test_large_batches_are_for_few_points(stripe_files, monkeypatch):
    sizes = []

    def counted(self, sources, *first, original=batch.BatchRunner.run):
        sizes.append(len(sources))
        return original(self, sources, *first)

    monkeypatch.setattr(batch.BatchRunner, "run", counted)
    sources = [image for image in stripe_files[0] * 20]
    points_of(sources)
    assert sizes[:2] == [16, 50]
    sizes.clear()
    monkeypatch.setattr(engine, "_LOCAL_FEATURES_OF_A_BATCH", 20 * 36 * (16 + 12))
    points_of(sources)
    assert set(sizes[1:-1]) == {20}


def test_files_of_a_killed_process_go_with_the_next_extraction(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, other = tmp_path / "classic_cls_0123456789abcdef.points", tmp_path / "mine.points"
    left.touch()
    other.touch()
    observe([np.zeros((32, 32), np.uint8)], [Thumbnail()])
    assert list(tmp_path.iterdir()) == [other]
