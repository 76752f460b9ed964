"""Messages are in the words of whoever reads them: options in a shell, parameters in Python."""

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from sample_images import write_png

import classic_cls
from classic_cls import ImageDataset, Protocol, make_image_pipeline, train
from classic_cls._remedies import in_shell, parameter, remedy
from classic_cls.cli import application, run
from classic_cls.cli.grouped import options_of

PACKAGE = Path(classic_cls.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z](?:[a-z-]*[a-z])?\b")
VERBS = {verb.__name__: options_of(verb) for verb in application.VERBS}
# What is shown to nobody: a file that is written beside images, and the mechanism itself.
NO_MESSAGES = {"datasets/demo.py", "_remedies.py"}


def strings_of(file):
    """Texts of a module with the calls of ``remedy`` they stand in; no docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for_shell, for_python = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "remedy":
            python, *shell = node.args
            for_python |= set(ast.walk(python))
            for_shell |= {inner for text in shell for inner in ast.walk(text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            where = "shell" if node in for_shell else "python" if node in for_python else "both"
            yield node.value, where


FILES = [
    file for file in sorted(PACKAGE.rglob("*.py"))
    if file.relative_to(PACKAGE).as_posix() not in NO_MESSAGES
    and any("--" in text for text, _ in strings_of(file))
]  # fmt: skip
PACKAGE_FILES = [file for file in FILES if file.parent.name != "cli"]
SHELL_FILES = [file for file in FILES if file.parent.name == "cli"]


def name_of(file):
    return file.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("file", PACKAGE_FILES, ids=name_of)
def test_options_are_named_to_those_in_a_shell_only(file):
    for text, where in strings_of(file):
        assert where == "shell" or not OPTION.search(text), text


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_options_in_messages_are_there(file):
    known = set().union(*VERBS.values()) | {"--help", "--version"}
    assert {option for text, _ in strings_of(file) for option in OPTION.findall(text)} <= known


@pytest.mark.parametrize("file", SHELL_FILES, ids=name_of)
def test_a_verb_names_its_own_options(file):
    """Or says that they are those of ``train``."""
    verb = VERBS.get(file.stem)
    for text, _ in strings_of(file):
        for match in OPTION.finditer(text):
            is_argument, is_catalogue = text == match[0], file.stem == "features"
            if verb and not (is_argument or is_catalogue or "train " in text[: match.start()]):
                assert match[0] in verb | {"--help"}, text


def test_the_options_of_a_verb_are_those_that_typer_makes_of_it():
    program = typer.main.get_command(application._application())
    for name, verb in program.commands.items():
        names = {o for p in verb.params for o in (*p.opts, *p.secondary_opts)}
        assert VERBS[name] == {o for o in names if o.startswith("--")} - {"--help"}


@pytest.mark.parametrize("verb", VERBS)
def test_a_remedy_names_options_of_the_verb_at_hand(verb):
    every = set().union(*VERBS.values())
    with in_shell(VERBS[verb]):
        for option in every:
            said = remedy("name=1", f"give {option}", "nothing to be done")
            assert said == (f"give {option}" if option in VERBS[verb] else "nothing to be done")
        assert remedy("size=1", "train with --size N") == "train with --size N"
        assert remedy("size=1", "give --no-such-option") == ""
    assert remedy("size=1", "--size 1") == "size=1" and parameter("size") == "size"


def test_shells_end_even_with_an_error():
    with pytest.raises(KeyError), in_shell(["--cv"]):
        raise KeyError
    assert parameter("cv") == "cv"


@pytest.fixture
def images(tmp_path, monkeypatch):
    """Folders of images, and a table of them."""
    rng = np.random.default_rng(0)
    names = [f"{'ab'[i % 2]}/{i}.png" for i in range(12)]
    for name in names:
        write_png(tmp_path / "d" / name, rng.integers(0, 255, (20, 20, 3), dtype=np.uint8))
    labels = [name[0] for name in names]
    frame = pd.DataFrame({"path": [f"d/{n}" for n in names], "label": labels})
    frame.assign(site=["x", "y", "z"] * 4, donor=["p", "q", "r"] * 4).to_csv(
        tmp_path / "t.csv", index=False
    )
    for folder in ("one/a", "nothing"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "one/a/1.png").write_bytes((tmp_path / "d/a/0.png").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


FAST = ["--features", "raw", "--size", "8", "--cv", "2", "--n-jobs", "1"]
PYTHON = re.compile(
    r"\bPython\b|Protocol|ReadImages|Resize|drop_classes|make_image|sklearn\.|\.from_"
    r"|\b(data|range|reading_range|label_by|group_by|positive|test_size|multilabel|costs|force|by)="
    r"|\b(test_size|reading_range|class_weight|group_by|label_by)\b|\(train, test\)"
)


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_notes_on_columns_name_what_the_verb_has(images, capsys, verb):
    assert run([verb, "t.csv", *FAST]) == 0
    out, err = capsys.readouterr()
    named = set(OPTION.findall(out + err))
    assert named <= VERBS[verb] and "--group-by donor" in out
    assert ("--by" in named) == (verb == "train") and "columns not used" in out
    notes = "\n".join(line for line in out.splitlines() if line.startswith("note:"))
    assert not PYTHON.search(notes)


def test_notes_on_columns_in_python_name_parameters(images):
    notes = "\n".join(ImageDataset.from_csv("t.csv").notes)
    assert "--" not in notes and "group_by='donor'" in notes and "Protocol(by=)" in notes


MISTAKES = {
    "group": {"group_by": "x([0-9"},
    "group that is nowhere": {"group_by": "zzz"},
    "label": {"label_by": "zzz"},
    "one class": {"data": "one"},
    "images without folders": {"data": "d/a"},
    "nothing": {"data": "nothing"},
    "share": {"test_size": 0.01},
    "too large a share": {"test_size": 1.5},
    "folds": {"cv": 1},
    "words": {"cv": "often"},
    "leave out": {"cv": "leave-one-group-out"},
    "column": {"by": "zzz"},
    "positive": {"positive": "c"},
    "scoring": {"scoring": "zzz"},
    "scoring of costs": {"scoring": "mean_cost"},
    "aim and costs": {"aim": "f1", "costs": {("a", "b"): 2}},
    "aim": {"aim": "recall=2"},
    "unclear aim": {"aim": "recall=0.9"},
    "costs": {"costs": {("x", "b"): 2}},
    "feature": {"features": ["zzz"]},
    "step as feature": {"features": ["clahe"]},
    "feature as step": {"preprocess": ["hog"]},
    "resize as step": {"preprocess": ["resize"]},
    "recipe": {"recipe": "photos"},
    "chain": {"strategy": "chain"},
    "weights twice": {"class_weight": "balanced", "sampling": "undersample"},
    "neighbours": {"classifier": "knn", "parameters": {"classifier.n_neighbors": 50}},
    "images too small": {"features": ["mpeg7_edges"], "size": 4},
}
OF_DATA, OF_PROTOCOL = {"group_by", "label_by"}, {"test_size", "cv", "by", "positive", "scoring"}


def part_of(mistake, names):
    return {name: value for name, value in mistake.items() if name in names}


def error_in_python(mistake):
    mistake = {"features": ["raw"], "size": 8} | mistake
    place = mistake.pop("data", "d")
    about = mistake.keys() - OF_DATA - OF_PROTOCOL
    costs = part_of(mistake, {"costs"})
    try:
        data = ImageDataset.open(place, **part_of(mistake, OF_DATA))
        protocol = Protocol(**{"cv": 2} | part_of(mistake, OF_PROTOCOL) | costs)
        protocol.check(data)
        pipeline = make_image_pipeline(data=data, **part_of(mistake, about))
        return "\n".join(train(data, pipeline, protocol, n_jobs=1).notes)
    except ValueError as error:
        return str(error)


def words_of(mistake):
    """The same in a shell."""
    words = ["train", mistake.get("data", "d")]
    for name, value in ({"cv": 2, "features": ["raw"], "size": 8} | mistake).items():
        if name == "costs":
            words += [w for (t, g), v in value.items() for w in ("--cost", f"{t}:{g}={v}")]
        elif name == "parameters":
            words += [w for key, v in value.items() for w in ("--set", f"{key}={v}")]
        elif name != "data":
            text = ",".join(value) if isinstance(value, list) else str(value)
            words += [f"--{name.replace('_', '-')}", text]
    return [*words, "--n-jobs", "1"]


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistakes_in_python_name_no_option_and_in_a_shell_no_python(images, capsys, kind):
    in_python = error_in_python(dict(MISTAKES[kind]))
    assert in_python and not OPTION.search(in_python), in_python
    run(words_of(MISTAKES[kind]))
    out, err = capsys.readouterr()
    said = "\n".join(line for line in (out + err).splitlines() if ": " in line)
    assert set(OPTION.findall(said)) <= VERBS["train"] | {"--help"}, said
    assert not PYTHON.search(err), err
