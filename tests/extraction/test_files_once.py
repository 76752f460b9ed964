"""Pages and regions of one file: it is read once, and each page decoded once."""

import threading

import numpy as np
import pytest
import tifffile
from sample_images import make_images, write_png

from classic_cls import ImageRef, PureStep, Thumbnail
from classic_cls.extraction import NothingUsable, digests, observe
from classic_cls.reading import ReadImages, Recent, _read, read_image


@pytest.fixture
def counts(monkeypatch):
    """How often files are read and pages decoded."""
    found = {"read": 0, "decoded": 0}

    def counting(module, name, key):
        def counted(*args, original=getattr(module, name), **kwargs):
            found[key] += 1
            return original(*args, **kwargs)

        monkeypatch.setattr(module, name, counted)

    counting(digests, "read_source", "read")
    counting(_read, "decode", "decoded")
    return found


@pytest.fixture
def boxes(tmp_path):
    """Regions of three images, in turn, and masks of one."""
    paths = [write_png(tmp_path / f"{i}.png", make_images(1, (90, 80), i)[0]) for i in range(3)]
    mask = write_png(tmp_path / "mask.png", make_images(1, (90, 80))[0] // 128)
    return [
        ImageRef(paths[i % 3], box=(i, i, 40, 30), mask=mask if i % 3 == 2 else None)
        for i in range(36)
    ]


def test_regions(boxes, counts):
    images = ReadImages().transform(boxes)
    assert counts["decoded"] == 4
    _, (thumbnails,) = observe(boxes, [Thumbnail()])
    # Once more to fit, and then once for all batches.
    assert counts["decoded"] <= 4 + 4 + 1 and counts["read"] <= 4 + 3
    np.testing.assert_array_equal(images, [read_image(ref) for ref in boxes])
    np.testing.assert_array_equal(thumbnails, Thumbnail().transform(images))


def test_regions_of_a_shuffled_table(tmp_path, counts, monkeypatch):
    """They come in their order, whatever is set aside, though they are taken file by file."""
    monkeypatch.setattr(Recent.__init__, "__defaults__", (1,))  # one image, no more
    paths = [write_png(tmp_path / f"{i}.png", make_images(1, (90, 80), i)[0]) for i in range(5)]
    rng = np.random.default_rng(0)
    refs = [
        ImageRef(paths[i % 5], box=(i % 7, i % 3, 40 + 99 * (i % 19 == 0), 30)) for i in range(95)
    ]
    refs = [refs[i] for i in rng.permutation(95)] + [ImageRef(paths[0])]
    extraction, (thumbnails, pieces) = observe(refs, [Thumbnail(), Piece()], n_jobs=2)
    assert counts["decoded"] <= 5 + 6 + 16
    kept = [i for i, ref in enumerate(refs) if ref.box is None or ref.box[2] == 40]
    assert extraction.kept.tolist() == kept and len(kept) == 91
    assert [item.row for item in extraction.rejected] == sorted(set(range(96)) - set(kept))
    images = [read_image(refs[i]) for i in kept]
    np.testing.assert_array_equal(thumbnails, Thumbnail().transform(images))
    assert pieces == [image.tobytes()[:9] for image in images]
    assert len(extraction.digests) == 91
    alone, _ = observe([refs[kept[7]]], [Thumbnail()])
    assert alone.digests[0] == extraction.digests[7]


def test_nothing_usable_is_told_in_their_order(tmp_path):
    refs = [ImageRef(str(tmp_path / name), page=0) for name in ("b", "a", "b")]
    with pytest.raises(NothingUsable, match="none of 3 images") as caught:
        observe(refs, [Thumbnail()])
    assert [item.row for item in caught.value.extraction.rejected] == [0, 1, 2]


class Piece(PureStep):
    """The first bytes of every image: entries that are no array."""

    def transform(self, X):
        return [image.tobytes()[:9] for image in X]


def test_pages(tmp_path, counts):
    pages = np.stack(make_images(40))
    tifffile.imwrite(tmp_path / "stack.tif", pages, photometric="minisblack")
    refs = [ImageRef(str(tmp_path / "stack.tif"), page=i) for i in range(40)]
    extraction, (thumbnails,) = observe(refs, [Thumbnail()])
    assert counts["read"] <= 2 and len(set(extraction.digests)) == 40
    np.testing.assert_array_equal(thumbnails, Thumbnail().transform(pages))


def test_what_is_kept_is_bounded():
    recent, made = Recent(100), []

    def value(key, size):
        return recent.of(key, lambda: made.append(key) or np.zeros(size, np.uint8))

    for key, size in (("a", 60), ("b", 30), ("a", 60), ("c", 30), ("a", 60), ("b", 30)):
        value(key, size)
    assert made == ["a", "b", "c", "b"]
    value("large", 1000)
    value("large", 1000)
    assert made[4:] == ["large"]
    value("a", 60)
    assert made[5:] == ["a"]


def test_threads_that_want_one_image_wait_for_it_and_keep_their_own():
    recent, made, together = Recent(10), [], threading.Barrier(3)

    def make(key):
        made.append(key)
        return np.zeros(1000, np.uint8)

    def work(own):
        for key in ("shared", own):
            together.wait(60)
            recent.of(key, lambda: make(key))
        together.wait(60)
        for _ in range(9):
            recent.of(own, lambda: make(own))
        together.wait(60)  # what a thread has left behind may go when it ends

    threads = [threading.Thread(target=work, args=[own]) for own in ("one", "two", "one")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(made) == ["one", "shared", "two"]


def test_what_could_not_be_made_is_tried_again():
    recent = Recent(10)
    with pytest.raises(OSError):
        recent.of("a", lambda: (_ for _ in ()).throw(OSError("gone")))
    assert recent.of("a", lambda: np.zeros(3, np.uint8)).nbytes == 3
