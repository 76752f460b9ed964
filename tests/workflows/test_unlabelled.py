"""Recipes by name, and dictionaries learned from images without labels."""

import json
from pathlib import Path

import numpy as np
import pytest
from sample_images import make_images, write_png
from trainings import compare_with, train_with

from classic_cls import ImageDataset, PatchDictionary, load_model, make_image_pipeline
from classic_cls.pipelines.recipes import RECIPES
from classic_cls.report import render_report
from classic_cls.workflows import save_training

PATCHES = {
    "features": ["patches"],
    "size": 16,
    "cv": 3,
    "parameters": {"patches.n_words": 8, "patches.n_samples": 500},
}


@pytest.fixture
def data(tmp_path):
    for i, image in enumerate(make_images(24)):
        write_png(tmp_path / "data" / ("a", "b")[i % 2] / f"{i}.png", image)
    return ImageDataset.from_folder(tmp_path / "data")


@pytest.fixture
def more(tmp_path):
    """Ten images that are none of the labelled ones."""
    paths = [tmp_path / "home" / "more" / f"{i}.png" for i in range(10)]
    for path, image in zip(paths, make_images(10, seed=7), strict=True):
        write_png(path, 255 - image)
    return [str(path) for path in paths]


def test_dictionaries_are_learned_once_and_stay(data, more, tmp_path, monkeypatch):
    learned_from, fit = [], PatchDictionary.fit

    def counted_fit(self, X, y=None):
        learned_from.append(len(X))
        return fit(self, X, y)

    monkeypatch.setattr(PatchDictionary, "fit", counted_fit)
    training = train_with(data, unlabelled=more, **PATCHES)
    assert learned_from == [10]
    assert training.notes[0].startswith("dictionaries were learned once, from 10 images without")
    assert training.settings["unlabelled"] == "10 images from more"
    assert not any("same content" in note for note in training.notes)
    files = save_training(training, tmp_path / "out")
    model = load_model(tmp_path / "out")
    np.testing.assert_array_equal(model.predict(data.paths), training.model.predict(data.paths))
    result = files["result"].read_text(encoding="utf-8")
    assert "home" not in result and str(tmp_path) not in result
    page = files["report"].read_text(encoding="utf-8")
    assert "dictionaries learned once, from 10 images from more, without labels" in page


def test_without_them_every_fold_learns(data):
    training = train_with(data, **PATCHES)
    assert training.settings["unlabelled"] is None and training.rejected == ()


def test_labelled_images_among_them_are_told_of(data, more, tmp_path):
    copy = tmp_path / "home" / "copy.png"
    copy.write_bytes(Path(data.paths[3]).read_bytes())
    training = train_with(data, unlabelled=[*more, str(copy), data.paths[0], more[0]], **PATCHES)
    (warning,) = [note for note in training.notes if "same content" in note]
    assert warning.startswith("2 of 12 images without labels") and "too good" in warning


def test_unusable_ones_are_set_aside_without_their_path(data, more, tmp_path):
    torn = tmp_path / "home" / "torn.png"
    torn.write_bytes(b"no image")
    training = train_with(data, unlabelled=[*more, torn, tmp_path / "home" / "gone.png"], **PATCHES)
    assert [item.path for item in training.rejected] == ["home/torn.png", "home/gone.png"]
    assert str(tmp_path) not in str(training.rejected)
    assert "from 10 images" in training.notes[0] and training.cv.n_images == 24
    assert training.cv.rejected == ()


def test_what_learns_no_dictionary_has_no_use_for_them(data, more):
    with pytest.raises(ValueError, match="no feature of this pipeline learns from images"):
        train_with(data, unlabelled=more, features=["raw"], size=8, cv=3)
    with pytest.raises(ValueError, match="must be a list of image files"):
        train_with(data, unlabelled=more[0], **PATCHES)
    with pytest.raises(ValueError, match="no image"):
        train_with(data, unlabelled=[], **PATCHES)


def test_the_recipe_that_was_used_is_recorded(data, tmp_path):
    training = train_with(data, cv=3, size=16)
    assert training.settings["recipe"] == "quick"
    files = save_training(training, tmp_path / "out")
    result = json.loads(files["result"].read_text(encoding="utf-8"))
    assert result["settings"]["recipe"] == "quick"
    assert f"recipe quick: {RECIPES['quick'].summary}" in render_report(result)
    named = train_with(data, features=["raw"], size=8, cv=3)
    assert named.settings["recipe"] is None


def test_recipes_by_name(data, more):
    for name in RECIPES:
        assert make_image_pipeline(name, data=data).recipe == name
    assert not hasattr(make_image_pipeline(data=data, features=["hog"]), "recipe")
    assert make_image_pipeline(data=data).recipe == "quick"
    assert make_image_pipeline(data=data, unlabelled=True).recipe == "tiny"
    comparison = compare_with(data, recipe="quick", classifiers=["tree"], size=16, cv=3)
    assert comparison.entries[0].features == "recipe quick"


@pytest.mark.parametrize("job", [train_with, compare_with])
def test_mistakes_with_recipes(data, job):
    with pytest.raises(ValueError, match="unknown recipe 'quik'. Did you mean 'quick'?"):
        job(data, recipe="quik")
    features = {"features": ["raw"]} if job is train_with else {"feature_sets": [["raw"]]}
    with pytest.raises(ValueError, match="leave one of them out"):
        job(data, recipe="quick", **features)
