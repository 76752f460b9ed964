"""Help comes at once: nothing heavy is imported for it."""

import subprocess
import sys

import pytest
from cli.cli_images import call

import classic_cls
from classic_cls.cli import run

VERBS = ["demo", "train", "compare", "evaluate", "predict", "words", "features"]
HEAVY = {"numpy", "scipy", "sklearn", "numba", "cv2", "pandas", "matplotlib", "skimage", "joblib"}


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"], ["--version"]])
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
