"""show: pictures of what features see, from the shell."""

import json

import cv2
import numpy as np
import pytest
from sample_images import camera_cuts, make_images, write_png
from skimage import data

from classic_cls.cli import run

PHOTO = np.ascontiguousarray(data.astronaut()[20:116, 170:290])


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working folder with a photo, a grey image, a folder of images, and what is none."""
    write_png(tmp_path / "photo.png", PHOTO)
    write_png(tmp_path / "grey.png", camera_cuts((64, 64), 1)[0])
    for number, image in enumerate(make_images(7)):
        write_png(tmp_path / "stripes" / f"{number}.png", image)
    (tmp_path / "bad.png").write_text("no image")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def size_of(path):
    return cv2.imread(str(path)).shape[1::-1]


def test_a_picture_beside_the_working_folder_and_how_to_read_it(here, capsys):
    assert run(["show", "hog", "photo.png"]) == 0
    out = capsys.readouterr().out
    assert "photo-hog.png: 1 picture, 1 image, resized to 64 x 64 as in training" in out
    assert "  hog: Each cell is a star of strokes" in out
    width, height = size_of(here / "photo-hog.png")
    assert 800 < width < 2000 and 300 < height < 900


def test_several_features_and_images_below_each_other(here, capsys):
    one = ["show", "hog", "photo.png", "--out", "one.png"]
    four = ["show", "hog,color_hist", "photo.png", "grey.png", "--out", "four.png"]
    assert run(one) == 0 and run(four) == 0
    assert "four.png: 4 pictures, 2 images" in capsys.readouterr().out
    assert size_of(here / "four.png")[1] > 3.5 * size_of(here / "one.png")[1]


def test_without_an_image_a_flower(here, capsys):
    assert run(["show", "edges"]) == 0
    assert "flower-edges.png: 1 picture, 1 image, resized to 128 x 128" in capsys.readouterr().out


def test_of_a_folder_a_few_evenly_spread(here, capsys):
    assert run(["show", "tiny", "stripes", "--draw", "2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    shown = [picture["image"] for picture in answer["pictures"]]
    assert shown == ["stripes/1.png", "stripes/5.png"]
    assert answer["files"] == {"picture": "tiny.png"} and (here / "tiny.png").exists()


def test_parameters_preprocessing_and_size(here, capsys):
    options = ["--set", "hog.orientations=4", "--preprocess", "gray", "--size", "keep"]
    assert run(["show", "hog", "photo.png", *options]) == 0
    assert "1 image, as they are" in capsys.readouterr().out
    assert run(["show", "bovw", "grey.png", "--set", "bovw.n_words=5"]) == 0
    out = capsys.readouterr().out
    assert "one of 5 visual words" in out and "learned from the images shown" in out


@pytest.mark.parametrize("ending, start", [("svg", b"<?xml"), ("pdf", b"%PDF"), ("PNG", b"\x89P")])
def test_formats_by_the_ending_the_same_every_time(here, ending, start):
    for name in (f"one.{ending}", f"two.{ending}"):
        assert run(["show", "equalize", "grey.png", "--out", name]) == 0
    one, two = ((here / f"{name}.{ending}").read_bytes() for name in ("one", "two"))
    assert one == two and one.startswith(start)


def test_an_image_that_cannot_be_read_is_named(here, capsys):
    assert run(["show", "hog", "bad.png", "grey.png", "--out", "out.png"]) == 1
    assert "bad.png: text, not an image" in capsys.readouterr().out and (here / "out.png").exists()
    assert run(["show", "hog", "bad.png"]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert not (here / "bad-hog.png").exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        ("hogg photo.png", "unknown feature 'hogg'. Did you mean 'hog'?"),
        ("LBP photo.png", "write 'lbp'"),
        ("photo.png", "photo.png is a file, not a feature: write classic-cls show hog photo.png"),
        (", photo.png", "names nothing"),
        ("pyramid(nothing) photo.png", "unknown feature 'nothing'"),
        ("hog missing.png", "missing.png does not exist"),
        ("hog empty", "there is no image in empty"),
        ("hog photo.png --out photo.png --force", "photo.png is read by this very command"),
        ("hog grey.png --out there.png", "there.png exists; give another file with --out"),
        ("hog grey.png --out empty", "pictures are written as .png, .svg, .pdf"),
        ("hog grey.png --out a.jpg", "such as a.png"),
        ("hog grey.png --out no/a.png", "there is no folder no"),
        ("hog grey.png --size 8", "hog of grey.png: HOG: an image of 8 x 8 pixels"),
        ("hog grey.png --set hog.cells=3", "cells"),
        ("hog grey.png --set lbp.method=ror", "unknown step 'lbp'"),
        ("all,texture,canny stripes --draw 7", "too many for one file, which takes 24"),
    ],
)
def test_mistakes(here, capsys, arguments, said):
    write_png(here / "there.png", PHOTO)
    before = {file: file.read_bytes() for file in here.iterdir() if file.is_file()}
    assert run(["show", *arguments.split()]) == 2
    out, err = capsys.readouterr()
    assert said in err and "Traceback" not in err and not out
    assert {file: file.read_bytes() for file in here.iterdir() if file.is_file()} == before


def test_colours_of_a_grey_image_are_said_to_be_none(here, capsys):
    assert run(["show", "color_hist", "grey.png"]) == 0
    assert "The image is grey" in capsys.readouterr().out


@pytest.mark.parametrize("name, title", [
    ("mean_value", "mean_value"), ("toy_plugin.steps:MeanValue", "mean_value"),
    ("pyramid(mean_value)", "pyramid_mean_value"),
])  # fmt: skip
def test_a_feature_of_another_package_is_shown_by_its_columns(here, install, capsys, name, title):
    install()
    assert run(["show", name, "photo.png", "--out", "theirs.png"]) == 0
    assert f"  {title}: " in capsys.readouterr().out
