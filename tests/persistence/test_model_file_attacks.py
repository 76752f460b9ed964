"""Files that are damaged, or forged on purpose: a clear error, never a crash."""

import io
import json
import pickle
import sys
import zipfile

import numpy as np
import pytest
import skops.io
from persistence import fitted
from persistence.forgery import NONE, Forgery, json_node, open_all
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls.features import EdgeHistogram
from classic_cls.persistence import ModelFileError, load_model, save_model

KINDS = ("linear-svm", "rbf-svm", "tree", "boosting", "neighbours", "labels-chain")


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    """Path of a genuine file, by name."""
    folder = tmp_path_factory.mktemp("genuine")
    return {kind: save_model(fitted.model(kind), folder / f"{kind}.skops") for kind in KINDS}


def refused(path, match):
    with pytest.raises(ModelFileError, match=match) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


def forged(genuine, tmp_path, kind, change):
    forgery = Forgery(genuine[kind])
    change(forgery)
    path = tmp_path / "forged.skops"
    forgery.write(path)
    return path


# Damage


def test_a_file_cut_short_at_any_length_is_refused(genuine, tmp_path):
    data = genuine["linear-svm"].read_bytes()
    path = tmp_path / "cut.skops"
    for length in [*range(0, len(data), 37), len(data) - 1]:
        path.write_bytes(data[:length])
        refused(path, "not a model file|cut short")


def test_a_flipped_byte_gives_an_error_or_the_same_predictions(genuine, tmp_path):
    rng = np.random.default_rng(0)
    for kind in KINDS:
        data = genuine[kind].read_bytes()
        (tmp_path / f"{kind}.skops").write_bytes(data)
        ends = np.r_[:60, -300:0] % len(data)  # headers are there
        for position in {*rng.integers(0, len(data), 40), *rng.choice(ends, 20)}:
            altered = bytearray(data)
            altered[position] ^= 1 << rng.integers(8)
            (tmp_path / f"{kind}_{position}.skops").write_bytes(altered)
    outcomes = open_all(tmp_path, fitted.data()[0])
    bad = {name: o for name, o in outcomes.items() if o != "same" and not o.startswith(str(tmp_path))}
    assert not bad
    assert sum(o == "same" for o in outcomes.values()) < len(outcomes) / 2


@pytest.mark.parametrize("data", [b"", b"text", pickle.dumps([1]), b"\x89PNG\r\n", bytes(100)])
def test_something_else_is_not_a_model_file(data, tmp_path):
    path = tmp_path / "other.skops"
    path.write_bytes(data)
    refused(path, "not a model file of classic_cls")


def test_a_plain_skops_file_is_not_a_model_file(tmp_path):
    path = tmp_path / "plain.skops"
    skops.io.dump(LogisticRegression(), path)
    refused(path, "not a model file of classic_cls")


def test_an_altered_member_does_not_fit_its_checksum(genuine, tmp_path):
    path = tmp_path / "altered.skops"
    with zipfile.ZipFile(genuine["tree"]) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-1] + bytes([data[-1] ^ 1]) if name == "0.npy" else data)
    refused(path, "damaged or altered .*checksum")


def test_a_newer_format_says_what_to_do(genuine, tmp_path):
    path = forged(genuine, tmp_path, "tree", lambda f: f.metadata.update(format=2))
    refused(path, r"newer version \(format 2\); this one reads 1: upgrade classic_cls")


@pytest.mark.parametrize("number", [0, -1, True, "1", None, 1.0])
def test_a_format_that_is_no_number_is_refused(number, genuine, tmp_path):
    refused(forged(genuine, tmp_path, "tree", lambda f: f.metadata.update(format=number)), "damaged")


@pytest.mark.parametrize(
    "changes",
    [
        {"class_names": ["a", "b", "c"]}, {"class_names": 3}, {"task": "?"}, {"positive": "?"},
        {"figures": 3}, {"format_name": "?"}, {"reading_range": 5}, {"versions": []},
    ],
)  # fmt: skip
def test_metadata_that_make_no_sense_are_refused(changes, genuine, tmp_path):
    refused(forged(genuine, tmp_path, "tree", lambda f: f.metadata.update(changes)), "damaged|not a")


# Containers


def test_members_too_many_or_missing_are_refused(genuine, tmp_path):
    path = tmp_path / "m.skops"
    for change in ("add", "double", "drop"):
        with zipfile.ZipFile(genuine["tree"]) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist()[change == "drop" :]:
                new.writestr(name, old.read(name))
            if change == "add":
                new.writestr("extra.npy", b"")
            if change == "double":
                with pytest.warns(UserWarning, match="Duplicate"):
                    new.writestr("0.npy", old.read("0.npy"))
        refused(path, "not a model file" if change == "drop" else "members are missing, doubled")


@pytest.mark.parametrize("name", ["../1.npy", "run.py", "/etc/1.npy", "1.npy/2"])
def test_a_member_of_an_unexpected_name_is_refused(name, genuine, tmp_path):
    path = forged(genuine, tmp_path, "tree", lambda f: f.members.update({name: b"x"}))
    refused(path, "unexpected member")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(genuine, tmp_path):
    path = forged(genuine, tmp_path, "tree", lambda f: f.members.update({"99.npy": bytes(10**8)}))
    assert path.stat().st_size < 10**6
    refused(path, "would take 0.1 GB of memory")


def test_one_array_named_again_and_again_is_refused(genuine, tmp_path):
    def change(forgery):
        attributes = forgery.attributes("KNeighborsClassifier")
        big = attributes["_fit_X"]
        forgery.change_array(big, lambda a: np.zeros(10**6))
        nodes = [dict(big) for _ in range(100)]
        attributes["more"] = dict(NONE, __loader__="ListNode", __class__="list", content=nodes)

    refused(forged(genuine, tmp_path, "neighbours", change), "of memory")


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<U0', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (1,), }",
        "__import__('os').abort()",
    ],
)
def test_an_array_whose_header_lies_is_refused(header, genuine, tmp_path):
    def change(forgery):
        text = header.encode().ljust(117) + b"\n"
        forgery.members["0.npy"] = b"\x93NUMPY\x01\x00" + bytes([118, 0]) + text + bytes(8)

    refused(forged(genuine, tmp_path, "tree", change), "damaged or altered")


# Types


def object_node(module, name, loader="ObjectNode", **more):
    return {"__class__": name, "__module__": module, "__loader__": loader, **more}


ARGUMENTS = object_node("builtins", "tuple", "TupleNode", content=[json_node("touch /tmp/x")])
EMPTY = object_node(
    "builtins", "dict", "DictNode", content={},
    key_types=object_node("builtins", "list", "ListNode", content=[]),
)  # fmt: skip
SYSTEM = object_node("posix", "system", "FunctionNode")


@pytest.mark.parametrize(
    "node, name",
    [
        (SYSTEM, "posix.system"),
        (object_node("subprocess", "Popen", "TypeNode"), "subprocess.Popen"),
        (object_node("builtins", "eval", "TypeNode"), "builtins.eval"),
        (object_node("mymodule", "MyStep", content=EMPTY), "mymodule.MyStep"),
        (object_node("this", "s", "LossNode", content=EMPTY, __reduce__={"args": EMPTY}), "this.s"),
        (object_node("this", "s", "ConstructorFromReduceNode", content=ARGUMENTS), "this.s"),
        (object_node("operator", "methodcaller", "OperatorFuncNode", attrs=EMPTY), "methodcaller"),
        (
            object_node(
                "functools", "partial", "PartialNode",
                content={"func": SYSTEM, "args": ARGUMENTS, "kwds": EMPTY, "namespace": NONE},
            ),
            "functools.partial",
        ),
        (
            object_node(
                "sklearn.pipeline", "Pipeline", "MethodNode",
                content={"obj": object_node("sklearn.pipeline", "Pipeline"), "func": "fit"},
            ),
            "sklearn.pipeline.Pipeline",
        ),
        (object_node("sklearn", "pipeline.Pipeline", content=EMPTY), "sklearn.pipeline.Pipeline"),
        (object_node("sklearn.svm._classes", "SVR", content=EMPTY), "SVR"),
        (object_node("classic_cls.extraction.freezing", "freeze", "FunctionNode"), "freeze"),
        (object_node("numpy.random._generator", "Generator", "RandomGeneratorNode"), "Generator"),
        (object_node("builtins", "str", "UnknownNode"), "builtins.str"),
    ],
)  # fmt: skip
def test_types_that_are_not_needed_are_named_and_not_made(node, name, genuine, tmp_path):
    def change(forgery):
        forgery.attributes("Pipeline")["verbose"] = node

    sys.modules.pop("this", None)
    path = forged(genuine, tmp_path, "tree", change)
    refused(path, f"types that are not trusted .*{name}.*not opened")
    assert "this" not in sys.modules


def test_references_between_objects_are_refused(genuine, tmp_path):
    def change(forgery):
        forgery.schema["__id__"] = 1
        forgery.attributes("Pipeline")["verbose"] = {**NONE, "__id__": 1}

    refused(forged(genuine, tmp_path, "tree", change), "references between objects")


@pytest.mark.parametrize("protocol", [0, 1, 3, None, "2"])
def test_another_protocol_of_skops_is_refused(protocol, genuine, tmp_path):
    path = forged(genuine, tmp_path, "tree", lambda f: f.schema.update(protocol=protocol))
    refused(path, "protocol")


def test_endless_nesting_is_refused(genuine, tmp_path):
    def change(forgery):
        node = NONE
        for _ in range(300):
            node = object_node("builtins", "list", "ListNode", content=[node])
        deepest = node
        while deepest["content"] != "null":
            deepest = deepest["content"][0]
        deepest.update(content="[" * 10**5)
        forgery.attributes("Pipeline")["verbose"] = node

    refused(forged(genuine, tmp_path, "tree", change), "damaged or altered")


# Numbers that compiled code follows


def numbers(attribute, change, owner="DecisionTreeClassifier"):
    """Change an array attribute."""
    return lambda f: f.change_array(f.attributes(owner)[attribute], change)


def setting(owner, **values):
    """Set attributes to plain values."""

    def change(forgery):
        attributes = forgery.attributes(owner)
        for name, value in values.items():
            attributes[name] = json_node(value)

    return change


def tree_state(name):
    return lambda forgery: forgery.attributes("Tree")[name]


def put(field, row, value):
    def change(array):
        array[field][row] = value

    return change


def tree(field, row, value):
    return lambda f: f.change_array(f.attributes("Tree")["nodes"], put(field, row, value))


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
    return lambda f: f.change_array(f.attributes("TreePredictor")["nodes"], put(field, row, value))


def drop(owner, name):
    def change(forgery):
        del forgery.attributes(owner)[name]

    return change


def bare_tree(forgery):
    """A tree as the last step, where nothing compares its columns."""
    steps = forgery.attributes("Pipeline")["steps"]["content"]
    steps[-1]["content"][1] = forgery.attributes("DecisionTreeClassifier")["tree_"]


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
        "no nodes": lambda f: f.change_array(f.attributes("Tree")["nodes"], lambda a: a[:0]),
        "fewer nodes": lambda f: f.change_array(f.attributes("Tree")["nodes"], lambda a: a[:2]),
        "fewer values": lambda f: f.change_array(f.attributes("Tree")["values"], lambda a: a[:1]),
        "thin values": lambda f: f.change_array(f.attributes("Tree")["values"], lambda a: a[..., :1]),
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
        "no nodes": lambda f: f.change_array(f.attributes("TreePredictor")["nodes"], lambda a: a[:0]),
        "square nodes": lambda f: f.change_array(
            f.attributes("TreePredictor")["nodes"], lambda a: a[None]
        ),
        "other numbers": lambda f: f.change_array(
            f.attributes("TreePredictor")["nodes"], lambda a: np.zeros(9)
        ),
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
        "negative counts": numbers("_n_support", lambda a: np.array([-5, 5, a.sum()], a.dtype), SVC),
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
    "labels-chain": {
        "order": setting("ClassifierChain", order_=[0, 1, 99]),
        "twice": setting("ClassifierChain", order_=[0, 1, 1]),
        "estimators": setting("ClassifierChain", estimators_=[]),
    },
}  # fmt: skip


def test_forged_numbers_give_an_error_and_no_crash(genuine, tmp_path):
    for kind, attacks in ATTACKS.items():
        (tmp_path / f"{kind}.skops").write_bytes(genuine[kind].read_bytes())
        for name, change in attacks.items():
            forgery = Forgery(genuine[kind])
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
    genuine = {"edges": save_model(pipeline, tmp_path)}
    refused(forged(genuine, tmp_path, "edges", change), "damaged or altered")


def test_forging_itself_keeps_a_file_whole(genuine, tmp_path):
    """Otherwise the attacks above would fail for a reason of their own."""
    X = fitted.data()[0]
    for kind in KINDS:
        model = load_model(forged(genuine, tmp_path, kind, lambda f: None))
        np.testing.assert_array_equal(model.predict(X), fitted.model(kind).predict(X))
    forgery = Forgery(genuine["tree"])
    forgery.change_array(forgery.attributes("Tree")["nodes"], lambda a: None)
    forgery.write(tmp_path / "t.skops")
    assert json.loads(json.dumps(forgery.schema)) == forgery.schema
    load_model(tmp_path / "t.skops")
    assert io.BytesIO(forgery.members["0.npy"]).read(6) == b"\x93NUMPY"
