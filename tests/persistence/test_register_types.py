"""Types of other packages in model files."""

import subprocess
import sys

import numpy as np
import pytest
from persistence import fitted
from persistence.forgery import Forgery, numbers, setting
from plugin_package import MODULE, NAMES
from sklearn.base import BaseEstimator
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import StackingClassifier
from sklearn.linear_model import Perceptron, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, NuSVC

from classic_cls import FEATURES, check_savable, make_image_pipeline, register_types
from classic_cls.models import BalancedSampling, ThresholdClassifier
from classic_cls.persistence import ModelFileError, load_model, save_model
from classic_cls.persistence._types import classifier_types, predicts_with_numpy
from classic_cls.pipelines.classifiers import CLASSIFIERS, NamedClassifier

pytestmark = pytest.mark.usefixtures("one_thread")


def toy(*features, **options):
    features = features or ("mean_value", "halves(mean_value)", "spread(columns)", "vlad(columns)")
    options = {"classifier": "nearest_mean", "size": 24, **options}
    return make_image_pipeline(features=features, preprocess="darker", **options)


def test_registered_types_come_back_in_a_new_process(install, stripes, tmp_path):
    folder = install()
    images, labels = stripes
    pipeline = toy()
    check_savable(pipeline)
    path = save_model(pipeline.fit(images, labels), tmp_path / "m.skops")
    np.testing.assert_array_equal(load_model(path).predict(images), pipeline.predict(images))
    np.save(tmp_path / "images.npy", images)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import numpy as np\n"
        "from classic_cls import load_model\n"
        "print(load_model(sys.argv[2]).predict(np.load(sys.argv[3])).tolist())"
    )
    arguments = [folder, path, tmp_path / "images.npy"]
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True
    )
    assert run.stdout.strip() == str(pipeline.predict(images).tolist()), run.stderr


def test_types_that_no_package_registered_are_refused_on_both_sides(
    install, stripes, tmp_path, monkeypatch
):
    install(entry_points=NAMES)
    pipeline = toy("mean_value")
    with pytest.raises(ModelFileError, match="'toy_plugin.steps.Darker', .*register_types"):
        check_savable(pipeline)
    with pytest.raises(ModelFileError, match="'toy_plugin.steps.Centre'"):
        save_model(pipeline.fit(*stripes), tmp_path)
    assert not list(tmp_path.glob("*.skops"))
    sys.modules["toy_plugin.steps"].register()
    path = save_model(pipeline, tmp_path)
    monkeypatch.setattr("classic_cls.persistence._registry._registered", {})
    with pytest.raises(ModelFileError, match=r"toy_plugin.steps.*not opened.*register_types"):
        load_model(path)


@pytest.mark.parametrize("named", ["register", "TYPES", "MeanValue"])
def test_an_entry_point_names_a_function_or_a_list_or_a_class(install, named):
    module = MODULE + "\nTYPES = [MeanValue, 'toy_plugin.steps.Columns']\n"
    entry = f"[classic_cls.model_types]\ntoy = toy_plugin.steps:{named}\n"
    install(entry_points=NAMES + entry, module=module)
    check_savable(toy("mean_value").named_steps["features"])


def test_a_package_that_fails_to_register_is_named_and_others_are_not_hindered(install):
    install()
    broken = "[classic_cls.model_types]\nbroken = broken_plugin.steps:register\n"
    install(name="broken_plugin", entry_points=broken, module="register = None")
    check_savable(toy("mean_value"))
    with pytest.raises(ModelFileError, match="StackingClassifier'; classic_cls.model_types "
                                             "'broken' of broken_plugin .*failed"):
        check_savable(StackingClassifier([]))


def test_registration_does_not_make_more_than_objects(install):
    """A registered name is no function and no type that a file could call."""
    install()
    register_types("posix.system", "builtins.eval")
    forgery = Forgery(fitted.file("linear-svm"))
    for kind in ("FunctionNode", "TypeNode", "MethodNode", "PartialNode", "ReduceNode"):
        node = {"__class__": "eval", "__module__": "builtins", "__loader__": kind, "content": {}}
        forgery.attributes("LinearSVC")["C"] = node
        assert not _trusted(node)
    assert _trusted({**node, "__loader__": "ObjectNode"})


def _trusted(node):
    from classic_cls.persistence._schema import _is_trusted

    return _is_trusted(node)


@pytest.mark.parametrize("wrap", [None, BalancedSampling, ThresholdClassifier])
def test_a_check_is_asked_of_all_that_was_fitted(install, stripes, tmp_path, wrap):
    """But not of the prototype that a wrapper keeps."""
    install()
    from toy_plugin.steps import NearestMean

    classifier = NearestMean() if wrap is None else wrap(NearestMean())
    pipeline = toy("mean_value", classifier=classifier)
    path = save_model(pipeline.fit(*stripes), tmp_path)
    load_model(path)
    forgery = Forgery(path.read_bytes())
    for attributes in _fitted_ones(forgery.schema):
        attributes["content"]["centres_"]["content"].pop()
    forgery.write(path)
    with pytest.raises(ModelFileError, match="damaged or altered .*centres_ of a NearestMean"):
        load_model(path)


def _fitted_ones(node):
    """Attribute nodes of every fitted NearestMean."""
    if isinstance(node, list):
        return [found for item in node for found in _fitted_ones(item)]
    if not isinstance(node, dict):
        return []
    own = node.get("__class__") == "NearestMean" and "centres_" in node["content"]["content"]
    found = [node["content"]] if own else []
    return found + [inside for item in node.values() for inside in _fitted_ones(item)]


@pytest.mark.parametrize("change", [
    setting("MeanValue", factor="x"), setting("MeanValue", other=1),
    setting("Columns", _describe=1), setting("NearestMean", predict=1),
])
def test_the_rules_of_this_package_hold_for_registered_types(install, stripes, tmp_path, change):
    install()
    path = save_model(toy("mean_value", "vlad(columns)").fit(*stripes), tmp_path)
    forgery = Forgery(path.read_bytes())
    change(forgery)
    forgery.write(path)
    with pytest.raises(ModelFileError, match="damaged or altered"):
        load_model(path)


def test_checks_are_added_and_never_replaced(install, stripes, tmp_path):
    """Also for what can be called, and for what a rule of this package looks at."""
    install()
    seen = []

    def refuse(model):
        seen.append(type(model).__name__)
        raise ValueError("not today")

    path = save_model(fitted.model("rbf-svm"), tmp_path)
    register_types("sklearn.svm._classes.SVC", check=refuse)
    register_types(SVC)
    with pytest.raises(ModelFileError, match="not today"):
        load_model(path)
    forgery = Forgery(path.read_bytes())
    numbers("_n_support", lambda counts: counts * 1000, "SVC")(forgery)
    forgery.write(path)
    with pytest.raises(ModelFileError, match="altered .support_ of a SVC"):
        load_model(path)
    path = save_model(fitted.model("boosting"), tmp_path / "boosting.skops")
    register_types("sklearn._loss.loss.HalfMultinomialLoss", check=refuse)
    with pytest.raises(ModelFileError):
        load_model(path)
    assert seen == ["SVC", "HalfMultinomialLoss"]


def test_what_is_no_type_is_refused():
    class Inside(BaseEstimator):
        pass

    for wrong in (Inside, "Fancy", "a b.C", "", 3, SVC()):
        with pytest.raises(ValueError, match="is no type that a file can name"):
            register_types(wrong)


def test_what_cannot_be_saved_is_refused_before_it_has_learned(install):
    install(entry_points="")
    with pytest.raises(ModelFileError, match="'sklearn.ensemble._stacking.StackingClassifier'"):
        check_savable(make_image_pipeline(features="hog", classifier=StackingClassifier([])))
    with pytest.raises(ModelFileError, match="toy_plugin.steps.MeanValue"):
        check_savable(make_image_pipeline(features="pyramid(toy_plugin.steps:MeanValue)"))
    with pytest.raises(ModelFileError, match="toy_plugin.steps.NearestMean"):
        check_savable(make_image_pipeline(
            features="hog", classifier="toy_plugin.steps:NearestMean", sampling="over", aim="f1"
        ))


@pytest.mark.parametrize("name", CLASSIFIERS)
@pytest.mark.parametrize("options", [
    {}, {"multilabel": True, "strategy": "chain"}, {"strategy": "ovo"}, {"reduce": "select:3"},
    {"probabilities": True, "sampling": "under"}, {"multilabel": True, "probabilities": True},
])  # fmt: skip
def test_all_that_can_be_named_can_be_saved(name, options):
    check_savable(make_image_pipeline(features="hog", classifier=name, **options))


def test_all_features_can_be_saved():
    names = [*FEATURES, "pyramid(lbp)", "vlad(dense_sift)", "patches", "fisher", "bovw"]
    check_savable(make_image_pipeline(features=names))


NEW = [
    LinearDiscriminantAnalysis(), GaussianNB(), RidgeClassifier(), Perceptron(),
    MLPClassifier((4,), max_iter=300, tol=1e-2, random_state=0),
]  # fmt: skip


@pytest.mark.parametrize("classifier", NEW, ids=lambda c: type(c).__name__)
def test_classifiers_of_scikit_learn_that_predict_with_numpy_can_be_saved(classifier, tmp_path):
    X, y, _ = fitted.data()
    pipeline = make_pipeline(StandardScaler(), classifier).fit(X, y)
    again = load_model(save_model(pipeline, tmp_path))
    np.testing.assert_array_equal(again.predict(X), pipeline.predict(X))


@pytest.mark.parametrize("path", [
    ("sklearn.linear_model._sgd_fast", "Hinge"), ("sklearn.linear_model._base", "LinearModel"),
    ("sklearn.linear_model._ridge", "Ridge"), ("sklearn.linear_model", "SGDClassifier"),
    ("sklearn.naive_bayes.os", "system"), ("sklearn.linear_model", "np"),
    ("sklearn.svm._classes", "NuSVC"), ("numpy.linear_model", "RidgeClassifier"),
])  # fmt: skip
def test_other_names_beside_these_are_not_trusted(path):
    assert not predicts_with_numpy(*path)


def test_a_new_classifier_with_compiled_prediction_needs_a_rule():
    """SVC has one; NuSVC, which the same code predicts with, has none."""
    table = {"a": NamedClassifier("a", lambda seed: NuSVC()),
             "b": NamedClassifier("b", lambda seed: BalancedSampling(SVC()))}
    assert classifier_types(table) == ["sklearn.svm._classes.SVC"]
