"""One image unlike the others never costs the rows of the others, in any verb."""

import csv
import io
import shutil

import cv2
import numpy as np
import pytest
from cli.cli_images import write_classes
from sample_images import make_images, write_png

from classic_cls import ImageRef, load_model
from classic_cls.cli import run
from classic_cls.workflows import predict

KEEP = ["--features", "hog", "--size", "keep", "--cv", "2", "--n-jobs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Images of one size but for one, a model of them, and images that it cannot take."""
    folder = tmp_path_factory.mktemp("odd")
    write_classes(folder / "data")
    write_png(folder / "data/down/odd.png", make_images(1, (20, 60))[0])
    deep = make_images(1)[0].astype(np.uint16) * 40
    (folder / "deep.png").write_bytes(cv2.imencode(".png", deep)[1].tobytes())
    assert run(["train", str(folder / "data"), *KEEP, "--out", str(folder / "model")]) == 0
    return folder


@pytest.fixture
def here(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    capsys.readouterr()


def test_train_sets_it_aside_by_name(here, tmp_path, capsys):
    assert run(["train", "data", *KEEP, "--out", str(tmp_path / "o")]) == 0
    out = capsys.readouterr().out
    assert "1 set aside" in out and "down/odd.png: " in out and "20 x 60 pixels" in out
    assert len((tmp_path / "o/predictions.csv").read_text().splitlines()) == 13
    assert run(["train", "data", *KEEP, "--out", str(tmp_path / "s"), "--strict"]) == 1


def test_compare_does_too(here, tmp_path, capsys):
    options = ["--classifier", "knn", "--classifier", "logistic", *KEEP]
    assert run(["compare", "data", *options, "--out", str(tmp_path / "o")]) == 0
    assert "down/odd.png: " in capsys.readouterr().out


def test_evaluate_scores_the_others(here, capsys):
    assert run(["evaluate", "model", "data"]) == 0
    out = capsys.readouterr().out
    assert "down/odd.png: " in out and "12 images" in out and "--size" not in out


def test_predict_gives_a_row_to_every_other(here, capsys):
    paths = ["data/down/0.png", "data/down/odd.png", "deep.png", "data/across/0.png"]
    assert run(["predict", "model", *paths, "--format", "csv"]) == 1
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["path"] for row in rows] == paths
    assert [row["label"] for row in rows] == ["down", "", "", "across"]
    assert "20 x 60 pixels" in rows[1]["reason"] and "16-bit" in rows[2]["reason"]
    assert "2 of 4" in err


@pytest.mark.parametrize("verb", ["predict", "evaluate"])
def test_the_remedy_is_no_option_of_another_verb(here, tmp_path, capsys, verb):
    write_classes(tmp_path / "new")
    shutil.copy("deep.png", tmp_path / "new/down/deep.png")
    run([verb, "model", str(tmp_path / "new")])
    out = capsys.readouterr().out
    assert "16-bit image, and the model was trained without such" in out and "--" not in out


@pytest.mark.parametrize("box", [(0, 0, 99, 4), (-1, 0, 24, 24), (0, 0, 24.5, 24), (0, 0, 0, 0)])
def test_a_region_that_is_none_costs_only_itself(here, box):
    refs = [ImageRef("data/down/0.png", box=b) for b in ((0, 0, 24, 24), box)]
    whole, odd = predict(load_model("model"), refs)
    assert whole.label == "down" and odd.label is None and "its box" in odd.reason
