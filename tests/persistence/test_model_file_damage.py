"""Files that are damaged, of another kind, or hold other types: a clear error, never a crash."""

import io
import pickle
import sys
import zipfile

import numpy as np
import pytest
import skops.io
from persistence import fitted
from persistence.forgery import KINDS, NONE, forged, json_node, open_all, refused
from sklearn.linear_model import LogisticRegression


def test_a_file_cut_short_at_any_length_is_refused(tmp_path):
    data = fitted.file("linear-svm")
    path = tmp_path / "cut.skops"
    for length in [*range(0, len(data), 37), len(data) - 1]:
        path.write_bytes(data[:length])
        refused(path, "not a model file|cut short")


def test_a_flipped_byte_gives_an_error_or_the_same_predictions(tmp_path):
    rng = np.random.default_rng(0)
    for kind in KINDS:
        data = fitted.file(kind)
        (tmp_path / f"{kind}.skops").write_bytes(data)
        ends = np.r_[:60, -300:0] % len(data)  # headers are there
        for position in {*rng.integers(0, len(data), 40), *rng.choice(ends, 20)}:
            altered = bytearray(data)
            altered[position] ^= 1 << rng.integers(8)
            (tmp_path / f"{kind}_{position}.skops").write_bytes(altered)
    outcomes = open_all(tmp_path, fitted.data()[0])
    allowed = ("same", str(tmp_path))
    bad = {name: o for name, o in outcomes.items() if not o.startswith(allowed)}
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


def test_an_altered_member_does_not_fit_its_checksum(tmp_path):
    path = tmp_path / "altered.skops"
    with zipfile.ZipFile(io.BytesIO(fitted.file("tree"))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            data = data[:-1] + bytes([data[-1] ^ 1]) if name == "0.npy" else data
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    refused(path, "damaged or altered .*checksum")


def test_a_newer_format_says_what_to_do(tmp_path):
    path = forged("tree", tmp_path, lambda f: f.metadata.update(format=3))
    refused(path, r"newer version \(format 3\); this one reads 2: upgrade classic_cls")


@pytest.mark.parametrize("number", [0, -1, True, "1", None, 1.0])
def test_a_format_that_is_no_number_is_refused(number, tmp_path):
    path = forged("tree", tmp_path, lambda f: f.metadata.update(format=number))
    refused(path, "damaged")


@pytest.mark.parametrize(
    "changes",
    [
        {"class_names": ["a", "b", "c"]}, {"class_names": 3}, {"task": "?"}, {"positive": "?"},
        {"figures": 3}, {"format_name": "?"}, {"reading_range": 5}, {"versions": []},
    ],
)  # fmt: skip
def test_metadata_that_make_no_sense_are_refused(changes, tmp_path):
    path = forged("tree", tmp_path, lambda f: f.metadata.update(changes))
    refused(path, "damaged|not a model file")


# Containers


def test_members_too_many_or_missing_are_refused(tmp_path):
    path = tmp_path / "m.skops"
    old = zipfile.ZipFile(io.BytesIO(fitted.file("tree")))
    for change in ("add", "double", "drop"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist()[change == "drop" :]:
                new.writestr(name, old.read(name))
            if change == "add":
                new.writestr("extra.npy", b"")
            if change == "double":
                with pytest.warns(UserWarning, match="Duplicate"):
                    new.writestr("0.npy", old.read("0.npy"))
        refused(path, "not a model file" if change == "drop" else "members")


@pytest.mark.parametrize("name", ["../1.npy", "run.py", "/etc/1.npy", "1.npy/2"])
def test_a_member_of_an_unexpected_name_is_refused(name, tmp_path):
    path = forged("tree", tmp_path, lambda f: f.members.update({name: b"x"}))
    refused(path, "unexpected member")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = forged("tree", tmp_path, lambda f: f.members.update({"99.npy": bytes(10**8)}))
    assert path.stat().st_size < 10**6
    refused(path, "would take 0.1 GB of memory")


def test_one_array_named_again_and_again_is_refused(tmp_path):
    def change(forgery):
        attributes = forgery.attributes("KNeighborsClassifier")
        big = attributes["_fit_X"]
        forgery.change_array(big, lambda a: np.zeros(10**6))
        nodes = [dict(big) for _ in range(100)]
        attributes["more"] = dict(NONE, __loader__="ListNode", __class__="list", content=nodes)

    refused(forged("neighbours", tmp_path, change), "of memory")


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
def test_an_array_whose_header_lies_is_refused(header, tmp_path):
    def change(forgery):
        text = header.encode().ljust(117) + b"\n"
        forgery.members["0.npy"] = b"\x93NUMPY\x01\x00" + bytes([118, 0]) + text + bytes(8)

    refused(forged("tree", tmp_path, change), "damaged or altered")


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
def test_types_that_are_not_needed_are_named_and_not_made(node, name, tmp_path):
    def change(forgery):
        forgery.attributes("Pipeline")["verbose"] = node

    sys.modules.pop("this", None)
    path = forged("tree", tmp_path, change)
    refused(path, f"types that are not trusted .*{name}.*not opened")
    assert "this" not in sys.modules


def test_references_between_objects_are_refused(tmp_path):
    def change(forgery):
        forgery.schema["__id__"] = 1
        forgery.attributes("Pipeline")["verbose"] = {**NONE, "__id__": 1}

    refused(forged("tree", tmp_path, change), "references between objects")


@pytest.mark.parametrize("protocol", [0, 1, 3, None, "2"])
def test_another_protocol_of_skops_is_refused(protocol, tmp_path):
    path = forged("tree", tmp_path, lambda f: f.schema.update(protocol=protocol))
    refused(path, "protocol")


def test_endless_nesting_is_refused(tmp_path):
    def change(forgery):
        node = dict(NONE)
        for _ in range(300):
            node = object_node("builtins", "list", "ListNode", content=[node])
        deepest = node
        while deepest["content"] != "null":
            deepest = deepest["content"][0]
        deepest.update(content="[" * 10**5)
        forgery.attributes("Pipeline")["verbose"] = node

    refused(forged("tree", tmp_path, change), "damaged or altered")
