"""words: pictures of what a model has learned to look for."""

import shutil

import cv2
import numpy as np
import pytest
from cli.cli_images import write_classes
from sample_images import make_images, write_png
from visual_word_steps import word_pipeline, words_of

from classic_cls import HOG, ReadImages, Resize, save_model
from classic_cls.cli import run
from classic_cls.cli.words import _spread
from classic_cls.encoders import PatchDictionary

WORDS = {"bovw-words.png", *(f"bovw-image-{i}.png" for i in range(1, 7))}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with images, and models of them."""
    folder = tmp_path_factory.mktemp("trained")
    stripes = write_classes(folder / "stripes")
    paths = sorted(map(str, stripes.glob("*/*.png")))
    labels = [path.split("/")[-2] for path in paths]
    patches = PatchDictionary(n_words=7, n_samples=500, random_state=0)
    pipelines = {
        "bovw": word_pipeline(ReadImages(), Resize(24)),
        "patches": word_pipeline(ReadImages(), Resize(24), patches=patches),
        "several": word_pipeline(
            ReadImages(), Resize(24), hog=HOG(), bovw=words_of(), bovw_2=words_of(), patches=patches
        ),
        "plain": word_pipeline(ReadImages(), Resize(24), hog=HOG()),
    }
    for name, pipeline in pipelines.items():
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


def test_a_sheet_of_words_and_six_images_with_words_on_them(here, capsys):
    assert run(["words", "bovw.skops", "stripes", "--n-jobs", "1"]) == 0
    out = capsys.readouterr().out
    assert "bovw-words/bovw-words.png: 5 of 5 words, in 12 images" in out
    assert "bovw-words/bovw-image-1.png: words of stripes/across/1.png" in out
    assert written(here / "bovw-words") == WORDS
    for file in (here / "bovw-words").iterdir():
        picture = cv2.imread(str(file))
        assert min(picture.shape[:2]) > 300 and len(np.unique(picture)) > 50


def test_words_and_images_can_be_chosen(here, capsys):
    base = ["words", "bovw.skops", "stripes/down", "--out", "some"]
    assert run([*base, "--words", "3, 1", "--draw", "0"]) == 0
    assert "some/bovw-words.png: 2 of 5 words, in 6 images" in capsys.readouterr().out
    assert written(here / "some") == {"bovw-words.png"}
    assert run([*base, "--top", "1", "--draw", "0", "--force"]) == 0
    assert "1 of 5 words" in capsys.readouterr().out


def test_the_folder_names_the_class_a_word_is_typical_of(here, monkeypatch):
    from classic_cls.displays import WordsDisplay

    drawn = []
    monkeypatch.setattr(WordsDisplay, "plot", lambda self, ax: drawn.append(self))
    base = ["words", "bovw.skops", "--draw", "0", "--force"]
    assert run([*base, "stripes"]) == 0
    assert {remark.split("\n")[0] for remark in drawn[0].remarks} <= {
        "most in across:", "most in down:"
    }
    assert run([*base, "stripes/down"]) == 0
    assert drawn[1].remarks is None
    write_png(here / "elsewhere" / "1.png", make_images(1)[0])
    assert run([*base, "stripes", "elsewhere"]) == 0
    assert drawn[2].remarks is None


def test_patches_need_no_images(here, capsys):
    assert run(["words", "patches.skops"]) == 0
    assert capsys.readouterr().out == "patches-words/patches-patches.png: 7 learned patches\n"
    assert written(here / "patches-words") == {"patches-patches.png"}


def test_every_learned_feature_is_drawn_or_the_one_named(here, capsys):
    base = ["words", "several.skops", "stripes", "--draw", "1"]
    assert run([*base, "--out", "all"]) == 0
    first, second = ({f"{name}-words.png", f"{name}-image-1.png"} for name in ("bovw", "bovw_2"))
    assert written(here / "all") == {*first, *second, "patches-patches.png"}
    assert run([*base, "--feature", "bovw_2", "--out", "one"]) == 0
    assert written(here / "one") == second


def test_what_cannot_be_read_is_named_and_makes_1(here, capsys):
    (here / "torn.png").write_bytes(b"not an image")
    assert run(["words", "bovw.skops", "torn.png", "stripes/down/0.png", "gone.png"]) == 1
    out, err = capsys.readouterr()
    assert "torn.png: " in out and "gone.png: no such file" in out and "2 of 3" in err
    assert written(here / "bovw-words") == {"bovw-words.png", "bovw-image-1.png"}
    assert run(["words", "bovw.skops", "torn.png", "--out", "none"]) == 1
    out, err = capsys.readouterr()
    assert "torn.png: " in out and "none of 1 images" in err and not (here / "none").exists()


def test_pictures_are_not_replaced_without_force(here, capsys):
    arguments = ["words", "bovw.skops", "stripes/down/0.png"]
    assert run(arguments) == 0
    assert run(arguments) == 2
    assert "already holds bovw-words.png" in capsys.readouterr().err
    assert run([*arguments, "--force"]) == 0
    assert not list((here / "bovw-words").glob(".*")) and not list(here.glob(".*"))


@pytest.mark.parametrize("arguments, message", [
    (["plain.skops", "stripes"], "learned no words or patches"),
    (["bovw.skops"], "give images in which to look"),
    (["bovw.skops", "gone.png"], "gone.png does not exist"),
    (["bovw.skops", "empty"], "no image in empty"),
    (["nothing.skops", "stripes"], "nothing.skops does not exist"),
    (["stripes/down/0.png", "stripes"], "0.png"),
    (["stripes", "stripes"], "no model.skops"),
    (["bovw.skops", "stripes", "--words", "5"], "no word 5: the words of bovw are 0 to 4"),
    (["bovw.skops", "stripes", "--words", "a"], "'a'"),
    (["bovw.skops", "stripes", "--words", "-1"], "'-1'"),
    (["bovw.skops", "stripes", "--feature", "bow"], "Did you mean 'bovw'?"),
    (["bovw.skops", "stripes", "--out", "bovw.skops"], "is a file"),
])
def test_bad_usage_is_one_sentence_and_2(here, capsys, arguments, message):
    (here / "empty").mkdir()
    assert run(["words", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err and err.count("\n") == 1 and out == ""


def test_drawn_images_are_spread_evenly():
    assert _spread(list(range(100)), 4) == [12, 37, 62, 87]
    assert _spread([5, 6, 7], 6) == [5, 6, 7] and _spread([5, 6], 0) == []
