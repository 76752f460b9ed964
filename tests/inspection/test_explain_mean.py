"""Explanations summed over a set find what all right answers have in common."""

import numpy as np
import pytest
from sample_images import write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls import RawPixels, explain, explain_mean, make_image_pipeline

RNG = np.random.default_rng(0)


def photos(n, seed):
    """Blurred noise in colour, of various sizes: nothing in it tells classes apart."""
    rng = np.random.default_rng(seed)
    images = []
    for _ in range(n):
        height, width = rng.integers(96, 140, 2)
        coarse = rng.integers(0, 256, (height // 8 + 1, width // 8 + 1, 3))
        image = coarse.repeat(8, axis=0).repeat(8, axis=1)[:height, :width]
        images.append((0.8 * image + rng.integers(0, 50, image.shape)).astype(np.uint8))
    return images


def marked(images):
    """The images with a watermark in the lower right corner."""
    for image in images:
        height, width = image.shape[:2]
        mark = image[height - height // 5 : height - 6, width - width // 4 : width - 6]
        mark[:] = 255
        mark[::4, :, :2] = 0
    return images


def marked_set(n, seed):
    return marked(photos(n, seed)) + photos(n, seed + 1), ["horse"] * n + ["other"] * n


@pytest.mark.parametrize(
    "features, classifier",
    [
        ("hog", "linear_svm"),
        ("color_hist", "kernel_ridge"),
        (["hog", "vlad"], "kernel_ridge"),
        ("bovw", "logistic"),
        ("tiny", "forest"),
    ],
)
def test_a_watermark_has_the_most_evidence(features, classifier):
    pipeline = make_image_pipeline(features=features, classifier=classifier, size=64)
    for name, value in pipeline.get_params().items():
        if name.endswith("words__n_words"):
            pipeline.set_params(**{name: 24})
    for name, value in pipeline.get_params().items():
        if name.endswith("color_hist__grid") and not value:
            pipeline.set_params(**{name: 3})
    pipeline.fit(*marked_set(30, 0))
    images, labels = marked_set(8, 10)
    found = explain_mean(pipeline, images, labels)
    place, share = found.strongest("horse")
    assert place == "bottom right" and share > 0.25
    assert found.n_images == 16 and found.counts.sum() > 10


def test_the_mean_is_that_of_right_answers_alone(tmp_path):
    images = [RNG.integers(0, 256, (24, 24)).astype(np.uint8) for _ in range(12)]
    pipeline = make_pipeline(RawPixels(), LogisticRegression()).fit(images, ["a", "b"] * 6)
    labels = ["a", "b"] * 5 + ["b", "a"]  # the last two are taken for wrong answers
    found = explain_mean(pipeline, images, labels)
    assert found.class_names == ("a", "b") and found.counts.tolist() == [5, 5]
    maps = [explain(pipeline, image).heat_map("a") for image in images[:10:2]]
    np.testing.assert_allclose(found.heat_maps[0], np.mean(maps, axis=0), atol=1e-12)


def test_what_cannot_be_read_is_named(tmp_path):
    files = [write_png(tmp_path / f"{i}.png", image) for i, image in enumerate(photos(4, 0))]
    pipeline = make_image_pipeline(features="hog", size=32).fit(files, ["a", "b", "a", "b"])
    broken = tmp_path / "broken.png"
    broken.write_text("no image")
    found = explain_mean(pipeline, [*files, str(broken)], ["a", "b", "a", "b", "a"])
    assert [item.path for item in found.rejected] == [str(broken)]


@pytest.mark.parametrize(
    "labels, said",
    [(["a"], "1 labels for 2 images"), (["a", "c"], "'c' is no class"), (["b", "a"], "none of 2")],
)
def test_mistakes_in_labels_are_told(labels, said):
    images = [np.full((24, 24), value, np.uint8) for value in (10, 200)]
    pipeline = make_pipeline(RawPixels(), LogisticRegression()).fit(images, ["a", "b"])
    with pytest.raises(ValueError, match=said):
        explain_mean(pipeline, images, labels)
