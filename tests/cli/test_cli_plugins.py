"""Extractors, descriptors and classifiers of another package, in every verb."""

import json
import os
from pathlib import Path

import pytest
from cli.cli_images import FILES, call, write_classes
from plugin_package import NAMES

from classic_cls import ImageDataset, ModelFileError, make_image_pipeline, workflows
from classic_cls.cli import run

NAMED = ["--features", "mean_value,vlad(columns)", "--classifier", "nearest_mean"]
WRITTEN = [
    "--features", "pyramid(toy_plugin.steps:MeanValue),vlad(toy_plugin.steps:Columns)",
    "--classifier", "toy_plugin.steps:NearestMean", "--preprocess", "toy_plugin.steps:Darker",
]  # fmt: skip
FAST = ["--size", "8", "--cv", "2", "--n-jobs", "1"]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_classes(tmp_path / "stripes")


@pytest.mark.parametrize("names", [NAMED, WRITTEN], ids=["short names", "package.module:Class"])
def test_train_evaluate_and_predict(install, data, tmp_path, capsys, names):
    folder = install()
    settings = ["--set", "classifier.power=1.0", "--set", "vlad_columns.n_words=4"]
    assert run(["train", str(data), *names, *FAST, *settings, "--out", "model"]) == 0
    out, err = capsys.readouterr()
    assert err == "" and {file.name for file in Path("model").iterdir()} == FILES
    result = json.loads(Path("model/result.json").read_text())
    settings = result["settings"]
    assert result["options"]["classifier"] == names[3]
    assert settings["classifier"] == "nearest_mean"
    assert settings["features"][-1] == "vlad_columns" and "mean_value" in settings["features"][0]
    # In a process of its own, which finds the package but has not been told of it.
    places = os.pathsep.join([str(Path(__file__).parents[2]), str(folder)])
    for verb in (["evaluate", "model", data], ["predict", "model", data]):
        done = call(*verb, "--n-jobs", "1", cwd=tmp_path, PYTHONPATH=places)
        assert done.returncode == 0, done.stderr.decode()
    refused = call("predict", "model", data, cwd=tmp_path)
    assert refused.returncode == 2 and b"toy_plugin.steps" in refused.stderr
    assert b"install the package that registers them" in refused.stderr


def test_compare_needs_no_registration(install, data, capsys):
    install(entry_points=NAMES)
    classifiers = ["--classifier", "nearest_mean", "--classifier", "toy_plugin.steps:NearestMean"]
    sets = ["--features", "mean_value", "--features", "spread(columns)"]
    assert run(["compare", str(data), *sets, *classifiers, *FAST, "--out", "table"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    rows = Path("table/leaderboard.csv").read_text().splitlines()
    assert len([row for row in rows if "spread_columns" in row]) == 2
    assert len([row for row in rows if " / nearest_mean," in row]) == 2


@pytest.mark.parametrize("names", [
    ["--features", "mean_value"], ["--features", "pyramid(toy_plugin.steps:MeanValue)"],
    ["--features", "raw,vlad(columns)"], ["--classifier", "nearest_mean"],
    ["--preprocess", "darker"],
])  # fmt: skip
def test_what_cannot_be_saved_is_refused_before_an_image_is_opened(
    install, data, capsys, monkeypatch, names
):
    install(entry_points=NAMES)
    opened, usual = [], os.open

    def spy(file, *arguments, **options):
        opened.append(str(file))
        return usual(file, *arguments, **options)

    monkeypatch.setattr(os, "open", spy)
    assert run(["train", str(data), *names, "--n-jobs", "1"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: a model file may not hold 'toy_plugin.steps.")
    assert "classic_cls.register_types" in err and len(err.splitlines()) == 1
    assert not [file for file in opened if file.endswith(".png")]
    assert not Path("stripes-baseline").exists()
    # The spy sees images: those that are learned from.
    assert run(["train", str(data), "--features", "raw", *FAST]) == 0
    assert [file for file in opened if file.endswith(".png")]


def test_from_python_it_is_refused_before_the_images_are_described(install, data):
    install(entry_points=NAMES)
    stages = []
    with pytest.raises(ModelFileError, match="toy_plugin.steps.MeanValue"):
        workflows.train(
            ImageDataset.from_folder(data),
            make_image_pipeline(features=["mean_value"], size=8),
            progress=lambda stage, done, total: stages.append(stage),
        )
    assert not stages


def test_mistakes_are_one_sentence(install, data, capsys):
    install()
    install(name="broken_plugin", module="1 / 0", entry_points="")
    for name in ("broken_plugin.steps:A", "toy_plugin.steps:A", "no_plugin:A", "mean_valeu"):
        assert run(["train", str(data), "--features", name]) == 2
        err = capsys.readouterr().err
        assert err.startswith("error: ") and len(err.splitlines()) == 1 and "Traceback" not in err


def test_features_shows_and_explains_what_is_installed(install, capsys):
    install()
    broken = "[classic_cls.features]\nbroken = broken_plugin.steps:A\n"
    install(name="broken_plugin", module="1 / 0", entry_points=broken)
    assert run(["features"]) == 0
    shown = capsys.readouterr().out
    first_words = {line.split()[0] for line in shown.splitlines() if line}
    assert {"mean_value", "halves(NAME)", "columns", "spread(NAME)", "darker",
            "nearest_mean"} <= first_words
    assert len([line for line in shown.splitlines() if "'broken' of broken_plugin" in line]) == 1
    for name in ("mean_value", "columns", "nearest_mean", "toy_plugin.steps:MeanValue"):
        assert run(["features", name]) == 0
    assert "times a factor" in capsys.readouterr().out
