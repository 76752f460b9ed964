"""From folders to the sentence about more images."""

import json

import numpy as np
import pytest
from sample_images import write_png
from trainings import train_with

from classic_cls import (
    ImageDataset,
    Protocol,
    extract,
    learning_curve_images,
    make_image_pipeline,
    save_training,
)
from classic_cls.cli import run
from classic_cls.report import pictures_of, render_report, summarize

OPTIONS = {"features": ["raw"], "size": 8, "classifier": "linear_svm"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three classes of noisy ramps, every fourth image with a copy."""
    root = tmp_path_factory.mktemp("ramps")
    rng, ramp = np.random.default_rng(0), np.linspace(0, 60, 16)[:, None] * np.ones(16)
    for kind in range(3):
        for i in range(24):
            image = np.rot90(ramp, kind) + rng.integers(0, 196, (16, 16))
            for copy in range(1 + (i % 4 == 0)):
                write_png(root / f"class{kind}" / f"{i}_{copy}.png", image.astype(np.uint8))
    return root


@pytest.fixture(scope="module")
def training(folder):
    data = ImageDataset.from_folder(folder)
    return train_with(data, learning_curve=True, cv=3, **OPTIONS)


def test_training_and_the_curve_alone_agree(folder, training):
    pipeline = make_image_pipeline(**OPTIONS)
    data = ImageDataset.from_folder(folder)
    alone = learning_curve_images(pipeline, data, Protocol(cv=3))
    assert alone.plain() == training.learning_curve.plain()
    assert training.learning_curve.results[-1].predictions is training.cv.predictions


def test_copies_stay_together_in_every_part(training):
    groups = training.cv.duplicates.groups
    assert len(np.unique(groups)) == 72
    for result in training.learning_curve.results:
        assert np.array_equal(result.predictions.groups, groups)
    assert len(training.learning_curve.results) == 5


def test_every_image_is_described_once(folder, monkeypatch):
    described = []

    def counted(frozen, refs, **options):
        described.append(len(refs))
        return extract(frozen, refs, **options)

    monkeypatch.setattr("classic_cls.workflows.stages.extract", counted)
    train_with(ImageDataset.from_folder(folder), learning_curve=True, cv=3, **OPTIONS)
    assert described == [90]


def test_result_and_page_hold_it(training):
    summary = summarize(training)
    found = json.loads(json.dumps(summary))["learning_curve"]
    assert len(found["sizes"]) == 5 and found["sizes"][-1]["images"] == pytest.approx(60)
    assert found["sentence"] == training.learning_curve.sentence
    page = render_report(summary, pictures_of(training))
    assert "<h2>More images?</h2>" in page and "with its range" in page
    assert "learning_curve" in summary["seconds"]


def test_a_curve_of_one_size_has_a_page_too(tmp_path, folder):
    for kind in range(2):
        for i in range(4):
            image = (folder / f"class{kind}" / f"{i}_0.png").read_bytes()
            (tmp_path / "few" / str(kind)).mkdir(parents=True, exist_ok=True)
            (tmp_path / "few" / str(kind) / f"{i}.png").write_bytes(image)
    data = ImageDataset.from_folder(tmp_path / "few")
    training = train_with(data, learning_curve=True, cv=2, **OPTIONS)
    page = render_report(summarize(training), pictures_of(training))
    assert "there are too few" in page and "with its range" not in page


def test_without_the_option_nothing_is_there(folder):
    training = train_with(ImageDataset.from_folder(folder), cv=3, **OPTIONS)
    summary = summarize(training)
    assert training.learning_curve is None and "learning_curve" not in summary
    assert "More images?" not in render_report(summary, pictures_of(training))


def test_the_command_says_it_in_one_sentence(folder, tmp_path, capsys):
    command = ["train", str(folder), "--features", "raw", "--size", "8x8", "--cv", "3"]
    command += ["--classifier", "linear_svm", "--learning-curve", "--out", str(tmp_path / "out")]
    assert run(command) == 0
    said = capsys.readouterr().out
    assert said.count("learning curve: ") == 1
    found = json.loads((tmp_path / "out" / "result.json").read_text())
    assert found["learning_curve"]["sentence"] in said
    assert found["options"]["learning-curve"] is True


def test_json_has_it(folder, tmp_path, capsys):
    command = ["train", str(folder), "--features", "raw", "--size", "8x8", "--cv", "3", "--json"]
    assert run([*command, "--learning-curve", "--out", str(tmp_path / "out")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["learning_curve"]["figure"] == "accuracy"


def test_it_is_saved(training, tmp_path):
    files = save_training(training, tmp_path / "saved")
    assert "More images?" in files["report"].read_text(encoding="utf-8")
