"""Training on several views of every image: files opened once, no leak, the same everywhere."""

import json
import sys
from collections import Counter

import numpy as np
import pytest
from sample_images import write_png
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from trainings import compare_with, train_with

from classic_cls import (
    Augment,
    ImageDataset,
    PatchDictionary,
    Protocol,
    ThresholdClassifier,
    compare,
    cross_validate_images,
    load_model,
    make_image_pipeline,
    predict,
    save_model,
    train,
)
from classic_cls.evaluation import run_folds
from classic_cls.extraction import digests, extract, freeze
from classic_cls.models import CalibratedClassifier
from classic_cls.reading import ImageReadError, ReadImages
from classic_cls.workflows import evaluate, save_training

pytestmark = pytest.mark.usefixtures("one_thread")

QUICK = {"features": ["raw"], "size": 12, "classifier": "logistic"}
CV = {"cv": 3, "keep_duplicates_together": False}


def picture(rng, unit):
    """A chance picture that tells, in blue, what it belongs to, however it is moved."""
    image = rng.integers(0, 256, (8, 8, 3), dtype=np.uint8).repeat(3, 0).repeat(3, 1)
    image[..., 2] = 5 * unit
    return image


def write_pictures(place, units):
    """One picture of each unit; those of a unit further on are the mirror image of the first."""
    rng, first = np.random.default_rng(0), {}
    for number, unit in enumerate(units):
        image = picture(rng, unit)
        if unit in first:
            image = first[unit][:, ::-1]
        first.setdefault(unit, image)
        write_png(place / "ab"[unit % 2] / f"{number:02}_{unit}.png", image)
    return ImageDataset.from_folder(place)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_pictures(tmp_path_factory.mktemp("augmented"), range(36))


class Watched(TransformerMixin, BaseEstimator):
    """Stands for a dictionary: remembers the units of what it learns from and describes."""

    calls = []

    def fit(self, X, y=None):
        self.calls.append(("fit", self.units(X)))
        self.fitted_ = True
        return self

    def transform(self, X):
        self.calls.append(("transform", self.units(X)))
        return np.array([image[::4, ::4].ravel() for image in X], np.float32)

    @staticmethod
    def units(X):
        return [int(image[12, 12, 2]) // 5 for image in X]


def watched_pipeline(classifier=KNeighborsClassifier(1)):
    Watched.calls.clear()
    steps = [("read", ReadImages()), ("augment", Augment("light", test_views=2))]
    return Pipeline([*steps, ("features", Watched()), ("classifier", classifier)])


def fits_and_tests():
    """Units of the rows of every fit, and of what is described next but what was fitted."""
    calls = Watched.calls
    starts = [number for number, (kind, _) in enumerate(calls) if kind == "fit"]
    for start in starts:
        assert calls[start + 1] == ("transform", calls[start][1])
        yield calls[start][1], calls[start + 2][1]


@pytest.mark.parametrize("how", ["images", "groups", "copies", "held out"])
def test_no_view_of_a_tested_image_trains(how, data, tmp_path, monkeypatch):
    """Nor one of an image of its group, or of a copy of it; in dictionaries neither."""
    protocol = Protocol(cv=3, keep_duplicates_together=how == "copies")
    if how == "groups":
        data = write_pictures(tmp_path, [n // 3 for n in range(36)])
        data = ImageDataset.from_folder(tmp_path, group_by=r"_(\d+)")
    if how == "copies":
        data = write_pictures(tmp_path, [n // 2 for n in range(36)])
    pipeline = watched_pipeline()
    if how == "held out":
        module = sys.modules["classic_cls.workflows.train"]
        monkeypatch.setattr(module, "check_savable", lambda pipeline: None)
        train(data, pipeline, Protocol(cv=2, test_size=0.25))
    elif how == "copies":  # without the random split beside it
        compare(data, {"watched": pipeline}, protocol)
    else:
        cross_validate_images(pipeline, data, protocol)
    found = list(fits_and_tests())
    assert len(found) >= 3
    n_tested = Counter()
    for fitted, tested in found:
        assert not set(fitted) & set(tested)
        assert all(n % 4 == 0 for n in Counter(fitted).values())
        assert all(n % 2 == 0 for n in Counter(tested).values())
        n_tested.update(tested)
    assert len(n_tested) == len({*n_tested} | {*found[0][0]})  # each is tested some time


def test_what_could_be_known_by_a_view_alone_is_not_known(data):
    """Labels are chance; the nearest neighbour of an image would be a view of its own."""
    pipeline = make_image_pipeline(
        features=["raw"], size=12, classifier=KNeighborsClassifier(1), augment="light"
    )
    rng = np.random.default_rng(0)
    shuffled = ImageDataset(data.refs, rng.permutation(data.labels), class_names=("a", "b"))
    result = cross_validate_images(pipeline, shuffled, Protocol(cv=6))
    assert 0.2 < result.figures["accuracy"].value < 0.8
    assert result.train["accuracy"].value == 1


class Inner(LogisticRegression):
    """Remembers the images whose views it is fitted on, and asked about."""

    calls = []

    @staticmethod
    def rows(X):
        return {row.tobytes() for row in np.asarray(X)}

    def fit(self, X, y, groups=None):
        self.calls.append(("fit", self.rows(X)))
        return super().fit(X, y)

    def decision_function(self, X):
        self.calls.append(("ask", self.rows(X)))
        return super().decision_function(X)

    def predict_proba(self, X):
        self.calls.append(("ask", self.rows(X)))
        return super().predict_proba(X)


@pytest.mark.parametrize("classifier", [
    ThresholdClassifier(Inner(), "balanced_accuracy"), CalibratedClassifier(Inner())
], ids=["threshold", "calibrated"])
def test_inner_folds_keep_the_views_of_an_image_together(classifier, data):
    pipeline = make_image_pipeline(
        features=["raw"], size=12, classifier=classifier, augment="medium"
    )
    frozen = freeze(pipeline)
    rows = extract(frozen, data.refs).rows
    Inner.calls.clear()
    run_folds(frozen.estimator, rows, data.targets, [[(rows[:24], rows[24:])]], ["a", "b"])
    inner = [
        (fitted, asked) for (kind, fitted), (_, asked) in zip(Inner.calls, Inner.calls[1:])
        if kind == "fit" and len(fitted) + len(asked) == 24 * 4
    ]
    assert len(inner) >= 2
    for fitted, asked in inner:
        assert len(fitted) % 4 == len(asked) % 4 == 0 and not fitted & asked


def test_files_are_opened_once_whatever_follows(data, monkeypatch):
    opened = Counter()

    def counted(ref, original=digests.read_source):
        opened[str(ref.path)] += 1
        return original(ref)

    monkeypatch.setattr(digests, "read_source", counted)
    pipeline = make_image_pipeline(**QUICK, augment="strong", views=3)
    train(data, pipeline, Protocol(cv=4, repeats=2, test_size=0.2))
    # One of them once more, to fit the steps.
    assert sorted(opened.values()) == [1] * 35 + [2]


@pytest.mark.parametrize("views", [1, 3])
def test_the_saved_model_answers_as_it_was_measured(views, data, tmp_path):
    """In a stream, in a batch, one by one, as a list of files; and evaluate agrees with train."""
    options = {**QUICK, **CV, "augment": "medium", "views": views, "test_size": 0.25}
    training = train_with(data, **options)
    path = tmp_path / "model.skops"
    save_model(training.model, path)
    model = load_model(path)
    assert model.views == views
    test = training.test.predictions
    names = data.relative_paths()
    paths = [data.refs[names.index(name)].path for name in test.paths]
    scores = model.predict_scores(paths)
    np.testing.assert_allclose(scores, test.scores[0], rtol=1e-6)
    one_by_one = np.concatenate([model.predict_scores([path]) for path in paths])
    np.testing.assert_allclose(one_by_one, scores, rtol=1e-6)
    assert model.predict(paths).tolist() == [found.label for found in predict(model, paths)]
    in_stream = [list(found.scores.values()) for found in predict(model, paths, n_jobs=2)]
    np.testing.assert_allclose(in_stream, scores, rtol=1e-6)
    tested = data.take(np.array([names.index(name) for name in test.paths]))
    found = evaluate(model, tested).result
    np.testing.assert_allclose(found.predictions.scores[0], scores, rtol=1e-6)
    if views > 1:
        alone = model.pipeline.predict_proba(paths)
        assert abs(alone - scores).max() > 1e-3
        with pytest.raises(ImageReadError, match="gone.png"):
            model.predict(["gone.png"])


def test_views_hang_neither_on_order_nor_on_jobs(data):
    order = np.random.default_rng(0).permutation(len(data))
    folds = [[(np.arange(24), np.arange(24, 36))]]
    pipeline = make_image_pipeline(**QUICK, augment="strong", views=2)
    one = cross_validate_images(pipeline, data, Protocol(cv=folds), n_jobs=1)
    two = cross_validate_images(pipeline, data, Protocol(cv=folds), n_jobs=2)
    np.testing.assert_array_equal(one.predictions.scores, two.predictions.scores)
    place = np.argsort(order)
    turned = Protocol(cv=[[(place[:24], place[24:])]])
    other = cross_validate_images(pipeline, data.take(order), turned)
    np.testing.assert_array_equal(other.predictions.scores[0][place], one.predictions.scores[0])


def test_several_pipelines_share_views_or_have_their_own(data):
    """As each would be cross-validated alone."""
    augmented = {name: make_image_pipeline(**QUICK, augment=name) for name in ("none", "strong")}
    augmented["few"] = make_image_pipeline(
        **{**QUICK, "classifier": "knn"}, augment=Augment("light", n_views=2), views=3
    )
    protocol = Protocol(cv=3, keep_duplicates_together=False)
    together = {entry.title: entry.cv for entry in compare(data, augmented, protocol).entries}
    for name, pipeline in augmented.items():
        alone = cross_validate_images(pipeline, data, protocol)
        np.testing.assert_array_equal(
            together[name].predictions.scores, alone.predictions.scores
        )
    found = compare_with(
        data, feature_sets=[["raw"]], size=12, classifiers=["knn", "logistic"], augment="light",
        **CV,
    )
    assert len(found.entries) == 2


def test_unlabelled_images_teach_dictionaries_as_they_are(data):
    features = [PatchDictionary(n_words=6, n_samples=600)]
    training = train_with(
        data.take(np.arange(24)), features=features, size=20, classifier="knn",
        augment="light", unlabelled=[ref.path for ref in data.refs[24:]], **CV,
    )
    assert training.settings["augment"] == "light"


def test_what_was_done_is_said(data, tmp_path):
    training = train_with(data, **QUICK, **CV, augment="medium", views=2)
    files = save_training(training, tmp_path / "out", force=False)
    result = json.loads(files["result"].read_text())
    settings = result["settings"]
    assert (settings["augment"], settings["views"], result["training_views"]) == ("medium", 2, 4)
    assert settings["preprocess"] == [] and settings["parameters"] == {}
    page = files["report"].read_text(encoding="utf-8")
    assert "trained on 4 views an image (medium)" in page
    assert "answers are means over 2 views of an image" in page


def test_settings_make_the_same_pipeline_again():
    pipeline = make_image_pipeline(
        **QUICK, augment="document", views=2, parameters={"augment.n_views": 7}
    )
    assert [name for name, _ in pipeline.steps][:4] == ["read", "resize", "augment", "features"]
    assert (pipeline["augment"].n_views, pipeline["augment"].test_views) == (7, 2)
    own = make_image_pipeline(**QUICK, augment=Augment("strong", n_views=3), views=5)["augment"]
    assert (own.preset, own.n_views, own.test_views) == ("strong", 3, 5)
    assert "augment" not in clone(make_image_pipeline(**QUICK)).named_steps


@pytest.mark.parametrize("wrong, message", [
    ({"augment": "lihgt"}, "unknown augmentation 'lihgt'"),
    ({"views": 4}, "views are made by augment: name one of"),
    ({"augment": "light", "views": 0}, "'test_views' parameter of Augment"),
])
def test_what_makes_no_sense_is_refused(wrong, message, data):
    with pytest.raises(ValueError, match=message):
        train_with(data, **QUICK, **CV, **wrong)
