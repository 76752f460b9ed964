"""Dictionaries of large data sets are learned once, from images that take no other part."""

import numpy as np
import pytest

from classic_cls import (
    ImageDataset,
    PatchDictionary,
    Protocol,
    compare,
    cross_validate_images,
    make_image_pipeline,
    train,
)
from classic_cls.workflows import words_apart


@pytest.fixture
def data(tmp_path):
    """120 images of two classes, flat and striped; the first file is broken."""
    import cv2

    rng = np.random.default_rng(0)
    for number in range(120):
        kind = ("flat", "striped")[number % 2]
        image = rng.integers(90, 110, (16, 16), np.uint8)
        image[:, :: 3 if kind == "striped" else 99] += 60
        folder = tmp_path / kind
        folder.mkdir(exist_ok=True)
        cv2.imwrite(str(folder / f"{number:03}.png"), image)
    return ImageDataset.open(tmp_path)


@pytest.fixture
def small_limits(monkeypatch):
    """100 images are many here, and words are learned from 20."""
    monkeypatch.setattr(words_apart, "LARGE", 100)
    monkeypatch.setattr(words_apart, "SAMPLE", 20)


def pipeline(classifier="kernel_ridge"):
    words = PatchDictionary(n_words=8, n_samples=500, random_state=0)
    return make_image_pipeline(features=[words, "tiny"], size=16, classifier=classifier)


PROTOCOL = Protocol(cv=3, keep_duplicates_together=False)


def test_images_that_words_were_learned_from_are_neither_learned_nor_tested(data, small_limits):
    result = cross_validate_images(pipeline(), data, PROTOCOL)
    assert any("from 20 images that take no other part" in note for note in result.notes)
    tested = result.predictions.paths
    assert len(tested) == 100 == len(set(tested))
    both = [sum(path.startswith(kind) for path in tested) for kind in ("flat", "striped")]
    assert both == [50, 50]


def test_every_fold_has_the_same_words(data, small_limits, monkeypatch):
    fitted = []
    fit = PatchDictionary.fit
    monkeypatch.setattr(
        PatchDictionary, "fit", lambda self, X, y=None: fitted.append(len(X)) or fit(self, X, y)
    )
    cross_validate_images(pipeline(), data, PROTOCOL)
    assert fitted == [20]


def test_train_and_compare_do_so_too(data, small_limits):
    training = train(data, pipeline(), PROTOCOL)
    assert any("20 images that take no other part" in note for note in training.notes)
    assert len(training.refs) == 100
    answers = training.model.pipeline.predict(data.paths[:4])
    assert set(answers) <= {"flat", "striped"}
    both = compare(data, {"a": pipeline(), "b": pipeline("knn")}, PROTOCOL)
    assert sum("20 images that take no other part" in note for note in both.notes) == 1
    alone = cross_validate_images(pipeline(), data, PROTOCOL)
    scores = {entry.title: entry.cv.figures["accuracy"].value for entry in both.entries}
    assert scores["a"] == alone.figures["accuracy"].value


def test_few_images_or_folds_of_ones_own_keep_all_images(data, small_limits):
    half = data.take(np.arange(0, 120, 2))
    alone = cross_validate_images(pipeline(), half, PROTOCOL)
    assert len(alone.predictions.paths) == 60
    rows = np.arange(120)
    given = Protocol(cv=[(rows[:80], rows[80:])], keep_duplicates_together=False)
    tested = cross_validate_images(pipeline(), data, given).predictions.tested
    assert tested.sum() == 40


def test_a_class_of_few_images_keeps_them(data, small_limits):
    rows = np.r_[0:5:2, 1:120:2, 6:120:2]
    drawn = words_apart._drawn(data.take(rows[:110]))
    assert len(drawn)
    few = data.take(np.r_[0:5:2, 1:120:2])
    assert not len(words_apart._drawn(few))  # 63 images are not many
