"""Time, memory and size of the model beside the figures."""

import json

import pytest
from cli.cli_images import write_classes

from classic_cls.cli import run


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("costs")
    write_classes(folder / "data", ["across", "down"], n=6)
    typed = "--features raw --size 8 --classifier linear_svm --cv 2".split()
    assert run(["train", str(folder / "data"), *typed, "--out", str(folder / "out")]) == 0
    return folder / "out"


def test_the_result_and_the_report_hold_them(out):
    found = json.loads((out / "result.json").read_text())["resources"]
    assert found["model_bytes"] == (out / "model.skops").stat().st_size
    assert found["peak_memory_bytes"] is None or 2e7 < found["peak_memory_bytes"] < 1e12
    names = ("extract_seconds_per_image", "fit_seconds", "predict_seconds_per_image")
    assert all(0 <= found[name] < 600 for name in names)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Time, memory and size" in page and "model file" in page


def test_the_console_says_them(out, tmp_path, capsys):
    write_classes(tmp_path / "data", ["across", "down"], n=6)
    typed = "--features raw --size 8 --classifier linear_svm --cv 2".split()
    assert run(["train", str(tmp_path / "data"), *typed, "--out", str(tmp_path / "out")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "a model file of 0." in said and " of memory" in said
