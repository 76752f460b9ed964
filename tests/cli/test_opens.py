"""How often files are opened in a whole run."""

import os
import sys
from collections import Counter

import numpy as np
import pytest
from cli.cli_images import write_classes
from sample_images import make_images, write_png

from classic_cls.cli import run

OPENED = []
WATCHED = []


def _watch(event, arguments):
    if event == "open" and WATCHED and isinstance(arguments[0], str):
        OPENED.append(arguments[0])


sys.addaudithook(_watch)  # which stays as long as Python runs


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """What is opened below ``data``, from now on: how often each file."""
    monkeypatch.chdir(tmp_path)

    def count():
        return Counter(path for path in OPENED if path.startswith(str(tmp_path / "data") + os.sep))

    OPENED.clear()
    yield count
    WATCHED.clear()


def deep_images(folder):
    for i, image in enumerate(make_images(24)):
        write_png(folder / ("across", "down")[i % 2] / f"{i}.png", image.astype(np.uint16) * 10)


@pytest.mark.parametrize("verb", [
    ["train"],
    ["train", "--test-size", "0.25", "--features", "raw", "--size", "8"],
    ["compare", "--features", "raw", "--features", "raw,edges", "--classifier", "tree,knn"],
], ids=" ".join)
def test_every_file_is_opened_once(verb, opened, tmp_path, capsys):
    """For the look, the range, the features, near-duplicates and the pictures of mistakes."""
    write_classes(tmp_path / "data", n=12)
    WATCHED.append(True)
    assert run([*verb[:1], str(tmp_path / "data"), *verb[1:], "--cv", "3", "--n-jobs", "1"]) == 0
    assert len(opened()) == 24
    assert set(opened().values()) == {1}


def test_the_range_of_deep_images_does_not_open_more(opened, tmp_path):
    deep_images(tmp_path / "data")
    WATCHED.append(True)
    assert run(["train", str(tmp_path / "data"), "--cv", "3", "--n-jobs", "1"]) == 0
    assert len(opened()) == 24 and set(opened().values()) == {1}


@pytest.mark.parametrize("n_jobs", ["1", "2"])
def test_files_too_large_to_be_kept(opened, tmp_path, monkeypatch, n_jobs):
    """Those looked at and those shown in the report are opened again, the others not."""
    write_classes(tmp_path / "data", n=50)
    monkeypatch.setattr("classic_cls.reading._source._MOST_KEPT", 24 * 1100)
    WATCHED.append(True)
    fast = ["--features", "raw", "--size", "8", "--cv", "3", "--n-jobs", n_jobs, "--no-images"]
    assert run(["train", str(tmp_path / "data"), *fast]) == 0
    assert len(opened()) == 100
    assert set(opened().values()) == {1}


def test_a_range_that_only_few_images_need_is_found_on_the_way(opened, tmp_path, capsys):
    write_classes(tmp_path / "data", n=100)
    for i, image in enumerate(make_images(2, seed=3)):
        write_png(tmp_path / "data" / "down" / f"{40 + i}.png", image.astype(np.uint16) * 10)
    WATCHED.append(True)
    fast = ["--features", "raw", "--size", "8", "--cv", "3", "--n-jobs", "1"]
    assert run(["train", str(tmp_path / "data"), *fast]) == 0
    assert "set aside" not in capsys.readouterr().out
    times = opened()
    # What the report shows is opened once more, however many sections show it.
    deep = [times.pop(str(tmp_path / "data" / "down" / f"{i}.png")) for i in (40, 41)]
    assert len(times) == 198 and max(times.values()) <= 2 and max(deep) <= 3
    assert sum(n == 1 for n in times.values()) > 100
