"""Model files as a forger would write them: altered, with checksums that fit again.

Run as a script it opens every file of a folder in a process of its own, which may crash
without taking the tests along.
"""

import io
import json
import os
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from persistence import fitted

import classic_cls
from classic_cls.persistence import ModelFileError, load_model
from classic_cls.persistence._archive import SCHEMA, write_archive

KINDS = ("linear-svm", "rbf-svm", "tree", "boosting", "neighbours", "labels-chain")
NONE = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "null"}


def json_node(value):
    return {**NONE, "content": json.dumps(value)}


class Forgery:
    """The parts of a model file, to be changed and written again."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        self.metadata = json.loads(self.members.pop("classic_cls.json"))
        del self.members["seal.json"]
        self.schema = json.loads(self.members.pop(SCHEMA))

    def write(self, path):
        metadata = {k: v for k, v in self.metadata.items() if k != "sha256"}
        members = {SCHEMA: json.dumps(self.schema).encode(), **self.members}
        with open(path, "wb") as stream:
            write_archive(stream, metadata, members)

    def attributes(self, class_name):
        """Attribute nodes of the first object of a class, as a dict that can be changed."""
        waiting = [self.schema]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, dict):
                if node.get("__class__") == class_name and "content" in node:
                    return _Attributes(node["content"])
                waiting.extend(node.values())
            elif isinstance(node, list):
                waiting.extend(node)
        raise LookupError(class_name)

    def array(self, node):
        return np.load(io.BytesIO(self.members[node["file"]]))

    def change_array(self, node, change):
        """Replace an array by ``change(array)``, or by the array that it changed in place."""
        array = self.array(node)
        changed = change(array)
        stream = io.BytesIO()
        np.save(stream, array if changed is None else changed)
        node["file"] = f"{900 + len(self.members)}.npy"
        self.members[node["file"]] = stream.getvalue()
        used = json.dumps(self.schema)
        self.members = {name: data for name, data in self.members.items() if f'"{name}"' in used}


class _Attributes(dict):
    """A DictNode: values are nodes, and a new name needs the type of its key."""

    def __init__(self, node):
        super().__init__(node["content"])
        self._node = node

    def __setitem__(self, name, node):
        content = self._node["content"]
        if name not in content:
            types = self._node["key_types"]["content"]
            types.append({"__class__": "str", "__module__": "builtins", "__loader__": "TypeNode"})
        content[name] = node

    def __delitem__(self, name):
        position = list(self._node["content"]).index(name)
        del self._node["content"][name]
        del self._node["key_types"]["content"][position]


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


def drop(owner, name):
    def change(forgery):
        del forgery.attributes(owner)[name]

    return change


def forged(kind, folder, change):
    """Path of a changed file whose checksums fit."""
    forgery = Forgery(fitted.file(kind))
    change(forgery)
    path = folder / "forged.skops"
    forgery.write(path)
    return path


def refused(path, match):
    """Assert that opening fails with a message that names the file."""
    with pytest.raises(ModelFileError, match=match) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


def open_all(folder, X):
    """Outcome by file name: "same" or "other" predictions, or the message of the error."""
    np.save(Path(folder) / "X.npy", X)
    roots = (Path(classic_cls.__file__).parents[1], Path(__file__).parents[1])
    places = os.pathsep.join(map(str, roots))
    environment = {**os.environ, "PYTHONPATH": places, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, str(folder)],
        env=environment, capture_output=True, text=True, timeout=300,
    )
    lines = run.stdout.splitlines()
    outcomes = dict(json.loads(line) for line in lines)
    expected = sorted(path.name for path in Path(folder).glob("*.skops"))
    crashed = [name for name in expected if name not in outcomes][:1]
    assert run.returncode == 0 and not crashed, f"{crashed}: {run.returncode} {run.stderr[-2000:]}"
    return outcomes


def _main(folder):
    warnings.simplefilter("ignore")
    X = np.load(folder / "X.npy")
    genuine = {}
    for path in sorted(folder.glob("*.skops")):
        # A name is GENUINE_CHANGE.skops; GENUINE.skops comes first.
        kind = path.stem.split("_")[0]
        try:
            model = load_model(path)
            found = model.predict(X).tolist(), model.predict_scores(X).tolist()
            genuine.setdefault(kind, found)
            outcome = "same" if found == genuine[kind] else "other"
        except ModelFileError as error:
            outcome = str(error)
        except Exception as error:
            outcome = f"unexpected {type(error).__name__}: {error}"
        print(json.dumps([path.name, outcome]), flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
