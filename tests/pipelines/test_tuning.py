"""Grids and candidates: what is set first, what a person names is not searched, all can be made."""

import numpy as np
import pytest
from sample_images import make_images, write_png

from classic_cls import CLASSIFIERS, ImageDataset, make_image_pipeline
from classic_cls.pipelines import (
    describe_pipeline,
    parameter_grid,
    pipelines_to_tune,
    set_step_parameter,
    settings_of,
)
from classic_cls.pipelines.tuning import CLASSIFIER_GRIDS, FEATURE_GRIDS


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for i, image in enumerate(make_images(24, (160, 160))):
        write_png(folder / "ab"[i % 2] / f"{i}.png", np.stack([image, image // 2, image], axis=2))
    return ImageDataset.from_folder(folder)


def test_every_named_classifier_has_a_grid_that_begins_with_what_is_set():
    assert set(CLASSIFIER_GRIDS) == set(CLASSIFIERS)
    for name, grid in CLASSIFIER_GRIDS.items():
        made = CLASSIFIERS[name].make(0).get_params(deep=False)
        assert {key: made[key] for key in grid} == {key: values[0] for key, values in grid.items()}


@pytest.mark.parametrize("name", [*FEATURE_GRIDS])
def test_grids_of_features_begin_with_their_defaults_and_can_be_set(name):
    named = "vlad(dense_sift)" if name == "dense_sift" else name
    pipeline = make_image_pipeline(features=[named])
    grid = parameter_grid(pipeline)
    for key in (key for key in grid if key.startswith(name)):
        before = repr(pipeline["features"])
        set_step_parameter(pipeline, key, grid[key][0])
        assert repr(pipeline["features"]) == before
        for value in grid[key][1:]:
            set_step_parameter(pipeline, key, value)
            assert repr(pipeline["features"]) != before


def test_a_value_that_was_set_stands_first():
    asked = {"classifier.C": 3.0, "hog.cell": 16}
    pipeline = make_image_pipeline(features=["hog"], classifier="svm", parameters=asked)
    assert {key: values[0] for key, values in parameter_grid(pipeline).items()} == asked
    assert settings_of(parameter_grid(pipeline))[0] == asked


def test_of_several_features_one_is_searched():
    grid = parameter_grid(make_image_pipeline(features=["hog", "lbp", "color_hist"]))
    assert len({key.partition(".")[0] for key in grid} - {"classifier"}) == 1


def test_the_default_comes_first_and_then_the_other_recipes(data):
    found = pipelines_to_tune(data)
    default = make_image_pipeline(data=data)
    first, *others = found.values()
    assert repr(first.pipeline) == repr(default)
    recipes = [candidate.pipeline.recipe for candidate in (first, *others)][:4]
    assert sorted(recipes) == ["material", "object", "quick", "scene"]
    assert recipes[0] == default.recipe
    assert len(found) > 30


def test_the_options_of_a_candidate_make_it_again(data):
    for name, candidate in pipelines_to_tune(data).items():
        again = make_image_pipeline(data=data, **candidate.options)
        assert again.__repr__(10**6) == candidate.pipeline.__repr__(10**6), name


def test_what_is_named_is_not_searched(data):
    found = pipelines_to_tune(
        data,
        feature_sets=[["hog"], ["lbp"]],
        classifiers=["svm", "forest"],
        preprocess=["gray"],
        augment="light",
        parameters={"classifier.C": 7.0},
    )
    made = [describe_pipeline(candidate.pipeline) for candidate in found.values()]
    assert {one["classifier"] for one in made} == {"svm", "forest"}
    assert {tuple(one["features"]) for one in made} == {("hog",), ("lbp",)}
    assert all(one["preprocess"] == ["gray"] and one["augment"] == "light" for one in made)
    of_svm = [one["parameters"] for one in made if one["classifier"] == "svm"]
    assert of_svm and all(one["classifier.C"] == 7.0 for one in of_svm)
    assert {one["recipe"] for one in made} == {None}


def test_small_images_have_recipes_of_their_own(tmp_path):
    for i, image in enumerate(make_images(8)):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", image)
    found = pipelines_to_tune(ImageDataset.from_folder(tmp_path))
    assert {c.pipeline.recipe for c in found.values()} == {"tiny", "quick", "object"}
