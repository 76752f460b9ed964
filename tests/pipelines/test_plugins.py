"""Names of other packages: ``package.module:Class``, and entry points."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from classic_cls.descriptors import DenseSIFT
from classic_cls.encoders import FisherVector
from classic_cls.estimator_checks import yield_checks
from classic_cls.features import HOG, SpatialPyramid
from classic_cls.models import CalibratedClassifier, MultilabelOneVsRest, ThresholdClassifier
from classic_cls.pipelines import (
    classifier_steps,
    make_image_pipeline,
    named_classifier,
    named_features,
    named_preprocessing,
    named_steps,
    set_step_parameter,
)
from classic_cls.pipelines.describe import (
    describe_classifiers,
    describe_descriptors,
    describe_features,
    describe_learned_features,
    describe_preprocessing,
    plugin_faults,
)
from classic_cls.pipelines.explained import explain

STEPS = "toy_plugin.steps:"
EMPTY = {"entry_points": ""}


def kinds(name):
    """Name of a step, and the classes that it is made of, from the outside to the inside."""
    (step, feature), = named_features(name)
    members = [s for _, s in feature.steps] if isinstance(feature, Pipeline) else [feature]
    return step, [type(member).__name__ for member in members]


@pytest.mark.parametrize("prefix, installed", [("", {}), (STEPS, EMPTY)])
def test_a_name_of_another_package_works_wherever_a_name_does(install, prefix, installed):
    install(**installed)

    def named(short, cls):
        return prefix + cls if prefix else short

    mean, columns = named("mean_value", "MeanValue"), named("columns", "Columns")
    spread, halves = named("spread", "Spread"), named("halves", "Halves")
    assert kinds(mean) == ("mean_value", ["MeanValue"])
    assert kinds(f"pyramid( {mean} )") == ("pyramid_mean_value", ["SpatialPyramid"])
    assert kinds(f"{halves}({mean})") == ("halves_mean_value", ["Halves"])
    assert kinds(f"{halves}(multiscale(hog))") == ("halves_multiscale_hog", ["Halves"])
    assert kinds(f"vlad({columns})") == ("vlad_columns", ["Columns", "VLAD"])
    assert kinds(f"{spread}({columns})") == ("spread_columns", ["Columns", "Spread"])
    assert kinds(spread) == ("spread", ["DenseSIFT", "Spread"])
    darker = named("darker", "Darker")
    assert [n for n, _ in named_preprocessing(["gray", darker])] == ["gray", "darker"]
    nearest = named("nearest_mean", "NearestMean")
    (name, classifier), = classifier_steps(nearest)
    assert name == "classifier" and type(classifier).__name__ == "NearestMean"
    steps = [n for n, _ in named_steps([mean, "hog"], [darker], nearest)]
    assert steps == ["darker", "mean_value", "hog", "classifier"]


def test_a_pipeline_of_names_learns(install, stripes):
    install()
    features = ["hog", "pyramid(mean_value)", "vlad(columns)", "spread(columns)"]
    pipeline = make_image_pipeline(
        features=features, preprocess="darker", classifier="nearest_mean", size=24
    )
    set_step_parameter(pipeline, "pyramid_mean_value.factor", 2.0)
    set_step_parameter(pipeline, "classifier.power", 1.0)
    assert pipeline["classifier"].power == 1.0
    assert np.mean(pipeline.fit(*stripes).predict(stripes[0]) == stripes[1]) > 0.9


@pytest.mark.parametrize("step", ["MeanValue", "Columns", "Darker"])
def test_steps_of_other_packages_pass_the_common_checks(install, step):
    install()
    from toy_plugin import steps

    for _, check in yield_checks(getattr(steps, step)()):
        check()


def test_a_classifier_of_another_package_is_asked_what_it_knows(install):
    install()
    nearest = named_classifier("nearest_mean")
    assert nearest.title == "The class whose mean is nearest"
    assert not nearest.weighs and not nearest.calibrate and nearest.learns
    # Named, it has what classifiers by name have.
    (_, classifier), = classifier_steps("nearest_mean", aim="recall=0.9")
    assert isinstance(classifier, ThresholdClassifier)
    (_, classifier), = classifier_steps("nearest_mean", multilabel=True, aim="none")
    assert isinstance(classifier, MultilabelOneVsRest)
    with pytest.raises(ValueError, match="'nearest_mean' has no class weights"):
        classifier_steps("nearest_mean", class_weight="balanced")
    (_, classifier), = classifier_steps("sklearn.svm:NuSVC", probabilities=True, random_state=3)
    assert isinstance(classifier, CalibratedClassifier)
    assert classifier.estimator.random_state == 3


@pytest.mark.parametrize("name, message", [
    ("no_plugin.steps:A", "'no_plugin.steps:A': there is no module 'no_plugin'; install its"),
    ("toy_plugin.stesp:A", "there is no module 'toy_plugin.stesp'"),
    ("toy_plugin.steps:Meen", "module 'toy_plugin.steps' has no class 'Meen'; it has 'MeanValue'"),
    ("toy_plugin.steps:check", "has no class 'check'"),
    ("toy_plugin:A", "module 'toy_plugin' has no class 'A'; nor any other"),
    ("toy_plugin.steps:", "write package.module:Class"),
    (":MeanValue", "write package.module:Class"),
    ("toy_plugin.steps.MeanValue", "of another package, write package.module:Class"),
    ("toy_plugin.steps:Greedy", "is no feature: that would be a subclass of "
                                "classic_cls.FeatureExtractor"),
    ("toy_plugin.steps:Darker", "is a preprocessing step, no feature"),
    ("toy_plugin.steps:Columns", "describes points, not a whole image: write fisher(toy_plugin"),
    ("toy_plugin.steps:Halves", "write toy_plugin.steps:Halves(lbp)"),
    ("toy_plugin.steps:MeanValue(hog)", "unknown feature 'toy_plugin.steps:MeanValue(hog)'"),
    ("pyramid(toy_plugin.steps:MeanValue", "lacks its closing bracket"),
    ("pyramid(toy_plugin.steps:Spread)", "learns a dictionary of whole images"),
    ("vlad(toy_plugin.steps:MeanValue)", "is a feature, no descriptor"),
    ("mean_valeu", "Did you mean 'mean_value'?"),
    ("vlad(colums)", "Did you mean 'columns'?"),
    ("broken_plugin.steps:A", "importing 'broken_plugin.steps' failed (ZeroDivisionError: "),
    ("needy_plugin.steps:A", "module 'needy_plugin.steps' needs 'nowhere_at_all': install it"),
    ("strict_plugin.steps:A", "strict_plugin.steps:A cannot be made by its name alone: 'n' has no "
                              "default"),
])
def test_mistakes_in_names_of_features(install, name, message):
    install()
    install(name="broken_plugin", module="1 / 0", **EMPTY)
    install(name="needy_plugin", module="import nowhere_at_all", **EMPTY)
    install(name="strict_plugin", **EMPTY, module=(
        "from classic_cls import FeatureExtractor\n"
        "class A(FeatureExtractor):\n    def __init__(self, n):\n        self.n = n\n"
    ))
    with pytest.raises(ValueError) as error:
        named_features(name)
    assert message in str(error.value) and "\n" not in str(error.value)


def test_mistakes_in_other_names(install):
    install()
    with pytest.raises(ValueError, match="is a feature, no preprocessing step: that would be"):
        named_preprocessing(f"{STEPS}MeanValue")
    with pytest.raises(ValueError, match="Did you mean 'darker'"):
        named_preprocessing("darkr")
    with pytest.raises(ValueError, match="is a feature, no classifier: that would be a subclass"):
        classifier_steps(f"{STEPS}MeanValue")
    with pytest.raises(ValueError, match="is no classifier"):
        classifier_steps("sklearn.linear_model:Ridge")
    with pytest.raises(ValueError, match="unknown classifier 'nearest'.*'nearest_mean'"):
        classifier_steps("nearest")


def test_names_of_this_package_always_mean_the_same(install):
    taken = "[classic_cls.features]\nhog = toy_plugin.steps:MeanValue\n"
    taken += "[classic_cls.classifiers]\nsvm = toy_plugin.steps:NearestMean\n"
    install(entry_points=taken)
    (_, feature), = named_features("hog")
    assert isinstance(feature, HOG)
    faults = plugin_faults()
    assert len(faults) == 2 and all("has a name of classic_cls itself" in f for f in faults)
    assert "'hog' of toy_plugin (toy_plugin.steps:MeanValue)" in faults[0]


def test_two_packages_with_one_name_are_both_named(install):
    install()
    again = "[classic_cls.features]\nmean_value = other_plugin.steps:MeanValue\n"
    install(name="other_plugin", entry_points=again)
    with pytest.raises(ValueError, match="several packages") as error:
        named_features("mean_value")
    assert "of toy_plugin" in str(error.value) and "of other_plugin" in str(error.value)
    assert kinds("other_plugin.steps:MeanValue")[0] == "mean_value"
    assert [fault for fault in plugin_faults() if "several packages" in fault]


def test_a_broken_package_is_a_sentence_where_things_are_listed(install):
    install()
    broken = "[classic_cls.features]\nbroken = broken_plugin.steps:A\n"
    install(name="broken_plugin", module="1 / 0", entry_points=broken)
    assert named_features("hog") and named_features("mean_value")
    (fault,) = plugin_faults()
    assert "'broken' of broken_plugin" in fault and "ZeroDivisionError" in fault
    with pytest.raises(ValueError, match="'broken' of broken_plugin"):
        named_features("broken")


def test_what_is_installed_is_described(install):
    install()
    described = [
        (describe_features(), "mean_value", "Mean of all pixels", {"factor": 1.0}),
        (describe_features(), "halves(NAME)", "Another feature of both halves", {}),
        (describe_learned_features(), "spread(NAME)", "Mean and spread of the descriptors", {}),
        (describe_descriptors(), "columns", "Spread and mean of every column", {}),
        (describe_preprocessing(), "darker", "Half as bright", {}),
        (describe_classifiers(), "nearest_mean",
         "The class whose mean is nearest (NearestMean)", {}),
    ]
    for rows, *expected in described:
        assert tuple(expected) in [tuple(row) for row in rows]
    assert "times a factor" in explain("mean_value") == explain(f"{STEPS}MeanValue")
    assert explain("nearest_mean").startswith("NearestMean: ")
    assert explain("svm").startswith("SVC: ")


def test_nothing_is_looked_for_before_a_name_asks_for_it(install):
    """Neither on import nor for names of this package."""
    install()
    code = (
        "import importlib.metadata as m, sys\n"
        "def fail(**k): raise AssertionError('looked')\n"
        "m.entry_points = fail\n"
        "import classic_cls\n"
        "classic_cls.make_image_pipeline(features=['hog', 'fisher'], classifier='svm', size=32)\n"
        "assert 'toy_plugin' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_own_estimators_keep_their_names():
    assert kinds("pyramid(hog)") == ("pyramid_hog", [SpatialPyramid.__name__])
    assert kinds("fisher") == ("fisher", [DenseSIFT.__name__, FisherVector.__name__])
