"""Docstrings of steps are lecture notes, and true of their classes."""

import ast
import importlib
import inspect
import re

import pytest

import classic_cls
from classic_cls import descriptors, encoders, features, transforms

PLACES = (features, descriptors, encoders, transforms)
LEARNED = ["BlockWeight", "ClippedScaler", "HomogeneousKernelMap", "KernelRidgeClassifier"]
STEPS = [*(name for place in PLACES for name in place.__all__), *LEARNED]


def sections(name) -> dict[str, str]:
    """Text by title; what stands before the first title is under ""."""
    parts = re.split(r"^(\w[\w ]+)\n-+$", inspect.getdoc(getattr(classic_cls, name)), flags=re.M)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def exists(name) -> bool:
    """Whether a public name, or a module or function written in full, is there."""
    if hasattr(classic_cls, name):
        return True
    try:
        importlib.import_module(name)
    except ImportError:
        module, _, function = name.rpartition(".")
        return bool(module) and hasattr(importlib.import_module(module), function)
    return True


@pytest.mark.parametrize("name", STEPS)
def test_a_paragraph_explains_and_further_sections_follow(name):
    found = sections(name)
    assert {"See Also", "Notes", "Examples"} <= set(found)
    paragraphs = found[""].strip().split("\n\n")[1:]
    assert len(" ".join(paragraphs)) > 250, "what does it do, and what is it good for?"


@pytest.mark.parametrize("name", STEPS)
def test_see_also_points_at_what_exists(name):
    entries = re.findall(r"^(\S.*) : \S.*$", sections(name)["See Also"], flags=re.M)
    names = [name for entry in entries for name in entry.split(", ")]
    assert names and all(map(exists, names))


@pytest.mark.parametrize("name", STEPS)
def test_references_are_cited(name):
    found = sections(name)
    numbers = re.findall(r"^\.\. \[(\d+)\]", found.get("References", ""), flags=re.M)
    assert bool(numbers) == ("References" in found)
    text = "".join(part for title, part in found.items() if title != "References")
    assert sorted(numbers) == sorted(set(re.findall(r"\[(\d+)\]_", text)))


@pytest.mark.parametrize("name", STEPS)
def test_defaults_are_told_as_they_are(name):
    parameters = inspect.signature(getattr(classic_cls, name)).parameters.values()
    told = dict(re.findall(r"^(\w+) : .*\bdefault=(.+)$", sections(name).get("Parameters", ""),
                           flags=re.M))
    defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
    assert {name: ast.literal_eval(value) for name, value in told.items()} == defaults
