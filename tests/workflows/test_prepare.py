"""What comes before the fits: one look, one pass, a range where it is needed, and what is told."""

from dataclasses import replace

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier

from classic_cls import (
    HOG,
    ImageDataset,
    Protocol,
    ReadImages,
    Resize,
    compare,
    cross_validate_images,
    make_image_pipeline,
    train,
)
from classic_cls.features import RawPixels
from classic_cls.pipelines import look
from classic_cls.reading import _source

THREE = Protocol(cv=3)


def write(folder, images, deep=()):
    for i, image in enumerate(images):
        image = image.astype(np.uint16) * 16 if i in deep else image
        write_png(folder / ("across", "down")[i % 2] / f"{i}.png", image)
    return ImageDataset.from_folder(folder)


@pytest.fixture
def data(tmp_path):
    return write(tmp_path / "data", make_images(30))


def raw(data=None, **options):
    return make_image_pipeline(data=data, features=["raw"], size=8, classifier="tree", **options)


def test_a_plain_pipeline_of_ones_own_is_trained_too(data):
    tree = DecisionTreeClassifier(random_state=0)
    pipeline = make_pipeline(ReadImages(), Resize(16), HOG(), tree)
    training = train(data, pipeline, THREE)
    assert training.settings["features"] == ["hog"] and training.settings["classifier"] == "tree"
    assert training.settings["size"] == 16 and training.settings["recipe"] is None
    assert training.n_features == HOG().fit_transform([make_images(1, (16, 16))[0]]).shape[1]
    same = cross_validate_images(pipeline, data, THREE)
    np.testing.assert_array_equal(same.predictions.answers, training.cv.predictions.answers)
    with pytest.raises(ValueError, match="train takes a Pipeline"):
        train(data, DecisionTreeClassifier(), THREE)


def test_images_are_looked_at_once_for_each_data_set(data, monkeypatch):
    looks = []
    monkeypatch.setattr(look, "look_at", lambda *given: looks.append(given) or look.Look(32, False))
    pipelines = [make_image_pipeline(data=data, classifier=name) for name in ("tree", "knn")]
    assert len(looks) == 1 and pipelines[1].recipe == "quick"
    make_image_pipeline(data=replace(data))
    assert len(looks) == 2


@pytest.mark.parametrize("deep", [range(30), [11], [1, 2]])
def test_a_range_is_found_wherever_deep_images_are(tmp_path, deep):
    data = write(tmp_path / "deep", make_images(30), deep)
    by_hand = raw(reading_range=(0, 4095))
    expected = train(data, by_hand, THREE)
    for pipeline in (raw(), raw(data)):
        found = train(data, pipeline, THREE)
        assert found.model.reading_range == (0, 4095) == found.settings["reading_range"]
        assert found.rejected == ()
        np.testing.assert_array_equal(
            found.cv.predictions.scores, expected.cv.predictions.scores
        )
    compared = compare(data, {"a": raw(), "b": raw()}, THREE)
    assert compared.entries[0].cv.n_images == 30


def test_a_range_is_never_found_in_test_images(tmp_path):
    images = make_images(40)
    for i, image in enumerate(images):
        part = "test" if i >= 28 else "train"
        image = image.astype(np.uint16) * 16 if i >= 36 else image
        write_png(tmp_path / "data" / part / ("a", "b")[i % 2] / f"{i}.png", image)
    data = ImageDataset.from_folder(tmp_path / "data")
    with pytest.warns(UserWarning, match="4 of 40 set aside"):
        training = train(data, raw(data), THREE)
    assert training.model.reading_range is None
    assert len(training.rejected) == 4 and training.test.n_images == 8


def test_pipelines_that_are_compared_are_tested_on_the_same_images(data, tmp_path):
    """One that cannot use an image keeps it from all, so that the figures can be compared."""
    write_png(tmp_path / "data" / "down" / "tiny.png", make_images(1, (5, 5))[0])
    data = ImageDataset.from_folder(tmp_path / "data")
    pipelines = {
        "any size": make_pipeline(ReadImages(), Resize(8), RawPixels(), DecisionTreeClassifier()),
        "scaled": make_pipeline(ReadImages(), Resize(16), HOG(), DecisionTreeClassifier()),
    }
    found = compare(data, pipelines, THREE)
    assert {entry.title for entry in found.entries} == set(pipelines)
    assert len({entry.cv.n_images for entry in found.entries}) == 1
    folds = [entry.cv.predictions.folds for entry in found.entries]
    np.testing.assert_array_equal(*folds)
    with pytest.raises(ValueError, match="no pipeline to compare"):
        compare(data, {}, THREE)


def test_held_out_images_take_no_part_in_a_comparison(data):
    held = compare(data, {"tree": raw()}, Protocol(cv=3, test_size=0.2))
    assert held.entries[0].cv.n_images == 24


@pytest.mark.filterwarnings("ignore:1 of 31 set aside")
def test_what_could_not_be_used_is_told_before_the_fits(data, tmp_path):
    (tmp_path / "data" / "down" / "torn.png").write_bytes(b"no image")
    data = ImageDataset.from_folder(tmp_path / "data")
    for job, pipelines in ((train, raw()), (compare, {"tree": raw()})):
        events = []
        job(
            data,
            pipelines,
            THREE,
            progress=lambda stage, done, total: events.append(stage),
            tell=lambda rejected, notes: events.append(rejected[0].path),
        )
        told = events.index("down/torn.png")
        assert events[told - 1] == "duplicates" and {"cv", "tree"} & set(events[told:])
        assert not {"cv", "tree"} & set(events[:told])


def test_files_that_were_read_ahead_are_not_kept_during_the_fits(data, monkeypatch):
    kept = {}
    monkeypatch.setattr(_source, "_KEPT", kept)
    cross_validate_images(raw(), data, THREE)
    assert not kept
