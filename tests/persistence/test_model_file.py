"""Writing a model and opening it again."""

import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from image_steps import instance_of
from persistence import fitted
from sample_images import make_images
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls import descriptors, features, transforms
from classic_cls.encoders import BagOfVisualWords
from classic_cls.features import EdgeHistogram
from classic_cls.persistence import ImageModel, ModelFileError, load_model, save_model
from classic_cls.persistence._types import _CLASSES, _FUNCTIONS
from classic_cls.pipelines.build import make_image_pipeline
from classic_cls.pipelines.classifiers import CLASSIFIERS
from classic_cls.reading import ReadImages
from classic_cls.transforms import Resize, ToGray

pytestmark = pytest.mark.usefixtures("one_thread")


def rows_of(name):
    return fitted.wide()[0] if name == "rotated" else fitted.data()[0]


def metadata_of(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("classic_cls.json"))


@pytest.mark.parametrize("name", fitted.NAMES)
def test_a_loaded_model_predicts_the_same(name, tmp_path):
    model, X = fitted.model(name), rows_of(name)
    again = load_model(save_model(model, tmp_path / "m.skops"))
    np.testing.assert_array_equal(again.predict(X), model.predict(X))
    np.testing.assert_array_equal(again.predict_scores(X), model.predict_scores(X))
    assert again.predict(X).dtype.kind == model.predict(X).dtype.kind


def test_everything_that_is_known_comes_back(tmp_path):
    model = replace(
        fitted.model("linear-svm"),
        figures={"accuracy": {"value": np.float64(0.9), "interval": (0.85, 0.95)}},
        positive="bee", reading_range=(0, 4095), created="2024-02-29",
    )
    again = load_model(save_model(model, tmp_path / "m.skops"))
    assert again.figures == {"accuracy": {"value": 0.9, "interval": [0.85, 0.95]}}
    for name in ("class_names", "task", "positive", "reading_range", "versions", "created"):
        assert getattr(again, name) == getattr(model, name)
    assert again.class_names == ("ant", "bee", "cow")
    assert set(again.versions) >= {"python", "classic_cls", "scikit-learn", "skops", "numpy"}


def test_metadata_can_be_read_without_loading_the_model(tmp_path):
    path = save_model(fitted.model("labels-svm"), tmp_path / "m.skops", {"hamming": np.nan})
    metadata = metadata_of(path)
    assert metadata["format"] == 1 and metadata["task"] == "multilabel"
    assert metadata["class_names"] == list(fitted.LABELS)
    assert metadata["figures"] == {"hamming": None}


def test_a_pipeline_and_a_result_with_figures_can_be_given(tmp_path):
    class Result:
        def plain(self):
            return {"accuracy": 0.5}

    pipeline = fitted.model("labels-forest").pipeline
    with pytest.raises(ValueError, match="give class_names"):
        save_model(pipeline, tmp_path, Result())
    path = save_model(
        pipeline, tmp_path, Result(), class_names=fitted.LABELS, task="multilabel", positive="red"
    )
    again = load_model(tmp_path)
    assert path == tmp_path / "model.skops"
    assert (again.figures, again.task, again.positive) == ({"accuracy": 0.5}, "multilabel", "red")


def test_figures_that_are_not_plain_are_refused(tmp_path):
    with pytest.raises(ModelFileError, match="figures hold a type"):
        save_model(fitted.model("dummy"), tmp_path, {"a": [int]})


@pytest.mark.parametrize(
    "given, message",
    [
        ({"class_names": ("bee", "ant", "cow")}, "in their order"),
        ({"class_names": ("ant",), "task": "multilabel"}, "1 class_names for 3"),
        ({"task": "regression"}, "task must be one of"),
        ({"positive": "dog"}, "'dog'"),
    ],
)
def test_what_does_not_fit_together_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        replace(fitted.model("logistic"), **given)


def test_an_unfitted_pipeline_is_refused(tmp_path):
    with pytest.raises(NotFittedError):
        save_model(make_pipeline(LinearSVC()), tmp_path)


def test_scores_have_a_column_per_class():
    X = fitted.data()[0]
    for name in fitted.NAMES:
        model = fitted.model(name)
        assert model.predict_scores(rows_of(name)).shape == (len(X), len(model.class_names)), name
    scores = fitted.model("linear-svm-binary").predict_scores(X)
    np.testing.assert_array_equal(scores[:, 0], -scores[:, 1])


@pytest.mark.parametrize("name", fitted.multilabel())
def test_scores_of_labels_agree_with_the_labels(name):
    model, X = fitted.model(name), fitted.data()[0]
    present = model.predict_scores(X) > (0.5 if model.gives_probabilities else 0)
    np.testing.assert_array_equal(model.predict(X), present)


def test_a_label_that_training_never_saw_has_probability_zero():
    X, _, Y = fitted.data()
    never = np.column_stack([Y[:, 0], np.zeros(len(Y), int), np.ones(len(Y), int)])
    pipeline = make_pipeline(KNeighborsClassifier()).fit(X, never)
    scores = ImageModel(pipeline, fitted.LABELS, "multilabel").predict_scores(X)
    assert np.all(scores[:, 1] == 0) and np.all(scores[:, 2] == 1)


def test_predictions_from_eight_threads_equal_sequential_ones(tmp_path):
    X = fitted.data()[0]
    for name in ("forest", "boosting", "rbf-svm", "neighbours", "labels-chain", "calibrated"):
        model = load_model(save_model(fitted.model(name), tmp_path))
        parts = [X[i::16] for i in range(16)]
        expected = [model.predict_scores(part) for part in parts]
        start = threading.Barrier(8)

        def predict(part, model=model, start=start):
            start.wait(20)
            return model.predict_scores(part)

        with ThreadPoolExecutor(8) as pool:
            for scores, alone in zip(pool.map(predict, parts), expected, strict=True):
                np.testing.assert_array_equal(scores, alone)


@pytest.mark.parametrize("multilabel", [False, True])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_every_named_classifier_can_be_written(name, multilabel, tmp_path):
    images, rng = make_images(30), np.random.default_rng(0)
    labels = rng.integers(0, 2, (30, 3)) if multilabel else np.array(["a", "b", "c"] * 10)
    names = {"class_names": fitted.LABELS, "task": "multilabel"} if multilabel else {}
    strategies = ("ovr", "chain") if multilabel else (None, "ovr", "ovo")
    for strategy, reduce in zip(strategies, ("pca:3", "select:4", None), strict=False):
        pipeline = make_image_pipeline(
            features=["edges"], size=24, classifier=name, reduce=reduce, strategy=strategy,
            multilabel=multilabel, probabilities=True,
        )  # fmt: skip
        rounds = {"forest": "n_estimators", "boosting": "max_iter"}.get(name, "?")
        few = {key: 3 for key in pipeline.get_params() if key.endswith(rounds)}
        pipeline.set_params(**few).fit(images, labels)
        again = load_model(save_model(pipeline, tmp_path, **names))
        np.testing.assert_array_equal(again.predict(images), pipeline.predict(images))


@pytest.mark.parametrize("name", descriptors.__all__)
def test_every_descriptor_can_be_written(name, tmp_path, stripes):
    words = BagOfVisualWords(n_words=4, n_samples=200, random_state=0)
    steps = getattr(descriptors, name)(), words, LogisticRegression()
    pipeline = make_pipeline(*steps).fit(*stripes)
    again = load_model(save_model(pipeline, tmp_path))
    expected = pipeline.predict_proba(stripes[0])
    np.testing.assert_array_equal(again.predict_scores(stripes[0]), expected)


@pytest.mark.parametrize("name", [*features.__all__, *transforms.__all__])
def test_every_image_step_can_be_written(name, tmp_path, stripes):
    steps = [getattr(transforms, name)()] if name in transforms.__all__ else []
    feature = EdgeHistogram() if steps else instance_of(getattr(features, name))
    classifier = make_pipeline(StandardScaler(), LogisticRegression())
    pipeline = make_pipeline(*steps, feature, classifier).fit(*stripes)
    again = load_model(save_model(pipeline, tmp_path))
    expected = pipeline.predict_proba(stripes[0])
    np.testing.assert_array_equal(again.predict_scores(stripes[0]), expected)


def image_pipeline():
    steps = [ReadImages(range=(0, 4095)), Resize((16, 16)), ToGray(), EdgeHistogram()]
    return make_pipeline(*steps, StandardScaler(), LinearSVC(random_state=0))


def test_an_image_pipeline_goes_from_file_to_label(tmp_path, stripe_files):
    paths, labels = stripe_files
    pipeline = image_pipeline().fit(paths, labels)
    model = load_model(save_model(pipeline, tmp_path))
    np.testing.assert_array_equal(model.predict(paths), pipeline.predict(paths))
    assert model.reading_range == (0, 4095)
    assert model.pipeline[0].range == (0, 4095)


def test_neither_paths_nor_images_are_inside(tmp_path, stripe_files, stripes):
    path = save_model(image_pipeline().fit(*stripe_files), tmp_path / "m.skops")
    with zipfile.ZipFile(path) as archive:
        contents = [path.read_bytes(), *(archive.read(name) for name in archive.namelist())]
    for secret in (str(tmp_path), tmp_path.name, os.path.expanduser("~"), ".png"):
        assert not any(secret.encode() in content for content in contents if len(secret) > 1)
    assert not any(stripes[0][0][:2].tobytes() in content for content in contents)


def test_the_number_of_threads_is_not_taken_along(tmp_path):
    X, y, _ = fitted.data()
    pipeline = make_pipeline(KNeighborsClassifier(n_jobs=2)).fit(X, y)
    assert load_model(save_model(pipeline, tmp_path)).pipeline[0].n_jobs is None
    assert pipeline[0].n_jobs == 2


def test_a_cache_folder_of_the_pipeline_is_refused(tmp_path):
    X, y, _ = fitted.data()
    pipeline = make_pipeline(PCA(2), LinearSVC(random_state=0), memory=str(tmp_path)).fit(X, y)
    with pytest.raises(ModelFileError, match="memory of a Pipeline"):
        save_model(pipeline, tmp_path)


@pytest.mark.parametrize("step", [FunctionTransformer(np.abs), FunctionTransformer(lambda X: X)])
def test_a_foreign_step_is_named_and_nothing_is_written(step, tmp_path):
    X, y, _ = fitted.data()
    with pytest.raises(ModelFileError, match="FunctionTransformer"):
        save_model(make_pipeline(step, LogisticRegression()).fit(X, y), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_search_is_refused_with_what_to_give(tmp_path):
    X, y, _ = fitted.data()
    search = GridSearchCV(make_pipeline(LinearSVC(random_state=0)), {"linearsvc__C": [0.1, 1]})
    with pytest.raises(ModelFileError, match="search.best_estimator_"):
        save_model(search.fit(X, y), tmp_path)
    assert save_model(search.best_estimator_, tmp_path).exists()


def test_tables_are_written_or_refused_with_what_to_do(tmp_path, stripes):
    """What a FeatureUnion keeps of tables differs between versions of scikit-learn."""
    pytest.importorskip("pandas")
    pipeline = make_image_pipeline(features=["edges"], size=24, classifier="logistic")
    pipeline.set_output(transform="pandas").fit(*stripes)
    again = clone(pipeline).set_output(transform="default").fit(*stripes)
    for model, message in [(pipeline, r"clone\(pipeline\).set_output"), (again, "nothing")]:
        try:
            loaded = load_model(save_model(model, tmp_path))
        except ModelFileError as error:
            assert re.search(message, str(error))
        else:
            np.testing.assert_array_equal(loaded.predict(stripes[0]), model.predict(stripes[0]))


def test_costs_come_back(tmp_path):
    path = save_model(fitted.model("threshold-costs"), tmp_path)
    costs = fitted.model("threshold-costs").pipeline[-1].costs
    assert load_model(path).pipeline[-1].costs == costs == {("ant", "other"): 20}


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = save_model(fitted.model("dummy"), tmp_path)
    old = path.read_bytes()

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_model(fitted.model("logistic"), tmp_path)
    assert path.read_bytes() == old and list(tmp_path.iterdir()) == [path]


def test_the_same_model_gives_the_same_file(tmp_path):
    model = fitted.model("forest")
    first, second = (save_model(model, tmp_path / f"{i}.skops").read_bytes() for i in "ab")
    assert first == second


def test_it_is_compressed(tmp_path):
    path = save_model(fitted.model("forest"), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert sum(m.file_size for m in archive.infolist()) > 4 * path.stat().st_size


def test_another_version_of_scikit_learn_is_one_warning(tmp_path):
    other = {"scikit-learn": "0.99"}
    path = save_model(replace(fitted.model("tree"), versions=other), tmp_path)
    with pytest.warns(UserWarning, match="written with scikit-learn 0.99") as caught:
        load_model(path)
    assert len(caught) == 1


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="model.skops"):
        load_model(tmp_path)


def test_every_trusted_name_exists():
    """In a process of its own: some are private, and other tests watch what is imported."""
    script = "import importlib, sys\nfor name in sys.argv[1:]:\n" \
        "    module, _, name = name.rpartition('.')\n" \
        "    getattr(importlib.import_module(module), name)"
    subprocess.run([sys.executable, "-c", script, *_CLASSES, *_FUNCTIONS], check=True)


def test_settings_that_compiled_code_would_follow_are_refused_when_written(tmp_path):
    X, y, _ = fitted.data()
    kernel = make_pipeline(SVC(kernel="precomputed")).fit(X @ X.T, y)
    with pytest.raises(ModelFileError, match="could not be opened again.*kernel of a SVC"):
        save_model(kernel, tmp_path)
