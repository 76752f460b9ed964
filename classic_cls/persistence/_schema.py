"""The description of an object that skops writes: made plain on saving, checked on loading.

skops is told which types to trust, but trusts more by itself, and how strictly it looks
differs between its versions. The description is therefore held against a list of our own
before skops sees it: every node by kind, module and name; nothing may refer to a node
elsewhere; and the trees, which compiled code copies while they are made, by content.
"""

import json
from collections.abc import Iterator
from zipfile import ZipFile

from .._remedies import remedy
from .._validation import quoted
from ._archive import check_size, read_array
from ._errors import ModelFileError, damaged
from ._registry import ask_packages, is_registered
from ._trees import check_tree_state
from ._types import NOT_NEEDED, TRUSTED, predicts_with_numpy

# The meaning of the nodes below. Another number could mean another thing.
_PROTOCOL = 2
_ARRAY = ("NdArrayNode", "ndarray", "numpy")
_NONE = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "null"}


def plain_schema(schema: dict) -> list[str]:
    """Leave out memory addresses and parts that are not needed; number the arrays."""
    # skops names objects and arrays by their address, which differs from run to run, and lets a
    # node stand for another one of the same address. Without, what is written is what is loaded.
    files: dict[str, int] = {}
    for node in _walk(schema):
        node.pop("__id__", None)
        if _path(node) in NOT_NEEDED:
            node.clear()
            node.update(_NONE)
        if "file" in node:
            number = files.setdefault(node["file"], len(files))
            node["file"] = f"{number}.npy"
    return list(files)


def unknown_types(schema: dict) -> str:
    """Types in the schema that a model file may not hold, for a message; empty if there is none."""
    unknown = _unknown(schema)
    if not unknown:
        return ""
    faults = ask_packages()
    unknown = _unknown(schema)
    return "; ".join([quoted(unknown), *faults]) if unknown else ""


def _unknown(schema: dict) -> list[str]:
    return sorted({".".join(_path(node)) for node in _walk(schema) if not _is_trusted(node)})


def _is_trusted(node: dict) -> bool:
    kind, path = node["__loader__"], _path(node)
    if path in TRUSTED.get(kind, ()):
        return True
    return kind == "ObjectNode" and (is_registered(path) or predicts_with_numpy(*path))


def check_schema(schema: dict, archive: ZipFile, compressed: int) -> list[str]:
    """Refuse a description that could do anything but make known objects."""
    if schema["protocol"] != _PROTOCOL:
        raise ModelFileError(
            f"written by a version of skops with protocol {schema['protocol']!r}; this version "
            f"of classic_cls reads protocol {_PROTOCOL}"
        )
    unknown = unknown_types(schema)
    if unknown:
        raise ModelFileError(
            f"holds types that are not trusted ({unknown}) and was not opened; "
            + remedy(
                "import the package that registers them (see register_types), if you trust it",
                "install the package that registers them, if you trust it",
            )
        )
    size = 0
    for node in _walk(schema):
        if "__id__" in node:
            raise damaged("references between objects")
        if "file" in node:
            size += archive.getinfo(node["file"]).file_size
            check_size(size, compressed)
        if node["__loader__"] == "TreeNode":
            _check_tree(node, archive)
    return sorted({".".join(_path(node)) for node in _walk(schema)})


def _path(node) -> tuple[str, str]:
    return node["__module__"], node["__class__"]


def _walk(schema: dict) -> Iterator[dict]:
    """Every node, by the fields that skops follows for its kind; may be changed meanwhile."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(_children(node))


def _children(node: dict) -> list[dict]:
    kind = node["__loader__"]
    if kind in ("ListNode", "TupleNode"):
        return node["content"]
    if kind == "DictNode":
        return [node["key_types"], *node["content"].values()]
    if kind == "DTypeNode":
        return [node["content"]]
    if kind == "ObjectNode":
        return [] if node.get("content") is None else [node["content"]]
    if kind == "TreeNode":
        return [node["content"], node["__reduce__"]["args"]]
    if kind == "NdArrayNode" and node["type"] == "json":
        return [node["shape"], *node["content"]]
    return []


def _check_tree(node: dict, archive: ZipFile) -> None:
    def value(part):
        if part["__loader__"] == "JsonNode":
            return json.loads(part["content"])
        if (part["__loader__"], part["__class__"], part["type"]) != _ARRAY:
            raise damaged("parts of a tree")
        return read_array(archive, part["file"])

    arguments, state = node["__reduce__"]["args"], node["content"]
    if (arguments["__loader__"], state["__loader__"]) != ("TupleNode", "DictNode"):
        raise damaged("parts of a tree")
    check_tree_state(
        tuple(value(part) for part in arguments["content"]),
        {name: value(part) for name, part in state["content"].items()},
    )
