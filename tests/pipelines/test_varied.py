"""One pipeline for every value of a parameter, wherever the classifier stands."""

import pytest

from classic_cls import make_image_pipeline
from classic_cls.pipelines import varied


def pipeline(classifier="linear_svm", **options):
    return make_image_pipeline(features=["hog"], classifier=classifier, **options)


@pytest.mark.parametrize("classifier, name, values", [
    ("linear_svm", "C", [0.01, 0.1, 1.0, 10.0, 100.0]),
    ("knn", "classifier.n_neighbors", [1, 2, 5, 10, 20]),
    ("knn", "weights", ["uniform", "distance"]),
    ("kernel_ridge", "alpha", [0.003, 0.03, 0.1, 0.3, 1.0, "loo"]),
    ("tree", "max_depth", [2, 4, 8, 16, None]),
])  # fmt: skip
def test_usual_values_hold_the_current_one(classifier, name, values):
    full, found, made, current = varied(pipeline(classifier), name)
    short = full.removeprefix("classifier.")
    assert found == values and found[current] == getattr(pipeline(classifier)[-1], short)
    assert [getattr(one[-1], short) for one in made] == values


@pytest.mark.parametrize("options", [
    {"calibration": "isotonic"}, {"aim": "f1"}, {"strategy": "ovr"}, {"sampling": "over"},
    {"aim": "f1", "reduce": "pca:5", "calibration": "sigmoid"},
], ids=str)  # fmt: skip
def test_inside_wrappers(options):
    whole = pipeline(**options)
    _, values, made, current = varied(whole, "C", [3.0])
    assert values == [1.0, 3.0] and values[current] == 1.0
    assert "C=3.0" in repr(made[1]) and "C=3.0" not in repr(whole)


def test_a_reduction_too():
    found = varied(pipeline(reduce="pca:8"), "reduce.n_components")
    assert found[:2] == ("reduce.n_components", [2, 4, 8, 16, 32])


@pytest.mark.parametrize("name, values, words", [
    ("classifier.Cc", None, "unknown parameter of classifier 'Cc'. Did you mean 'C'"),
    ("hog.orientations", None, "unknown step 'hog'.*features that are made once"),
    ("C", [-1], "'C' parameter of LinearSVC must be"),
    ("penalty", None, "no values are known to try for classifier.penalty, which is 'l2'"),
])  # fmt: skip
def test_what_cannot_be_tried_is_refused(name, values, words):
    with pytest.raises(ValueError, match=words):
        varied(pipeline(), name, values)
