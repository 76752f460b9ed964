"""Options that messages name are there, in the verbs that can say them."""

import ast
import re
from pathlib import Path

import pytest
import typer

import classic_cls
from classic_cls.cli import application

PACKAGE = Path(classic_cls.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
# What every verb that opens images can say, whatever it does with them.
OF_EVERY_VERB = (
    "base", "descriptors", "encoders", "extraction", "features", "inspection", "kernels",
    "persistence", "reading", "transforms",
)  # fmt: skip
# Only where a recipe is made: it looks at training images.
WHILE_TRAINING = {"reading/_find_range.py"}


def options_of_verbs():
    program = typer.main.get_command(application._application())
    return {
        name: {o for p in verb.params for o in (*p.opts, *p.secondary_opts)}
        for name, verb in program.commands.items()
    }


def sentences(file):
    """Texts of a module, but docstrings; of an f-string all that is fixed."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(p.value if isinstance(p, ast.Constant) else "X" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node.value


FILES = [f for f in sorted(PACKAGE.rglob("*.py")) if any("--" in s for s in sentences(f))]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_options_in_messages_are_there(file):
    verbs = options_of_verbs()
    known = set().union(*verbs.values()) | {"--help", "--version"}
    named = {option for sentence in sentences(file) for option in OPTION.findall(sentence)}
    assert named <= known


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_what_every_verb_can_say_names_options_of_every_verb_or_the_verb(file):
    verbs = options_of_verbs()
    place = file.relative_to(PACKAGE)
    if place.parts[0] not in OF_EVERY_VERB or place.as_posix() in WHILE_TRAINING:
        return
    everywhere = verbs["predict"] & verbs["evaluate"] & verbs["words"]
    for sentence in sentences(file):
        for match in OPTION.finditer(sentence):
            said = sentence[: match.start()]
            assert match[0] in everywhere or said.rstrip().endswith("train with"), sentence
