"""A pipeline in the words of make_image_pipeline."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from classic_cls import RawPixels, make_image_pipeline
from classic_cls.pipelines import CLASSIFIERS
from classic_cls.pipelines.describe import describe_pipeline

USUAL = {
    "recipe": None,
    "features": ["hog"],
    "classifier": "kernel_ridge",
    "size": 24,
    "preprocess": [],
    "augment": "none",
    "views": 1,
    "reduce": None,
    "strategy": None,
    "class_weight": None,
    "sampling": None,
    "aim": None,
    "probabilities": False,
    "parameters": {},
    "reading_range": None,
    "page": None,
}


def described(**options):
    options = {"features": ["hog"], "size": 24, "classifier": "kernel_ridge"} | options
    return describe_pipeline(make_image_pipeline(**options))


@pytest.mark.parametrize("multilabel", [False, True])
@pytest.mark.parametrize("name", [name for name in CLASSIFIERS if name != "dummy"])
@pytest.mark.parametrize("options", [
    {},
    {"size": "keep"},
    {"size": (24, 20), "reading_range": (0, 4095), "page": 1},
    {"preprocess": ["content_crop", "gray", "clahe"]},
    {"augment": "light", "views": 3, "parameters": {"augment.n_views": 6}},
    {"reduce": "pca:7"},
    {"reduce": "pca:600"},
    {"reduce": "select:7", "aim": "recall=0.9"},
    {"sampling": "under", "aim": "precision=0.9", "reduce": "pca:7"},
    {"strategy": "ovr", "parameters": {"hog.orientations": 7}},
    {"features": ["pyramid(lbp)", "vlad(local_color)"], "aim": "none",
     "parameters": {"pyramid_lbp.method": "ror", "vlad_local_color.n_words": 3}},
], ids=str)  # fmt: skip
def test_what_was_asked_for_comes_out_again(name, options, multilabel):
    found = described(classifier=name, multilabel=multilabel, **options)
    expected = USUAL | {"classifier": name} | options
    if "features" in options:
        expected["features"] = ["pyramid_lbp", "vlad_local_color"]
    if multilabel and options.get("strategy") == "ovr":
        expected["strategy"] = None  # which is the same
    if not multilabel and options.get("aim") == "none":
        expected["aim"] = None
    assert found == expected
    if "features" not in options:
        made = make_image_pipeline(multilabel=multilabel, **{**found, "recipe": "auto"})
        assert describe_pipeline(made) == found


@pytest.mark.parametrize("name", [name for name in CLASSIFIERS if CLASSIFIERS[name].calibrate])
def test_probabilities_and_weights(name):
    found = described(classifier=name, probabilities=True, class_weight="balanced")
    assert found == USUAL | {
        "classifier": name, "probabilities": True, "class_weight": "balanced"
    }  # fmt: skip


def test_costs_are_the_protocols():
    assert described(costs={("a", "b"): 3.0}) == USUAL


def test_recipes_and_estimators():
    found = describe_pipeline(make_image_pipeline("material", size=32))
    assert found["recipe"] == "material" and found["features"][-1] == "vlad_local_color"
    own = described(features=[RawPixels()], classifier=LogisticRegression(C=3))
    assert (own["classifier"], own["features"]) == ("logistic", ["raw"])
    assert own["parameters"] == {"classifier.C": 3, "classifier.max_iter": 100}


def test_an_image_among_the_parameters_is_named_by_its_kind():
    image = np.zeros((4, 4), np.uint8)
    found = described(
        preprocess=["match_histogram"], parameters={"match_histogram.reference": image}
    )
    assert found["parameters"] == {"match_histogram.reference": "ndarray"}
