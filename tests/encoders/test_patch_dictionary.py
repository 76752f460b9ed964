import pickle

import joblib
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from skimage import data
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import RidgeClassifier
from sklearn.pipeline import make_pipeline

from classic_cls.base import ImageSizeError
from classic_cls.encoders.patch_dictionary import PatchDictionary
from classic_cls.kernels.patches import normalized_patches, whiten

ENCODINGS = ("triangle", "soft_threshold", "nearest")
SMALL = PatchDictionary(n_words=20, patch_size=5, n_samples=500, random_state=0)


def photographs(n=6, shape=(32, 28), seed=0, channels=3):
    rng = np.random.default_rng(seed)
    places = rng.integers(0, 512 - max(shape), (n, 2))
    image = data.astronaut()
    crops = [image[y : y + shape[0], x : x + shape[1]] for y, x in places]
    return np.stack(crops) if channels == 3 else np.stack(crops)[..., 1].copy()


def small(**parameters):
    return clone(SMALL).set_params(**parameters)


def reference(step, image):
    """The definition, in double precision, from what was learned."""
    size = step.patch_size
    windows = sliding_window_view(image.astype(float), (size, size), axis=(0, 1))
    windows = windows[:: step.stride, :: step.stride].transpose(0, 1, 3, 4, 2)
    raw = windows.reshape(*windows.shape[:2], -1)
    raw = (raw - raw.mean(-1, keepdims=True)) / np.sqrt(raw.var(-1, keepdims=True) + 10)
    patches = (raw - step.center_.astype(float)) @ step.axes_
    patches /= np.linalg.norm(patches, axis=-1, keepdims=True)
    cosines = patches @ step.words_.T.astype(float)
    if step.encoding == "triangle":
        distances = np.sqrt(np.maximum(0, 2 - 2 * cosines))
        values = np.maximum(0, distances.mean(-1, keepdims=True) - distances)
    else:
        both = np.concatenate([cosines, -cosines], axis=-1)
        values = np.maximum(0, both - step.threshold)
    down, across = (np.arange(n) * step.grid // n for n in values.shape[:2])
    cells = [values[down == i][:, across == j].mean((0, 1))
             for i in range(step.grid) for j in range(step.grid)]
    return np.sqrt(np.concatenate(cells))


@pytest.mark.parametrize("encoding", ["triangle", "soft_threshold"])
@pytest.mark.parametrize("stride, grid", [(1, 2), (2, 3), (3, 1)])
def test_equals_the_definition(encoding, stride, grid):
    images = photographs()
    step = small(encoding=encoding, stride=stride, grid=grid).fit(images)
    expected = np.square([reference(step, image) for image in images])
    # A distance near 0 is the root of a small difference of cosines near 1.
    tolerance = 1e-3 if encoding == "triangle" else 2e-5
    np.testing.assert_allclose(step.transform(images) ** 2, expected, atol=tolerance)


def test_nearest_words_are_two_fifths_of_all():
    images = photographs()
    rows = small(encoding="nearest", n_words=25).fit(images).transform(images)
    assert rows.min() >= 0 and rows.max() <= 1
    sums = np.square(rows).reshape(len(images), 4, 50).sum(axis=2)
    np.testing.assert_allclose(sums, 10, rtol=1e-4)


def test_the_mirror_image_counts_by_its_share():
    images = photographs()
    step = small().fit(images)
    here, there = (np.square(step.transform(i)) for i in (images, images[:, :, ::-1].copy()))
    rows = step.set_params(mirror=0.25).transform(images)
    np.testing.assert_allclose(rows**2, 0.75 * here + 0.25 * there, atol=1e-5)
    np.testing.assert_array_equal(step.set_params(mirror=0.5).transform(images),
                                  step.set_params(mirror=True).transform(images))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_mirror_averages_both_views(encoding):
    images = photographs()
    step = small(encoding=encoding).fit(images)
    mirrored = np.ascontiguousarray(images[:, :, ::-1])
    expected = np.square([step.transform(images), step.transform(mirrored)]).mean(axis=0)
    step.set_params(mirror=True)
    np.testing.assert_allclose(step.transform(images) ** 2, expected, atol=1e-5)
    np.testing.assert_allclose(step.transform(mirrored) ** 2, expected, atol=1e-5)


@pytest.mark.parametrize("words", ["kmeans", "random"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_seed_gives_the_same_rows_in_any_number_of_threads(words, encoding):
    images = photographs(40)
    step = small(words=words, encoding=encoding)
    expected = step.fit(images).transform(images)
    with joblib.parallel_config(n_jobs=3):
        rows = clone(step).fit(images).transform(images)
    np.testing.assert_array_equal(rows, expected)
    other = clone(step).set_params(random_state=1).fit(images).transform(images)
    assert not np.allclose(other, expected)


def test_a_batch_equals_one_by_one_and_a_list_an_array():
    images = photographs(20)
    step = SMALL.fit(images)
    together = step.transform(images)
    assert together.dtype == np.float32
    alone = np.concatenate([step.transform(image[None]) for image in images])
    np.testing.assert_allclose(alone, together, atol=1e-5)
    np.testing.assert_array_equal(step.transform(list(images)), together)
    strided = np.repeat(images, 2, axis=2)[:, :, ::2]
    np.testing.assert_array_equal(step.transform(strided), together)


def test_a_list_teaches_what_an_array_does():
    images = photographs()
    expected = clone(SMALL).fit(images)
    np.testing.assert_array_equal(clone(SMALL).fit(list(images)).words_, expected.words_)


def test_words_have_length_one_and_can_be_looked_at():
    step = small().fit(photographs())
    assert step.words_.shape == (20, step.axes_.shape[1]) and step.words_.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(step.words_, axis=1), 1, rtol=1e-5)
    assert step.patches_.shape == (20, 5, 5, 3)
    assert step.patches_.min() >= 0 and step.patches_.max() <= 1
    assert np.abs(step.patches_ - 0.5).max(axis=(1, 2, 3)) == pytest.approx(0.5)
    assert small().fit(photographs(channels=1)).patches_.shape == (20, 5, 5)


def test_words_of_k_means_are_nearer_to_patches_than_random_ones():
    images = photographs()
    nearness = {}
    for words in ("kmeans", "random"):
        step = small(words=words, grid=1, encoding="nearest").fit(images)
        (_, patches), = normalized_patches(images[0], 5, 1)
        patches = whiten(patches, step.center_, step.axes_)
        nearness[words] = (patches @ step.words_.T).max(axis=1).mean()
    assert nearness["kmeans"] > 1.05 * nearness["random"]


def test_random_words_are_patches_of_the_images():
    images = photographs()
    step = small(words="random", grid=1, encoding="nearest", n_words=30).fit(images)
    windows = sliding_window_view(images.astype(float), (5, 5), axis=(1, 2))
    raw = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 75)
    raw = (raw - raw.mean(1, keepdims=True)) / np.sqrt(raw.var(1, keepdims=True) + 10)
    patches = (raw - step.center_) @ step.axes_.astype(float)
    cosines = step.words_ @ patches.T / np.linalg.norm(patches, axis=1)
    np.testing.assert_allclose(cosines.max(axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("words", ["kmeans", "random"])
def test_partial_fit_goes_on(words):
    images, others = photographs(8), photographs(8, seed=5)
    step = small(words=words).partial_fit(images)
    np.testing.assert_array_equal(step.words_, small(words=words).fit(images).words_)
    before, axes = step.words_.copy(), step.axes_.copy()
    step.partial_fit(others)
    np.testing.assert_array_equal(step.axes_, axes)
    changed = np.linalg.norm(step.words_ - before, axis=1) > 1e-6
    assert changed.any() and (words == "kmeans" or not changed.all())
    np.testing.assert_allclose(np.linalg.norm(step.words_, axis=1), 1, rtol=1e-5)
    assert step.n_patches_seen_ == 2 * 504  # 63 of each image


def test_fit_again_forgets():
    step = small().fit(photographs(seed=5))
    expected = small().fit(photographs()).words_
    np.testing.assert_array_equal(step.fit(photographs()).words_, expected)


def test_fewer_patches_than_words_give_fewer_words():
    step = PatchDictionary(n_words=50, n_samples=10, random_state=0).fit(photographs(2))
    assert len(step.words_) == 10
    assert step.transform(photographs(2)).shape == (2, 80)


def test_names():
    step = small(n_words=2, encoding="soft_threshold").fit(photographs())
    assert step.get_feature_names_out().tolist()[:6] == [
        "patches_w0_r0_c0", "patches_w1_r0_c0", "patches_w0_neg_r0_c0", "patches_w1_neg_r0_c0",
        "patches_w0_r0_c1", "patches_w1_r0_c1",
    ]
    for encoding in ENCODINGS:
        step = small(encoding=encoding).fit(photographs())
        names = step.get_feature_names_out()
        assert len(set(names)) == len(names) == step.transform(photographs()).shape[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("images", [
    np.zeros((3, 48, 40), np.uint8), np.full((2, 9, 9, 3), 7, np.uint8),
    photographs(2, shape=(6, 6), channels=1), photographs(1, shape=(48, 40)),
])
def test_blank_and_small_images_have_finite_rows(images, encoding):
    rows = small(encoding=encoding).fit(images).transform(images)
    assert np.isfinite(rows).all()
    if not images.std(axis=(1, 2)).any():
        assert not rows.any()


def test_images_of_other_sizes_are_refused():
    mixed = [np.zeros((9, 9), np.uint8), np.zeros((10, 9), np.uint8)]
    with pytest.raises(ImageSizeError, match="put a Resize step before"):
        small().fit(mixed)
    step = small().fit(mixed[:1])
    for other in (mixed[1:], np.zeros((1, 9, 9, 3), np.uint8)):
        for method in (step.transform, step.partial_fit):
            with pytest.raises(ImageSizeError, match="put a Resize step before"):
                method(other)


@pytest.mark.parametrize("parameters, shape", [
    ({"patch_size": 9}, (8, 30)), ({"grid": 5}, (8, 30)), ({"stride": 8, "grid": 2}, (12, 30)),
])
def test_images_that_are_too_small_are_refused(parameters, shape):
    with pytest.raises(ValueError, match=f"patch_size=.* {shape[0]} x {shape[1]} pixels"):
        small(**parameters).fit(photographs(shape=shape))


@pytest.mark.parametrize("parameters", [
    {"n_words": 0}, {"patch_size": 1}, {"stride": 0}, {"words": "k-means"}, {"encoding": "hard"},
    {"threshold": 1.0}, {"grid": 0}, {"mirror": "yes"}, {"mirror": 0.6}, {"whitening": 0.0},
    {"n_samples": 0},
])
def test_bad_parameters_are_named(parameters):
    with pytest.raises(ValueError, match=next(iter(parameters))):
        small(**parameters).fit(photographs())


def test_an_unfitted_dictionary_says_so():
    for method in (lambda: small().transform(photographs()), small().get_feature_names_out):
        with pytest.raises(NotFittedError):
            method()


def test_works_in_a_pipeline_and_is_pickled():
    images, labels = photographs(12), np.repeat(["a", "b"], 6)
    model = make_pipeline(small(), RidgeClassifier()).fit(images, labels)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict(images), model.predict(images))
