"""A front that several pipelines share is fitted once per training part, with equal results."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier
from trainings import compare_with

from classic_cls import (
    ImageDataset,
    PatchDictionary,
    Protocol,
    compare,
    cross_validate,
    cross_validate_images,
    make_image_pipeline,
)
from classic_cls.evaluation import shared_dictionaries
from classic_cls.workflows.once import FrontMemory, OncePerPart

VALUES = np.random.default_rng(0).normal(size=(60, 5))
ROWS = np.arange(60)
LABELS = np.where(VALUES[:, 0] + VALUES[:, 1] > 0, "a", "b")


class Centred(TransformerMixin, BaseEstimator):
    """Learns a mean, as an encoder learns words, and counts what it has to do."""

    done = []

    def fit(self, X, y=None):
        self.done.append("fit")
        self.mean_ = VALUES[X].mean(axis=0)
        return self

    def transform(self, X):
        self.done.append("transform")
        return VALUES[X] - self.mean_


@pytest.fixture(autouse=True)
def done():
    Centred.done.clear()
    return Centred.done


def pipelines(front):
    deciding = [DecisionTreeClassifier(random_state=0), LogisticRegression()]
    return [Pipeline([("front", front), ("classifier", last)]) for last in deciding]


def validated(pipeline, **options):
    return cross_validate(pipeline, ROWS, LABELS, Protocol(cv=3), **options)


def shared(most_bytes=2**30):
    return OncePerPart(Pipeline([("centred", Centred())]), FrontMemory(most_bytes))


def assert_same(found, expected):
    np.testing.assert_array_equal(found.predictions.answers, expected.predictions.answers)
    np.testing.assert_array_equal(found.predictions.scores, expected.predictions.scores)


def test_two_classifiers_fit_a_front_once_per_fold(done):
    expected = [validated(pipeline) for pipeline in pipelines(Centred())]
    assert done.count("fit") == 6
    done.clear()
    found = [validated(pipeline) for pipeline in pipelines(shared())]
    assert done.count("fit") == 3 and done.count("transform") == 6
    for one, other in zip(found, expected, strict=True):
        assert_same(one, other)


@pytest.mark.parametrize("most_bytes", [0, 40 * 5 * 8, 3000])
def test_rows_beyond_the_bound_are_described_again(done, most_bytes):
    expected = [validated(pipeline) for pipeline in pipelines(Centred())]
    done.clear()
    found = [validated(pipeline) for pipeline in pipelines(shared(most_bytes))]
    assert done.count("fit") == 3
    assert done.count("transform") == (12 if most_bytes == 0 else 12 - done_less(most_bytes))
    for one, other in zip(found, expected, strict=True):
        assert_same(one, other)


def done_less(most_bytes):
    """Parts that fit: a training part has 1600 bytes and a test part 800."""
    return {1600: 1, 3000: 2}[most_bytes]


def test_threads_share_it(done):
    expected = [validated(pipeline) for pipeline in pipelines(Centred())]
    done.clear()
    found = [validated(pipeline, n_jobs=3) for pipeline in pipelines(shared())]
    assert done.count("fit") == 3
    for one, other in zip(found, expected, strict=True):
        assert_same(one, other)
    step = shared()
    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(lambda _: clone(step).fit_transform(ROWS[:40]), range(32)))
    assert all((part == parts[0]).all() for part in parts)


def test_processes_compute_anew_with_equal_results(done):
    """What is sent to a process is pickled: nothing of the memory goes with it."""
    pipeline = pipelines(shared())[1]
    expected = validated(pipeline)
    there = pickle.loads(pickle.dumps(pipeline))
    done.clear()
    assert_same(validated(there), expected)
    assert done.count("fit") == 3
    fitted = shared().fit(ROWS[:40])
    copied = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(copied.transform(ROWS[40:]), fitted.transform(ROWS[40:]))


def test_other_training_rows_are_another_front():
    step = shared()
    first = clone(step).fit(ROWS[:30])
    second = clone(step).fit(ROWS[30:])
    assert (first.transform(ROWS) != second.transform(ROWS)).all()
    np.testing.assert_array_equal(first.transform(ROWS), VALUES - VALUES[:30].mean(axis=0))


def test_time_that_was_spared_is_told_once():
    step = shared()
    clone(step).fit(ROWS[:40]).transform(ROWS[40:])
    assert step.memory.take_spared() == {"fit": 0, "transform": 0}
    clone(step).fit(ROWS[:40]).transform(ROWS[40:])
    spared = step.memory.take_spared()
    assert spared["fit"] > 0 and spared["transform"] > 0
    assert step.memory.take_spared() == {"fit": 0, "transform": 0}


def test_compare_learns_dictionaries_once_per_fold(tmp_path, monkeypatch):
    for i, image in enumerate(make_images(24)):
        write_png(tmp_path / "data" / ("a", "b")[i % 2] / f"{i}.png", image)
    data, fitted = ImageDataset.from_folder(tmp_path / "data"), []
    fit = PatchDictionary.fit
    monkeypatch.setattr(
        PatchDictionary, "fit", lambda self, X, y=None: fitted.append(1) or fit(self, X, y)
    )
    options = {"feature_sets": [["patches", "raw"]], "size": 16, "cv": 3}
    options["parameters"] = {"patches.n_words": 8, "patches.n_samples": 500}
    names = ["tree", "logistic", "knn"]
    together = compare_with(data, classifiers=names, **options)
    assert len(fitted) == 3
    assert {entry.features for entry in together.entries} == {"patches+raw"}
    for entry in together.entries:
        (alone,) = compare_with(data, classifiers=[entry.classifier], **options).entries
        assert_same(entry.cv, alone.cv)


def test_pipelines_share_the_dictionaries_that_folds_share(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_dictionaries, "FEWEST", 4)
    for i, image in enumerate(make_images(40)):
        write_png(tmp_path / "data" / ("a", "b")[i % 2] / f"{i}.png", image)
    data, fitted = ImageDataset.from_folder(tmp_path / "data"), []
    fit = PatchDictionary.fit
    monkeypatch.setattr(
        PatchDictionary, "fit", lambda self, X, y=None: fitted.append(1) or fit(self, X, y)
    )
    options = {"feature_sets": [["patches", "raw"]], "size": 16, "cv": 5}
    options["parameters"] = {"patches.n_words": 8, "patches.n_samples": 500}
    together = compare_with(data, classifiers=["tree", "logistic"], **options)
    assert len(fitted) == 2
    for entry in together.entries:
        (alone,) = compare_with(data, classifiers=[entry.classifier], **options).entries
        assert_same(entry.cv, alone.cv)


def test_features_of_images_of_two_sizes_are_side_by_side(tmp_path):
    for i, image in enumerate(make_images(16)):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", image)
    data = ImageDataset.from_folder(tmp_path)
    made = {
        str(size): make_image_pipeline(features=["raw"], size=size, classifier="logistic")
        for size in (8, 12)
    }
    together, protocol = compare(data, made, Protocol(cv=2)), Protocol(cv=2)
    for entry in together.entries:
        alone = cross_validate_images(made[entry.title], data, protocol)
        np.testing.assert_array_equal(alone.predictions.scores, entry.cv.predictions.scores)
