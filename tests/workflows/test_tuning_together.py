"""Tuned training with augmented images, columns, images without labels and curves."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sample_images import write_png
from sklearn.base import clone
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import (
    Extras,
    ImageDataset,
    PatchDictionary,
    Protocol,
    extract,
    freeze,
    load_model,
    make_image_pipeline,
    predict,
    save_training,
    train,
)
from classic_cls.extraction import views_of
from classic_cls.models import inner_folds

N = 48
NEIGHBOURS = {"classifier.n_neighbors": [1, 3, 9]}
PROTOCOL = Protocol(cv=3, keep_duplicates_together=False)
OPTIONS = {"features": ["raw"], "size": 8, "classifier": "knn"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Three classes that noise half hides, with a number and a word that tell something."""
    rng, folder = np.random.default_rng(0), tmp_path_factory.mktemp("images")
    codes = np.arange(N) % 3
    for i, code in enumerate(codes):
        write_png(folder / f"{i}.png", (rng.integers(0, 200, (16, 16)) + 12 * code).astype("uint8"))
    columns = {"path": [str(folder / f"{i}.png") for i in range(N)], "label": np.array(list("abc"))}
    columns["label"] = columns["label"][codes]
    columns["age"] = [f"{30 + 8 * code + 6 * rng.normal():.1f}" for code in codes]
    columns["site"] = [
        ("north", "south", "east")[(code + (rng.random() < 0.3)) % 3] for code in codes
    ]
    return ImageDataset.from_frame(pd.DataFrame(columns), "/")


def made(data, **options):
    return make_image_pipeline(data=data, **OPTIONS | options)


def answers(front, learned, tested, y, n_neighbors, views):
    """Answers of neighbours by the mean over the views of an image, front given."""
    nearest = KNeighborsClassifier(n_neighbors, weights="distance")
    rows = front.transform(views.training_rows(learned))
    nearest.fit(rows, np.repeat(y[learned], views.n_training))
    shown = nearest.predict_proba(front.transform(views.test_rows(tested)))
    shown = shown.reshape(len(tested), views.n_test, -1).mean(axis=1)
    return nearest.classes_[shown.argmax(axis=1)]


def by_hand(data, pipeline):
    """Numbers of neighbours chosen in every fold, and all answers, in plain loops."""
    frozen, y = freeze(pipeline), data.targets
    extract(frozen, data.refs)
    start, views = frozen.estimator[:-1], views_of(frozen.estimator)
    splits, _ = PROTOCOL.splits(y)
    chosen, found = [], np.empty(len(y), y.dtype)
    for learned, tested in splits[0]:
        front = clone(start).fit(views.training_rows(learned))
        groups = None if views.n_training == 1 else learned
        right = []
        for number in NEIGHBOURS["classifier.n_neighbors"]:
            folds = inner_folds(y[learned], groups, 3, random_state=0)
            inner = [(learned[a], learned[b]) for a, b in folds]
            right.append(
                sum((answers(front, a, b, y, number, views) == y[b]).sum() for a, b in inner)
            )
        chosen.append(NEIGHBOURS["classifier.n_neighbors"][int(np.argmax(right))])
        found[tested] = answers(front, learned, tested, y, chosen[-1], views)
    return chosen, found


@pytest.mark.parametrize(
    "options",
    [
        {"augment": "light", "parameters": {"augment.n_views": 3}},
        {"augment": "light", "parameters": {"augment.n_views": 2, "augment.test_views": 3}},
        {"tabular": ["age", "site"]},
        {"tabular": ["age"], "augment": "light"},
    ],
)
def test_it_is_tuning_by_hand(data, options):
    data = data.with_columns(options.get("tabular", []))
    training = train(data, made(data, **options), PROTOCOL, tune=NEIGHBOURS)
    chosen, found = by_hand(data, made(data, **options))
    folds = training.tuning["folds"]
    assert [fold["chosen"]["classifier.n_neighbors"] for fold in folds] == chosen
    np.testing.assert_array_equal(training.cv.predictions.answers[0], found)


def test_views_of_what_a_fold_tests_choose_nothing_in_it(data):
    options = {"tune": NEIGHBOURS}
    (split,), _ = PROTOCOL.splits(data.targets)
    fixed = Protocol(cv=[split], keep_duplicates_together=False)
    turned = data.targets.copy()
    turned[split[0][1]] = np.roll(turned[split[0][1]], 1)
    first, again = (
        train(some, made(some, augment="light"), fixed, **options).tuning["folds"][0]
        for some in (data, replace(data, targets=turned))
    )
    assert first["values"] == again["values"]


def test_views_of_an_image_are_never_apart_in_what_chooses(tmp_path):
    """In labels by chance an image is recognised by its views, if they are on the other side."""
    rng = np.random.default_rng(1)
    for i in range(60):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", rng.integers(0, 255, (16, 16), np.uint8))
    data = ImageDataset.from_folder(tmp_path)
    training = train(
        data, made(data, augment="light"), PROTOCOL, tune={"classifier.n_neighbors": [1, 3]}
    )
    values = [value for fold in training.tuning["folds"] for value in fold["values"]]
    assert np.mean(values) < 0.65


def test_how_far_views_go_can_be_chosen(data):
    grid = {"augment.preset": ["light", "strong"], "classifier.n_neighbors": [1, 9]}
    training = train(data, made(data, augment="light"), PROTOCOL, tune=grid)
    chosen = training.tuning["chosen"]
    alone = train(
        data,
        made(
            data,
            augment=chosen["augment.preset"],
            parameters={"classifier.n_neighbors": chosen["classifier.n_neighbors"]},
        ),
        PROTOCOL,
    )
    np.testing.assert_array_equal(
        training.model.predict(data.paths), alone.model.predict(data.paths)
    )


def test_without_columns_is_what_tuning_gives_without_them(data):
    training = train(data, made(data, tabular=["age", "site"]), PROTOCOL, tune=NEIGHBOURS)
    plain = train(data, made(data), PROTOCOL, tune=NEIGHBOURS)
    worth = training.tabular
    assert worth.columns == ("age", "site") and worth.both.predictions is training.cv.predictions
    np.testing.assert_array_equal(worth.images.predictions.scores, plain.cv.predictions.scores)
    assert worth.both.figures["accuracy"].value > worth.images.figures["accuracy"].value


def test_cells_of_what_a_fold_tests_choose_nothing_in_it(data):
    (split,), _ = PROTOCOL.splits(data.targets)
    fixed = Protocol(cv=[split], keep_duplicates_together=False)
    ages = data.column("age").copy()
    ages[split[0][1]] = "1000"
    other = replace(data, columns={**data.columns, "age": ages})
    first, again = (
        train(some, made(some, tabular=["age"]), fixed, tune=NEIGHBOURS).tuning["folds"][0]
        for some in (data, other)
    )
    assert first == again


@pytest.fixture
def more(tmp_path):
    """Images without labels."""
    rng = np.random.default_rng(5)
    paths = [tmp_path / "more" / f"{i}.png" for i in range(8)]
    for path in paths:
        write_png(path, rng.integers(0, 255, (16, 16), np.uint8))
    return [str(path) for path in paths]


def test_dictionaries_of_unlabelled_images_are_learned_once_a_setting(data, more, monkeypatch):
    learned_from, fit = [], PatchDictionary.fit

    def counted_fit(self, X, y=None):
        learned_from.append((self.n_words, len(X)))
        return fit(self, X, y)

    monkeypatch.setattr(PatchDictionary, "fit", counted_fit)
    patches = {"patches.n_words": 8, "patches.n_samples": 500}
    options = {"features": ["patches"], "size": 16, "parameters": patches}
    grid = {"patches.n_words": [8, 4], "classifier.n_neighbors": [1, 9]}
    training = train(data, made(data, **options), PROTOCOL, unlabelled=more, tune=grid)
    assert learned_from == [(8, 8), (4, 8)]
    assert training.settings["unlabelled"] == "8 images from more"
    assert training.notes[0].startswith("dictionaries were learned once, from 8 images without")
    chosen = patches | training.tuning["chosen"]
    alone = train(data, made(data, **options | {"parameters": chosen}), PROTOCOL, unlabelled=more)
    np.testing.assert_array_equal(
        training.model.predict(data.paths), alone.model.predict(data.paths)
    )


def test_a_learning_curve_chooses_among_fewer_images_too(data):
    protocol = Protocol(cv=3, keep_duplicates_together=False)
    extras = Extras(learning_curve=True, leave_class_out=True)
    grid = {"classifier.n_neighbors": [1, 9]}
    training = train(data, made(data), protocol, tune=grid, extras=extras)
    smallest, *_, largest = training.learning_curve.results
    np.testing.assert_array_equal(largest.predictions.scores, training.cv.predictions.scores)
    assert smallest.predictions.mean_sizes[0] < 20
    assert all(len(row["chosen"]["values"]) == 2 for row in smallest.fold_rows)
    assert training.left_out_classes.class_names == ("a", "b", "c")


@pytest.mark.parametrize(
    "options, extras",
    [({"augment": "light"}, {"learning_curve": True}), ({"tabular": ["age"]}, {})],
)
def test_one_and_two_jobs_give_the_same_result(data, tmp_path, options, extras):
    one, two = (
        train(
            data,
            made(data, **options),
            PROTOCOL,
            tune=NEIGHBOURS,
            extras=Extras(**extras),
            n_jobs=n,
        )
        for n in (1, 2)
    )
    assert one.tuning == two.tuning
    np.testing.assert_array_equal(one.cv.predictions.scores, two.cv.predictions.scores)
    if extras:
        assert one.learning_curve.plain() == two.learning_curve.plain()
    save_training(one, tmp_path / "out")
    model = load_model(tmp_path / "out")
    found = predict(model, data.with_columns(options.get("tabular", [])).refs)
    assert len(found) == N


def test_what_one_setting_cannot_describe_is_not_learned_from(data, tmp_path):
    for i in range(12):
        tall = (4, 60) if i == 5 else (40, 40)
        pixels = np.random.default_rng(i).integers(0, 255, tall).astype(np.uint8)
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", pixels)
    data = ImageDataset.from_folder(tmp_path)
    options = {"features": ["hog"], "size": "keep", "classifier": "knn"}
    with pytest.warns(UserWarning, match="1 of 12 set aside"):
        training = train(data, made(data, **options), PROTOCOL, tune={"hog.cell": [2, 8]})
    assert len(training.rejected) == 1 and len(training.refs) == 11
    assert training.cv.n_images == 11
