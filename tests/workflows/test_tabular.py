"""Columns of a table beside images: fitted in folds, reported with and without, kept by models."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder
from trainings import compare_with, train_with

from classic_cls import (
    BlockWeight,
    ClippedScaler,
    DatasetError,
    ImageDataset,
    ImageModel,
    ImageRef,
    Protocol,
    RawPixels,
    ReadColumns,
    ReadImages,
    Resize,
    cross_validate_images,
    evaluate,
    load_model,
    make_image_pipeline,
    predict,
    save_model,
    search_images,
)
from classic_cls.models import SinglePrecision
from classic_cls.report import render_report, summarize

N = 60
CODES = np.arange(N) % 2
OPTIONS = {"features": ["raw"], "size": 8, "classifier": "logistic"}
PROTOCOL = Protocol(cv=3, keep_duplicates_together=False)


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    """Images that say little, a number and a word that say more, and noise."""
    rng = np.random.default_rng(0)
    folder = tmp_path_factory.mktemp("images")
    for i, code in enumerate(CODES):
        pixels = rng.integers(0, 250, (16, 16)) + 5 * code
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{i}.png")
    ages = [f"{40 + 12 * code + rng.normal() * 6:.1f}" for code in CODES]
    ages[3], ages[10] = "", ""
    sites = [("north", "south")[code ^ (rng.random() < 0.15)] for code in CODES]
    columns = {"path": [str(folder / f"{i}.png") for i in range(N)]}
    columns |= {"label": np.array(["cat", "dog"])[CODES], "age": ages, "site": sites}
    columns["noise"] = [f"{value:.3f}" for value in rng.normal(size=N)]
    return pd.DataFrame(columns)


@pytest.fixture(scope="module")
def data(frame):
    return ImageDataset.from_frame(frame, "/")


@pytest.fixture(scope="module")
def training(data):
    return train_with(data, tabular=["age", "site"], cv=3, **OPTIONS)


def made(data, *columns, **options):
    return make_image_pipeline(data=data, tabular=columns, **OPTIONS | options)


def by_hand(*, of_images):
    """The same with scikit-learn alone: a ColumnTransformer over paths and columns."""
    impute = SimpleImputer(strategy="median")
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False, dtype=np.float32)
    numbers = make_pipeline(impute, ClippedScaler(), SinglePrecision())
    columns = ColumnTransformer([("age", numbers, ["age"]), ("site", words, ["site"])])
    front = ColumnTransformer(
        [("images", of_images, "path"),
         ("columns", make_pipeline(columns, BlockWeight(2.0)), ["age", "site"])]
    )  # fmt: skip
    return make_pipeline(front, LogisticRegression(max_iter=1000))


def test_a_column_transformer_made_by_hand_gives_the_same(data):
    pipeline = made(data, "age", "site", classifier=LogisticRegression(max_iter=1000))
    images = Pipeline(pipeline["joined"]["images"].steps)
    found = cross_validate_images(pipeline, data, PROTOCOL)
    expected = cross_validate_images(by_hand(of_images=images), data, PROTOCOL)
    np.testing.assert_allclose(found.predictions.scores, expected.predictions.scores, atol=1e-5)


def test_without_is_what_there_is_without_the_option(data, training):
    plain = train_with(data, cv=3, **OPTIONS)
    found = training.tabular.images.predictions
    np.testing.assert_array_equal(found.scores, plain.cv.predictions.scores)
    np.testing.assert_array_equal(found.folds, training.cv.predictions.folds)
    assert training.tabular.both.predictions is training.cv.predictions
    assert plain.tabular is None and "tabular" not in summarize(plain)
    assert "tabular" not in plain.settings and training.settings["tabular"] == ["age", "site"]


def test_what_tells_helps_and_noise_does_not(data, training):
    assert training.tabular.comparison.better == "images with age, site"
    assert training.tabular.comparison.difference > 0.1
    noise = train_with(data, tabular="noise", cv=3, **OPTIONS).tabular
    assert noise.comparison.better is None and "not distinguishable" in noise.sentence
    assert noise.alone.figures["accuracy"].value < 0.7


def test_columns_are_learned_inside_the_folds(data):
    """A word for every image is known in training only, where it tells all."""
    words = replace(data, columns={"who": np.array([f"w{i}" for i in range(N)])})
    found = cross_validate_images(made(words, "who"), words, PROTOCOL)
    plain = cross_validate_images(made(data), data, PROTOCOL)
    assert abs(found.figures["accuracy"].value - plain.figures["accuracy"].value) < 0.1
    scaled = replace(data, columns={"age": data.columns["age"].copy()})
    first = cross_validate_images(made(scaled, "age"), scaled, PROTOCOL).predictions
    scaled.columns["age"][first.folds[0] == 1] = "1000"
    again = cross_validate_images(made(scaled, "age"), scaled, PROTOCOL).predictions
    assert not np.array_equal(first.scores, again.scores)
    of_others = scaled.take(first.folds[0] != 1).with_columns(["age"])
    model = made(of_others, "age").fit(of_others.paths, of_others.labels)
    assert (
        float(model["joined"]["columns"]["each"].named_transformers_["numbers"][0].statistics_[0])
        < 60
    )


@pytest.mark.parametrize("classifier", ["kernel_ridge", "forest", "linear_svm"])
def test_a_model_comes_back_from_its_file(data, training, tmp_path, classifier):
    pipeline = made(data, "age", "site", classifier=classifier)
    with_columns = data.with_columns(["age", "site"])
    fitted = pipeline.fit(with_columns.paths, data.labels)
    model = load_model(save_model(fitted, tmp_path / "model.skops"))
    assert model.columns == ("age", "site")
    expected = fitted.predict(with_columns.paths)
    np.testing.assert_array_equal(model.predict(with_columns.paths), expected)
    np.testing.assert_array_equal([p.label for p in predict(model, with_columns.refs)], expected)


def test_batches_answer_as_images_alone_do(data, training):
    refs = data.with_columns(training.model.columns).refs
    together = predict(training.model, refs)
    alone = [predict(training.model, [ref])[0] for ref in refs[:7]]
    for one, other in zip(alone, together, strict=False):
        assert one.label == other.label and one.scores == pytest.approx(other.scores, abs=1e-6)
    order = np.random.default_rng(0).permutation(N)
    shuffled = predict(training.model, [refs[i] for i in order])
    assert [p.label for p in shuffled] == [together[i].label for i in order]


def test_the_order_of_the_columns_says_nothing(frame, data):
    other = ImageDataset.from_frame(frame[["site", "label", "noise", "path", "age"]], "/")
    found = cross_validate_images(made(other, "site", "age"), other, PROTOCOL)
    expected = cross_validate_images(made(data, "age", "site"), data, PROTOCOL)
    np.testing.assert_array_equal(found.predictions.scores, expected.predictions.scores)


def test_what_new_images_lack_is_imputed_and_counted(frame, training):
    new = frame.head(8).copy()
    new.loc[0, "age"], new.loc[1, "age"], new.loc[2, "site"] = "", "unknown", "east"
    found = evaluate(training.model, ImageDataset.from_frame(new, "/"))
    said = " | ".join(found.notes)
    assert "'age': 3 of 8 values missing, 1 of them as 'unknown' is no number; imputed" in said
    assert "'site': 1 image with a value that training did not know ('east')" in said
    assert np.isfinite(found.result.predictions.scores).all()
    assert any("'age': 2 of 60 values missing; imputed by the median" in n for n in training.notes)


def test_a_model_asks_for_its_columns(frame, data, training):
    lacking = ImageDataset.from_frame(frame.drop(columns="site"), "/")
    with pytest.raises(DatasetError, match="'site' is not given: give ImageRef.path, columns"):
        evaluate(training.model, lacking)
    with pytest.raises(DatasetError, match="0.png: the model takes columns of a table"):
        predict(training.model, data.paths)
    with pytest.raises(ValueError, match="'age', 'site' are not given"):
        training.model.predict(data.paths)
    ref = ImageRef(data.refs[0].path, columns={"site": "south", "age": 61, "more": None})
    assert training.model.predict([ref]).tolist() == ["dog"]


def test_the_test_part_and_official_splits_take_part(frame, data):
    split = ImageDataset.from_frame(frame.assign(split=["train", "train", "test"] * 20), "/")
    official = train_with(split, tabular="age", cv=3, **OPTIONS)
    assert official.test.n_images == 20 and official.model.columns == ("age",)
    held = train_with(data, tabular="age", cv=3, test_size=0.25, **OPTIONS)
    assert held.test.n_images == 15


def test_views_of_images_share_the_columns_of_the_image(data):
    options = OPTIONS | {"augment": "light", "views": 2}
    found = train_with(data, tabular=["age", "site"], cv=3, **options)
    assert found.tabular.comparison.difference > 0
    refs = data.with_columns(found.model.columns).refs
    assert np.isfinite(found.model.predict_scores(refs)).all()


def test_dictionaries_stand_beside_columns(data):
    pipeline = {"features": ["bovw(dense_sift)"], "size": 32, "classifier": "logistic"}
    found = train_with(data, tabular="age", cv=2, parameters={"bovw.n_words": 8}, **pipeline)
    plain = train_with(data, cv=2, parameters={"bovw.n_words": 8}, **pipeline)
    expected = plain.cv.predictions.scores
    np.testing.assert_array_equal(found.tabular.images.predictions.scores, expected)


def test_dictionaries_of_images_without_labels_need_no_columns(data):
    options = {"features": ["bovw(dense_sift)"], "size": 32, "classifier": "logistic", "cv": 2}
    options |= {"parameters": {"bovw.n_words": 8}, "unlabelled": data.paths[:10]}
    found = train_with(data.take(np.arange(10, N)), tabular="age", **options)
    assert found.model.columns == ("age",) and found.tabular.images.n_images == N - 10


def test_a_search_changes_what_describes_images_and_how_columns_count(data):
    grid = {"joined__images__resize__size": [4, 8], "joined__columns__weight__weight": [1.0, 3.0]}
    found = search_images(made(data, "age"), data, grid, PROTOCOL)
    assert len(found.params) == 4
    best = cross_validate_images(found.pipeline, data, PROTOCOL)
    np.testing.assert_array_equal(found.cv.predictions.scores, best.predictions.scores)


def test_a_comparison_takes_columns_too(data):
    found = compare_with(
        data, tabular=["age"], classifiers=["logistic", "forest"], cv=3,
        feature_sets=[["raw"]], size=8,
    )  # fmt: skip
    assert {entry.features for entry in found.entries} == {"raw with age"}


def test_several_labels(frame):
    labels = np.where(CODES, "cat;dog", "cat")
    labels[:5] = "dog"
    data = ImageDataset.from_frame(frame.assign(labels=labels).drop(columns="label"), "/")
    found = train_with(data, tabular=["age", "site"], cv=3, **OPTIONS)
    assert found.tabular.alone.task == "multilabel" and found.tabular.sentence


def test_the_cache_keeps_images_and_no_columns(data, tmp_path):
    options = {"cache": tmp_path / "cache"}
    first = cross_validate_images(made(data, "age"), data, PROTOCOL, **options)
    changed = replace(data, columns={"age": data.columns["noise"]})
    again = cross_validate_images(made(changed, "age"), changed, PROTOCOL, **options)
    without = cross_validate_images(made(changed, "age"), changed, PROTOCOL)
    np.testing.assert_array_equal(again.predictions.scores, without.predictions.scores)
    assert not np.array_equal(first.predictions.scores, again.predictions.scores)


def test_results_and_report(training):
    summary = json.loads(json.dumps(summarize(training)))
    found = summary["tabular"]
    assert found["columns"] == ["age", "site"] and found["figure"] == "accuracy"
    assert found["with"]["value"] == training.cv.figures["accuracy"].value
    difference = found["with"]["value"] - found["without"]["value"]
    assert found["difference"] == pytest.approx(difference) and found["better"] == "with"
    assert found["interval"][0] < difference < found["interval"][1]
    page = render_report(summary)
    assert "Do the columns help?" in page and "age, site alone" in page
    assert training.tabular.frame().loc["accuracy", "alone"] == found["alone"]["value"]
    reached = 100 * found["with"]["value"]
    assert found["sentence"].startswith(f"accuracy with age, site {reached:.1f}%, without ")
    assert "columns" in training.seconds and "age, site" in repr(training.tabular)


REFUSED = {
    "label": "column 'label' cannot be learned from: it is the answer",
    "path": "column 'path' cannot be learned from: it names the files",
    "diagnosis": "it holds the label of every image",
    "patient": "the groups are taken from it",
    "group": "column 'group' cannot be learned from: images of one group",
    "sitee": "unknown column 'sitee'. Did you mean 'site'",
    "nothing": "column 'nothing' is empty in all 60 images",
}


@pytest.mark.parametrize("name, message", REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_learned_from_is_refused(frame, name, message):
    more = frame.assign(diagnosis=frame.label, patient=[f"p{i // 2}" for i in range(N)])
    groups = {} if name == "group" else {"group_by": "patient"}
    data = ImageDataset.from_frame(more.assign(nothing=""), "/", **groups)
    with pytest.raises(ValueError, match=message):
        made(data, "age", name)


def test_mistakes_of_the_list(data):
    with pytest.raises(ValueError, match="tabular names column 'age' twice"):
        made(data, "age", "AGE")
    with pytest.raises(ValueError, match="tabular needs data"):
        make_image_pipeline(tabular=["age"], **OPTIONS)
    bare = replace(data, columns={})
    with pytest.raises(ValueError, match="there is no column 'age' to learn from, nor any other"):
        made(bare, "age")
    with pytest.raises(ValueError, match="there is no column 'age' to learn from"):
        cross_validate_images(made(data, "age"), bare)


ODD = {
    "number": (lambda i: 1000 + i, "another whole number for every image and looks like an identi"),
    "who": (lambda i: f"n{i}", "has 60 values for 60 images and looks like an identifier"),
    "day": (lambda i: f"2021-03-{i % 28 + 1:02d}", "holds dates, and is taken as words (28 values"),
    "grade": (lambda i: ("1", "2", "5+", "x")[i % 4], "holds numbers and words ('5+', 'x')"),
    "same": (lambda i: "A", "says 'A' of all images, so nothing is learned"),
    "site": (lambda i: i % 3, "is taken as numbers; if they are names of things"),
    "code": (lambda i: ("k1", "k2")[i % 2], "every value of column 'code' stands for one class"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_columns_are_pointed_at(data, name):
    cell_of, message = ODD[name]
    odd = replace(data, columns={name: np.array([str(cell_of(i)) for i in range(N)])})
    result = cross_validate_images(made(odd, name), odd, PROTOCOL)
    assert any(message in note for note in result.notes), result.notes


def test_plain_columns_are_not(data):
    fine = cross_validate_images(made(data, "site", "noise"), data, PROTOCOL)
    notes = [note for note in fine.notes if note not in data.notes]
    assert not any("column" in note for note in notes)


def test_kinds_of_columns():
    cells = {"age": "1,5", "size": "2e3", "site": " north  east "}
    step = ReadColumns(numbers=("age", "size"), words=("site",))
    assert step.fit_transform([ImageRef("a.png", columns=cells)]).tolist() == [
        [1.5, 2000.0, "north east"]
    ]
    numbers = ["63", "-1.5", "1,234", "1_000", "inf", "nan", "", "0x1f", "+.5"]
    refs = [ImageRef("a.png", columns={"x": cell}) for cell in numbers]
    found = ReadColumns(numbers=("x",)).transform(refs).astype(float).ravel()
    np.testing.assert_array_equal(found, [63, -1.5] + [np.nan] * 6 + [0.5])


def test_a_pipeline_and_its_model_are_plain(data):
    pipeline = made(data, "age", "site")
    pipeline.fit(data.with_columns(["age", "site"]).paths, data.labels)
    names = pipeline["joined"].get_feature_names_out()
    assert names[-3:].tolist() == ["numbers__age", "words__site_north", "words__site_south"]
    assert ImageModel(pipeline).columns == ("age", "site")
    images = make_pipeline(ReadImages(), Resize(8), RawPixels(), LogisticRegression())
    assert ImageModel(images.fit(data.paths, data.labels)).columns == ()
