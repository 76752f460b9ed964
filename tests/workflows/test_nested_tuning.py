"""Tuned training: what a fold tests has no say in what is chosen for it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import (
    Extras,
    ImageDataset,
    Protocol,
    RawPixels,
    make_image_pipeline,
    save_training,
    search_images,
    train,
)
from classic_cls.evaluation import TunedClassifier
from classic_cls.models import inner_folds
from classic_cls.workflows import stages

N = 24
NEIGHBOURS = {"classifier.n_neighbors": [1, 3, 7]}


def write(folder, n=N // 2, classes=("across", "down"), seed=0):
    rng = np.random.default_rng(seed)
    for number, name in enumerate(classes):
        for i, image in enumerate(make_images(2 * n, seed=seed)[number % 2 :: 2]):
            noise = rng.integers(0, 256, image.shape)
            write_png(folder / name / f"{i}.png", ((image + 6 * noise) // 7).astype(np.uint8))
    return folder


@pytest.fixture
def data(tmp_path):
    return ImageDataset.from_folder(write(tmp_path / "data"))


def pipeline(data, classifier="knn", **options):
    return make_image_pipeline(
        data=data, features=["raw"], size=8, classifier=classifier, **options
    )


PROTOCOL = Protocol(cv=3, keep_duplicates_together=False)


def test_it_is_the_nested_search_of_scikit_learn(data):
    training = train(data, pipeline(data), PROTOCOL, tune=NEIGHBOURS)
    start = pipeline(data)
    rows, y = start[:-1].fit_transform([ref.path for ref in data.refs]), data.labels
    splits, _ = PROTOCOL.splits(y)
    answers = np.empty(N, y.dtype)
    chosen = []
    for learned, tested in splits[0]:
        rows = start[:-1].fit(np.array(data.paths)[learned]).transform(data.paths)
        folds = inner_folds(y[learned], None, 3, random_state=0)
        grid = {"n_neighbors": NEIGHBOURS["classifier.n_neighbors"]}
        search = GridSearchCV(KNeighborsClassifier(weights="distance"), grid, cv=folds)
        search.fit(rows[learned], y[learned])
        answers[tested] = search.predict(rows[tested])
        chosen.append({"classifier.n_neighbors": search.best_params_["n_neighbors"]})
    assert [fold["chosen"] for fold in training.tuning["folds"]] == chosen
    np.testing.assert_array_equal(training.cv.predictions.answers[0], answers)


def test_labels_that_a_fold_tests_decide_nothing_in_it(data):
    training = train(data, pipeline(data), PROTOCOL, tune=NEIGHBOURS)
    splits, _ = PROTOCOL.splits(data.labels)
    _, tested = splits[0][0]
    turned = data.targets.copy()
    turned[tested] = np.where(turned[tested] == "across", "down", "across")
    folds = Protocol(cv=[[(a, b) for a, b in splits[0]]], keep_duplicates_together=False)
    other = replace(data, targets=turned)
    again = train(other, pipeline(data), folds, tune=NEIGHBOURS)
    first, same = training.tuning["folds"][0], again.tuning["folds"][0]
    assert first["values"] == same["values"] and first["chosen"] == same["chosen"]


def test_the_score_of_noise_is_that_of_noise(tmp_path):
    rng = np.random.default_rng(0)
    for i in range(80):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", rng.integers(0, 255, (8, 8), np.uint8))
    data = ImageDataset.from_folder(tmp_path)
    grid = {"classifier.n_neighbors": [*range(1, 20, 2)]}
    training = train(data, pipeline(data), PROTOCOL, tune=grid)
    assert max(fold["value"] for fold in training.tuning["folds"]) > 0.55
    outer = training.cv.figures["accuracy"]
    assert outer.interval.low < 0.5 < outer.interval.high


def test_the_model_has_what_was_chosen_on_all_training_images(data, tmp_path):
    training = train(data, pipeline(data), PROTOCOL, tune=NEIGHBOURS)
    chosen = training.tuning["chosen"]
    assert training.model.pipeline[-1].n_neighbors == chosen["classifier.n_neighbors"]
    alone = train(data, pipeline(data, parameters=chosen), PROTOCOL)
    np.testing.assert_array_equal(
        training.model.predict(data.paths), alone.model.predict(data.paths)
    )
    files = save_training(training, tmp_path / "out")
    kept = json.loads(files["result"].read_text())
    assert kept["tuning"]["chosen"] == chosen and len(kept["tuning"]["folds"]) == 3
    assert "What was chosen" in files["report"].read_text()


def test_images_are_described_once_for_each_setting_of_what_describes_them(data, monkeypatch):
    described, extract = [], RawPixels._extract

    def counting(step, images):
        described.append(len(images))
        return extract(step, images)

    monkeypatch.setattr(RawPixels, "_extract", counting)
    grid = {"resize.size": [8, 12], "classifier.C": [0.1, 1.0, 10.0]}
    training = train(data, pipeline(data, "logistic"), PROTOCOL, tune=grid)
    assert sum(described) <= 2 * (N + 1) + 2
    assert len(training.tuning["settings"]) == 6
    assert not training.test


def test_near_duplicates_are_searched_once(data, monkeypatch):
    searched, find = [], stages.near_duplicates
    monkeypatch.setattr(
        stages, "near_duplicates", lambda *what: searched.append(len(what[0])) or find(*what)
    )
    train(data, pipeline(data), Protocol(cv=3), tune={"resize.size": [8, 12]})
    assert searched == [N]
    several = {str(size): make_image_pipeline(features=["raw"], size=size) for size in (8, 12)}
    search_images(several, data, protocol=Protocol(cv=3))
    assert searched == [N, N]


def test_one_and_two_jobs_give_the_same(data):
    one, two = (
        train(data, pipeline(data), PROTOCOL, tune=NEIGHBOURS, n_jobs=n).tuning for n in (1, 2)
    )
    assert one == two


def test_the_usual_grid_begins_with_what_is_set(data):
    training = train(data, pipeline(data, classifier="linear_svm"), PROTOCOL, tune=True)
    assert [s["classifier.C"] for s in training.tuning["settings"]] == [1.0, 0.1, 10.0]


def tuned(**more):
    known = {"class_names": ("a", "b"), "positive": None, "costs": None}
    return TunedClassifier(
        ["passthrough"], [(0, KNeighborsClassifier(n)) for n in (1, 3)], "accuracy", known, **more
    )


def test_groups_are_on_one_side_of_inner_folds():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 12, 60)
    y = np.array(["a", "b"])[groups % 2]
    splits, by = tuned()._splits(np.arange(60), y, groups)
    assert by == "3 inner folds"
    for learned, tested in splits:
        assert not set(groups[learned]) & set(groups[tested])


def test_a_validation_part_chooses_in_place_of_inner_folds():
    y, X = np.array(["a", "b"] * 10), np.arange(20)
    validation = np.arange(30) >= 12
    [(learned, tested)], by = tuned(validation=validation)._splits(X, y, None)
    assert by == "the validation part"
    assert tested.tolist() == [*range(12, 20)] and learned.tolist() == [*range(12)]
    groups = np.where(X == 15, 3, X)  # it has a copy among those learned from
    [(learned, tested)], _ = tuned(validation=validation)._splits(X, y, groups)
    assert 15 not in tested and 15 in learned
    _, by = tuned(validation=np.ones(30, bool))._splits(X, y, None)
    assert by == "3 inner folds"  # nothing to learn from would be left


@pytest.mark.parametrize("with_test", [True, False])
def test_a_folder_val_is_used_where_there_is_a_test_part_too(tmp_path, with_test):
    for name, n in {"train": 12, "val": 6, "test": 4}.items():
        if with_test or name != "test":
            write(tmp_path / name, n=n, seed=n)
    data = ImageDataset.from_folder(tmp_path)
    assert (data.validation is None) != with_test
    training = train(data, pipeline(data), PROTOCOL, tune=NEIGHBOURS)
    by = "the validation part" if with_test else "3 inner folds"
    assert training.tuning["chosen_by"] == by
    assert training.test.n_images == (8 if with_test else 12)
    data.to_csv(tmp_path / "table.csv")
    again = ImageDataset.from_csv(tmp_path / "table.csv")
    assert again.validation is None or again.validation.sum() == data.validation.sum() == 12


def test_several_labels_a_rare_class_and_an_aim(tmp_path):
    write(tmp_path / "few", n=10)
    for i, image in enumerate(make_images(3, seed=3)):
        write_png(tmp_path / "few" / "third" / f"{i}.png", 255 - image)
    few = ImageDataset.from_folder(tmp_path / "few")
    grid = {"classifier.C": [0.1, 10.0]}
    found = train(few, pipeline(few, classifier="logistic"), Protocol(cv=3), tune=grid)
    assert found.tuning["chosen_by"] == "3 inner folds"
    lines = [f"few/across/{i}.png,{'a;b' if i % 2 else 'a'}" for i in range(10)]
    lines += [f"few/down/{i}.png,{'b' if i % 2 else ''}" for i in range(10)]
    (tmp_path / "labels.csv").write_text("\n".join(["path,labels", *lines]))
    several = ImageDataset.from_csv(tmp_path / "labels.csv")
    found = train(several, pipeline(several, classifier="logistic"), Protocol(cv=2), tune=grid)
    assert found.tuning["figure"] == "f1_micro"
    two = few.drop_classes(["third"])
    aimed = pipeline(two, classifier="logistic", aim="recall=0.9", positive="down")
    found = train(two, aimed, Protocol(cv=2, positive="down"), tune=grid)
    assert found.cv.aim.aim == "recall=0.9" and found.model.threshold is not None


@pytest.mark.parametrize(
    "more, what",
    [
        ({"extras": Extras(validation_curve="C")}, "validation_curve is about a classifier whose"),
        ({"unlabelled": ["a.png"]}, "no feature of this pipeline learns from images"),
        ({"tune": {"classifier.Q": [1]}}, "unknown parameter of classifier 'Q'"),
    ],
)
def test_mistakes_are_said_before_the_work(data, more, what):
    with pytest.raises(ValueError, match=what):
        train(data, pipeline(data, classifier="logistic"), PROTOCOL, **{"tune": True, **more})
    with pytest.raises(ValueError, match="the number of views cannot be tried; set it"):
        train(data, pipeline(data, augment="light"), PROTOCOL, tune={"augment.n_views": [2, 3]})
    with pytest.raises(ValueError, match="there is nothing to try"):
        train(data, pipeline(data, classifier=KNeighborsClassifier()), PROTOCOL, tune={})
