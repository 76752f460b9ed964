"""A search over parameters finds what scikit-learn's does, and describes images once a setting."""

import numpy as np
import pytest
from PIL import Image
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls import (
    BagOfVisualWords,
    DenseSIFT,
    ImageDataset,
    Protocol,
    RawPixels,
    ReadImages,
    Resize,
    TinyImage,
    search_images,
)

PROTOCOL = Protocol(cv=3, seed=1, keep_duplicates_together=False)
SPLITTER = StratifiedKFold(3, shuffle=True, random_state=1)
N = 24


class Counting(RawPixels):
    """Counts the images that it describes."""

    n_described = 0

    def _extract(self, images):
        type(self).n_described += len(images)
        return super()._extract(images)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    rng = np.random.default_rng(0)
    folder = tmp_path_factory.mktemp("images")
    for i in range(N):
        pixels = rng.integers(0, 160, (32, 32))
        pixels[:, :: 4 - i % 2] += 12
        (folder / "ab"[i % 2]).mkdir(exist_ok=True)
        Image.fromarray(pixels.astype(np.uint8)).save(folder / "ab"[i % 2] / f"{i}.png")
    return ImageDataset.from_folder(folder)


def pipeline(features=None, classifier=None):
    return Pipeline(
        [
            ("read", ReadImages()),
            ("resize", Resize(16)),
            ("features", Counting() if features is None else features),
            ("scale", StandardScaler()),
            ("classifier", LogisticRegression() if classifier is None else classifier),
        ]
    )


UNION = FeatureUnion([("raw", Counting()), ("tiny", TinyImage(4)), ("pca", "drop")])
WORDS = Pipeline([("sift", DenseSIFT()), ("words", BagOfVisualWords(4, random_state=0))])
SEARCHES = {
    "one step": (pipeline(), {"resize__size": [8, 16, 24], "classifier__C": [0.01, 1.0]}, 3),
    "union": (
        pipeline(UNION),
        {"features__tiny__size": [2, 8], "classifier__C": [1e-3, 0.1]},
        2,
    ),
    "learning alone": (pipeline(), {"classifier__C": [0.01, 0.1, 1]}, 1),
    "whole steps": (
        pipeline(),
        [
            {"classifier": [KNeighborsClassifier()], "classifier__n_neighbors": [1, 5]},
            {"classifier": [LogisticRegression()], "features": [TinyImage(4), Counting()]},
        ],
        None,
    ),
    "pure or not": (pipeline(), {"scale": ["passthrough", StandardScaler()]}, 1),
    "learned features": (
        pipeline(Pipeline([("raw", Counting()), ("pca", PCA(2, random_state=0))])),
        {"features__pca__n_components": [1, 4], "resize__size": [8, 16]},
        2,
    ),
    "words": (pipeline(WORDS), {"features__words__n_words": [2, 4]}, None),
    "members": (
        pipeline(UNION),
        {"features__transformer_list": [[("a", Counting())], [("b", TinyImage(4))]]},
        None,
    ),
}


@pytest.mark.parametrize("start, grid, n_settings", SEARCHES.values(), ids=SEARCHES)
def test_it_finds_what_scikit_learn_finds(data, start, grid, n_settings):
    Counting.n_described = 0
    found = search_images(start, data, grid, PROTOCOL)
    n_described = Counting.n_described
    expected = GridSearchCV(start, grid, cv=SPLITTER).fit(data.paths, data.labels)
    scores = expected.cv_results_
    assert [str(p) for p in found.params] == [str(p) for p in scores["params"]]
    np.testing.assert_allclose(found.frame()["mean"], scores["mean_test_score"])
    np.testing.assert_allclose(found.frame()["std"], scores["std_test_score"])
    assert found.best == expected.best_index_
    assert str(found.best_params) == str(expected.best_params_)
    if n_settings is not None:  # every time the first image twice, for the names of the columns
        assert n_described == n_settings * (N + 1)


def test_the_best_pipeline_is_given_and_its_result(data):
    grid = {"classifier__C": [1e-6, 1.0], "resize__size": [8, 16]}
    start = pipeline()
    found = search_images(start, data, grid, PROTOCOL)
    for name, value in found.best_params.items():
        assert found.pipeline.get_params()[name] == value
    assert start.get_params()["classifier__C"] == 1.0  # the given one is not changed
    assert found.figure == found.cv.headline == "accuracy"
    values = [fold["test_accuracy"] for fold in found.cv.fold_rows]
    assert found.fold_values[found.best].tolist() == values


def test_lower_losses_are_better_and_any_figure_can_be_asked_for(data):
    grid = {"classifier__C": [1e-3, 1e3]}
    for scoring, pick in (("log_loss", np.argmin), ("roc_auc", np.argmax), ("mcc", np.argmax)):
        protocol = Protocol(cv=3, scoring=scoring)
        found = search_images(pipeline(), data, grid, protocol)
        assert found.figure == scoring and found.best == pick(found.fold_values.mean(axis=1))


def test_folds_are_the_same_for_all_without_a_seed(data):
    grid = {"classifier__max_iter": [100, 101], "read__max_pixels": [2**20, 2**21]}
    found = search_images(pipeline(), data, grid, Protocol(cv=3, seed=None))
    np.testing.assert_array_equal(found.fold_values, found.fold_values[[0] * 4])


def test_what_is_held_out_takes_no_part(data):
    protocol = Protocol(cv=2, test_size=0.25)
    found = search_images(pipeline(), data, {"classifier__C": [1.0]}, protocol)
    assert found.cv.n_images == 18


def test_mistakes_are_said_before_the_work(data):
    Counting.n_described = 0
    with pytest.raises(ValueError, match="Invalid parameter 'cell' for estimator Counting"):
        search_images(pipeline(), data, {"features__cell": [4]}, PROTOCOL)
    with pytest.raises(ValueError, match="dataset is a list"):
        search_images(pipeline(), data.paths, {"classifier__C": [1.0]}, PROTOCOL)
    assert not Counting.n_described


def test_images_that_only_some_settings_can_describe(data, tmp_path):
    for ref in data.refs:
        target = tmp_path / ref.label(data.root)
        target.parent.mkdir(exist_ok=True)
        size = (12, 12) if target.name == "0.png" else (32, 32)
        Image.open(ref.path).resize(size).save(target)
    start = Pipeline([("read", ReadImages()), ("sift", WORDS), ("end", LogisticRegression())])
    mixed = ImageDataset.from_folder(tmp_path)
    with pytest.warns(UserWarning, match="1 of 24 set aside"):
        found = search_images(start, mixed, {"sift__sift__bin_sizes": [(2,), (6,)]}, PROTOCOL)
    assert found.best == 0 and found.n_whole == 1
    assert "can describe 23 images and others 24" in found.frame()["reason"][1]
