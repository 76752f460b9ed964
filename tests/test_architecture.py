"""Imports go down the layers of CONTRIBUTING.md only, and never sideways."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "classic_cls"

# From the bottom up. Places of one layer do not import each other.
LAYERS = [
    {"_typing", "_temporary", "_remedies"},
    {"_validation", "_compat", "_command", "_file_names", "_figure_text", "_writing"},
    {"kernels", "notes"},
    {"base"},
    {"reading", "datasets", "transforms", "features", "descriptors", "encoders"},
    {"splitting", "duplicates"},
    {"models"},
    {"extraction"},
    {"pipelines"},
    {"inspection"},
    {"displays"},
    {"evaluation"},
    {"persistence"},
    {"audit"},
    {"report"},
    {"workflows"},
    {"cli"},
]
LAYER_OF = {place: number for number, layer in enumerate(LAYERS) for place in layer}
OUTSIDE = {"__init__", "__main__", "estimator_checks"}
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
LAZY = {"pandas", "matplotlib", "skimage", "PIL", "tifffile"}


def place_of(file):
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(file, top_level_only=False):
    """Absolute names of the modules that a file imports."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    package = ("classic_cls", *file.relative_to(PACKAGE).parts[:-1])
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            yield ".".join(base)
            yield from (".".join([*base, alias.name]) for alias in node.names)


def foreign_insides(file):
    """What a file imports from other rooms past their ``__init__``; kernels have none."""
    here = file.relative_to(PACKAGE).parts[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        up = file.relative_to(PACKAGE).parts[: -node.level]
        room, *inside = [*up, *(node.module or "").split(".")]
        if room in ROOMS - {here, "kernels"}:
            exported = import_module(f"classic_cls.{room}").__all__
            yield from (f"{node.module}.{alias.name}" for alias in node.names
                        if inside or alias.name not in exported)


def own_places(file):
    parts = (name.split(".") for name in imports_of(file))
    return {p[1] for p in parts if p[0] == "classic_cls" and len(p) > 1 and p[1] in LAYER_OF}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_imports_go_down(file):
    here = place_of(file)
    if here in OUTSIDE:
        return
    assert here in LAYER_OF, f"{here} has no layer; add it here and to CONTRIBUTING.md"
    for there in own_places(file) - {here}:
        assert LAYER_OF[there] < LAYER_OF[here], f"{here} imports {there}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_rooms_are_entered_by_their_door(file):
    """What an ``__init__`` exports is public, nothing else is."""
    assert not list(foreign_insides(file))


@pytest.mark.parametrize(
    "folder", ["features", "descriptors", "encoders", "transforms", "models"]
)
def test_siblings_do_not_import_each_other(folder):
    """One class a file: a feature can be read, copied and deleted alone."""
    shared = {"constant", "principal_components"} if folder == "models" else set()
    for file in (PACKAGE / folder).glob("[!_]*.py"):
        parts = (name.split(".") for name in imports_of(file))
        siblings = {p[2] for p in parts if p[:2] == ["classic_cls", folder] and len(p) > 2}
        public = {name for name in siblings if not name.startswith("_")} - shared
        assert not public, f"{file.name} imports {public}"


def test_kernels_call_helpers_of_their_own_file_only():
    """The compiled cache does not notice an edited helper elsewhere."""
    for file in (PACKAGE / "kernels").glob("[!_]*.py"):
        module = import_module(f"classic_cls.kernels.{file.stem}")
        compiled = {n: f for n, f in vars(module).items() if hasattr(f, "py_func")}
        foreign = {n for n, f in compiled.items() if f.py_func.__module__ != module.__name__}
        assert not foreign, f"{file.name} imports compiled {foreign}"


def test_numba_and_private_scikit_learn_names_come_from_one_place():
    for file in FILES:
        if file.name == "_compat.py":
            continue
        names = set(imports_of(file))
        assert not {n for n in names if ".utils._" in n and n.startswith("sklearn")}, file
        users = {"cache.py", "versions.py"}  # they ask for its version
        assert not any(n.split(".")[0] == "numba" for n in names) or file.name in users, file


def test_heavy_libraries_are_imported_where_they_are_used():
    for file in FILES:
        roots = {name.split(".")[0] for name in imports_of(file, top_level_only=True)}
        assert not roots & LAZY, f"{file} imports {roots & LAZY} at its top"


def n_parameters(function):
    given = function.args.posonlyargs + function.args.args
    named = [argument.arg for argument in given]
    return len(given) + len(function.args.kwonlyargs) - (named[:1] in (["self"], ["cls"]))


def test_functions_have_few_parameters():
    """Above ten, something has no name yet; estimators are what scikit-learn wants them to be."""
    allowed = {"make_image_pipeline", "__init__"}  # which holds all choices of a pipeline
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name not in allowed:
                assert n_parameters(node) <= 10, f"{node.name} of {file.name}"


def test_options_are_not_handed_over_in_bags():
    for file in FILES:
        names = {
            node.func.id
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "locals" not in names, file


def lines_of_code(file):
    """Lines that are neither empty nor comments nor docstrings."""
    text = file.read_text(encoding="utf-8")
    docstrings = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings |= set(range(node.lineno, node.end_lineno + 1))
    return sum(1 for number, line in enumerate(text.splitlines(), 1)
               if number not in docstrings and line.strip() and not line.strip().startswith("#"))


def test_modules_stay_small():
    too_long = {f.name: n for f in FILES if (n := lines_of_code(f)) > 300}
    assert not too_long


def test_names_of_test_files_are_unique():
    names = [file.name for file in Path(__file__).parent.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))  # pytest imports them by these
