"""Large photos are never all in memory at one time."""

import weakref

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from classic_cls import (
    HOG,
    DenseSIFT,
    EdgeHistogram,
    FisherVector,
    GaussianBlur,
    ImageReadError,
    PatchDictionary,
    Resize,
    ToGray,
)
from classic_cls.base import ImagesOnDemand, steps
from classic_cls.reading import ReadImages, _read_images

LABELS = ["a", "b"] * 10


@pytest.fixture
def paths(tmp_path):
    images = make_images(20, (60, 60))
    return [write_png(tmp_path / f"{i}.png", image) for i, image in enumerate(images)]


class Decoded:
    """Counts images that are read, and the most that are in memory at one time."""

    def __init__(self, monkeypatch):
        self.n_read = self.n_alive = self.most = 0
        original = _read_images.read_with
        monkeypatch.setattr(_read_images, "read_with", lambda *a, **k: self.seen(original(*a, **k)))

    def seen(self, image):
        self.n_read += 1
        self.n_alive += 1
        self.most = max(self.most, self.n_alive)
        weakref.finalize(image, self._gone)
        return image

    def _gone(self):
        self.n_alive -= 1


@pytest.fixture
def small_memory(monkeypatch):
    """As if five images were many; what steps give is held."""
    monkeypatch.setattr(_read_images, "_MOST_BYTES", 5 * 3600)
    monkeypatch.setattr("classic_cls.base.on_demand._BYTES_TOGETHER", 3 * 3600)


PIPELINES = {
    "resized": [Resize(32), HOG()],
    "kept": [HOG()],
    "changed": [ToGray(), GaussianBlur(), Resize(32), make_union(HOG(), EdgeHistogram())],
    "side by side": [make_union(HOG(), EdgeHistogram())],
    "points": [DenseSIFT(), FisherVector(n_words=2, n_components=4, n_samples=500, random_state=0)],
    "patches": [Resize(32), PatchDictionary(n_words=8, n_samples=500, random_state=0)],
    "patches of the images": [PatchDictionary(n_words=8, n_samples=500, random_state=0)],
}


@pytest.mark.parametrize("name", PIPELINES)
@pytest.mark.parametrize("held", [0, 2**29])
def test_the_same_answers(paths, monkeypatch, small_memory, name, held):
    pipeline = make_pipeline(ReadImages(), *PIPELINES[name], LogisticRegression())
    monkeypatch.setattr(steps, "_MOST_BYTES", held)
    scores = pipeline.fit(paths, LABELS).decision_function(paths)
    monkeypatch.setattr(_read_images, "_MOST_BYTES", 2**30)
    np.testing.assert_array_equal(pipeline.fit(paths, LABELS).decision_function(paths), scores)


@pytest.mark.parametrize("name", ["resized", "kept", "changed", "points"])
def test_few_are_in_memory(paths, monkeypatch, small_memory, name):
    pipeline = make_pipeline(ReadImages(), *PIPELINES[name], LogisticRegression())
    decoded = Decoded(monkeypatch)
    pipeline.fit(paths, LABELS)
    pipeline.predict(paths)
    assert decoded.most <= 10


def test_images_are_read_once_where_they_are_resized(paths, monkeypatch, small_memory):
    pipeline = make_pipeline(ReadImages(), *PIPELINES["resized"]).fit(paths)
    decoded = Decoded(monkeypatch)
    pipeline.transform(paths)
    assert decoded.n_read <= len(paths) + 8


def test_they_are_a_sequence(paths, small_memory):
    images = ReadImages().transform(paths)
    assert isinstance(images, ImagesOnDemand) and len(images) == 20
    held = list(images)
    np.testing.assert_array_equal(np.asarray(images), held)
    np.testing.assert_array_equal(images[-1], held[19])
    np.testing.assert_array_equal(images[3:18:5], held[3:18:5])
    with pytest.raises(IndexError):
        images[20]


def test_an_unreadable_one_is_named(paths, small_memory):
    pipeline = make_pipeline(ReadImages(), *PIPELINES["resized"], LogisticRegression())
    pipeline.fit(paths, LABELS)
    with pytest.raises(ImageReadError, match="gone.png"):
        pipeline.predict([*paths, "gone.png"])


def test_arrays_pass_through(paths, small_memory):
    images = make_images(20, (60, 60))
    assert isinstance(ReadImages().transform(np.stack(images)), np.ndarray)
