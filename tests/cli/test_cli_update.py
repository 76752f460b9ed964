"""``classic-cls update`` from a shell."""

import json

import pytest
from cli.cli_images import FAST
from sample_images import noise, write_png

from classic_cls.cli import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two old classes, a new one, and models of the old ones."""
    folder = tmp_path_factory.mktemp("update")
    levels = {"old/dark": 40, "old/light": 200, "new/gray": 120, "more/dark": 45, "case/Dark": 42}
    for seed, (place, level) in enumerate(levels.items()):
        for i, image in enumerate(noise((8, 24, 24), seed, levels=50)):
            write_png(folder / place / f"{i}.png", image + level)
    for name, options in {
        "lda": ["--classifier", "lda"],
        "kept": ["--classifier", "tree", "--keep-features"],
        "tree": ["--classifier", "tree"],
    }.items():
        out = str(folder / name)
        code = run(["train", str(folder / "old"), *FAST, *options, "--out", out, "--no-images"])
        assert code == 0
    return folder


@pytest.fixture
def update(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    capsys.readouterr()

    def update(*arguments):
        code = run(["update", *map(str, arguments)])
        return code, *capsys.readouterr()

    return update


def test_a_new_class_by_sums(update, folder, tmp_path):
    code, out, _ = update("lda", "new", "--old", "more", "--out", tmp_path / "two")
    assert code == 0
    assert "8 new images taken in, of the new classes 'gray' too" in out
    assert "new classes" in out and "old classes on a test of their own" in out
    result = json.loads((tmp_path / "two" / "result.json").read_text())
    assert result["new_classes"] == ["gray"] and result["exact"]
    assert result["command"].startswith("classic-cls update lda new --old more")
    assert result["lineage"][0]["file"] == "model.skops"
    assert "two/model.skops" in out and (tmp_path / "two" / "predictions.csv").exists()
    page = (tmp_path / "two" / "report.html").read_text()
    assert "Of the new classes" in page and "The old classes" not in page
    assert "before the update" in page and "classic-cls update lda new --old more" in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_without_a_test_of_the_old_classes_it_says_so(update, tmp_path):
    code, out, _ = update("lda", "new", "--out", tmp_path / "two")
    assert (
        code == 0 and "cannot be told: the model keeps no features" in out and "--old DATA" in out
    )


def test_kept_features_and_json(update, tmp_path):
    code, out, _ = update("kept", "new", "--out", tmp_path / "two.skops", "--json")
    found = json.loads(out)
    assert code == 0 and found["way"] == "rows"
    assert {"old_classes", "old_classes_before", "new_classes"} < set(found["parts"])
    assert found["files"]["model"].endswith("two.skops")
    assert (tmp_path / "two.json").exists() and (tmp_path / "two.html").exists()


def test_nothing_is_replaced_by_accident(update, folder, tmp_path):
    code, _, err = update("lda", "new", "--out", "lda")
    assert code == 2 and "already holds model.skops" in err and "--force" in err


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["tree", "new"], "--keep-features"),
        (["tree", "new"], "--classifier lda"),
        (["lda", "old"], "has learned from all of 16 images"),
        (["lda", "case"], "class 'Dark' is hardly another one than 'dark'"),
        (["nowhere", "new"], "nowhere does not exist"),
        (["new", "new"], "holds no model.skops"),
        (["lda", "nowhere"], "nowhere"),
        (["lda", "new", "--old", "new"], "none of these is a class of the model"),
    ],
)
def test_mistakes_are_told_in_one_line(update, tmp_path, arguments, words):
    code, _, err = update(*arguments, "--out", tmp_path / "two")
    assert code == 2 and words in err and "Traceback" not in err
    assert not (tmp_path / "two").exists()
