"""Several rows an image: what is extracted, under which number, and who sees what."""

import joblib
import numpy as np
import pytest
from extraction.toy_steps import (
    Blocks,
    DistanceToMeanImage,
    Flips,
    Invert,
    NoisyViews,
    PixelSpread,
    RowMeans,
    Words,
)
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls.duplicates import Thumbnail, near_duplicates
from classic_cls.extraction import batch, extract, freeze, parallel, training_views
from classic_cls.extraction.views import views_of
from classic_cls.reading import ReadImages, _read_images

pytestmark = pytest.mark.usefixtures("one_thread")


def pipeline(*features, views=None):
    features = features[0] if len(features) == 1 else make_union(*features)
    return Pipeline([
        ("read", ReadImages()), ("views", Flips() if views is None else views),
        ("features", features), ("scale", StandardScaler()),
        ("classifier", LogisticRegression(C=0.1, max_iter=1000)),
    ])


def make_union(*members):
    return FeatureUnion([(f"m{i}", member) for i, member in enumerate(members)])


def upside_down(images):
    return [image[::-1] for image in images]


KINDS = {
    "rows": RowMeans(),
    "points": make_pipeline(Blocks(), Words()),
    "images": DistanceToMeanImage(),
    "pipeline in a pipeline": make_pipeline(Invert(), RowMeans()),
}


@pytest.mark.parametrize("feature", KINDS.values(), ids=KINDS)
def test_a_frozen_pipeline_has_a_row_for_every_view(feature, stripes, stripe_files):
    """It learns from all of them what it would learn from images and flipped copies."""
    (images, labels), (paths, _) = stripes, stripe_files
    frozen = freeze(pipeline(feature))
    extraction = extract(frozen, paths)
    assert frozen.n_views == 2
    np.testing.assert_array_equal(extraction.rows, np.arange(40))
    assert [len(block.values) for block in frozen.blocks] == [80]
    rows, y, groups = training_views(frozen.estimator, extraction.rows, labels)
    both = [image for pair in zip(images, upside_down(images)) for image in pair]
    expected = clone(pipeline(feature, views="passthrough")).fit(both, np.repeat(labels, 2))
    fitted = clone(frozen.estimator).fit(rows, y)
    thawed = frozen.thaw(fitted)
    for rows_of, given in ((extraction.rows, images), (extraction.rows + 40, upside_down(images))):
        wanted = expected.predict_proba(given)
        np.testing.assert_array_equal(fitted.predict_proba(rows_of), wanted)
        np.testing.assert_array_equal(thawed.predict_proba(given), wanted)
    np.testing.assert_array_equal(thawed.predict(paths), expected.predict(images))
    np.testing.assert_array_equal(groups, np.repeat(np.arange(40), 2))


def test_rows_of_some_images_are_views_side_by_side(stripe_files):
    paths, labels = stripe_files
    frozen = freeze(pipeline(RowMeans()))
    extract(frozen, [*paths[:3], "missing.png", *paths[3:]])
    views = views_of(GridSearchCV(frozen.estimator, {"classifier__C": [1.0]}))
    assert views == (40, 2, 1)
    assert views.training_rows([5, 2]).tolist() == [5, 45, 2, 42]
    assert views.test_rows([5, 2]).tolist() == [5, 2]
    block = frozen.blocks[0]
    images = ReadImages().transform([paths[5], paths[2]])
    expected = [row for image in images for row in (image.mean(axis=1), image.mean(axis=1)[::-1])]
    np.testing.assert_array_equal(block.take(views.training_rows([5, 2])), np.float32(expected))
    y = np.column_stack([labels == "down", labels == "across"])[[5, 2]]
    X, y, groups = training_views(frozen.estimator, [5, 2], y, np.array(["a", "b"]))
    assert (X.tolist(), groups.tolist()) == ([5, 45, 2, 42], ["a", "a", "b", "b"])
    assert y.tolist() == [[True, False], [True, False], [False, True], [False, True]]


def test_without_views_nothing_is_expanded(stripe_files):
    frozen = freeze(pipeline(RowMeans(), views="passthrough"))
    rows, y = extract(frozen, stripe_files[0]).rows, stripe_files[1]
    assert frozen.n_views == views_of(frozen.estimator).n_training == 1
    assert all(a is b for a, b in zip(training_views(frozen.estimator, rows, y), (rows, y, None)))


def test_tools_of_scikit_learn_see_the_images_themselves(stripe_files):
    paths, labels = stripe_files
    frozen, plain = freeze(pipeline(RowMeans())), pipeline(RowMeans(), views="passthrough")
    rows = extract(frozen, paths).rows
    np.testing.assert_allclose(
        cross_val_predict(frozen.estimator, rows, labels, cv=3, method="predict_proba"),
        cross_val_predict(plain, paths, labels, cv=3, method="predict_proba"),
        rtol=1e-6,
    )


def test_a_fitted_pipeline_sees_the_images_themselves(stripe_files):
    paths, labels = stripe_files
    fitted = pipeline(make_pipeline(Blocks(), Words())).fit(paths, labels)
    frozen = freeze(fitted, fitted=True)
    rows = extract(frozen, paths).rows
    assert frozen.n_views == 1 and [len(block.values) for block in frozen.blocks] == [40]
    np.testing.assert_array_equal(frozen.estimator.predict(rows), fitted.predict(paths))


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_views_do_not_depend_on_who_makes_them(backend, stripe_files, monkeypatch):
    monkeypatch.setattr(parallel, "CHEAP_SECONDS_PER_IMAGE", 0.0)
    values = []
    for n_jobs, paths in ((1, stripe_files[0]), (2, stripe_files[0]), (1, stripe_files[0][::-1])):
        frozen = freeze(pipeline(RowMeans(), make_pipeline(Blocks(), Words()), views=NoisyViews()))
        with joblib.parallel_config(backend, n_jobs=n_jobs):
            extract(frozen, paths)
        rows, points = (block.values for block in frozen.blocks)
        values.append((rows, np.stack([p.descriptors for p in points])))
    one, two, backwards = values
    for ours, theirs, turned in zip(one, two, backwards):
        np.testing.assert_array_equal(ours, theirs)
        turned = turned.reshape(40, 3, *ours.shape[1:])[::-1].reshape(ours.shape)
        np.testing.assert_array_equal(ours, turned)
    assert len(np.unique(one[0], axis=0)) == 120


def test_another_seed_makes_other_views_of_the_same_images(stripe_files):
    first, second = (freeze(pipeline(RowMeans(), views=NoisyViews(2, seed))) for seed in (0, 1))
    for frozen in (first, second):
        extract(frozen, stripe_files[0])
    a, b = first.blocks[0].values, second.blocks[0].values
    np.testing.assert_array_equal(a[::2], b[::2])
    assert (a[1::2] != b[1::2]).any(axis=1).all()


@pytest.mark.parametrize("limit", [0, 2**40])
def test_large_images_have_views_too(limit, stripe_files, monkeypatch):
    expected = freeze(pipeline(RowMeans()))
    extract(expected, stripe_files[0])
    monkeypatch.setattr(batch, "_LARGE", limit)
    monkeypatch.setattr(batch, "_PENDING_BYTES", 1000)
    frozen = freeze(pipeline(RowMeans()))
    extract(frozen, stripe_files[0])
    np.testing.assert_array_equal(frozen.blocks[0].values, expected.blocks[0].values)


def test_the_cache_keeps_every_view(stripe_files, tmp_path, monkeypatch):
    def values(views, cache=None):
        frozen = freeze(pipeline(RowMeans(), make_pipeline(Blocks(), Words()), views=views))
        extract(frozen, stripe_files[0], cache=cache)
        rows, points = (block.values for block in frozen.blocks)
        return [rows, *(found.descriptors for found in points)]

    n_decoded = []

    def counted(*args, original=_read_images.decode_with, **kwargs):
        n_decoded.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(_read_images, "decode_with", counted)
    for views, n_most in ((NoisyViews(), 41), (NoisyViews(), 1), (NoisyViews(2), 41)):
        n_decoded.clear()
        ours = values(views, tmp_path)
        assert len(n_decoded) <= n_most
        for a, b in zip(ours, values(views), strict=True):
            np.testing.assert_array_equal(a, b)


def test_an_image_is_set_aside_with_all_its_views(stripes):
    class Flat(Flips):
        """View 1 of dark images cannot be described."""

        def _view(self, image, number, rng):
            return image * 0 if image.mean() < 90 else image

    images = [image // 4 if i in (3, 9) else image for i, image in enumerate(stripes[0])]
    frozen = freeze(pipeline(PixelSpread(), views=Flat()))
    extraction = extract(frozen, images)
    assert [(item.row, item.reason) for item in extraction.rejected] == [
        (3, "the image is flat"), (9, "the image is flat")
    ]
    assert len(extraction.kept) == 38 and len(frozen.blocks[0].values) == 76


def test_near_duplicates_are_of_images_not_of_views(stripes):
    """Nobody may take an image and its own flipped copy for two images that look alike."""
    images = [*stripes[0], stripes[0][7]]
    frozen = freeze(pipeline(RowMeans()))
    thumbnails = frozen.observe(Thumbnail())
    extract(frozen, images)
    np.testing.assert_array_equal(thumbnails.values, Thumbnail().transform(images))
    found = near_duplicates(thumbnails.values, [*stripes[1], stripes[1][7]])
    assert len(found.groups) == 41 and found.groups[7] == found.groups[40]


@pytest.mark.parametrize("place", [
    pipeline(make_pipeline(Flips(), RowMeans()), PixelSpread(), views="passthrough"),
    pipeline(make_union(make_pipeline(Flips(), RowMeans())), views="passthrough"),
    make_pipeline(ReadImages(), RowMeans(), StandardScaler(), Flips(), LogisticRegression()),
    pipeline(make_pipeline(Flips(), DistanceToMeanImage()), RowMeans(), views="passthrough"),
], ids=["one branch", "pure branch", "behind what learns", "branch that learns"])
def test_views_belong_before_the_features(place):
    with pytest.raises(ValueError, match="Flips makes views of images, so it must stand before"):
        freeze(place)


def test_one_step_makes_the_views():
    with pytest.raises(ValueError, match="Flips and NoisyViews make views of images; one step"):
        freeze(pipeline(make_pipeline(NoisyViews(), RowMeans())))


def test_dictionaries_that_were_learned_before_see_every_view(stripes):
    images, labels = stripes
    words = Words().fit(Blocks().transform(images))
    frozen = freeze(pipeline(make_pipeline(Blocks(), FrozenEstimator(words))))
    extract(frozen, images)
    expected = words.transform(Blocks().transform(upside_down(images)))
    np.testing.assert_array_equal(frozen.blocks[0].values[1::2], expected)
