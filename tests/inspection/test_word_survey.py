"""Which patches stand for a word, against the plain definition."""

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline, make_pipeline
from visual_word_steps import word_pipeline, words_of

from classic_cls import HOG, RawPatches, ReadImages, Resize, make_image_pipeline
from classic_cls.encoders import FisherVector, PatchDictionary
from classic_cls.inspection import (
    learned_patches,
    survey_words,
    word_features,
    words_on_image,
)
from classic_cls.inspection._nearest import NearestPlaces, Place, Sighting, cut

IMAGES, LABELS = make_images(30), ["across", "down"] * 15


@pytest.fixture(scope="module")
def pipeline():
    return word_pipeline().fit(IMAGES, LABELS)


@pytest.fixture(scope="module")
def survey(pipeline):
    return survey_words(pipeline, IMAGES, labels=LABELS, n_patches=4)


def reference(pipeline, images):
    """(distance, number of the image, patch) of all points, by word, nearest first."""
    (_, extractor), (_, encoder) = pipeline["features"].transformer_list[0][1].steps
    found = {}
    for number, points in enumerate(extractor.transform(images)):
        for (x, y), scale, descriptor in zip(*points):
            distances = np.linalg.norm(encoder.words_ - descriptor.astype(float), axis=1)
            height, width = images[number].shape
            side = round(scale * min(height, width))
            top, left = round(y * height - side / 2), round(x * width - side / 2)
            patch = images[number][top : top + side, left : left + side]
            found.setdefault(distances.argmin(), []).append((distances.min(), number, patch))
    return {word: sorted(rows, key=lambda row: row[:2]) for word, rows in found.items()}


def test_patches_are_the_nearest_one_of_an_image(pipeline, survey):
    expected = reference(pipeline, IMAGES)
    for word, patches in enumerate(survey.patches(range(5))):
        best = {}
        for _, number, patch in expected[word]:
            best.setdefault(number, patch)
        assert len(patches) == min(4, len(best))
        for patch, wanted in zip(patches, best.values()):
            np.testing.assert_array_equal(patch, wanted)


def test_counts_are_those_of_all_points(pipeline, survey):
    expected = reference(pipeline, IMAGES)
    assert survey.counts.tolist() == [len(expected[word]) for word in range(5)]
    np.testing.assert_array_equal(survey.class_counts.sum(axis=0), survey.counts)
    assert survey.shares.sum() == pytest.approx(1)
    frequent = survey.most_frequent(3)
    assert survey.counts[frequent].tolist() == sorted(survey.counts, reverse=True)[:3]


def test_the_typical_class_is_that_with_the_largest_share(survey):
    across, down = (counts / counts.sum() for counts in survey.class_counts)
    for word, (name, times) in enumerate(survey.typical_classes(range(5))):
        assert name == ("across" if across[word] >= down[word] else "down")
        larger = max(across[word], down[word])
        assert times == pytest.approx(2 * larger / (across[word] + down[word]))


def test_few_images_give_several_patches_each(pipeline):
    for n_images in (1, 3):
        rows = survey_words(pipeline, IMAGES[:n_images], n_patches=6).patches(range(5))
        expected = reference(pipeline, IMAGES[:n_images])
        for word, row in enumerate(rows):
            counts = np.bincount([number for _, number, _ in expected.get(word, ())], minlength=1)
            assert len(row) == np.minimum(counts, 6 // n_images).sum()


def test_threads_and_batches_change_nothing(pipeline, survey):
    threads = survey_words(pipeline, IMAGES, n_patches=4, n_jobs=2)
    np.testing.assert_array_equal(threads.counts, survey.counts)
    for ours, theirs in zip(threads.patches(range(5)), survey.patches(range(5)), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_progress_ends_with_all(pipeline):
    calls = []
    survey_words(pipeline, IMAGES, progress=lambda *call: calls.append(call))
    assert calls == [(16, 30), (30, 30)]


def test_images_are_seen_as_the_descriptors_see_them(tmp_path):
    paths = [
        write_png(tmp_path / f"{i}.png", np.repeat(np.repeat(image, 2, 0), 3, 1))
        for i, image in enumerate(IMAGES)
    ]
    pipeline = word_pipeline(ReadImages(), Resize(24)).fit(paths, LABELS)
    image, points, words = words_on_image(pipeline, paths[3])
    np.testing.assert_array_equal(image, IMAGES[3])
    assert len(points.positions) == len(points.scales) == len(words)
    assert all(patch.shape == (8, 8) for patch in survey_words(pipeline, paths).patches([1])[0])


def test_what_cannot_be_read_is_named_and_passed_over(tmp_path):
    paths = [write_png(tmp_path / f"{i}.png", image) for i, image in enumerate(IMAGES)]
    pipeline = word_pipeline(ReadImages()).fit(paths, LABELS)
    (tmp_path / "torn.png").write_bytes(b"not an image")
    tiny = write_png(tmp_path / "tiny.png", np.zeros((4, 4), np.uint8))
    survey = survey_words(pipeline, [str(tmp_path / "torn.png"), *paths[:5], tiny])
    assert [item.row for item in survey.rejected] == [0, 6] and survey.kept == [1, 2, 3, 4, 5]
    assert "torn.png" in survey.rejected[0].path and "sides" in survey.rejected[1].reason
    np.testing.assert_array_equal(survey.counts, survey_words(pipeline, paths[:5]).counts)
    with pytest.raises(ValueError, match="torn.png"):
        words_on_image(pipeline, str(tmp_path / "torn.png"))


def test_colour_images_give_colour_patches():
    images = [np.stack([image, image // 2, 255 - image], axis=2) for image in IMAGES]
    pipeline = word_pipeline().fit(images, LABELS)
    assert {patch.shape for patch in survey_words(pipeline, images).patches([0])[0]} == {(8, 8, 3)}


def test_the_feature_is_found_wherever_it_is():
    mixture = words_of(encoder=FisherVector(n_words=3, n_components=8, random_state=0))
    frozen = FrozenEstimator(words_of().fit(IMAGES))
    pipeline = word_pipeline(hog=HOG(), bovw=frozen, fisher=mixture).fit(IMAGES, LABELS)
    found = word_features(pipeline)
    assert {name: feature.n_words for name, feature in found.items()} == {"bovw": 5, "fisher": 3}
    assert survey_words(pipeline, IMAGES, feature="fisher").counts.sum() > 0
    with pytest.raises(ValueError, match="several features have visual words.*'bovw', 'fisher'"):
        survey_words(pipeline, IMAGES)
    with pytest.raises(ValueError, match="Did you mean 'fisher'"):
        survey_words(pipeline, IMAGES, feature="fishr")
    plain = Pipeline([("read", ReadImages()), *words_of().steps]).fit(IMAGES)
    assert [feature.name for feature in word_features(plain).values()] == ["words"]


@pytest.mark.parametrize("name", ["bovw", "vlad", "fisher(raw_patches)"])
def test_features_by_name_have_words(name):
    pipeline = make_image_pipeline(features=name, size=48, classifier="dummy", preprocess="clahe")
    (step, _), = pipeline["features"].transformer_list
    pipeline.set_params(**{f"features__{step}__words__n_words": 6}).fit(IMAGES, LABELS)
    survey = survey_words(pipeline, IMAGES)
    assert survey.feature.name == step and survey.feature.n_words == 6
    image, points, words = words_on_image(pipeline, IMAGES[0])
    np.testing.assert_array_equal(image, pipeline[:3].transform(IMAGES[:1])[0])
    assert len(words) == len(points.scales) == survey.counts.sum() / len(IMAGES)
    assert all(5 < patch.shape[0] <= 48 for patch in survey.patches([0])[0])


def test_distances_of_a_mixture_are_in_standard_deviations():
    encoder = FisherVector(n_words=3, n_components=8, positions=False, random_state=0)
    feature = word_features(word_pipeline(fisher=words_of(encoder=encoder)).fit(IMAGES, LABELS))
    points = RawPatches(sides=[8], color=False).transform(IMAGES[:1])[0]
    words, distances = feature["fisher"].words_and_distances(points)
    encoder = feature["fisher"].encoder
    reduced = (points.descriptors - encoder.center_) @ encoder.axes_
    away = (reduced - encoder.words_[words]) ** 2 / encoder.variances_[words]
    np.testing.assert_allclose(distances, np.sqrt(away.sum(axis=1)), rtol=1e-3)


def test_an_image_without_points_counts_nothing(pipeline, survey):
    points = RawPatches(sides=[8], color=False).transform(IMAGES[:1])[0]
    feature = survey.feature
    none = type(points)(*(values[:0] for values in points))
    seen = Sighting.of(none, *feature.words_and_distances(none), feature.n_words, 2)
    places = NearestPlaces(5, 2)
    places.add(0, seen)
    assert seen.counts.tolist() == [0] * 5 and places.of(0) == []


def test_squares_beyond_the_border_repeat_it():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    patch = cut(image, Place(0, x=0.0, y=1.0, scale=4 / 3))
    np.testing.assert_array_equal(patch, np.pad(image, 9, mode="edge")[10:14, 7:11])


def test_learned_patches_are_pictures_around_mid_grey():
    images = np.stack(make_images(20))
    pipeline = make_pipeline(PatchDictionary(n_words=9, n_samples=500, random_state=0)).fit(images)
    (patches,) = learned_patches(pipeline).values()
    assert patches.shape == (9, 6, 6) and patches.dtype == np.uint8
    np.testing.assert_allclose(patches / 255, pipeline[0].patches_, atol=0.5 / 255)
    assert (np.abs(patches - 127.5).max(axis=(1, 2)) == 127.5).all()


@pytest.mark.parametrize("call, message", [
    (lambda p: survey_words(make_pipeline(HOG()).fit(IMAGES), IMAGES), "has no visual words"),
    (lambda p: survey_words(p, []), "no image"),
    (lambda p: survey_words(p, IMAGES, labels=["a"]), "1 labels for 30 images"),
    (lambda p: survey_words(p, IMAGES).patches([5]), "no word 5: the words of bovw are 0 to 4"),
    (lambda p: survey_words(p, IMAGES).patches([-1]), "no word -1"),
    (lambda p: survey_words(p, IMAGES).patches([]), "no word is named"),
    (lambda p: survey_words(p, IMAGES).typical_classes([0]), "give labels"),
])
def test_bad_requests_are_one_sentence(pipeline, call, message):
    with pytest.raises(ValueError, match=message):
        call(pipeline)
