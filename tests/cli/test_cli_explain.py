"""explain: pictures, a page and numbers of why a model answers as it does."""

import json
import shutil

import cv2
import numpy as np
import pytest
from cli.cli_images import write_classes
from sklearn.ensemble import RandomForestClassifier
from visual_word_steps import word_pipeline

from classic_cls import HOG, ReadImages, Resize, load_model, save_model
from classic_cls.cli import run
from classic_cls.inspection import explain

FILES = {"explanation-1.png", "explanations.html", "explanations.json"}
IMAGE = "stripes/across/1.png"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explained")
    stripes = write_classes(folder / "stripes")
    paths = sorted(map(str, stripes.glob("*/*.png")))
    labels = [path.split("/")[-2] for path in paths]
    linear = word_pipeline(ReadImages(), Resize(24), hog=HOG(cell=8))
    forest = word_pipeline(ReadImages(), Resize(24), hog=HOG(cell=8))
    forest.set_params(classifier=RandomForestClassifier(9, random_state=0))
    for name, pipeline in {"linear": linear, "forest": forest}.items():
        save_model(pipeline.fit(paths, labels), folder / f"{name}.skops")
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch):
    """A working folder with the images and the models in it."""
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def written(folder):
    return {file.name for file in folder.iterdir()}


def test_a_picture_a_page_and_numbers(here, capsys):
    assert run(["explain", "linear.skops", IMAGE]) == 0
    said = capsys.readouterr()
    assert "linear-explained/explanation-1.png: stripes/across/1.png: answered 'across'" in said.out
    assert "method: exact: the score is a sum" in said.err
    folder = here / "linear-explained"
    assert written(folder) == FILES
    assert cv2.imread(str(folder / "explanation-1.png")).std() > 5
    page = (folder / "explanations.html").read_text()
    assert page.count("data:image/png;base64,") == 1 and "://" not in page
    assert IMAGE in page.replace("<wbr>", "")


def test_numbers_are_those_of_python_and_add_up(here):
    assert run(["explain", "linear.skops", IMAGE, "--out", "why"]) == 0
    (plain,) = json.loads((here / "why/explanations.json").read_text())
    found = explain(load_model("linear.skops"), IMAGE)
    assert plain["answers"] == ["across"] and plain["method"] == "linear"
    for name, values in plain["classes"].items():
        np.testing.assert_allclose(values["score"], found.scores[found.classes.index(name)])
        total = values["base"] + values["whole_image"] + np.sum(values["heat_map"])
        assert total == pytest.approx(values["score"], abs=1e-3)
        assert values["base"] + sum(values["features"].values()) == pytest.approx(values["score"])


def test_others_are_explained_by_occlusion_and_say_so(here, capsys):
    assert run(["explain", "forest.skops", IMAGE, "--out", "why"]) == 0
    said = capsys.readouterr()
    assert "probability" in said.out and "parts are covered" in said.err
    assert "RandomForestClassifier is no sum" in said.err


def test_a_folder_is_all_its_images_and_classes_can_be_named(here, capsys):
    arguments = ["explain", "linear.skops", "stripes/down", "--class", "across", "--out", "why"]
    assert run(arguments) == 0
    assert len(written(here / "why")) == 6 + 2
    capsys.readouterr()
    assert run([*arguments, "--json", "--force"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [list(one["classes"]) for one in told["explained"]] == [["across"]] * 6


def test_the_mean_of_right_answers(here, capsys):
    assert run(["explain", "linear.skops", "stripes", "--mean", "--out", "where"]) == 0
    assert "'across': " in capsys.readouterr().out
    files = {"mean-1.png", "mean-2.png", "explanations.html", "explanations.json"}
    assert written(here / "where") == files
    plain = json.loads((here / "where/explanations.json").read_text())
    assert [one["class"] for one in plain] == ["across", "down"]
    assert all(np.sum(one["ninths"]) == pytest.approx(1, abs=1e-3) for one in plain)


def test_an_image_that_cannot_be_read_is_named_and_the_others_are_explained(here, capsys):
    (here / "notes.txt").write_text("no image")
    assert run(["explain", "linear.skops", "notes.txt", IMAGE, "--out", "why"]) == 1
    said = capsys.readouterr()
    assert "notes.txt: text, not an image" in said.out + said.err and written(here / "why") == FILES


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["nothing", IMAGE], "nothing does not exist; give a model file"),
        (["stripes", IMAGE], "holds no model.skops"),
        (["linear.skops", "missing.png"], "missing.png does not exist"),
        (["linear.skops", IMAGE, "--class", "acros"], "Did you mean 'across'?"),
        (["linear.skops", IMAGE, "--method", "magic"], "auto, exact"),
        (["forest.skops", IMAGE, "--method", "exact"], "--method occlusion"),
        (["linear.skops", IMAGE, "--mean"], IMAGE),
        (["linear.skops", "stripes", "--mean", "--class", "across"], "leave it out with --mean"),
        (["linear.skops", "stripes", "stripes", "--mean"], "--mean takes one folder"),
        (["linear.skops", IMAGE, "--out", "linear.skops"], "linear.skops is a file"),
    ],
)
def test_mistakes_are_one_sentence(here, capsys, arguments, said):
    assert run(["explain", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


def test_too_many_images_are_refused(here, capsys, monkeypatch):
    monkeypatch.setattr("classic_cls.workflows.explain.MOST_IMAGES", 5)
    assert run(["explain", "linear.skops", "stripes"]) == 2
    assert "--mean" in capsys.readouterr().err
    assert not (here / "linear-explained").exists()


def test_nothing_is_written_over(here, capsys):
    assert run(["explain", "linear.skops", IMAGE, "--out", "why"]) == 0
    assert run(["explain", "linear.skops", IMAGE, "--out", "why"]) == 2
    assert "--force" in capsys.readouterr().err
