"""Classes left out: in result.json and on the page where asked for, and nowhere else."""

import json

import pytest
from cli.cli_images import write_classes

from classic_cls.cli import run

FAST = ["--features", "edges", "--classifier", "linear_svm", "--cv", "3", "--n-jobs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("left_out")
    write_classes(folder / "data", ["across", "down", "odd"], n=12)
    return folder


def test_asked_for(folder, capsys):
    out = folder / "with"
    asked = [*FAST, "--leave-class-out", "--out", str(out)]
    assert run(["train", str(folder / "data"), *asked]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    found = json.loads((out / "result.json").read_text())["left_out_classes"]
    assert found["sentence"] in printed
    assert [row["name"] for row in found["classes"]] == ["across", "down", "odd"]
    page = (out / "report.html").read_text()
    assert "Images of no class" in page and "Told to be unknown" in page


def test_not_asked_for(folder):
    out = folder / "without"
    assert run(["train", str(folder / "data"), *FAST, "--out", str(out)]) == 0
    assert "left_out_classes" not in json.loads((out / "result.json").read_text())
    assert "Images of no class" not in (out / "report.html").read_text()


def test_two_classes_are_refused_before_the_work(folder, capsys):
    asked = ["--drop-class", "odd", "--leave-class-out", "--out", str(folder / "two")]
    assert run(["train", str(folder / "data"), *FAST, *asked]) != 0
    assert "--leave-class-out needs 3 classes or more" in " ".join(capsys.readouterr().err.split())
