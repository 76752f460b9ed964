"""demo: sets of images are written, and trained on."""

import json
from pathlib import Path

import pytest
from cli.cli_images import FILES, write_classes

from classic_cls import datasets
from classic_cls.cli import run


@pytest.fixture
def small_sets(tmp_path, monkeypatch):
    """Two small sets instead of the real ones."""
    monkeypatch.chdir(tmp_path)

    def write(folder, random_state=0):
        names = {"digits": ["block1", "block2"], "faces": ["face", "non_face"]}
        return {
            name: write_classes(Path(folder, name), classes, n=10)
            for name, classes in names.items()
        }

    monkeypatch.setattr(datasets, "write_demo_sets", write)
    monkeypatch.setattr("classic_cls.cli.demo._GROUPS", {"faces": "[0-9]"})
    return tmp_path


def test_every_set_is_trained_on(small_sets, capsys):
    assert run(["demo", "--out", "try", "--n-jobs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["try/digits-baseline/report.html", "try/faces-baseline/report.html"]
    assert "$ classic-cls train try/faces --group-by '[0-9]'" in lines
    for name in ("digits", "faces"):
        folder = small_sets / "try" / f"{name}-baseline"
        assert {file.name for file in folder.iterdir()} == FILES
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert result["command"] == "classic-cls train faces --group-by '[0-9]'"
    assert result["positive"] == "face"


def test_nothing_existing_is_replaced_without_force(small_sets, capsys):
    (small_sets / "classic-cls-demo").mkdir()
    (small_sets / "classic-cls-demo" / "mine.txt").touch()
    assert run(["demo"]) == 2
    assert "--force" in capsys.readouterr().err


def test_an_interruption_says_what_is_left(small_sets, monkeypatch, capsys):
    from classic_cls import workflows

    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(workflows, "train", interrupt)
    assert run(["demo", "--out", "try"]) == 130
    assert "is in try" in capsys.readouterr().err


def test_json_holds_every_set(small_sets, capsys):
    assert run(["demo", "--n-jobs", "1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"digits", "faces"} and answer["faces"]["headline"] == "accuracy"
    result = json.loads(Path(answer["faces"]["files"]["result"]).read_text("utf-8"))
    assert result["options"] == {"data": "faces", "group-by": "[0-9]"}
