"""Files whose numbers were changed on purpose, with checksums that fit again.

Without the checks many of such files crash the process, on loading or in ``predict``.
"""

import numpy as np
import pytest
from persistence import fitted
from persistence.forgery import (
    KINDS,
    NONE,
    Forgery,
    drop,
    forged,
    json_node,
    numbers,
    open_all,
    refused,
    setting,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls.features import EdgeHistogram
from classic_cls.persistence import load_model, save_model


def put(field, row, value):
    def change(array):
        array[field][row] = value

    return change


def tree(field, row, value):
    return numbers("nodes", put(field, row, value), "Tree")


def tree_number(name, value):
    def change(forgery):
        forgery.attributes("Tree")[name] = json_node(value)

    return change


def tree_argument(position, value):
    def change(forgery):
        node = forgery.attributes("DecisionTreeClassifier")["tree_"]
        arguments = node["__reduce__"]["args"]["content"]
        if isinstance(value, np.ndarray):
            forgery.change_array(arguments[position], lambda _: value)
        else:
            arguments[position] = json_node(value)

    return change


def boosted(field, row, value):
    return numbers("nodes", put(field, row, value), "TreePredictor")


def bare_tree(forgery):
    """A tree as the last step, where nothing compares its columns."""
    steps = forgery.attributes("Pipeline")["steps"]["content"]
    steps[-1]["content"][1] = forgery.attributes("DecisionTreeClassifier")["tree_"]


def negative_count(counts):
    return np.array([-5, 5, counts.sum()], counts.dtype)


def disguised(forgery):
    """Nodes of which one reader takes the file, another one the content."""
    attributes = forgery.attributes("Tree")
    attributes["nodes"] = {**attributes["nodes"], "type": "json", "shape": SHAPE, "content": [NONE]}


def cast_classes(forgery):
    """A number of classes that becomes another one after the check: 300 as int8 is 44."""
    tree_argument(1, np.array([300]))(forgery)
    node = forgery.attributes("DecisionTreeClassifier")["tree_"]["__reduce__"]["args"]["content"][1]
    node["__class__"] = "int8"


SHAPE = {
    "__class__": "tuple", "__module__": "builtins", "__loader__": "TupleNode",
    "content": [json_node(1)],
}  # fmt: skip
SVC, KNN = "SVC", "KNeighborsClassifier"
BOOSTING, TREE = "HistGradientBoostingClassifier", "DecisionTreeClassifier"
ATTACKS = {
    "tree": {
        "left beyond": tree("left_child", 0, 10**6),
        "left far": tree("left_child", 0, 2**62),
        "left negative": tree("left_child", 0, -5),
        "left leaf": tree("left_child", 0, -1),
        "right beyond": tree("right_child", 0, 10**6),
        "cycle": tree("left_child", 1, 0),
        "itself": tree("right_child", 0, 0),
        "two parents": tree("right_child", 0, 1),
        "feature beyond": tree("feature", 0, 8),
        "feature negative": tree("feature", 0, -2),
        "count": tree_number("node_count", 10**7),
        "no count": tree_number("node_count", 0),
        "count below zero": tree_number("node_count", -1),
        "depth": tree_number("max_depth", 0),
        "far depth": tree_number("max_depth", 2**40),
        "no nodes": numbers("nodes", lambda a: a[:0], "Tree"),
        "fewer nodes": numbers("nodes", lambda a: a[:2], "Tree"),
        "fewer values": numbers("values", lambda a: a[:1], "Tree"),
        "thin values": numbers("values", lambda a: a[..., :1], "Tree"),
        "more features": tree_argument(0, 10**6),
        "outputs": tree_argument(2, 10**6),
        "no outputs": tree_argument(2, 0),
        "classes": tree_argument(1, np.array([10**6])),
        "no classes": tree_argument(1, np.array([], dtype=np.int64)),
        "negative classes": tree_argument(1, np.array([-3])),
        "features in": setting(TREE, n_features_in_=10**6),
        "no features in": drop(TREE, "n_features_in_"),
        "other n_classes": setting(TREE, n_classes_=10**6),
        "no tree": setting(TREE, tree_=None),
        "bare": bare_tree,
        "disguise": disguised,
        "cast": cast_classes,
        "hidden check": setting(TREE, _validate_X_predict=None),
        "hidden predict": setting("Pipeline", predict="x"),
        "memory": setting("Pipeline", memory="/tmp/x"),
    },
    "boosting": {
        "left beyond": boosted("left", 0, 10**6),
        "right beyond": boosted("right", 0, 2**31),
        "cycle": boosted("left", 0, 0),
        "feature beyond": boosted("feature_idx", 0, 8),
        "feature negative": boosted("feature_idx", 0, -1),
        "endless": boosted("is_leaf", slice(None), 0),
        "categorical": boosted("is_categorical", 0, 1),
        "no nodes": numbers("nodes", lambda a: a[:0], "TreePredictor"),
        "square nodes": numbers("nodes", lambda a: a[None], "TreePredictor"),
        "other numbers": numbers("nodes", lambda a: np.zeros(9), "TreePredictor"),
        "in fit": setting(BOOSTING, _in_fit=True),
        "features in": setting(BOOSTING, n_features_in_=10**6),
        "no features in": drop(BOOSTING, "n_features_in_"),
        "preprocessor": setting(BOOSTING, _preprocessor="passthrough"),
        "categories": numbers("is_categorical_", lambda a: ~a, "_BinMapper"),
        "more categories": numbers("is_categorical_", lambda a: a[:2], "_BinMapper"),
        "iterations": setting(BOOSTING, n_trees_per_iteration_=1),
        "predictors": setting(BOOSTING, _predictors=[["x"] * 3]),
    },
    "rbf-svm": {
        "counts": numbers("_n_support", lambda a: a * 1000, SVC),
        "negative counts": numbers("_n_support", negative_count, SVC),
        "more counts": numbers("_n_support", lambda a: np.repeat(a, 9), SVC),
        "support": numbers("support_", lambda a: a[:1], SVC),
        "more support": numbers("support_", lambda a: np.repeat(a, 9), SVC),
        "coefficients": numbers("_dual_coef_", lambda a: a[:1].copy(), SVC),
        "thin coefficients": numbers("_dual_coef_", lambda a: a[:, :1].copy(), SVC),
        "intercept": numbers("_intercept_", lambda a: a[:1], SVC),
        "vectors": numbers("support_vectors_", lambda a: a[:, :1].copy(), SVC),
        "fewer vectors": numbers("support_vectors_", lambda a: a[:1], SVC),
        "no vectors": numbers("support_vectors_", lambda a: a[:0], SVC),
        "nan": numbers("support_vectors_", lambda a: a * np.nan, SVC),
        "sigmoids": numbers("_probA", lambda a: np.ones(1), SVC),
        "precomputed": setting(SVC, kernel="precomputed"),
        "sparse": setting(SVC, _sparse=True),
        "no sparse": drop(SVC, "_sparse"),
        "other svm": setting(SVC, _impl="epsilon_svr"),
        "features in": setting(SVC, n_features_in_=10**6),
        "no features in": drop(SVC, "n_features_in_"),
        "classes": numbers("classes_", lambda a: np.repeat(a, 99), SVC),
    },
    "neighbours": {
        "labels": numbers("_y", lambda a: a + 10**9, KNN),
        "negative labels": numbers("_y", lambda a: a - 10**9, KNN),
        "fewer labels": numbers("_y", lambda a: a[:1], KNN),
        "rows": numbers("_fit_X", lambda a: a[:1], KNN),
        "columns": numbers("_fit_X", lambda a: a[:, :1], KNN),
        "nan": numbers("_fit_X", lambda a: a * np.nan, KNN),
        "more": setting(KNN, n_neighbors=10**9),
        "none": setting(KNN, n_neighbors=0),
        "samples": setting(KNN, n_samples_fit_=10**9),
        "metric": setting(KNN, metric="mahalanobis"),
        "effective metric": setting(KNN, effective_metric_="haversine"),
        "p": setting(KNN, p="x"),
        "method": setting(KNN, _fit_method="x"),
        "leaf": setting(KNN, _fit_method="kd_tree", leaf_size=-1),
        "features in": setting(KNN, n_features_in_=3),
        "classes": numbers("classes_", lambda a: a[:1], KNN),
    },
    "linear-svm": {
        "coefficients": numbers("coef_", lambda a: a[:, :3], "LinearSVC"),
        "classes": numbers("coef_", lambda a: a[:1], "LinearSVC"),
        "intercept": numbers("intercept_", lambda a: a[:1], "LinearSVC"),
        "infinite": numbers("coef_", lambda a: a / 0.0, "LinearSVC"),
        "scale": numbers("scale_", lambda a: a[:1], "StandardScaler"),
    },
    "clipped": {
        "mean": numbers("mean_", lambda a: a[:1], "ClippedScaler"),
        "scale": numbers("scale_", lambda a: a[:1], "ClippedScaler"),
        "limit": setting("ClippedScaler", limit="x"),
    },
    "components": {
        "mean": numbers("mean_", lambda a: a[:1], "PrincipalComponents"),
        "columns": numbers("components_", lambda a: a[:, :1].copy(), "PrincipalComponents"),
        "rows": numbers("components_", lambda a: a[:1], "PrincipalComponents"),
        "nan": numbers("components_", lambda a: a * np.nan, "PrincipalComponents"),
        "values": numbers("singular_values_", lambda a: a[:1], "PrincipalComponents"),
    },
    "labels-chain": {
        "order": setting("ClassifierChain", order_=[0, 1, 99]),
        "twice": setting("ClassifierChain", order_=[0, 1, 1]),
        "estimators": setting("ClassifierChain", estimators_=[]),
    },
}  # fmt: skip


def test_forged_numbers_give_an_error_and_no_crash(tmp_path):
    for kind, attacks in ATTACKS.items():
        (tmp_path / f"{kind}.skops").write_bytes(fitted.file(kind))
        for name, change in attacks.items():
            forgery = Forgery(fitted.file(kind))
            with np.errstate(all="ignore"):
                change(forgery)
            forgery.write(tmp_path / f"{kind}_{name}.skops")
    outcomes = open_all(tmp_path, fitted.data()[0])
    opened = {name: o for name, o in outcomes.items() if not o.startswith(str(tmp_path))}
    assert opened == {f"{kind}.skops": "same" for kind in ATTACKS}
    vague = {n: o for n, o in outcomes.items() if n not in opened and "damaged or altered" not in o}
    assert not vague


@pytest.mark.parametrize(
    "change",
    [
        setting("EdgeHistogram", grid=-3),
        setting("EdgeHistogram", _parameter_constraints={}),
        setting("EdgeHistogram", other=3),
        drop("EdgeHistogram", "grid"),
    ],
)
def test_a_feature_with_parameters_outside_its_limits_is_refused(change, stripes, tmp_path):
    images, labels = stripes
    pipeline = make_pipeline(EdgeHistogram(), LogisticRegression()).fit(images, labels)
    path = save_model(pipeline, tmp_path)
    forgery = Forgery(path.read_bytes())
    change(forgery)
    forgery.write(path)
    refused(path, "damaged or altered")


def test_forging_itself_keeps_a_file_whole(tmp_path):
    """Otherwise the files above would be refused for a reason of their own."""
    X = fitted.data()[0]
    for kind in KINDS:
        model = load_model(forged(kind, tmp_path, lambda f: None))
        np.testing.assert_array_equal(model.predict(X), fitted.model(kind).predict(X))
    load_model(forged("tree", tmp_path, numbers("nodes", lambda a: None, "Tree")))
