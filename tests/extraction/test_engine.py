"""One pass: order, rejection, threads, processes, memory of the result."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
from extraction.toy_steps import Invert, PixelSpread, RowMeans
from sample_images import make_images, write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls.base import ImageRef
from classic_cls.duplicates import Thumbnail
from classic_cls.extraction import batch, extract, freeze, parallel
from classic_cls.reading import ReadImages
from classic_cls.transforms import Resize


def frozen_rows(feature=None):
    feature = RowMeans() if feature is None else feature
    return freeze(make_pipeline(ReadImages(), feature, LogisticRegression()))


def values_of(frozen):
    (block,) = frozen.blocks
    return block.values


def test_rows_equal_the_plain_transform(stripe_files):
    frozen = frozen_rows()
    extraction = extract(frozen, stripe_files[0])
    expected = RowMeans().transform(ReadImages().transform(stripe_files[0]))
    np.testing.assert_array_equal(values_of(frozen), expected)
    np.testing.assert_array_equal(extraction.kept, np.arange(40))
    assert len(set(extraction.digests)) == 40
    assert {"read", "decode", "features", "wall"} <= set(extraction.seconds)


@pytest.mark.parametrize("n_jobs", [1, 2, 4])
def test_same_rows_for_every_number_of_threads(n_jobs, stripe_files, monkeypatch):
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    one, many = frozen_rows(), frozen_rows()
    extract(one, stripe_files[0])
    extract(many, stripe_files[0], n_jobs=n_jobs)
    np.testing.assert_array_equal(values_of(one), values_of(many))


def test_a_backend_without_a_stream_of_results_works(stripe_files, monkeypatch):
    monkeypatch.setattr(parallel, "_AHEAD", 1)
    one, many = frozen_rows(), frozen_rows()
    extract(one, stripe_files[0])
    with joblib.parallel_config(backend="multiprocessing", n_jobs=2):
        assert parallel.is_worth_parallel(None, 0.0)
        extraction = extract(many, stripe_files[0])
    np.testing.assert_array_equal(values_of(one), values_of(many))
    np.testing.assert_array_equal(extraction.kept, np.arange(40))


INTERRUPTED = """
import signal, sys, threading
import numpy as np
from classic_cls import DenseSIFT, observe
images = list(np.random.default_rng(0).integers(0, 256, (400, 200, 200), np.uint8))
def progress(done, total):
    if done > 60:
        signal.raise_signal(signal.SIGINT)
observe(images, [DenseSIFT()], n_jobs=2, progress=progress)
"""


def test_a_script_that_is_interrupted_ends_as_scripts_do():
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (
        run.stderr.rstrip().endswith("KeyboardInterrupt") and "terminate called" not in run.stderr
    )
    assert run.returncode in (-signal.SIGINT, 130)


def test_threads_leave_their_batches_when_nobody_waits(stripe_files):
    runner = batch.BatchRunner(frozen_rows().blocks, None)
    runner.fit(stripe_files[0])
    runner.stop(0)
    assert runner.run(stripe_files[0]).kept == [] and not runner.at_work


def test_a_configured_backend_is_honoured(stripe_files):
    one, many = frozen_rows(), frozen_rows()
    extract(one, stripe_files[0])
    with joblib.parallel_config(backend="loky", n_jobs=2):
        assert parallel.is_worth_parallel(None, 0.0)
        extract(many, stripe_files[0])
    np.testing.assert_array_equal(values_of(one), values_of(many))


def test_cheap_images_stay_in_one_thread():
    assert not parallel.is_worth_parallel(2, parallel.CHEAP_SECONDS_PER_IMAGE / 2)
    assert parallel.is_worth_parallel(2, parallel.CHEAP_SECONDS_PER_IMAGE * 2)
    assert not parallel.is_worth_parallel(1, 1.0)


def test_bad_files_are_set_aside_and_named(stripe_files, tmp_path):
    paths, _ = stripe_files
    empty = tmp_path / "empty.png"
    empty.write_bytes(b"")
    sources = [str(empty), *paths[:20], str(tmp_path / "missing.png"), *paths[20:]]
    frozen = frozen_rows()
    extraction = extract(frozen, sources)
    assert [r.row for r in extraction.rejected] == [0, 21]
    assert "missing.png" in extraction.rejected[1].path
    assert [sources[row] for row in extraction.kept] == paths
    expected = RowMeans().transform(ReadImages().transform(paths))
    np.testing.assert_array_equal(values_of(frozen), expected)


def test_an_image_that_a_feature_refuses_is_set_aside(stripe_files, tmp_path):
    flat = write_png(tmp_path / "flat.png", np.full((24, 24), 7, np.uint8))
    sources = [*stripe_files[0][:3], flat, *stripe_files[0][3:]]
    extraction = extract(frozen_rows(PixelSpread()), sources)
    assert [(r.row, r.reason) for r in extraction.rejected] == [(3, "the image is flat")]
    assert len(extraction.kept) == 40


def test_nothing_usable_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="none of 2 images could be used.*a.png"):
        extract(frozen_rows(), [str(tmp_path / "a.png"), str(tmp_path / "b.png")])
    with pytest.raises(ValueError, match="no image"):
        extract(frozen_rows(), [])


def test_lengths_that_differ_name_the_remedy(tmp_path):
    sources = [write_png(tmp_path / f"{i}.png", make_images(1, (20 + i, 24))[0]) for i in range(40)]
    with pytest.raises(ValueError, match="Resize"):
        extract(frozen_rows(), sources)


def test_arrays_bytes_and_references(stripes, stripe_files, tmp_path):
    images, _ = stripes
    of_arrays, of_bytes, of_boxes = frozen_rows(), frozen_rows(), frozen_rows()
    extract(of_arrays, images)
    extract(of_bytes, [Path(path).read_bytes() for path in stripe_files[0]])
    np.testing.assert_array_equal(values_of(of_arrays), values_of(of_bytes))
    boxes = [ImageRef(path, box=(2, 3, 10, 8)) for path in stripe_files[0]]
    extraction = extract(of_boxes, boxes)
    expected = RowMeans().transform([image[3:11, 2:12] for image in images])
    np.testing.assert_array_equal(values_of(of_boxes), expected)
    assert extraction.digests != extract(frozen_rows(), stripe_files[0]).digests


def test_progress_counts_every_source(stripe_files):
    calls = []
    extract(frozen_rows(), stripe_files[0], progress=lambda *call: calls.append(call))
    assert calls[-1] == (40, 40)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_small_batches_give_the_same_rows(stripe_files, monkeypatch):
    from classic_cls.extraction import batch

    one, many = frozen_rows(), frozen_rows()
    extract(one, stripe_files[0])
    monkeypatch.setattr(batch, "_PENDING_BYTES", 1000)
    extract(many, stripe_files[0])
    np.testing.assert_array_equal(values_of(one), values_of(many))


@pytest.fixture
def mixed_files(tmp_path):
    """Large images of several sizes, which are described one by one, and small ones."""
    shapes = [(300, 260), (40, 50), (300, 260), (260, 300), (24, 24), (400, 200)]
    images = [make_images(1, shape, seed=i)[0] for i, shape in enumerate(shapes)]
    return [write_png(tmp_path / f"{i}.png", image) for i, image in enumerate(images)]


@pytest.mark.parametrize("limit", [0, 2**16, 2**40])
def test_large_images_are_described_at_once_with_the_same_result(mixed_files, limit, monkeypatch):
    monkeypatch.setattr(batch, "_LARGE", limit)
    steps = [ReadImages(), Resize(24), Invert(), RowMeans()]
    frozen = freeze(make_pipeline(*steps, LogisticRegression()))
    thumbnails = frozen.observe(Thumbnail())
    extract(frozen, mixed_files)
    expected = make_pipeline(*steps).fit_transform(mixed_files)
    np.testing.assert_array_equal(frozen.blocks[0].values, expected)
    rows = Thumbnail().transform(ReadImages().transform(mixed_files))
    np.testing.assert_array_equal(thumbnails.values, rows)


@pytest.mark.parametrize("limit", [0, 2**16, 2**40])
def test_a_large_image_that_a_feature_refuses_is_set_aside(mixed_files, limit, monkeypatch):
    monkeypatch.setattr(batch, "_LARGE", limit)
    write_png(Path(mixed_files[2]), np.full((300, 260), 7, np.uint8))
    extraction = extract(frozen_rows(PixelSpread()), mixed_files)
    assert [(r.row, r.reason) for r in extraction.rejected] == [(2, "the image is flat")]
    with pytest.raises(ValueError, match="put a Resize step before"):
        extract(frozen_rows(RowMeans()), mixed_files)
