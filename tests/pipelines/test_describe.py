"""What exists by name."""

import pytest

from classic_cls.pipelines.catalog import (
    DESCRIPTORS,
    ENCODERS,
    FEATURES,
    PREPROCESSING,
    PRESETS,
    WRAPPERS,
)
from classic_cls.pipelines.classifiers import CLASSIFIERS
from classic_cls.pipelines.describe import (
    describe_classifiers,
    describe_descriptors,
    describe_features,
    describe_learned_features,
    describe_one_class_models,
    describe_preprocessing,
    describe_presets,
    describe_recipes,
)
from classic_cls.pipelines.explained import explain
from classic_cls.pipelines.look import Look
from classic_cls.pipelines.one_class import ONE_CLASS_MODELS
from classic_cls.pipelines.recipes import FEW_SMALL_IMAGES, MANY_PHOTOS, RECIPES, choose_recipe


def test_every_name_is_described_once():
    for described, known in (
        (describe_features(), [*FEATURES, *(f"{name}(NAME)" for name in WRAPPERS)]),
        (describe_learned_features(), [name if cls.takes_images else f"{name}(NAME)"
                                       for name, cls in ENCODERS.items()]),
        (describe_descriptors(), DESCRIPTORS),
        (describe_presets(), PRESETS),
        (describe_recipes(), ["auto", *RECIPES]),
        (describe_preprocessing(), PREPROCESSING),
        (describe_classifiers(), CLASSIFIERS),
        (describe_one_class_models(), ONE_CLASS_MODELS),
    ):
        assert sorted(row.name for row in described) == sorted(known)
        assert all(row.summary and "\n" not in row.summary for row in described)


def test_defaults_are_those_of_the_class():
    classes = {**FEATURES, **ENCODERS, **DESCRIPTORS, **PREPROCESSING}
    for row in [*describe_features(), *describe_descriptors(), *describe_learned_features(),
                *describe_preprocessing()]:
        name = row.name.removesuffix("(NAME)")
        if name in classes:
            assert row.parameters == classes[name]().get_params(deep=False)
    assert {"pyramid(NAME)": {"levels": (1, 2, 4)}}.items() <= {
        row.name: row.parameters for row in describe_features()}.items()


def test_of_a_classifier_only_what_differs_from_scikit_learn_is_shown():
    rows = {row.name: row for row in describe_classifiers()}
    assert rows["forest"].parameters == {"n_estimators": 300}
    assert rows["tree"].parameters == {}
    assert "LinearSVC" in rows["linear_svm"].summary


@pytest.mark.parametrize("name", [*ENCODERS, *DESCRIPTORS])
def test_learned_features_and_descriptors_are_explained(name):
    cls = {**ENCODERS, **DESCRIPTORS}[name]
    assert explain(name).startswith(f"{cls.__name__}: ")


def test_the_rules_of_auto_are_those_it_goes_by():
    small, large = Look(size=32, color=True), Look(size=128, color=True)
    rules = describe_recipes()[0].parameters
    assert choose_recipe(small, FEW_SMALL_IMAGES) == "tiny" and f"{FEW_SMALL_IMAGES:,} or more" in (
        rules["tiny"])
    assert choose_recipe(large, MANY_PHOTOS) == "scene" and f"up to {MANY_PHOTOS:,}" in (
        rules["scene"])
    others = {choose_recipe(small, FEW_SMALL_IMAGES - 1), choose_recipe(large, MANY_PHOTOS + 1)}
    assert others == {"quick"} and set(rules) == {"tiny", "scene", "quick"}
