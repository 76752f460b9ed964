"""Seconds, memory and size of the model beside every figure of a leaderboard."""

import json

import numpy as np
import pandas as pd
import pytest
from cli.cli_images import write_classes

from classic_cls import ImageDataset, Protocol, compare, make_image_pipeline, train
from classic_cls.cli import run
from classic_cls.persistence import save_model
from classic_cls.workflows import memory

PIPELINES = {
    name: make_image_pipeline(features=["raw"], size=8, classifier=name)
    for name in ("knn", "forest", "linear_svm")
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("costs") / "data"
    write_classes(root, ["across", "down"], n=12)
    return root


@pytest.fixture(scope="module")
def compared(folder):
    return compare(ImageDataset.from_folder(folder), PIPELINES, Protocol(cv=3))


@pytest.mark.parametrize("name", sorted(PIPELINES))
def test_the_size_is_about_that_of_the_model_file(name, compared, folder, tmp_path):
    entry = next(entry for entry in compared.entries if entry.title == name)
    training = train(ImageDataset.from_folder(folder), PIPELINES[name], Protocol(cv=3))
    assert training.cv.model_bytes is not None
    save_model(training.model, tmp_path / "model.skops")
    n_bytes = (tmp_path / "model.skops").stat().st_size
    # Of such small ones much is about the file itself, and two of three folds are learned from.
    assert n_bytes / 5 < entry.model_bytes < 1.2 * n_bytes


def test_the_table_has_them(compared):
    table = compared.frame().set_index("name")
    for column in ("fit_seconds", "predict_seconds_per_image", "memory_bytes", "model_bytes"):
        assert column in table
    assert (table["model_bytes"] > 0).all()
    assert table.loc["forest", "model_bytes"] > table.loc["linear_svm", "model_bytes"]
    measured = table["memory_bytes"].dropna()
    assert (measured >= 0).all()


def test_the_most_memory_so_far_does_not_fall():
    before = memory.peak_memory_bytes()
    with memory.MemoryTaken() as taken:
        held = np.ones(30_000_000)
        held.sum()
    assert taken.n_bytes is None or 1e8 < taken.n_bytes < 1e9
    del held
    with memory.MemoryTaken() as nothing:
        pass
    assert nothing.n_bytes is None or nothing.n_bytes < 1e8
    assert before is None or memory.peak_memory_bytes() >= before


def test_where_the_system_does_not_tell_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_MARK", tmp_path / "none" / "at all")
    with memory.MemoryTaken() as taken:
        pass
    assert taken.n_bytes is None


def test_the_console_fits_into_100_columns(folder, tmp_path, capsys):
    typed = "--features raw --size 8 --classifier knn --classifier linear_svm --cv 3".split()
    assert run(["compare", str(folder), *typed, "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    costs = next(i for i, line in enumerate(lines) if line.endswith("model file"))
    assert lines[costs].split()[-5:] == ["per", "image", "memory", "model", "file"]
    assert all("MB" in line and " ms " in line for line in lines[costs + 1 : costs + 3])
    tables = [line for line in lines if line.startswith(("features", "raw"))]
    assert len(tables) == 7 and max(map(len, tables)) <= 100
    table = pd.read_csv(tmp_path / "out" / "leaderboard.csv")
    assert (table["model_bytes"] > 0).all()


def test_a_search_has_them_in_its_result_and_page(folder, tmp_path):
    typed = "--features raw --classifier knn --classifier lda --cv 3 --budget 20s".split()
    assert run(["tune", str(folder), *typed, "--out", str(tmp_path / "out")]) == 0
    found = json.loads((tmp_path / "out" / "result.json").read_text())["tuning"]["leaderboard"]
    assert found and all(row["model_bytes"] > 0 for row in found)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Deciding on" in page and " MB</td>" in page


def test_another_tool_has_none(folder, tmp_path):
    data = ImageDataset.from_folder(folder)
    table = pd.DataFrame({"path": data.relative_paths(), "prediction": data.targets})
    found = compare(data, {"knn": PIPELINES["knn"]}, Protocol(cv=3), against=table)
    theirs = next(entry for entry in found.entries if entry.given)
    assert theirs.model_bytes is None and theirs.memory_bytes is None
