"""--recipe and --unlabelled."""

import json

import pytest
from cli.cli_images import write_classes
from sample_images import make_images, write_png

from classic_cls import workflows
from classic_cls.cli import run
from classic_cls.pipelines.recipes import RECIPES

FAST = ["--size", "16", "--cv", "2", "--n-jobs", "1"]
PATCHES = ["--features", "patches", "--set", "patches.n_words=8", "--set", "patches.n_samples=500"]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for i, image in enumerate(make_images(6, seed=5)):
        write_png(tmp_path / "more" / f"{i}.png", 255 - image)
    return write_classes(tmp_path / "stripes")


def asked_of(monkeypatch, verb):
    """What a verb hands to its workflow, which is not run."""
    asked = {}

    def workflow(dataset, pipelines, protocol, **work):
        asked["pipelines"] = [pipelines] if verb == "train" else list(pipelines.values())
        raise ValueError("far enough")

    monkeypatch.setattr(workflows, verb, workflow)
    return asked


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_a_recipe_is_named_and_said(data, monkeypatch, capsys, verb):
    asked = asked_of(monkeypatch, verb)
    assert run([verb, str(data), *FAST, "--recipe", "object", "--size", "24"]) == 2
    assert {pipeline.recipe for pipeline in asked["pipelines"]} == {"object"}
    assert f"\nrecipe object: {RECIPES['object'].summary}\n" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_auto_says_what_it_took(data, monkeypatch, capsys, verb):
    asked = asked_of(monkeypatch, verb)
    assert run([verb, str(data), *FAST]) == 2
    assert {pipeline.recipe for pipeline in asked["pipelines"]} == {"quick"}
    assert "\nrecipe quick: " in capsys.readouterr().out
    assert run([verb, str(data), *FAST, "--features", "raw"]) == 2
    assert not hasattr(asked["pipelines"][0], "recipe") and "recipe" not in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["train", "compare"])
@pytest.mark.parametrize(
    "options, message",
    [
        (["--recipe", "scen"], "unknown recipe 'scen'. Did you mean 'scene'?"),
        (["--recipe", "scene", "--features", "raw"], "leave one of them out"),
    ],
)
def test_mistakes_are_refused_before_any_work(data, monkeypatch, capsys, verb, options, message):
    monkeypatch.setattr(workflows, verb, None)
    assert run([verb, str(data), *FAST, *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_the_help_names_all_recipes(capsys, monkeypatch, verb):
    monkeypatch.setenv("COLUMNS", "200")
    assert run([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    start = shown.index("--recipe")
    assert all(name in shown[start : start + 800] for name in ("auto", *RECIPES))


def test_features_lists_recipes_and_the_rules_of_auto(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["features"]) == 0
    shown = capsys.readouterr().out
    assert all(recipe.summary in shown for recipe in RECIPES.values())
    assert "tiny for 100 or more images of up to 48 pixels" in shown


def test_images_without_labels(data, tmp_path, capsys):
    (tmp_path / "more" / "torn.png").write_bytes(b"no image")
    given = ["--unlabelled", "more", "--unlabelled", "stripes/down/[01].png"]
    assert run(["train", str(data), *FAST, *PATCHES, *given]) == 0
    out = capsys.readouterr().out
    assert "1 set aside:\n  more/torn.png: " in out
    assert "note: dictionaries were learned once, from 8 images without labels" in out
    assert "note: 2 of 8 images without labels have the same content" in out
    result = json.loads((tmp_path / "stripes-baseline" / "result.json").read_text("utf-8"))
    assert result["settings"]["unlabelled"] == "9 images from down, more"


def test_the_path_of_images_without_labels_stays_private(data, tmp_path):
    given = ["--unlabelled", str(tmp_path / "more"), f"--unlabelled={tmp_path / 'more'}"]
    assert run(["train", str(data), *FAST, *PATCHES, *given]) == 0
    text = (tmp_path / "stripes-baseline" / "result.json").read_text("utf-8")
    assert str(tmp_path) not in text
    # Of one image given twice there is still one.
    assert json.loads(text)["settings"]["unlabelled"] == "6 images from more"


@pytest.mark.parametrize(
    "options, message",
    [
        (["--features", "raw", "--unlabelled", "more"], "no feature of this pipeline learns"),
        ([*PATCHES, "--unlabelled", "mor"], "mor does not exist"),
        ([*PATCHES, "--unlabelled", "none"], "there is no image in none"),
        ([*PATCHES, "--unlabelled", "*.gif"], "no file matches *.gif"),
    ],
)
def test_mistakes_with_images_without_labels(data, tmp_path, capsys, options, message):
    (tmp_path / "none").mkdir()
    assert run(["train", str(data), *FAST, *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "stripes-baseline").exists()


def test_strict_holds_for_images_without_labels_too(data, tmp_path, capsys):
    (tmp_path / "more" / "torn.png").write_bytes(b"no image")
    given = ["--unlabelled", "more", "--strict"]
    assert run(["train", str(data), *FAST, *PATCHES, *given]) == 1
    assert "more/torn.png" in capsys.readouterr().out
