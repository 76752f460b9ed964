"""Dictionaries from images without labels."""

import numpy as np
import pytest
from extraction.toy_steps import FITTED_ON, Blocks, DistanceToMeanImage, RowMeans, Words
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls import Protocol, cross_validate_images, make_image_pipeline
from classic_cls.base import ImageRef
from classic_cls.datasets import ImageDataset
from classic_cls.descriptors import RawPatches
from classic_cls.encoders import BagOfVisualWords, PatchDictionary
from classic_cls.extraction import NothingUsable
from classic_cls.extraction.dictionaries import learn_dictionaries
from classic_cls.features import HOG
from classic_cls.persistence import load_model, save_model


class MeanImage(TransformerMixin, BaseEstimator):
    """Learns the mean of all images; gives the distance to it."""

    def fit(self, X, y=None):
        self.mean_ = np.mean(X, axis=0)
        return self

    def transform(self, X):
        return np.abs(np.asarray(X) - self.mean_).mean(axis=(1, 2))[:, None].astype(np.float32)

    def get_feature_names_out(self, input_features=None):
        return np.array(["distance"], dtype=object)


def words(**parameters):
    return Pipeline([("blocks", Blocks()), ("words", Words(**parameters))])


def pipeline(*members):
    made = make_image_pipeline(features=["raw"], size=24, classifier="linear_svm")
    made["features"].transformer_list = list(members)
    return made


def members_of(pipeline):
    return dict(pipeline["features"].transformer_list)


def dictionary_of(pipeline):
    """The encoder in its wrapper."""
    return members_of(pipeline)["words"]["words"]


@pytest.fixture
def unlabelled(tmp_path):
    images = make_images(30, seed=7)
    return [write_png(tmp_path / "unlabelled" / f"{i}.png", im) for i, im in enumerate(images)]


MIXED = pipeline(("rows", RowMeans()), ("words", words()), ("mean", MeanImage()), ("gone", "drop"))


def test_images_alone_may_be_learned_from(unlabelled):
    learned, _ = learn_dictionaries(pipeline(("mean", MeanImage()), ("gone", "drop")), unlabelled)
    expected = MeanImage().fit(make_images(30, seed=7)).mean_
    np.testing.assert_array_equal(members_of(learned)["mean"].mean_, expected)


@pytest.mark.parametrize("n_jobs", [None, 3])
def test_members_are_those_fitted_directly(unlabelled, n_jobs):
    images = make_images(30, seed=7)
    learned, extraction = learn_dictionaries(MIXED, unlabelled, n_jobs=n_jobs)
    assert extraction.rejected == ()
    members = members_of(learned)
    assert list(members) == ["rows", "words", "mean", "gone"]
    assert isinstance(members["rows"], RowMeans)
    assert isinstance(dictionary_of(learned), FrozenEstimator)
    assert isinstance(members["mean"], FrozenEstimator)
    others = make_images(5, seed=9)
    for name, direct in (("words", words()), ("mean", MeanImage())):
        np.testing.assert_array_equal(
            members[name].transform(others), direct.fit(images).transform(others)
        )


def test_the_given_pipeline_is_left_alone(unlabelled):
    learn_dictionaries(MIXED, unlabelled)
    assert isinstance(dictionary_of(MIXED), Words)
    assert not hasattr(dictionary_of(MIXED), "words_")


def test_arrays_references_and_seeds(unlabelled):
    images = make_images(30, seed=7)
    refs = [ImageRef(path) for path in unlabelled]
    found = []
    for sources in (unlabelled, refs, images, np.stack(images)):
        learned, _ = learn_dictionaries(pipeline(("words", words(random_state=5))), sources)
        found.append(dictionary_of(learned).words_)
    for other in found[1:]:
        np.testing.assert_array_equal(other, found[0])
    learned, _ = learn_dictionaries(pipeline(("words", words(random_state=6))), unlabelled)
    assert (dictionary_of(learned).words_ != found[0]).any()


def test_folds_fit_no_dictionary_and_change_none(unlabelled, stripe_files, monkeypatch):
    paths, labels = stripe_files
    learned, _ = learn_dictionaries(MIXED, unlabelled)
    before = dictionary_of(learned).words_.copy()
    n_encoded = []

    def counted(self, X, original=Words.transform):
        n_encoded.append(len(X))
        return original(self, X)

    monkeypatch.setattr(Words, "transform", counted)
    FITTED_ON.clear()
    data = ImageDataset(tuple(map(ImageRef, paths)), labels, ("across", "down"))
    halves = [(np.r_[:20], np.r_[20:40]), (np.r_[20:40], np.r_[:20])]
    protocol = Protocol(cv=halves, keep_duplicates_together=False)
    result = cross_validate_images(learned, data, protocol)
    assert sum(n_encoded) <= 41
    expected = cross_val_score(learned, paths, labels, cv=halves)
    assert FITTED_ON == []
    assert result.metrics["accuracy"].value == pytest.approx(expected.mean())
    np.testing.assert_array_equal(dictionary_of(learned).words_, before)


def test_images_that_cannot_be_used_are_returned(unlabelled, tmp_path):
    missing = str(tmp_path / "missing.png")
    learned, extraction = learn_dictionaries(MIXED, [missing, *unlabelled])
    (one,) = extraction.rejected
    assert (one.row, one.path) == (0, missing)
    expected, _ = learn_dictionaries(MIXED, unlabelled)
    np.testing.assert_array_equal(
        members_of(learned)["mean"].mean_, members_of(expected)["mean"].mean_
    )
    with pytest.raises(NothingUsable, match="none of 1 images could be used; .*missing.png"):
        learn_dictionaries(MIXED, [missing])
    with pytest.raises(ValueError, match="there is no image"):
        learn_dictionaries(MIXED, [])


def test_what_cannot_be_learned_is_said(unlabelled, stripes):
    with pytest.raises(ValueError, match="no feature of this pipeline learns from images"):
        learn_dictionaries(make_image_pipeline(features=["hog"], size=24), unlabelled)
    learned, _ = learn_dictionaries(MIXED, unlabelled)
    with pytest.raises(ValueError, match="no feature of this pipeline learns from images"):
        learn_dictionaries(learned, unlabelled)  # a second time
    with pytest.raises(ValueError, match="make it by make_image_pipeline"):
        learn_dictionaries(make_pipeline(RowMeans(), words()), unlabelled)
    odd = clone(MIXED)
    odd.steps.insert(1, ("learns", FeatureUnion([("mean", DistanceToMeanImage())])))
    with pytest.raises(ValueError, match="step 'learns' stands before the features"):
        learn_dictionaries(odd, unlabelled)


def test_the_cache_is_used_and_progress_told(unlabelled, tmp_path):
    calls = []
    for _ in range(2):
        learned, _ = learn_dictionaries(
            MIXED, unlabelled, cache=tmp_path / "cache", progress=lambda *call: calls.append(call)
        )
    assert calls[-1] == (30, 30)
    assert list((tmp_path / "cache").rglob("*.points"))
    expected, _ = learn_dictionaries(MIXED, unlabelled)
    images = make_images(5, seed=9)
    np.testing.assert_array_equal(
        members_of(learned)["words"].transform(images),
        members_of(expected)["words"].transform(images),
    )


def test_what_comes_after_a_dictionary_is_learned_with_the_labels(unlabelled, stripe_files):
    paths, labels = stripe_files
    scaled = Pipeline([*words().steps, ("scale", StandardScaler())])
    deep = FeatureUnion([("scaled", scaled), ("hog", make_pipeline(HOG(), StandardScaler()))])
    learned, _ = learn_dictionaries(
        pipeline(("deep", make_pipeline(deep, StandardScaler())), ("words", words(n_words=3))),
        unlabelled,
    )
    scaled = dict(members_of(learned)["deep"][0].transformer_list)["scaled"]
    assert scaled["words"].n_words == 4 and len(dictionary_of(learned).words_) == 3
    assert not hasattr(scaled["scale"], "mean_")
    learned.fit(paths, labels)
    assert scaled["scale"].n_samples_seen_ == 40
    np.testing.assert_array_equal(
        scaled["words"].words_, words().fit(make_images(30, seed=7))["words"].words_
    )


def test_a_model_file_holds_the_dictionary(unlabelled, stripe_files, tmp_path):
    paths, labels = stripe_files
    small = {"n_words": 5, "n_samples": 500}
    features = [RawPatches(), BagOfVisualWords(**small)], [PatchDictionary(**small)]
    unfitted = make_image_pipeline(features=[make_pipeline(*steps) for steps in features], size=24)
    learned, _ = learn_dictionaries(unfitted, unlabelled)
    model = learned.fit(paths, labels)
    opened = load_model(save_model(model, tmp_path / "model.skops")).pipeline
    assert list(opened.predict(paths)) == list(model.predict(paths))
    for stored in (opened, model):
        assert isinstance(stored["features"].transformer_list[1][1][0], FrozenEstimator)
