"""Help comes at once: nothing heavy is imported for it."""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from cli.cli_images import call, write_classes

import classic_cls
from classic_cls import load_model, save_model, workflows
from classic_cls.cli import run
from classic_cls.cli.application import VERBS as PROGRAMS
from classic_cls.evaluation import HeldOutScores
from classic_cls.workflows.stages import check

VERBS = [
    "demo", "audit", "train", "compare", "evaluate", "predict", "words", "show", "features",
]  # fmt: skip
HEAVY = {"numpy", "scipy", "sklearn", "numba", "cv2", "pandas", "matplotlib", "skimage", "joblib"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["train", "--help"], ["words", "--help-all"], ["--version"]]
)
def test_nothing_heavy_is_imported(arguments):
    code = (
        "import sys; from classic_cls.cli import run; "
        f"run({arguments!r}); print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'typer'" in done.stderr
    assert not [name for name in HEAVY if f"'{name}'" in done.stderr]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb, capsys):
    assert run([verb, "--help"]) == 0
    assert verb in capsys.readouterr().out


def test_without_a_verb_the_help_is_shown(capsys):
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert all(verb in shown for verb in VERBS)


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"classic-cls {classic_cls.__version__}\n"


def test_features_lists_all_that_can_be_named(capsys):
    from classic_cls.pipelines.catalog import (
        DESCRIPTORS,
        ENCODERS,
        FEATURES,
        PREPROCESSING,
        PRESETS,
    )
    from classic_cls.pipelines.classifiers import CLASSIFIERS

    assert run(["features"]) == 0
    shown = capsys.readouterr().out
    first_words = {line.split()[0].removesuffix("(NAME)") for line in shown.splitlines() if line}
    assert {*FEATURES, *ENCODERS, *DESCRIPTORS, *PRESETS, *PREPROCESSING, *CLASSIFIERS} <= (
        first_words)
    assert "orientations=9" in shown


@pytest.mark.parametrize("width", [60, 80, 200])
def test_features_fit_the_width_of_the_terminal(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["features"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line for line in lines if not line.startswith(("Preset", "Any", "A ", "One ", "Of "))]
    assert max(map(len, listed)) <= width
    assert any("levels=32, distances=(1, 2, 4, 8)," in line for line in lines)


def test_the_package_runs_as_a_module(tmp_path):
    done = call("--version", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.decode().split() == ["classic-cls", classic_cls.__version__]


def test_a_step_is_explained_in_full(capsys):
    assert run(["features", "lpq"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("LPQ: ") and "windows :" in shown and "[1] V. Ojansivu" in shown
    assert run(["features", "resize"]) == 0
    assert run(["features", "lpk"]) != 0
    assert "unknown name 'lpk'. Did you mean 'lpq'?" in (
        capsys.readouterr().err)


@pytest.mark.parametrize("name, said", [
    ("scene", ["  DenseSIFT(step=6) -> VLAD()", "scene for up to 20,000 larger ones"]),
    ("auto", ["tiny for 100 or more images of up to 48 pixels"]),
    ("tiny", ["--recipe tiny", "  PatchDictionary(mirror=0.25)", "TinyImage: "]),
    ("texture", ["--features texture", "  LBP()"]),
    ("svm", ["SVC: RBF SVM", "C=10.0, break_ties=True", "C-Support Vector Classification."]),
    ("tree", ["by default: nothing", "max_depth"]),
    ("lof", ["train with --one-class CLASS --classifier lof\n", "n_neighbors=5"]),
    ("mahalanobis", ["MahalanobisDistance: ", "--one-class CLASS", "by default: nothing"]),
    ("one_class_svm", ["OneClassSVM: ", "set here, other than by default: nu=0.1"]),
])
def test_recipes_presets_and_classifiers_are_explained_too(capsys, name, said):
    assert run(["features", name]) == 0
    shown = capsys.readouterr().out
    assert all(text in shown for text in said) and ":ref:" not in shown


def shown_options(capsys, monkeypatch, *arguments):
    monkeypatch.setenv("COLUMNS", "250")
    assert run(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    return {option for line in lines for option in re.findall("^│ (--[a-z-]+)", line)}


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_the_usual_options_and_help_all_every_one(verb, capsys, monkeypatch):
    usual = shown_options(capsys, monkeypatch, verb, "--help")
    every = shown_options(capsys, monkeypatch, verb, "--help-all")
    assert len(usual - {"--help", "--help-all"}) <= 10 and usual < every
    assert {"--help-all", "--config", "--quiet", "--verbose", "--json"} <= every
    if verb in ("train", "compare"):
        assert {"--recipe", "--features", "--classifier", "--group-by", "--cv", "--out"} <= usual
        assert {"--set", "--cost", "--seed", "--strict", "--cache", "--n-jobs"} <= every - usual


EXAMPLES = {
    verb.__name__: [line.strip() for line in verb.__doc__.splitlines() if "  classic-cls" in line]
    for verb in PROGRAMS
}


@pytest.fixture(scope="module")
def example_folder(tmp_path_factory):
    """What the examples name: images, models of them, and a result."""
    folder = tmp_path_factory.mktemp("examples")
    for place in ("cells", "other_cells"):
        for patient in ("anna", "bert", "carl", "dora", "emil", "fred"):
            write_classes(folder / place / patient, n=2)
            for kind in ("across", "down"):
                target = folder / place / kind / patient
                target.parent.mkdir(exist_ok=True)
                (folder / place / patient / kind).rename(target)
            (folder / place / patient).rmdir()
    files = sorted(path.relative_to(folder) for path in (folder / "cells").rglob("*.png"))
    rows = [f"{file.as_posix()},{file.parts[1]}" for file in files]
    (folder / "cells.csv").write_text("\n".join(["path,label", *rows]))
    shutil.copytree(folder / "other_cells" / "down" / "anna", folder / "new")
    write_classes(folder / "parts", n=30)
    (folder / "parts" / "down").rename(folder / "parts" / "good")
    fast = ["--size", "24", "--cv", "2", "--n-jobs", "1"]
    models = {"cells-baseline": "raw", "cells-words": "vlad", "forest": "raw"}
    for name, features in models.items():
        out = ["--features", features, "--out", str(folder / name)]
        assert run(["train", str(folder / "cells"), *fast, *out]) == 0
    _of_many_images(folder / "cells-baseline")
    return folder


def _of_many_images(place):
    """Have a model promise what one of a hundred images can."""
    scores = np.linspace(0, 1, 100, dtype=np.float32)
    many = HeldOutScores(scores, scores, scores, scores >= 0, np.arange(100, dtype=np.int32))
    save_model(replace(load_model(place), held_out=many), place)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "demo"])
def test_the_examples_of_the_help_come_first_and_work(
    verb, example_folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("COLUMNS", "200")
    assert run([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert len(EXAMPLES[verb]) >= 2
    assert all(shown.index(example) < shown.index("Arguments") for example in EXAMPLES[verb])
    shutil.copytree(example_folder, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    for name in ("train", "compare"):
        monkeypatch.setattr(workflows, name, only_checked)
    for example in EXAMPLES[verb]:
        _, *arguments = shlex.split(example, comments=True)
        force = [] if verb in ("features", "predict") else ["--force"]
        code = run([*arguments, *force])
        err = capsys.readouterr().err
        assert code == 0 or err.startswith("error: as good as done"), f"{example}: {err}"


def only_checked(dataset, pipelines, protocol, **work):
    """Whatever is refused, without the work."""
    made = pipelines if isinstance(pipelines, dict) else {"it": pipelines}
    check(dataset, made, protocol)
    raise ValueError("as good as done")
