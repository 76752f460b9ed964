"""predict and evaluate, with a model that train wrote."""

import csv
import io
import json
import shutil

import numpy as np
import pytest
import tifffile
from cli.cli_images import FAST, write_classes
from sample_images import make_images

from classic_cls.cli import run
from classic_cls.cli.inputs import expand_inputs


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with images, and a model of them."""
    folder = tmp_path_factory.mktemp("trained")
    write_classes(folder / "stripes")
    out = str(folder / "model")
    assert run(["train", str(folder / "stripes"), *FAST, "--out", out, "--probabilities"]) == 0
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch):
    """A working folder with the images and the model in it."""
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_one_row_per_input_in_the_order_given(here, capsys):
    paths = ["stripes/down/3.png", "stripes/across/1.png", "stripes/down/3.png"]
    assert run(["predict", "model", *paths, "--format", "csv"]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert [row["path"] for row in rows] == paths
    assert [row["label"] for row in rows] == ["down", "across", "down"]
    assert list(rows[0]) == ["path", "label", "probability", "margin", "threshold", "reason"]


def test_the_file_itself_is_a_model_too(here, capsys):
    assert run(["predict", "model/model.skops", "stripes"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 13


def test_what_cannot_be_read_has_a_row_and_makes_1(here, capsys):
    (here / "torn.png").write_bytes(b"not an image")
    paths = ["torn.png", "stripes/down/0.png", "gone.png"]
    assert run(["predict", "model", *paths, "--format", "csv"]) == 1
    out, err = capsys.readouterr()
    rows = rows_of(out)
    assert [row["label"] for row in rows] == ["", "down", ""]
    assert rows[0]["reason"] and not rows[1]["reason"] and "no such file" in rows[2]["reason"]
    assert "2 of 3" in err


def test_nothing_but_unreadable_files(here, capsys):
    (here / "torn.png").write_bytes(b"not an image")
    assert run(["predict", "model", "torn.png"]) == 1
    assert "torn.png" in capsys.readouterr().out


def test_json_holds_all_scores(here, capsys):
    assert run(["predict", "model", "stripes/down/0.png", "--format", "json"]) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert item["label"] == "down" and item["reason"] is None
    assert sum(item["scores"].values()) == pytest.approx(1)
    best, second = sorted(item["scores"].values(), reverse=True)
    assert item["margin"] == pytest.approx(best - second)
    assert item["probability"] == item["scores"]["down"] and item["threshold"] is None


def test_top_gives_the_best_classes_with_scores(here, capsys):
    assert run(["predict", "model", "stripes/down", "--format", "csv", "--top", "9"]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert "class_3" not in rows[0]
    for row in rows:
        assert row["class_1"] == row["label"] == "down" and row["class_2"] == "across"
        assert float(row["score_1"]) >= float(row["score_2"])


def test_the_most_uncertain_first(here, capsys):
    (here / "torn.png").write_bytes(b"not an image")
    arguments = ["predict", "model", "torn.png", "stripes", "--format", "csv"]
    assert run([*arguments, "--sort", "uncertain"]) == 1
    rows = rows_of(capsys.readouterr().out)
    margins = [float(row["margin"]) for row in rows[:-1]]
    assert margins == sorted(margins)
    assert rows[-1]["path"] == "torn.png"


@pytest.mark.parametrize("name", ["labels.csv", "labels.json"])
def test_a_file_is_not_replaced_without_force(here, capsys, name):
    arguments = ["predict", "model", "stripes/down", "--out", name]
    assert run(arguments) == 0
    first = (here / name).read_text(encoding="utf-8")
    assert len(json.loads(first) if name.endswith("json") else rows_of(first)) == 6
    assert run(arguments) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["predict", "model", "stripes/across", "--out", name, "--force"]) == 0
    assert (here / name).read_text(encoding="utf-8") != first
    assert not list(here.glob(".*"))


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["model", "gone.png"], "gone.png does not exist"),
        (["model", "gone/*.png"], "no file matches"),
        (["model", "empty"], "no image in empty"),
        (["nothing", "stripes"], "nothing does not exist"),
        (["stripes", "stripes"], "no model.skops"),
        (["stripes/down/0.png", "stripes"], "0.png"),
        (["model", "stripes", "--format", "xml"], "'xml'"),
        (["model", "stripes", "--out", "empty"], "is a folder"),
        (["model"], "PATH"),
    ],
)
def test_bad_usage_is_one_sentence_and_2(here, capsys, arguments, message):
    (here / "empty").mkdir()
    assert run(["predict", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err and err.count("\n") == 1 and out == ""


def test_folders_and_patterns_are_expanded_in_natural_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ["a/10.png", "a/2.png", "a/b/1.jpg", "a/notes.txt", ".hidden/1.png", "x[1].png"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    inside = ["a/2.png", "a/10.png", "a/b/1.jpg"]
    assert expand_inputs(["a"]) == inside
    assert expand_inputs(["a/?.png", "x[1].png"]) == ["a/2.png", "x[1].png"]
    assert expand_inputs(["a/2.png", "a/2.png", "a"]) == ["a/2.png", "a/2.png", *inside]
    assert expand_inputs(["a/[xyz]*", "a/2.png"]) == ["a/[xyz]*", "a/2.png"]
    assert expand_inputs(["a/**/*.jpg"]) == ["a/b/1.jpg"]


def test_evaluate_shows_figures_and_writes_predictions(here, capsys):
    assert run(["evaluate", "model", "stripes", "--out", "scored"]) == 0
    out = capsys.readouterr().out
    assert "accuracy" in out and "dummy" not in out
    files = ["predictions.csv", "result.json", "report.html"]
    assert out.splitlines()[-3:] == [f"scored/{name}" for name in files]
    result = json.loads((here / "scored" / "result.json").read_text(encoding="utf-8"))
    assert {"per_class", "confusion", "accuracy"} <= set(result["evaluation"])
    assert "cv" not in result and "test" not in result
    page = (here / "scored" / "report.html").read_text(encoding="utf-8")
    assert "a test on 12 images" in page and "Evaluation of a model" in page
    assert "cross-validation" not in page.lower() and "<script" not in page
    rows = rows_of((here / "scored" / "predictions.csv").read_text(encoding="utf-8"))
    assert {row["truth"] for row in rows} == {"across", "down"} and len(rows) == 12
    assert run(["evaluate", "model", "stripes", "--out", "scored"]) == 2


def test_evaluate_takes_the_test_part_of_an_official_split(here, capsys):
    write_classes(here / "data" / "train")
    write_classes(here / "data" / "test", n=4)
    assert run(["evaluate", "model", "data"]) == 0
    out = capsys.readouterr().out
    assert "official test part, 8 images" in out and "\n8 images\n" in out


def test_evaluate_names_classes_that_the_model_does_not_know(here, capsys):
    write_classes(here / "more", ["across", "zigzag"])
    assert run(["evaluate", "model", "more"]) == 2
    assert "zigzag" in capsys.readouterr().err


@pytest.mark.parametrize("page, n_rows", [("each", 4), ("max", 2), ("0", 2)])
def test_pages(here, capsys, page, n_rows):
    pages = np.stack(make_images(3))
    tifffile.imwrite("stack.tif", pages, photometric="minisblack")
    paths = ["stack.tif", "stripes/down/3.png"]
    assert run(["predict", "model", *paths, "--format", "csv"]) == 1
    assert "--page each" in capsys.readouterr().out
    assert run(["predict", "model", *paths, "--format", "csv", "--page", page]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert len(rows) == n_rows and all(row["label"] for row in rows)
    if page == "each":
        assert [row["label"] for row in rows] == ["across", "down", "across", "down"]
