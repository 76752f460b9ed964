"""The step ReadImages, and the range of a data set."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import odd_files as odd
import pytest
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.pipeline import make_pipeline

from classic_cls import ImageRef
from classic_cls.reading import ImageReadError, ReadImages, find_range, read_image


@pytest.fixture
def paths(tmp_path):
    return odd.write_files(tmp_path, {**odd.readable(), **odd.deep()})


class Means(TransformerMixin, BaseEstimator):
    """Mean of every image."""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def transform(self, X):
        return np.array([[image.mean()] for image in X])


def test_every_kind_of_source(paths):
    path = paths["color.png"]
    data = Path(path).read_bytes()
    sources = [path, Path(path), ImageRef(path), data, odd.picture()]
    images = ReadImages().fit_transform(sources)
    assert isinstance(images, np.ndarray) and images.shape == (5, 40, 56, 3)
    assert (images == odd.picture()).all()
    for batch in (tuple(sources[:2]), np.array([path, path]), np.array([path], dtype=object)):
        assert (ReadImages().transform(batch) == odd.picture()).all()


def test_list_if_the_shapes_differ(paths):
    sources = [paths["color.png"], paths["gray.png"], odd.picture(9, 9)]
    images = ReadImages().transform(sources)
    assert isinstance(images, list)
    assert [image.shape for image in images] == [(40, 56, 3), (40, 56), (9, 9, 3)]
    for source, image in zip(sources, images, strict=True):
        assert np.array_equal(ReadImages().transform([source])[0], image)


def test_arrays_pass_through():
    stack = np.stack([odd.picture()] * 3)
    assert ReadImages().transform(stack) is stack
    deep = stack.astype(np.uint16) * 16
    assert np.array_equal(ReadImages(range=(0, 4080)).transform(deep), stack)
    assert np.array_equal(ReadImages(range=(0, 4080)).transform(list(deep)), stack)
    with pytest.raises(ImageReadError, match=r"X\[0\]: 16-bit image; give a reading range"):
        ReadImages().transform([deep[0]])
    with pytest.raises(ImageReadError, match="X: int16 pixels; only uint8, uint16 and floats"):
        ReadImages(range=(0, 1)).transform(deep.astype(np.int16))
    with pytest.raises(ValueError, match="looks like one image"):
        ReadImages().transform(odd.picture())
    with pytest.raises(ValueError, match=r"X\[0\] has an alpha channel"):
        ReadImages().transform([odd.picture(channels=4)])


@pytest.mark.parametrize("source", ["a.png", b"bytes", Path("a.png"), ImageRef("a.png")])
def test_one_image_is_no_batch(source):
    for method in (ReadImages().fit, ReadImages().transform):
        with pytest.raises(ValueError, match=r"X is one image \(.*\); a batch of one is a list"):
            method(source)


def test_wrong_batches():
    with pytest.raises(ValueError, match="X holds no image"):
        ReadImages().transform([])
    with pytest.raises(ValueError, match=r"X\[1\] is a NoneType; give a path"):
        ReadImages().transform([odd.picture(), None])


@pytest.mark.parametrize(
    "parameters, message",
    [
        ({"range": "auto"}, "'range' parameter of ReadImages"),
        ({"range": (3, 3)}, "low below high"),
        ({"range": (1, 2, 3)}, "must hold two numbers"),
        ({"range": ("0", "1")}, "must hold two numbers"),
        ({"page": -1}, "'page' parameter of ReadImages"),
        ({"page": "each"}, "'page' parameter of ReadImages"),
        ({"min_size": 0}, "'min_size' parameter of ReadImages"),
        ({"min_size": (3,)}, "must hold two numbers"),
        ({"max_pixels": 0}, "'max_pixels' parameter of ReadImages"),
    ],
)
def test_wrong_parameters(parameters, message):
    for method in (ReadImages(**parameters).fit, ReadImages(**parameters).transform):
        with pytest.raises(ValueError, match=message):
            method([odd.picture()])


def test_fit_reads_the_first_image_only(paths):
    reader = ReadImages().fit([paths["color.png"], "none.png"])
    assert reader.image_shape_ == (40, 56, 3)


def test_parameters_reach_the_reader(paths, tmp_path):
    deep = ReadImages(range=(0, 4095)).transform([paths["gray16.png"]])
    assert np.array_equal(deep[0], read_image(paths["gray16.png"], range=(0, 4095)))
    pages = odd.tiff_pages(odd.picture(), odd.picture()[::-1].copy())
    path = odd.write_files(tmp_path, {"p.tif": pages})["p.tif"]
    images = ReadImages(page=1).transform([path, ImageRef(path), ImageRef(path, page=0)])
    assert np.array_equal(images[0], odd.picture()[::-1])
    assert np.array_equal(images[1], images[0])
    assert np.array_equal(images[2], odd.picture())
    photo = odd.save(odd.picture(400, 300), "JPEG")
    assert ReadImages(min_size=(75, 100)).transform([photo]).shape == (1, 200, 150, 3)
    with pytest.raises(ImageReadError, match="more than max_pixels=100"):
        ReadImages(max_pixels=100).transform([photo])


def test_in_a_pipeline(paths):
    pipeline = make_pipeline(ReadImages().set_output(transform="pandas"), Means())
    sources = [paths["color.png"], paths["gray.png"]]
    assert pipeline.fit_transform(sources).shape == (2, 1)
    with pytest.raises(ImageReadError, match="none.png: no such file"):
        pipeline.transform([*sources, "none.png"])


def test_clone_and_pickle(paths):
    reader = ReadImages(range=(0, 4095), page="max", min_size=(64, 64), max_pixels=10**6)
    sources = [paths["gray16.png"], paths["color.jpg"]]
    for copy in (clone(reader), pickle.loads(pickle.dumps(reader.fit(sources)))):
        assert copy.get_params() == reader.get_params()
        for one, other in zip(copy.transform(sources), reader.transform(sources), strict=True):
            assert np.array_equal(one, other)


def test_threads(paths):
    reader = ReadImages(range=(0, 4095))
    sources = list(paths.values()) * 8
    expected = reader.transform(sources)
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(lambda source: reader.transform([source])[0], sources))
    assert all(np.array_equal(a, b) for a, b in zip(images, expected, strict=True))


# The range of a data set


def pgm(*values):
    return odd.pnm("5", np.array([values]), 65535)


@pytest.mark.parametrize(
    "highest, bits",
    [
        (0, 8),
        (255, 8),
        (256, 10),
        (1023, 10),
        (1024, 12),
        (4095, 12),
        (4096, 14),
        (16383, 14),
        (16384, 16),
        (65535, 16),
    ],
)
def test_smallest_depth_that_holds_all(highest, bits):
    assert find_range([pgm(0, 3), pgm(highest), pgm(7)]) == (0, 2**bits - 1)


def test_every_deep_format(paths):
    for name in odd.deep():
        expected = (0.0, 1.0) if "float" in name else (0, 4095)
        assert find_range([paths[name]]) == expected


def test_8_bit_files_need_no_range_and_are_not_decoded(paths, monkeypatch):
    from classic_cls.reading import _find_range

    monkeypatch.setattr(_find_range, "source_pixels", None)
    assert find_range(paths[name] for name in odd.readable()) is None
    assert find_range([]) is None


def test_unreadable_files_are_left_out(tmp_path, paths):
    odd_paths = odd.write_files(tmp_path, {n: data for n, (data, _) in odd.unreadable().items()})
    odd_paths.pop("deep.tif")
    assert find_range([*odd_paths.values(), tmp_path / "none.tif", tmp_path]) is None
    assert find_range([*odd_paths.values(), paths["gray16.tif"]]) == (0, 4095)
    not_finite = odd.tiff(np.array([[0.5, np.nan]], np.float32))
    assert find_range([not_finite]) is None


def test_pages_and_alpha():
    pages = odd.tiff_pages(*(np.full((4, 4), value, np.uint16) for value in (200, 1000, 5000)))
    assert find_range([pages]) is None
    assert find_range([pages], page=0) == (0, 255)
    assert find_range([pages], page="max") == (0, 2**14 - 1)
    alpha = np.dstack([np.full((4, 4), 1000), np.full((4, 4), 65535)])
    assert find_range([odd.png(alpha, 16, 4)]) == (0, 1023)


def test_page_of_a_reference(tmp_path):
    pages = odd.tiff_pages(*(np.full((4, 4), value, np.uint16) for value in (200, 5000)))
    path = odd.write_files(tmp_path, {"p.tif": pages})["p.tif"]
    assert find_range([ImageRef(path, page=0)], page=1) == (0, 255)


def test_floats_outside_0_to_1_need_a_range():
    with pytest.raises(ValueError, match=r"from -0.5 to 300; give the reading range, e.g. range="):
        find_range([odd.tiff(np.array([[-0.5, 300]]))])


def test_floats_and_integers_do_not_mix(paths):
    with pytest.raises(ValueError, match="cannot share one range .*gray16.png.*float32.tif"):
        find_range([paths["gray16.png"], paths["float32.tif"]])


def test_range_of_arrays():
    assert find_range([np.array([[0, 900]], np.uint16), odd.picture()]) == (0, 1023)
