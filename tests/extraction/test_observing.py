"""Steps that look at every image once, beside a pipeline or without one."""

import numpy as np
import pytest
from extraction.toy_steps import AsBytes, Blocks, DistanceToMeanImage, Invert, PixelSpread, RowMeans
from sample_images import write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls import Thumbnail, near_duplicates, observe
from classic_cls.extraction import NothingUsable, digests, extract, freeze, parallel
from classic_cls.extraction.engine import stream
from classic_cls.reading import ReadImages, _read_images


@pytest.fixture
def opened(monkeypatch):
    """Names of the files that were opened, in order."""
    names = []

    def counted(ref, original=digests.read_source):
        names.append(ref.path)
        return original(ref)

    monkeypatch.setattr(digests, "read_source", counted)
    return names


def test_all_steps_see_every_image_once(stripe_files, opened):
    paths, labels = stripe_files
    steps = [Thumbnail(), make_pipeline(Invert(), RowMeans()), Blocks(), Invert(), AsBytes()]
    extraction, values = observe(paths, steps)
    thumbnails, rows, points, images, contents = values
    assert opened[1:] == [str(path) for path in paths]  # and one more to fit the steps
    read = ReadImages().transform(paths)
    np.testing.assert_array_equal(thumbnails, Thumbnail().transform(read))
    np.testing.assert_array_equal(rows, RowMeans().transform(Invert().transform(read)))
    np.testing.assert_array_equal(points[7].descriptors, Blocks().transform(read)[7].descriptors)
    np.testing.assert_array_equal(images, Invert().transform(read))
    assert contents == AsBytes().transform(read)
    assert extraction.rows.tolist() == list(range(40)) and len(set(extraction.digests)) == 40
    assert len(near_duplicates(thumbnails, labels).groups) == 40


def test_the_steps_are_left_as_they_are(stripes):
    step = RowMeans()
    observe(stripes[0], [step])
    assert not hasattr(step, "image_shape_")


def test_what_cannot_be_read_or_described_is_named(stripe_files, tmp_path):
    flat = write_png(tmp_path / "flat.png", np.full((24, 24), 5, np.uint8))
    sources = [stripe_files[0][0], "missing.png", flat, stripe_files[0][1]]
    extraction, (spread,) = observe(sources, [PixelSpread()])
    assert [item.row for item in extraction.rejected] == [1, 2]
    assert extraction.kept.tolist() == [0, 3] and len(spread) == 2
    with pytest.raises(NothingUsable, match="none of 2 images"):
        observe(sources[1:3], [PixelSpread()])
    with pytest.raises(ValueError, match="there is no step"):
        observe(sources, [])
    with pytest.raises(ValueError, match="there is no image"):
        observe([], [PixelSpread()])


def test_the_reader_decides_how_images_are_read(tmp_path):
    path = write_png(tmp_path / "deep.png", np.full((24, 24), 900, np.uint16))
    observed = [observe([path], [RowMeans()], reader=ReadImages(range=(0, high)))[1][0][0, 0]
                for high in (1800, 900)]
    assert observed == [pytest.approx(127.5, abs=0.6), 255]


def test_what_learns_cannot_observe(stripes):
    frozen = freeze(make_pipeline(ReadImages(), RowMeans(), LogisticRegression()))
    for observing in (frozen.observe, lambda step: observe(stripes[0], [step])):
        with pytest.raises(ValueError, match="DistanceToMeanImage learns from images"):
            observing(DistanceToMeanImage())


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_any_object_may_be_kept_of_an_image_in_the_cache_too(
    stripe_files, tmp_path, monkeypatch, n_jobs, opened
):
    """Such as a small picture for a page, packed."""
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    expected = AsBytes().transform(ReadImages().transform(stripe_files[0]))
    assert len(set(map(len, expected))) > 10
    decoded = []

    def counted(*args, original=_read_images.decode_with, **kwargs):
        decoded.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(_read_images, "decode_with", counted)
    for n_most in (41, 1):
        decoded.clear()
        frozen = freeze(make_pipeline(ReadImages(), RowMeans(), LogisticRegression()))
        block = frozen.observe(AsBytes())
        extract(frozen, stripe_files[0], n_jobs=n_jobs, cache=tmp_path / "cache")
        assert block.values == expected
        assert len(decoded) <= n_most


def test_a_stream_gives_batches_in_order(stripe_files, monkeypatch):
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    sources = [*stripe_files[0][:21], "missing.png", *stripe_files[0][21:]]
    reader = ReadImages()
    batches = list(stream([(reader, RowMeans())], sources, n_jobs=2, batch_size=4))
    assert [result.n_sources for result in batches] == [4] * 10 + [1]
    assert sum((result.kept for result in batches), []) == [i for i in range(41) if i != 21]
    (rejected,) = sum((result.rejected for result in batches), [])
    assert (rejected.row, rejected.path) == (21, "missing.png")
    rows = np.concatenate([result.values[0] for result in batches])
    np.testing.assert_array_equal(rows, RowMeans().transform(reader.transform(stripe_files[0])))
