"""Labelled images that are nearest to others as a model sees them."""

import json

import numpy as np
import pytest
from cli.cli_images import write_classes
from sample_images import write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls import NearestImagesDisplay, RawPixels, nearest_images
from classic_cls.cli import run

LABELS = np.repeat(["dark", "light", "white"], 6)


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(0)
    means = np.repeat([30, 120, 220], 6)
    return np.array([rng.normal(mean, 8, (32, 32)).clip(0, 255) for mean in means], np.uint8)


@pytest.fixture(scope="module")
def model(images):
    return make_pipeline(RawPixels(), StandardScaler(), LogisticRegression()).fit(images, LABELS)


def test_distances_are_those_of_what_the_classifier_is_given(model, images):
    rng = np.random.default_rng(1)
    asked = rng.integers(0, 256, (2, 32, 32), np.uint8)
    found, rejected = nearest_images(model, asked, images, LABELS, n=4)
    assert not rejected
    for image, one in zip(asked, found):
        rows = model[:-1].transform(images), model[:-1].transform(image[None])
        expected = np.linalg.norm(rows[0] - rows[1], axis=1)
        assert [near.number for near in one.nearest] == np.argsort(expected)[:4].tolist()
        assert [near.distance for near in one.nearest] == pytest.approx(np.sort(expected)[:4])
        assert one.answers == tuple(model.predict(image[None]))


def test_the_nearest_of_each_class_and_no_image_is_near_itself(model, images):
    one = nearest_images(model, images[:1], images, LABELS, n=3)[0][0]
    assert 0 not in [near.number for near in one.nearest]
    assert set(one.of_classes) == {"dark", "light", "white"}
    assert next(iter(one.of_classes)) == "dark"
    for name, near in one.of_classes.items():
        assert near.labels == (name,)
    assert "3 of the 3 nearest images have that label" in one.sentence


def test_a_display_of_them(model, images):
    one = nearest_images(model, images[:1], images, LABELS, n=4)[0][0]
    display = NearestImagesDisplay.from_nearest(one).plot()
    titles = [ax.get_title() for ax in display.figure_.axes if ax.get_title()]
    assert len(titles) == 1 + 4 + 3 and titles[1].startswith("dark\n")
    assert len(one.frame()) == 7


@pytest.mark.parametrize("n", [0, 1.5, True])
def test_a_number_of_images_from_one_on(model, images, n):
    with pytest.raises(ValueError, match="n must be a whole number from 1 on"):
        nearest_images(model, images, images, LABELS, n=n)


def test_as_many_labels_as_images(model, images):
    with pytest.raises(ValueError, match="17 labels for 18 others"):
        nearest_images(model, images, images, LABELS[:-1])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nearest")
    write_classes(folder / "data", ["across", "down", "odd"], n=8)
    fast = "--features edges,raw --size 16 --classifier linear_svm --cv 2 --n-jobs 1".split()
    assert run(["train", str(folder / "data"), *fast, "--out", str(folder / "model")]) == 0
    return folder


def test_beside_an_explanation(trained, capsys):
    image, out = next((trained / "data" / "down").glob("*.png")), trained / "why"
    write_png(trained / "data" / "down" / "new.png", np.full((32, 32), 90, np.uint8))
    asked = ["explain", str(trained / "model"), str(image), "--out", str(out)]
    assert run([*asked, "--data", str(trained / "data")]) == 0
    printed = capsys.readouterr().out
    assert "learned from" in printed and "nearest of down" in printed
    assert (out / "nearest-1.png").exists()
    near = json.loads((out / "explanations.json").read_text())[0]["near"]
    assert near["picture"] == "nearest-1.png" and len(near["nearest"]) == 5
    assert str(image) not in [one["image"] for one in near["nearest"]]
    assert "what it is near to" in (out / "explanations.html").read_text()


def test_images_that_were_not_learned_from_are_told(trained, capsys):
    write_png(trained / "others" / "down" / "a.png", np.full((32, 32), 90, np.uint8))
    write_png(trained / "others" / "across" / "b.png", np.full((32, 32), 9, np.uint8))
    image = next((trained / "data" / "odd").glob("*.png"))
    asked = ["explain", str(trained / "model"), str(image), "--out", str(trained / "told")]
    assert run([*asked, "--data", str(trained / "others")]) == 0
    near = json.loads((trained / "told" / "explanations.json").read_text())[0]["near"]
    assert [one["learned"] for one in near["nearest"]] == [False, False]
    assert "2 of them were not learned from" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "options, said",
    [
        (["--mean", "--data", "data"], "--data is about single images"),
        (["--cache", "kept"], "--cache keeps features of --data"),
    ],
)
def test_what_does_not_go_together(trained, capsys, options, said):
    asked = ["explain", str(trained / "model"), str(trained / "data"), *options]
    assert run([*asked, "--out", str(trained / "none")]) != 0
    assert said in " ".join(capsys.readouterr().err.split())
