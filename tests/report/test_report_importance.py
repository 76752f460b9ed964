"""What features are worth: on the console, in result.json and on the page where asked for."""

import json

import pytest
from cli.cli_images import write_classes

from classic_cls.cli import run

FAST = ["--cv", "3", "--n-jobs", "1", "--size", "16"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("importance")
    write_classes(folder / "data", ["across", "down", "odd"], n=12)
    return folder


def train(folder, name, *options):
    out = folder / name
    chosen = [] if "--one-class" in options else ["--classifier", "linear_svm"]
    asked = [*FAST, *chosen, *options, "--out", str(out), "--force"]
    code = run(["train", str(folder / "data"), *asked])
    return code, out


def test_asked_for(folder, capsys):
    features = "edges,raw,color_hist,color_moments"
    code, out = train(folder, "with", "--features", features, "--importance")
    assert code == 0
    printed = " ".join(capsys.readouterr().out.split())
    found = json.loads((out / "result.json").read_text())["importance"]
    assert found["sentence"] in printed and "that is how much the model leans on it" in printed
    rows = {row["name"]: row for row in found["families"]}
    assert set(rows) == {*features.split(","), "all colour"}
    assert rows["all colour"]["members"] == ["color_hist", "color_moments"]
    low, high = rows["edges"]["shuffled"]["interval"]
    assert low <= rows["edges"]["shuffled"]["worse"] <= high
    page = (out / "report.html").read_text()
    assert "What each feature is worth" in page and "all colour" in page
    assert "What each feature is worth" in (out / "report.md").read_text()


def test_one_family_is_said_not_to_be_left_out(folder, capsys):
    code, out = train(folder, "one", "--features", "edges", "--importance")
    assert code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "the only family of features, so it cannot be left out" in printed
    assert "cannot be left out" in (out / "report.html").read_text()


def test_augmented_images(folder):
    options = "--features", "edges,raw", "--importance", "--augment", "light"
    code, out = train(folder, "views", *options)
    assert code == 0
    found = json.loads((out / "result.json").read_text())["importance"]
    assert {row["name"] for row in found["families"]} == {"edges", "raw"}


def test_not_asked_for(folder):
    code, out = train(folder, "without", "--features", "edges")
    assert code == 0
    assert "importance" not in json.loads((out / "result.json").read_text())
    assert "What each feature is worth" not in (out / "report.html").read_text()


@pytest.mark.parametrize(
    "options, said",
    [
        (["--one-class", "across", "--false-alarms", "0.3"], "--importance does not go together"),
        (["--tune"], "--tune chooses anew in every fold"),
    ],
)
def test_what_it_cannot_go_with_is_refused_before_the_work(folder, capsys, options, said):
    code, _ = train(folder, "refused", "--features", "edges", "--importance", *options)
    assert code != 0
    assert said in " ".join(capsys.readouterr().err.split())
