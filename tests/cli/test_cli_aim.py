"""Aims on the command line: which class they are about, and their answer first."""

import json

import pytest
from sample_images import make_images, write_png
from sklearn.linear_model import LogisticRegression

from classic_cls import (
    ImageDataset,
    Protocol,
    ThresholdClassifier,
    compare,
    cross_validate_images,
    make_image_pipeline,
    train,
)
from classic_cls.cli import run
from classic_cls.report import render_report, summarize

FAST = ["--features", "raw", "--size", "8", "--cv", "2", "--classifier", "logistic"]
FAST += ["--no-keep-duplicates-together"]


def write(root, **classes):
    for k, (name, n) in enumerate(classes.items()):
        for i, image in enumerate(make_images(n, seed=k)):
            write_png(root / name / f"{i}.png", image // (1 + k))
    return root


@pytest.fixture
def uneven(tmp_path):
    return write(tmp_path / "uneven", smooth=30, scratch=8)


@pytest.fixture
def even(tmp_path):
    return write(tmp_path / "even", cat=8, dog=9)


def test_the_rarer_class_is_taken_said_and_answered_about(uneven, tmp_path, capsys):
    out = tmp_path / "out"
    assert not run(["train", str(uneven), "--aim", "recall=0.9", *FAST, "--out", str(out)])
    said = capsys.readouterr().out
    told = ["aim recall=0.9 of 'scratch': recall ", "missed: ", "false alarms: ", "balanced_acc"]
    assert [said.index(text) for text in told] == sorted(said.index(text) for text in told)
    assert "positive class: scratch" in said and "8 of 38 images" in said
    assert "recall aimed at" in said and "8 images of class 'scratch' cannot show" in said
    found = json.loads((out / "result.json").read_text())
    assert found["positive"] == "scratch" and list(found["thresholds"]["values"]) == ["scratch"]
    aim = found["cv"]["aim"]
    assert aim["threshold"] == found["thresholds"]["values"]["scratch"]
    page = (out / "report.html").read_text()
    assert page.index("Recall aimed at") < page.index("Right and wrong answers")


def test_a_named_class_wins_and_is_in_the_answer(uneven, tmp_path, capsys):
    options = ["--aim", "recall=0.9", "--positive", "smooth", *FAST, "--json"]
    assert not run(["train", str(uneven), *options, "--out", str(tmp_path / "out")])
    found = json.loads(capsys.readouterr().out)
    assert found["positive"] == found["aim"]["positive"] == "smooth"
    assert found["counts"]["tp"] + found["counts"]["fn"] == 30


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_an_aim_about_either_class_is_refused_before_the_work(even, tmp_path, capsys, verb):
    out = tmp_path / "out"
    assert run([verb, str(even), "--aim", "recall=0.9", *FAST, "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "'cat', 'dog'" in said and "--positive" in said and not out.exists()
    options = ["--aim", "recall=0.9", "--positive", "dog", *FAST]
    assert not run([verb, str(even), *options, "--out", str(out)])
    assert "positive class: dog" in capsys.readouterr().out


def test_a_result_without_a_positive_class_says_how_to_name_one(even, tmp_path, capsys):
    assert not run(["compare", str(even), *FAST, "--out", str(tmp_path / "out")])
    assert "no positive class: name one with --positive" in capsys.readouterr().out


def test_python_goes_by_the_same_rule(uneven, even):
    options = {"features": ["raw"], "size": 8, "classifier": "logistic", "aim": "recall=0.9"}
    protocol = Protocol(cv=2, keep_duplicates_together=False)
    data = ImageDataset.from_folder(uneven)
    for pipeline in (make_image_pipeline(**options), make_image_pipeline(data=data, **options)):
        result = cross_validate_images(pipeline, data, protocol)
        training = train(data, pipeline, protocol)
        assert result.positive == training.cv.positive == training.model.positive == "scratch"
        assert training.model.pipeline[-1].positive_ == "scratch"
        assert result.aim == training.cv.aim is not None
        assert "scratch" in render_report(summarize(training))
        other = Protocol(cv=2, keep_duplicates_together=False, positive="smooth")
        assert train(data, pipeline, other).model.pipeline[-1].positive_ == "smooth"
    data = ImageDataset.from_folder(even)
    with pytest.raises(ValueError, match="'cat', 'dog'.*positive="):
        make_image_pipeline(data=data, **options)
    with pytest.raises(ValueError, match="'cat', 'dog'.*positive="):
        train(data, make_image_pipeline(**options), protocol)


def test_a_comparison_is_about_one_class_with_and_without_aims(uneven):
    data = ImageDataset.from_folder(uneven)
    options = {"features": ["raw"], "size": 8, "classifier": "logistic"}
    protocol = Protocol(cv=2, keep_duplicates_together=False)
    pipelines = {
        "plain": make_image_pipeline(**options),
        "aimed": make_image_pipeline(aim="recall=0.9", **options),
    }
    found = compare(data, pipelines, protocol)
    assert {entry.cv.positive for entry in found.entries} == {"scratch"}
    assert any("'scratch', the rarer one" in note for note in found.notes)
    pipelines["other"] = make_image_pipeline(aim="recall=0.9", positive="smooth", **options)
    found = compare(data, pipelines, protocol)
    assert {entry.cv.positive for entry in found.entries} == {"smooth"}
    pipelines["third"] = make_image_pipeline(aim="recall=0.9", positive="scratch", **options)
    with pytest.raises(ValueError, match="name one class in both"):
        compare(data, pipelines, protocol)


def test_a_classifier_of_ones_own_is_about_the_positive_class_too(uneven):
    data = ImageDataset.from_folder(uneven)
    own = ThresholdClassifier(LogisticRegression(), "recall=0.9")
    pipeline = make_image_pipeline(
        features=["raw"], size=8, classifier=own, positive="smooth", data=data
    )
    assert pipeline.fit(data.paths, data.labels)[-1].positive_ == "smooth"


def test_evaluate_says_class_and_threshold(uneven, tmp_path, capsys):
    out = str(tmp_path / "out")
    assert not run(["train", str(uneven), "--aim", "recall=0.9", *FAST, "--out", out])
    capsys.readouterr()
    assert not run(["evaluate", out, str(uneven)])
    said = capsys.readouterr().out
    assert "positive class: scratch, from a score of" in said
    assert said.index("missed: ") < said.index("false alarms: ")
