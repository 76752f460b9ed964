"""The main job: nothing but the images, their labels and the options decides what is learned."""

from shutil import copy2, copytree

import numpy as np
import pandas as pd
import pytest
from sample_images import write_png
from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from trainings import train_with

from classic_cls import ImageDataset, make_image_pipeline

PIPELINE = {"features": ["raw"], "size": 4, "classifier": "logistic"}
QUICK = {**PIPELINE, "cv": 2}
OPTIONS = {
    "class weights": {"class_weight": {"faint": 4, "plain": 1}},
    "balanced weights": {"class_weight": "balanced"},
    "oversampling": {"sampling": "over"},
    "undersampling": {"sampling": "under"},
    "an aim": {"aim": "recall=0.95", "positive": "faint"},
    "costs": {"costs": {("faint", "plain"): 20}, "positive": "faint"},
    "a parameter": {"parameters": {"classifier.C": 0.01}},
    "a reduction": {"reduce": "select:5"},
    "preprocessing": {"preprocess": ["equalize"]},
}
FAVOURING = list(OPTIONS)[:6]


def draw(n, seed=0):
    """Noise; every third image is a little brighter at the top, so that classes overlap."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 200, (n, 12, 12))
    images[::3, :6] += rng.integers(0, 50, len(images[::3]))[:, None, None]
    return images.astype(np.uint8), np.where(np.arange(n) % 3 == 0, "faint", "plain")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("main_job")
    for i, (image, label) in enumerate(zip(*draw(48))):
        write_png(folder / label / f"{i:02}.png", image)
    return folder


@pytest.fixture(scope="module")
def data(folder):
    return ImageDataset.from_folder(folder)


@pytest.fixture(scope="module")
def unseen(tmp_path_factory):
    folder, (images, _) = tmp_path_factory.mktemp("unseen"), draw(30, seed=1)
    return [write_png(folder / f"{i}.png", image) for i, image in enumerate(images)]


@pytest.fixture(scope="module")
def usual(data):
    """The training without any further option."""
    return train_with(data, **QUICK)


@pytest.fixture
def table(data):
    return pd.DataFrame({"path": data.relative_paths(), "label": data.labels})


def assert_same_training(found, expected, images):
    """Folds, answers, scores, figures and the model are the same to the last digit."""
    for name in ("folds", "answers", "scores"):
        values = (getattr(training.cv.predictions, name) for training in (found, expected))
        np.testing.assert_array_equal(*values)
    assert found.cv.predictions.paths == expected.cv.predictions.paths
    assert found.cv.figures == expected.cv.figures
    assert found.data_sha256 == expected.data_sha256
    assert_same_model(found, expected, images)


def assert_same_model(found, expected, images, **tolerance):
    models = found.model, expected.model
    np.testing.assert_allclose(*(m.predict_scores(images) for m in models), rtol=0, **tolerance)
    np.testing.assert_array_equal(*(model.predict(images) for model in models))


def scores_of(pipeline, images):
    """Of the last class of two, however the pipeline gives them."""
    if hasattr(pipeline, "predict_proba"):
        return pipeline.predict_proba(images)[:, 1]
    return pipeline.decision_function(images)


def n_faint(training, images):
    return np.sum(training.model.predict(images) == "faint")


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_changes_the_model_as_it_changes_the_plain_pipeline(data, unseen, usual, name):
    """Through ``train`` it does what scikit-learn's fit and predict do, and it does something."""
    training = train_with(data, **QUICK, **OPTIONS[name])
    pipeline = make_image_pipeline(data=data, **PIPELINE, **OPTIONS[name])
    plain = clone(pipeline).fit(data.paths, data.labels)
    np.testing.assert_array_equal(training.model.predict(unseen), plain.predict(unseen))
    scores = training.model.predict_scores(unseen)[:, 1]
    np.testing.assert_allclose(scores, scores_of(plain, unseen), atol=1e-6)
    folds = StratifiedKFold(2, shuffle=True, random_state=0)
    expected = cross_val_predict(pipeline, data.paths, data.labels, cv=folds)
    np.testing.assert_array_equal(training.cv.predictions.answers[0], expected)
    if name in FAVOURING:
        assert n_faint(training, unseen) > n_faint(usual, unseen)
    else:
        assert not np.allclose(scores, usual.model.predict_scores(unseen)[:, 1])


@pytest.mark.parametrize("options", [{"costs": {("plain", "faint"): 20}},
                                     {"aim": "recall=0.99", "positive": "plain"}], ids=str)
def test_costs_and_aims_turn_round_with_the_class_they_are_about(data, unseen, usual, options):
    assert n_faint(train_with(data, **QUICK, **options), unseen) < n_faint(usual, unseen)


def test_repeating_rows_is_weighting_them(data, unseen):
    """There are 16 and 32 images, so that every rare one stands there exactly twice."""
    sharp = {"parameters": {"classifier.tol": 1e-9, "classifier.max_iter": 10000}}
    over = train_with(data, **QUICK, **sharp, sampling="over")
    twice = train_with(data, **QUICK, **sharp, class_weight={"faint": 2, "plain": 1})
    assert_same_model(over, twice, unseen, atol=1e-3)


def test_jobs_and_cache_decide_nothing(data, unseen, tmp_path):
    options, cache = {**QUICK, **OPTIONS["an aim"]}, {"cache": tmp_path / "cache"}
    expected = train_with(data, **options)
    for work in ({"n_jobs": 2}, cache, {**cache, "n_jobs": 2}):
        assert_same_training(train_with(data, **options, **work), expected, unseen)


def test_folder_table_and_frame_give_the_same(folder, table, unseen, usual, tmp_path):
    copy = copytree(folder, tmp_path / "copy")
    table.to_csv(copy / "labels.csv", index=False)
    from_csv = ImageDataset.from_csv(copy / "labels.csv")
    for data in (from_csv, ImageDataset.from_frame(table, folder)):
        assert_same_training(train_with(data, **QUICK), usual, unseen)


def test_the_order_of_files_decides_nothing(folder, data, table, unseen, tmp_path):
    """Of a folder not at all; of a table not, where the folds are given by path."""
    table["fold"] = np.arange(len(table)) % 3 + 1
    table[["path", "fold"]].to_csv(tmp_path / "folds.csv", index=False)
    options = {**PIPELINE, "folds": tmp_path / "folds.csv"}
    expected = train_with(data, **options)
    for path in reversed(data.relative_paths()):
        (tmp_path / "anew" / path).parent.mkdir(parents=True, exist_ok=True)
        copy2(folder / path, tmp_path / "anew" / path)
    anew = train_with(ImageDataset.from_folder(tmp_path / "anew"), **options)
    assert_same_training(anew, expected, unseen)
    rows = np.random.default_rng(0).permutation(len(table))
    shuffled = ImageDataset.from_frame(table[["path", "label"]].iloc[rows], folder)
    found = train_with(shuffled, **options)
    ours, theirs = found.cv.predictions, expected.cv.predictions
    assert ours.paths == tuple(table["path"].iloc[rows])
    np.testing.assert_array_equal(ours.folds[0], theirs.folds[0][rows])
    np.testing.assert_array_equal(ours.answers[0], theirs.answers[0][rows])
    np.testing.assert_allclose(ours.scores[0], theirs.scores[0][rows], atol=1e-4)
    assert_same_model(found, expected, unseen, atol=1e-4)
    backwards = found.model.predict(unseen[::-1])
    np.testing.assert_array_equal(backwards, found.model.predict(unseen)[::-1])


def test_several_labels_with_an_official_split(data, table, folder, unseen):
    """The model is the pipeline fitted on the training part alone, whatever the options."""
    rows = np.arange(len(table))
    table["labels"] = np.where(rows % 4 < 2, data.labels, "odd;" + data.labels)
    table["split"] = np.where(rows % 4 == 1, "test", "train")
    official = ImageDataset.from_frame(table.drop(columns="label"), folder)
    for options in ({}, {"aim": "none", "strategy": "chain"}, {"aim": "none", "sampling": "over"}):
        training, part = train_with(official, **QUICK, **options), official.training()
        assert (training.cv.n_images, training.test.n_images) == (36, 12)
        plain = make_image_pipeline(data=part, **PIPELINE, **options).fit(part.paths, part.labels)
        np.testing.assert_array_equal(training.model.predict(unseen), plain.predict(unseen))
        answers = plain.predict(official.test().paths)
        np.testing.assert_array_equal(training.test.predictions.answers[0], answers)
