"""tile, and what all verbs make of its table."""

import csv
import io
import json
import os
import shutil

import numpy as np
import pytest
from cli.cli_images import FAST, FILES
from sample_images import make_images, write_png

from classic_cls import ImageRef, load_model, predict, predict_by_source
from classic_cls.cli import run
from classic_cls.datasets import images_in_table
from classic_cls.reading import _read

N = 6


def write_large(folder, n=N, seed=0):
    """Large images of two classes, of which every tile of 24 pixels shows stripes."""
    for i, image in enumerate(make_images(2 * n, (48, 72), seed)):
        write_png(folder / ("across", "down")[i % 2] / f"{i}.png", image)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Large images, their tiles, a model of these, and images without labels."""
    folder = tmp_path_factory.mktemp("tiles")
    write_large(folder / "large")
    write_large(folder / "more", 2, seed=5)
    here = os.getcwd()
    os.chdir(folder)
    try:
        assert run(["tile", "large", "--size", "24", "--out", "tiles.csv"]) == 0
        assert run(["train", "tiles.csv", *FAST, "--out", "model", "--probabilities",
                    "--test-size", "0.34"]) == 0  # fmt: skip
        assert run(["tile", "more", "--size", "24", "--no-labels", "--out", "more.csv"]) == 0
    finally:
        os.chdir(here)
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch):
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_for_each_tile(here):
    rows = rows_of((here / "tiles.csv").read_text())
    assert list(rows[0]) == ["path", "x", "y", "width", "height", "label", "group"]
    assert len(rows) == 2 * N * 6
    assert {row["path"].removeprefix("large/") for row in rows} == {row["group"] for row in rows}
    unlabelled = rows_of((here / "more.csv").read_text())
    assert list(unlabelled[0]) == ["path", "x", "y", "width", "height", "group"]


def test_train_tells_of_source_images_everywhere(here):
    result = json.loads((here / "model" / "result.json").read_text())
    of_files = result["cv"]["per_source"]
    assert of_files["n_images"] + result["test"]["per_source"]["n_images"] == 2 * N
    assert of_files["n_regions"] == 6 * of_files["n_images"] == result["cv"]["n_images"]
    assert {"value", "interval", "interval_method"} == set(of_files["accuracy"])
    table = rows_of((here / "model" / "predictions_by_source.csv").read_text())
    right = np.mean([row["truth"] == row["prediction"] for row in table])
    assert len(table) == of_files["n_images"] and right == of_files["accuracy"]["value"]
    report = (here / "model" / "report.html").read_text()
    assert "Per source image" in report and "by the mean scores of its regions" in report
    regions = rows_of((here / "model" / "predictions.csv").read_text())
    for row in table:
        own = [r for r in regions if r["path"].startswith(f"{row['path']}[")]
        mean = np.mean([float(r["score_down"]) for r in own])
        assert len(own) == 6 and float(row["score_down"]) == pytest.approx(mean)
        assert {r["fold"] for r in own} == {row["fold"]}


def test_what_are_no_regions_has_no_such_figures(here, capsys):
    assert run(["train", "large", *FAST, "--out", "whole"]) == 0
    assert "per source" not in capsys.readouterr().out
    assert {file.name for file in (here / "whole").iterdir()} == FILES
    result = json.loads((here / "whole" / "result.json").read_text())
    assert result["cv"]["per_source"] is None and result["test"]["per_source"] is None
    assert "Per source image" not in (here / "whole" / "report.html").read_text()


def test_evaluate_and_compare_take_the_table_from_anywhere(here, monkeypatch, capsys):
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert run(["evaluate", "../model", "../tiles.csv", "--out", "scored"]) == 0
    assert "new images, per source image: accuracy" in capsys.readouterr().out
    rows = rows_of((here / "elsewhere" / "scored" / "predictions_by_source.csv").read_text())
    assert len(rows) == 2 * N and {row["path"][:6] for row in rows} == {"large/"}
    assert run(["evaluate", "../model", "../tiles.csv", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["per_source"]["n_images"] == 2 * N
    several = ["--features", "raw", "--features", "edges", "--size", "8", "--cv", "2"]
    assert run(["compare", "../tiles.csv", *several]) == 0


def test_predict_answers_for_tiles_and_for_files(here, capsys):
    assert run(["predict", "model", "more.csv"]) == 0
    out = capsys.readouterr().out
    tiles, files = out.split("whole files, by the mean scores of their regions:")
    assert len(tiles.splitlines()) == 1 + 24 + 1 and len(files.strip().splitlines()) == 1 + 4
    assert run(["predict", "model", "more.csv", "--out", "labels.csv"]) == 0
    assert "labels_by_source.csv: 4 files" in capsys.readouterr().out
    rows = rows_of((here / "labels_by_source.csv").read_text())
    assert [row["regions"] for row in rows] == ["6"] * 4
    assert rows[0]["path"] == "more/across/0.png", "as it would be given"
    single = rows_of((here / "labels.csv").read_text())
    assert list(single[0]) == ["path", "label", "probability", "margin", "threshold", "reason"]
    for row in rows:
        own = [r for r in single if r["path"].startswith(row["path"])]
        down = [float(r["probability"]) if r["label"] == "down" else 1 - float(r["probability"])
                for r in own]  # fmt: skip
        mean = np.mean(down)
        assert row["label"] == ("down" if mean > 0.5 else "across")
        assert float(row["probability"]) == pytest.approx(max(mean, 1 - mean), abs=1e-3)


@pytest.mark.parametrize("format", ["csv", "json"])
def test_rows_for_a_program_are_of_tiles_alone(here, format, capsys):
    assert run(["predict", "model", "more.csv", "--format", format]) == 0
    out = capsys.readouterr().out
    assert len(rows_of(out) if format == "csv" else json.loads(out)) == 24
    assert run(["predict", "model", "more.csv", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [found["regions"] for found in answer["by_source"]] == [6] * 4
    assert "regions" not in answer["predictions"][0]


def test_one_by_one_is_as_all_together(here):
    model = load_model("model/model.skops")
    refs = images_in_table("more.csv")
    found = predict(model, refs)
    for one, ref in zip(found, refs, strict=True):
        (alone,) = predict(model, [ref])
        assert (alone.path, alone.label) == (one.path, one.label)
        assert alone.scores == pytest.approx(one.scores, abs=1e-6)
    files = predict_by_source(model, refs, found)
    for i, path in enumerate(dict.fromkeys(ref.path for ref in refs)):
        own = [number for number, ref in enumerate(refs) if ref.path == path]
        (alone,) = predict_by_source(model, [refs[n] for n in own], [found[n] for n in own])
        assert alone == files[i] and alone.path == path
    assert predict_by_source(model, refs[:1], found[:1]) == [], "one region is no more than itself"


def test_a_file_that_is_lost_costs_itself_only(here, capsys):
    os.remove("more/down/1.png")
    with open("more/across/0.png", "r+b") as file:
        file.truncate(600)
    assert run(["predict", "model", "more.csv", "--out", "labels.csv"]) == 1
    rows = {row["path"]: row for row in rows_of((here / "labels_by_source.csv").read_text())}
    assert rows["more/down/1.png"]["reason"] == "no such file"
    assert "cut short" in rows["more/across/0.png"]["reason"]
    assert rows["more/across/0.png"]["regions"] == "0"
    assert rows["more/across/2.png"]["label"] in ("across", "down")


def test_results_of_before_are_not_written_over(here, capsys):
    (here / "labels_by_source.csv").write_text("mine")
    assert run(["predict", "model", "more.csv", "--out", "labels.csv"]) == 2
    assert "labels_by_source.csv exists" in capsys.readouterr().err
    assert run(["tile", "large", "--size", "24", "--out", "tiles.csv"]) == 2
    assert "tiles.csv exists" in capsys.readouterr().err
    assert run(["tile", "large", "--size", "30", "--out", "tiles.csv", "--force"]) == 0
    assert run(["tile", "tiles.csv", "--size", "10", "--out", "tiles.csv", "--force"]) == 2
    assert "is read by this very command" in capsys.readouterr().err
    assert run(["tile", "tiles.csv", "--size", "10"]) == 0, "tiles of tiles"
    assert len(rows_of((here / "tiles-tiles.csv").read_text())) == 2 * N * 6 * 9


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["large"], "--size"),
        (["large", "--size", "none"], "'none' is no size; write N or WIDTHxHEIGHT"),
        (["large", "--size", "9", "--border", "pad"], "is not one of: cover, drop"),
        (["gone", "--size", "9"], "gone does not exist"),
        (["gone", "--size", "9", "--no-labels"], "gone does not exist"),
        (["large", "--size", "9", "--out", "no/where.csv"], "there is no folder no"),
        (["large/down", "--size", "9"], "without class folders; put"),
        (["large/down", "--size", "9"], "images to predict need none with --no-labels"),
        (["more.csv", "--size", "9"], "need none with --no-labels"),
    ],
)
def test_mistakes_that_people_make(here, arguments, said, capsys):
    assert run(["tile", *arguments]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_strict_refuses_what_cannot_be_read(here, capsys):
    (here / "large" / "down" / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(["tile", "large", "--size", "9", "--out", "strict.csv", "--strict"]) == 1
    capsys.readouterr()
    assert not (here / "strict.csv").exists()
    assert run(["tile", "large", "--size", "24", "--out", "other.csv", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["images"] == 2 * N and answer["tiles"] == 12 * N
    assert [item["path"] for item in answer["set_aside"]] == ["down/torn.png"]


def test_a_table_with_an_odd_row_is_refused_by_predict(here, capsys):
    (here / "odd.csv").write_text("path,x,y,width,height\nmore/down/1.png,0,0,0,5\n")
    assert run(["predict", "model", "odd.csv"]) == 2
    assert "odd.csv, line 2: width is '0'" in capsys.readouterr().err
    (here / "odd.csv").write_text("name,label\na.png,b\n")
    assert run(["predict", "model", "odd.csv"]) == 2
    assert "has no column 'path'" in capsys.readouterr().err


def test_a_table_of_whole_images_is_a_list_of_them(here, capsys):
    (here / "more" / "list.csv").write_text("image,label\ndown/1.png,?\nacross/0.png,down\n")
    assert images_in_table("more/list.csv") == [
        ImageRef("more/down/1.png"), ImageRef("more/across/0.png")
    ]  # fmt: skip
    assert run(["predict", "model", "more/list.csv", "--format", "csv"]) == 0
    assert [row["path"] for row in rows_of(capsys.readouterr().out)] == [
        "more/down/1.png", "more/across/0.png"
    ]  # fmt: skip


def test_every_file_is_decoded_once_for_all_its_tiles(here, monkeypatch):
    """For the first look, for the features and for the pictures of each section of the report."""
    counts = dict.fromkeys(("decoded",), 0)
    decode = _read.decode

    def counting(*arguments):
        counts["decoded"] += 1
        return decode(*arguments)

    monkeypatch.setattr(_read, "decode", counting)
    assert run(["tile", "large", "--size", "8", "--out", "small.csv"]) == 0
    assert counts["decoded"] == 0
    assert run(["train", "small.csv", *FAST, "--classifier", "logistic",
                "--out", "small"]) == 0  # fmt: skip
    assert counts["decoded"] <= 2 * N * 4, "of 648 tiles"
