"""Frozen estimators that learn dictionaries: in every fold, or once and for all."""

import joblib
import numpy as np
import pytest
from extraction.sameness import assert_frozen_predicts_as
from extraction.toy_steps import FITTED_ON, Blocks, DistanceToMeanImage, RowMeans, Words
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls import Protocol, cross_validate_images
from classic_cls.base import ImageRef
from classic_cls.datasets import ImageDataset
from classic_cls.extraction import extract, freeze, is_pure
from classic_cls.extraction.blocks import Lookup
from classic_cls.extraction.cache import chain_key
from classic_cls.reading import ReadImages


def words(n_words=4, factor=1):
    return Pipeline([("blocks", Blocks(factor)), ("words", Words(n_words))])


def pipeline(*members, **options):
    return Pipeline([
        ("read", ReadImages()),
        ("features", FeatureUnion(list(members), **options)),
        ("scale", StandardScaler()),
        ("classifier", KNeighborsClassifier()),
    ])


MIXED = pipeline(
    ("rows", RowMeans()), ("words", words()), ("learned", DistanceToMeanImage()), ("gone", "drop")
)
PIPELINES = {
    "words alone": pipeline(("words", words())),
    "mixed": MIXED,
    "two words": pipeline(("one", words(3)), ("two", words(5, 2)), verbose_feature_names_out=True),
    "deep": pipeline(
        ("inner", FeatureUnion([("words", words()), ("rows", RowMeans())])),
        ("scaled", make_pipeline(words(3), StandardScaler())),
    ),
    "not in a union": Pipeline([*MIXED.steps[:1], *words().steps, *MIXED.steps[2:]]),
    "search": GridSearchCV(MIXED, {"features__words__words__n_words": [2, 5]}, cv=2),
}


@pytest.mark.parametrize("name", PIPELINES)
def test_same_predictions_and_way_back(name, stripe_files):
    assert_frozen_predicts_as(PIPELINES[name], *stripe_files)


def test_names_and_parameters_stay(stripe_files):
    paths, labels = stripe_files
    plain = clone(PIPELINES["two words"]).fit(paths, labels)
    expected = list(plain[:-1].get_feature_names_out())
    assert expected[-1] == "two__word_4"
    frozen = freeze(PIPELINES["two words"])
    fitted = frozen.estimator.fit(extract(frozen, paths).rows, labels)
    assert list(fitted[:-1].get_feature_names_out()) == expected
    assert list(frozen.thaw(fitted)[:-1].get_feature_names_out()) == expected
    assert list(fitted["features"].get_feature_names_out()) == expected
    name = "features__two__words__n_words"
    assert frozen.estimator.get_params()[name] == 5
    changed = clone(frozen.estimator).set_params(**{name: 3})
    assert changed.get_params()[name] == 3
    assert frozen.estimator.get_params()[name] == 5
    with pytest.raises(ValueError, match="Blocks is frozen"):
        changed.set_params(features__two__blocks__factor=3)


def test_tables_can_be_asked_for(stripe_files):
    pytest.importorskip("pandas")
    paths, labels = stripe_files
    front = clone(PIPELINES["mixed"])[:2].set_output(transform="pandas")
    table = front.fit_transform(paths, labels)
    assert "words__word_3" in table.columns
    assert len(table) == 40


def test_points_are_found_once(stripe_files, monkeypatch):
    counts = []

    def counted(self, images, original=Blocks._describe):
        counts.extend([1] * len(images))
        return original(self, images)

    monkeypatch.setattr(Blocks, "_describe", counted)
    frozen = freeze(PIPELINES["mixed"])
    rows = extract(frozen, stripe_files[0]).rows
    cross_val_predict(frozen.estimator, rows, stripe_files[1], cv=5)
    assert 40 <= len(counts) <= 42  # the first one twice more, to fit the steps


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_no_dictionary_sees_what_it_is_tested_on(n_jobs, stripe_files):
    paths, labels = stripe_files
    splits = [(np.r_[:10, 20:40], np.r_[10:20]), (np.r_[:20], np.r_[20:40])]
    data = ImageDataset(tuple(map(ImageRef, paths)), labels, ("across", "down"))
    FITTED_ON.clear()
    protocol = Protocol(cv=splits, keep_duplicates_together=False)
    cross_validate_images(PIPELINES["mixed"], data, protocol, n_jobs=n_jobs)
    images = list(ReadImages().transform(paths))
    means = np.array([points.descriptors.mean() for points in Blocks().transform(images)])
    assert len(set(means)) == 40
    expected = [means[train].tolist() for train, _ in splits]
    assert sorted(FITTED_ON) == sorted(expected)


def test_a_union_never_goes_to_other_processes(stripe_files):
    paths, labels = stripe_files
    frozen = freeze(PIPELINES["mixed"])
    rows = extract(frozen, paths).rows
    alone = clone(frozen.estimator).fit(rows, labels).predict_proba(rows)
    with joblib.parallel_config(n_jobs=2):  # which means processes
        fitted = clone(frozen.estimator).fit(rows, labels)
        np.testing.assert_array_equal(fitted.predict_proba(rows), alone)
    blocks = [fitted["features"].transformer_list[0][1].block, fitted["features"]["words"][0].block]
    assert blocks == frozen.blocks[:2]
    assert frozen.thaw(fitted)["features"].n_jobs is None


def test_images_one_behind_the_other_are_not_copied(stripe_files):
    frozen = freeze(MIXED)
    extract(frozen, stripe_files[0])
    (block,) = (block for block in frozen.blocks if getattr(block.values, "ndim", 0) == 3)
    cases = (range(40), True), ([7], True), ([3, 4], True), ([4, 3], False), ([3, 3], False)
    for rows, shared in cases:
        taken = block.take(rows)
        np.testing.assert_array_equal(taken, block.values[np.array(rows, int)])
        assert np.shares_memory(taken, block.values) == shared


def fitted_words(images):
    return FrozenEstimator(words().fit(images))


def test_a_dictionary_from_elsewhere_is_applied_once_per_image(stripe_files, monkeypatch):
    paths, labels = stripe_files
    given = fitted_words(ReadImages().transform(paths[:8]))
    plain = pipeline(("rows", RowMeans()), ("words", given))
    expected = clone(plain).fit(paths, labels).predict_proba(paths)
    assert is_pure(given)
    n_encoded = []

    def counted(self, X, original=Words.transform):
        n_encoded.append(len(X))
        return original(self, X)

    frozen = freeze(plain)
    assert isinstance(frozen.estimator["features"], Lookup)
    monkeypatch.setattr(Words, "transform", counted)
    rows = extract(frozen, paths).rows
    assert 40 <= sum(n_encoded) <= 41 and max(n_encoded) <= 16
    assert frozen.blocks[0].values.shape == (40, 28)
    thawed = frozen.thaw(frozen.estimator.fit(rows, labels))
    assert thawed["features"].transformer_list[1][1].estimator is given.estimator
    np.testing.assert_allclose(thawed.predict_proba(paths), expected, rtol=1e-6)


def test_the_cache_knows_what_a_frozen_step_has_learned(stripe_files, tmp_path):
    images = ReadImages().transform(stripe_files[0])
    values = []
    for n in (8, 20, 8):
        frozen = freeze(pipeline(("words", fitted_words(images[:n]))))
        extract(frozen, stripe_files[0], cache=tmp_path)
        values.append(frozen.blocks[0].values)
    np.testing.assert_array_equal(values[0], values[2])
    assert (values[0] != values[1]).any()
    keys = {chain_key((ReadImages(), fitted_words(images[:n]))) for n in (8, 20, 8)}
    assert len(keys) == 2


def test_purity_of_frozen_steps(stripes):
    images, labels = stripes
    rows = RowMeans().transform(images)
    assert is_pure(FrozenEstimator(StandardScaler().fit(rows)))
    classifier = FrozenEstimator(KNeighborsClassifier().fit(rows, labels))
    assert not is_pure(classifier)  # its predictions are asked for
    frozen = freeze(make_pipeline(RowMeans(), classifier))
    fitted = frozen.estimator.fit(extract(frozen, images).rows, labels)
    assert list(frozen.thaw(fitted).predict(images)) == list(classifier.predict(rows))
    with pytest.raises(ValueError, match="no step at its front"):
        freeze(FrozenEstimator(make_pipeline(RowMeans(), classifier).fit(images, labels)))


def test_a_frozen_step_that_was_never_fitted_is_named(stripes):
    with pytest.raises(ValueError, match="not fitted"):
        extract(freeze(pipeline(("words", FrozenEstimator(words())))), stripes[0])
    with pytest.raises(NotFittedError):
        FrozenEstimator(words()).fit(stripes[0], None)


@pytest.mark.parametrize("name", [name for name in PIPELINES if name != "search"])
def test_a_fitted_pipeline_encodes_while_images_pass(name, stripe_files):
    paths, labels = stripe_files
    fitted = clone(PIPELINES[name]).fit(paths, labels)
    frozen = freeze(fitted, fitted=True)
    rows = extract(frozen, paths).rows
    assert {np.ndim(block.values) for block in frozen.blocks} == {2}  # no points, no images
    np.testing.assert_allclose(
        frozen.estimator.predict_proba(rows), fitted.predict_proba(paths), rtol=1e-6
    )
    assert list(frozen.thaw(frozen.estimator).predict(paths)) == list(fitted.predict(paths))
