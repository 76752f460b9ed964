"""A frozen estimator does what the plain one does, and thaws into it."""

import joblib
import numpy as np
import pytest
from extraction.sameness import assert_frozen_predicts_as
from extraction.toy_steps import DistanceToMeanImage, Invert, PixelSpread, RowMeans
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import Normalizer, StandardScaler
from sklearn.utils.validation import check_is_fitted

from classic_cls.extraction import extract, freeze, is_pure
from classic_cls.extraction.blocks import Lookup
from classic_cls.reading import ReadImages

pytestmark = pytest.mark.usefixtures("one_thread")

LOGISTIC = LogisticRegression(C=0.1, max_iter=1000)


def pipeline(*features, before=(), after=()):
    return Pipeline(
        [("read", ReadImages()), *before, ("features", features[0]), *after,
         ("scale", StandardScaler()), ("classifier", clone(LOGISTIC))]
    )


PIPELINES = {
    "one feature": pipeline(RowMeans()),
    "preprocessing": pipeline(RowMeans(), before=[("invert", Invert())]),
    "passthrough": pipeline(RowMeans(), before=[("invert", "passthrough")]),
    "pure union": pipeline(FeatureUnion([("a", RowMeans()), ("b", PixelSpread())])),
    "pure after features": pipeline(RowMeans(), after=[("norm", Normalizer())]),
    "mixed union": pipeline(
        FeatureUnion([("a", RowMeans()), ("learned", DistanceToMeanImage()), ("gone", "drop")]),
        before=[("invert", Invert())],
    ),
    "nested union": pipeline(
        FeatureUnion(
            [
                ("inner", FeatureUnion([("a", RowMeans()), ("learned", DistanceToMeanImage())])),
                ("chain", Pipeline([("invert", Invert()), ("learned", DistanceToMeanImage(2.0))])),
                ("first", Pipeline([("learned", DistanceToMeanImage()), ("s", StandardScaler())])),
            ]
        )
    ),
    "readers inside": Pipeline(
        [
            ("features", FeatureUnion([
                ("a", Pipeline([("read", ReadImages()), ("rows", RowMeans())])),
                ("b", Pipeline([("read", ReadImages()), ("d", DistanceToMeanImage())])),
            ])),
            ("classifier", clone(LOGISTIC)),
        ]
    ),
    "learned on images": pipeline(DistanceToMeanImage()),
    "search": GridSearchCV(pipeline(RowMeans()), {"classifier__C": [0.01, 1.0]}, cv=2),
    "search of mixed": GridSearchCV(
        pipeline(FeatureUnion([("a", RowMeans()), ("learned", DistanceToMeanImage())])),
        {"features__learned__power": [0.5, 1.0]}, cv=2,
    ),
    "calibration": CalibratedClassifierCV(pipeline(RowMeans()), cv=2),
    "calibration, one": CalibratedClassifierCV(pipeline(RowMeans()), cv=2, ensemble=False),
    "one-vs-rest": OneVsRestClassifier(pipeline(RowMeans())),
    "search behind features": Pipeline(
        [("read", ReadImages()), ("rows", RowMeans()),
         ("search", GridSearchCV(clone(LOGISTIC), {"C": [0.01, 1.0]}, cv=2))]
    ),
    "search behind reader": Pipeline(
        [("read", ReadImages()),
         ("search", GridSearchCV(Pipeline([("rows", RowMeans()), ("c", clone(LOGISTIC))]),
                                 {"c__C": [0.01, 1.0]}, cv=2))]
    ),
}


@pytest.mark.parametrize("name", PIPELINES)
def test_same_predictions_and_way_back(name, stripe_files):
    assert_frozen_predicts_as(PIPELINES[name], *stripe_files)


def test_names_stay(stripe_files):
    paths, labels = stripe_files
    plain = PIPELINES["mixed union"]
    frozen = freeze(plain)
    assert [n for n, _ in frozen.estimator.steps] == [n for n, _ in plain.steps]
    rows = extract(frozen, paths).rows
    fitted = frozen.estimator.fit(rows, labels)
    names = fitted[:-1].get_feature_names_out()
    expected = clone(plain).fit(paths, labels)[:-1].get_feature_names_out()
    assert list(names) == list(expected)
    assert list(frozen.thaw(fitted)[:-1].get_feature_names_out()) == list(expected)


def test_the_given_pipeline_is_left_alone(stripe_files):
    plain = PIPELINES["pure union"]
    extract(freeze(plain), stripe_files[0])
    assert not hasattr(plain["features"].transformer_list[0][1], "image_shape_")


def test_shared_steps_run_once_and_files_are_read_once(stripe_files, monkeypatch):
    paths, _ = stripe_files
    counts = {"read": 0, "invert": 0}
    from classic_cls.extraction import digests

    def counted_read(ref, original=digests.read_source):
        counts["read"] += 1
        return original(ref)

    def counted_invert(self, images, original=Invert._transform):
        counts["invert"] += len(images)
        return original(self, images)

    frozen = freeze(PIPELINES["mixed union"])
    extract(frozen, paths[:1])  # compiles and fits
    counts["read"] = 0
    monkeypatch.setattr(digests, "read_source", counted_read)
    monkeypatch.setattr(Invert, "_transform", counted_invert)
    extract(frozen, paths)
    assert counts["read"] <= len(paths) + 1  # one more to fit the steps
    assert len(paths) <= counts["invert"] <= len(paths) + 2


def test_an_observer_sees_what_was_read_and_changes_nothing(stripe_files, monkeypatch):
    paths, labels = stripe_files
    n_reads = []
    from classic_cls.extraction import digests

    def counted_read(ref, original=digests.read_source):
        n_reads.append(ref)
        return original(ref)

    plain = freeze(PIPELINES["preprocessing"])
    rows = extract(plain, paths).rows
    watched = freeze(PIPELINES["preprocessing"])
    block = watched.observe(RowMeans(2.0))
    monkeypatch.setattr(digests, "read_source", counted_read)
    extract(watched, paths)
    assert len(n_reads) <= len(paths) + 1
    expected = RowMeans(2.0).transform(ReadImages().transform(paths))
    np.testing.assert_array_equal(block.values, expected)
    for frozen in (plain, watched):
        frozen.fitted_labels = frozen.estimator.fit(rows, labels).predict(rows)
    np.testing.assert_array_equal(plain.fitted_labels, watched.fitted_labels)


def test_a_clone_shares_the_block():
    frozen = freeze(PIPELINES["one feature"])
    assert isinstance(frozen.estimator["features"], Lookup)
    assert clone(frozen.estimator)["features"].block is frozen.blocks[0]


def test_folds_in_threads_do_not_disturb_each_other(stripe_files):
    paths, labels = stripe_files
    frozen = freeze(PIPELINES["mixed union"])
    rows = extract(frozen, paths).rows
    alone = cross_val_predict(frozen.estimator, rows, labels, cv=5)
    with joblib.parallel_config(backend="threading", n_jobs=4):
        together = cross_val_predict(frozen.estimator, rows, labels, cv=5)
    np.testing.assert_array_equal(alone, together)


def test_frozen_parameters_are_refused_by_name():
    frozen = freeze(PIPELINES["one feature"])
    with pytest.raises(ValueError, match="RowMeans is frozen"):
        frozen.estimator["features"].set_params(factor=2)


def test_use_before_extraction_is_refused():
    with pytest.raises(ValueError, match="call extract first"):
        freeze(PIPELINES["one feature"]).estimator.fit([0, 1], ["a", "b"])


def test_nothing_to_freeze():
    with pytest.raises(ValueError, match="no step at its front"):
        freeze(Pipeline([("scale", StandardScaler()), ("classifier", LogisticRegression())]))


def test_purity():
    assert is_pure(Pipeline([("read", ReadImages()), ("rows", RowMeans())]))
    assert not is_pure(FeatureUnion([("a", RowMeans()), ("b", DistanceToMeanImage())]))
    assert is_pure(FeatureUnion([("a", RowMeans()), ("b", "drop"), ("c", "passthrough")]))


@pytest.mark.parametrize("name", ["mixed union", "nested union", "learned on images"])
def test_the_part_before_the_classifier_knows_whether_it_is_fitted(name, stripe_files):
    """scikit-learn asks the last step, which is a union here, or learns from images itself."""
    paths, labels = stripe_files
    frozen = freeze(PIPELINES[name])
    rows = extract(frozen, paths).rows
    names = list(frozen.estimator.named_steps)
    front = clone(frozen.estimator)[: names.index("features") + 1]
    with pytest.raises(NotFittedError):
        check_is_fitted(front)
    check_is_fitted(front.fit(rows, labels))
    np.testing.assert_array_equal(front.transform(rows), clone(front).fit_transform(rows, labels))
