"""Validation curve of a training: in the result file, the report and on the console."""

import json

import pytest
from cli.cli_images import write_classes
from trainings import train_with

from classic_cls import ImageDataset
from classic_cls.cli import run
from classic_cls.report import pictures_of, render_report, summarize

OPTIONS = {"features": ["raw"], "size": 8, "classifier": "knn", "cv": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("curve") / "data"
    write_classes(folder, ["across", "down"], n=9)
    return folder


def test_the_report_and_the_result_hold_it(folder):
    data = ImageDataset.from_folder(folder)
    training = train_with(data, validation_curve=("n_neighbors", [1, 3]), **OPTIONS)
    curve = training.validation_curve
    assert curve.values == (1, 3, 5) and curve.results[2].predictions is training.cv.predictions
    summary = json.loads(json.dumps(summarize(training)))
    found = summary["validation_curve"]
    assert found["parameter"] == "classifier.n_neighbors" and found["current"] == 2
    page = render_report(summary, pictures_of(training))
    assert "Another value of classifier.n_neighbors?" in page
    plain = train_with(data, **OPTIONS)
    assert plain.validation_curve is None and "validation_curve" not in summarize(plain)


def test_the_console_says_it(folder, tmp_path, capsys):
    typed = "--features raw --size 8 --classifier knn --cv 3 --validation-curve n_neighbors"
    assert run(["train", str(folder), *typed.split(), "--out", str(tmp_path / "out")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "validation curve: accuracy" in said and "of 4" in said
    assert "n_neighbors=20 is not in the validation curve: Expected n_neighbors" in said


@pytest.mark.parametrize("asked, words", [
    ("n_neighbours", "Did you mean 'n_neighbors'?"), ("n_neighbors=", "names no values"),
    ("n_neighbors=0", "'n_neighbors' parameter"),
])  # fmt: skip
def test_mistakes_are_told_before_the_work(folder, tmp_path, capsys, asked, words):
    typed = ["--features", "raw", "--classifier", "knn", "--validation-curve", asked]
    typed += ["--out", str(tmp_path / "out")]
    assert run(["train", str(folder), *typed]) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert words in said and "Traceback" not in said
