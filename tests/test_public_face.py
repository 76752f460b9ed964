"""The front door: its names, their types and their docstrings."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from numpydoc.validate import validate

import classic_cls
from classic_cls import displays

STUB = ast.parse(Path(classic_cls.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
IMPORTS = {node.module: [(alias.name, alias.asname) for alias in node.names]
           for node in STUB.body if isinstance(node, ast.ImportFrom)}

# TEMPORARY: rooms that are being rebuilt. Take out what has its types.
UNTYPED = {"evaluation"}


def members(cls):
    """Public functions of a class by name, those of this package's bases among them."""
    for base in cls.__mro__:
        for name, member in vars(base).items():
            if isinstance(member, property):
                member = member.fget
            member = inspect.unwrap(getattr(member, "__func__", member))
            ours = str(getattr(member, "__module__", "")).startswith("classic_cls.")
            if ours and inspect.isfunction(member) and (name == "__init__" or name[0] != "_"):
                yield f"{base.__name__}.{name}", member


THINGS = {name: thing for place in (classic_cls, displays) for name in place.__all__
          if inspect.isroutine(thing := getattr(place, name)) or inspect.isclass(thing)}
FUNCTIONS = {name: thing for name, thing in THINGS.items() if inspect.isfunction(thing)}
METHODS = {name: method for thing in THINGS.values() if inspect.isclass(thing)
           for name, method in members(thing)}


@pytest.mark.parametrize("room", IMPORTS)
def test_the_stub_lists_what_rooms_export(room):
    exported = import_module(f"classic_cls.{room}").__all__
    for name, shown_as in IMPORTS[room]:
        assert name == "*" or name in exported
        assert name == "*" or name == shown_as, "or type checkers take it for private"


def test_every_name_can_be_imported_from_the_package():
    for name in classic_cls.__all__:
        assert hasattr(classic_cls, name), name
    assert {"HOG", "train"} <= set(classic_cls.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Hog'"):
        _ = classic_cls.Hog


@pytest.mark.parametrize("code", ["pass", "hasattr(classic_cls, 'absolute')"])
def test_looking_around_imports_nothing(code):
    code = (f"import sys, classic_cls; {code}; "
            "sys.exit(any(n.startswith(('classic_cls.', 'numpy')) for n in sys.modules))")
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("name", [*FUNCTIONS, *METHODS])
def test_parameters_and_results_have_types(name):
    function = FUNCTIONS.get(name) or METHODS[name]
    if function.__module__.split(".")[1] in UNTYPED:
        pytest.skip("its room is being rebuilt")
    signature = inspect.signature(function)
    parameters = [p for p in signature.parameters.values() if p.name not in ("self", "cls")]
    untyped = [p.name for p in parameters if p.annotation is p.empty]
    assert not untyped
    assert signature.return_annotation is not signature.empty or name.endswith("__init__")


# What numpydoc asks for and this project does not: a longer summary, links and an example
# everywhere; a description where name and type say it, or a type where the signature has it;
# a verb where a noun is shorter.
WAIVED = {"ES01", "SA01", "EX01", "RT03", "PR07", "PR04", "SS05"}
# Every parameter and the result: methods may be told in one line, and results, which nobody
# makes, have attributes.
COMPLETE = {"PR01", "RT01", "YD01"}


@pytest.mark.parametrize("name", THINGS)
def test_docstrings_follow_numpydoc(name):
    thing = THINGS[name]
    made_by_users = inspect.isfunction(thing) or "Parameters\n" in inspect.getdoc(thing)
    waived = WAIVED if made_by_users else WAIVED | COMPLETE
    found = validate(f"{thing.__module__}.{name}")["errors"]
    assert not [error for error in found if error[0] not in waived]


@pytest.mark.parametrize("name", [n for n in METHODS if not n.endswith("__init__")])
def test_docstrings_of_methods_say_nothing_untrue(name):
    found = validate(f"{METHODS[name].__module__}.{name}")["errors"]
    assert not [error for error in found if error[0] not in WAIVED | COMPLETE]
