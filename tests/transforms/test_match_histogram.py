import cv2
import joblib
import numpy as np
import pytest
from skimage import data
from skimage.exposure import match_histograms
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls import RawPixels, load_model, save_model
from classic_cls.estimator_checks import yield_checks
from classic_cls.transforms import MatchHistogram, Resize, ToGray


def color_photos(side=64):
    photos = Resize(side).transform([data.coffee(), data.chelsea(), data.rocket()])
    return photos, Resize(side).transform([data.astronaut()])[0]


def gray_photos():
    photos, reference = color_photos()
    return ToGray().transform(photos), ToGray().transform([reference])[0]


@pytest.mark.parametrize("photos, axis", [(gray_photos, None), (color_photos, -1)])
def test_equals_scikit_image_within_a_level(photos, axis):
    images, reference = photos()
    for image, matched in zip(images, MatchHistogram(reference).transform(images), strict=True):
        exact = match_histograms(image.astype(float), reference.astype(float), channel_axis=axis)
        assert np.abs(matched - exact).max() <= 0.5 + 1e-9
        cut = match_histograms(image, reference, channel_axis=axis)
        assert np.abs(matched.astype(int) - cut).max() <= 1


def test_the_reference_itself_stays():
    for photos in (gray_photos, color_photos):
        images, _ = photos()
        np.testing.assert_array_equal(MatchHistogram(images[1]).transform(images[1:2]), images[1:2])


def test_distribution_becomes_that_of_the_reference():
    images, reference = gray_photos()
    levels = np.arange(0, 256, 16)
    wanted = (reference[..., None] <= levels).mean(axis=(0, 1))
    for matched in MatchHistogram(reference).transform(images):
        assert np.abs((matched[..., None] <= levels).mean(axis=(0, 1)) - wanted).max() < 0.05


def test_exposure_and_contrast_do_not_matter():
    image = (gray_photos()[0][:1] // 2 + 20).astype(np.uint8)
    brighter = image + 80
    for step in (MatchHistogram(), MatchHistogram(gray_photos()[1])):
        np.testing.assert_array_equal(step.transform(image), step.transform(brighter))


def test_without_a_reference_the_levels_form_a_bell():
    ramp = np.repeat(np.arange(256, dtype=np.uint8), 16).reshape(1, 64, 64)
    levels = MatchHistogram().transform(ramp)
    bell = np.exp(-(((np.arange(256) - 128) / 64) ** 2) / 2)
    deviation = np.sqrt(np.average((np.arange(256) - 128.0) ** 2, weights=bell))
    assert abs(levels.mean() - 128) < 1 and abs(levels.std() - deviation) < 1
    assert (np.diff(levels.ravel().astype(int)) >= 0).all()


def test_a_grey_reference_keeps_chroma():
    images, _ = color_photos()
    _, reference = gray_photos()
    for image, matched in zip(images, MatchHistogram(reference).transform(images), strict=True):
        before, after = (cv2.cvtColor(i, cv2.COLOR_RGB2YCrCb).astype(int) for i in (image, matched))
        inside = ((matched > 0) & (matched < 255)).all(axis=2)
        assert np.abs(before - after)[inside][:, 1:].max() <= 2


def test_grey_images_take_the_luminance_of_a_reference_in_color():
    images, gray_reference = gray_photos()
    _, reference = color_photos()
    expected = MatchHistogram(gray_reference).transform(images)
    np.testing.assert_array_equal(MatchHistogram(reference).transform(images), expected)


@pytest.mark.parametrize("value", [0, 100, 255])
def test_images_of_one_level_stay(value):
    flat = np.full((1, 9, 9), value, np.uint8)
    for step in (MatchHistogram(), MatchHistogram(gray_photos()[1])):
        np.testing.assert_array_equal(step.transform(flat), flat)


@pytest.mark.parametrize("photos", [gray_photos, color_photos])
def test_a_model_file_holds_the_counts_but_not_the_image(photos, tmp_path):
    images, reference = photos()
    images = np.concatenate([images, 255 - images])
    classifier = LogisticRegression()
    pipeline = make_pipeline(MatchHistogram(reference), Resize(8), RawPixels(), classifier)
    pipeline.fit(images, list("abcabc"))
    model = load_model(save_model(pipeline, tmp_path / "model.skops"))
    counts = model.pipeline[0].reference
    assert counts.shape == (4 if reference.ndim == 3 else 1, 256)
    expected = pipeline[:-1].transform(images)
    np.testing.assert_array_equal(model.pipeline[:-1].transform(images), expected)
    np.testing.assert_array_equal(model.predict(images), pipeline.predict(images))


def test_the_content_of_the_reference_is_its_identity():
    """A cache of features asks joblib; what the image looked like is beside the point."""
    images, reference = gray_photos()
    of_image = joblib.hash(MatchHistogram(reference))
    assert of_image == joblib.hash(clone(MatchHistogram(reference.T.copy())))
    assert of_image != joblib.hash(MatchHistogram(images[0]))
    assert of_image != joblib.hash(MatchHistogram())


@pytest.mark.parametrize(
    "reference",
    ["good.png", np.zeros((4, 4)), np.zeros((0, 4), np.uint8), np.zeros((1, 256), np.int64), 5],
    ids=["name", "float", "empty", "no pixels", "number"],
)
def test_bad_references_are_named(reference):
    for method in (MatchHistogram(reference).fit, MatchHistogram(reference).transform):
        with pytest.raises(ValueError, match="reference"):
            method(gray_photos()[0])


@pytest.mark.parametrize("photos", [gray_photos, color_photos], ids=["grey", "color"])
def test_common(photos):
    for _, check in yield_checks(MatchHistogram(photos()[1])):
        check()
