"""One class alone, from images to a model: what is learned from, tested, written and refused."""

import json

import numpy as np
import pandas as pd
import pytest
from sample_images import make_images, write_png
from sklearn.metrics import average_precision_score, roc_auc_score
from trainings import train_with

from classic_cls import (
    ImageDataset,
    Protocol,
    evaluate,
    load_model,
    make_image_pipeline,
    predict,
    save_training,
    train,
)
from classic_cls.cli import run
from classic_cls.pipelines import ONE_CLASS_MODELS

PLAIN = {"features": ["raw"], "size": 8, "cv": 3}
N_GOOD = 48


def write_parts(folder, seed=0, kinds=("crack", "hole")):
    """Good parts, which look alike, and others, whose pixels hang on the seed."""
    rng = np.random.default_rng(1)
    for i in range(N_GOOD):
        image = np.clip(rng.normal(120, 20, (16, 16)) + np.linspace(0, 60, 16), 0, 255)
        write_png(folder / "good" / f"{i}.png", image.astype(np.uint8))
    rng = np.random.default_rng(seed)
    for number, kind in enumerate(kinds):
        for i in range(5):
            image = rng.integers(0, 255, (16, 16)).astype(np.uint8)
            image[4 * number :] = image[:1]
            write_png(folder / kind / f"{i}.png", image)
    return folder


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    return write_parts(tmp_path_factory.mktemp("one") / "parts")


@pytest.fixture(scope="module")
def data(parts):
    return ImageDataset.from_folder(parts).one_class("good")


@pytest.fixture(scope="module")
def training(data):
    return train_with(data, **PLAIN)


def scores_of(model, folder):
    files = [str(file) for file in sorted(folder.rglob("*.png"))]
    return [found.unusual for found in predict(model, files)]


@pytest.mark.parametrize("recipe", [{"features": ["raw"], "size": 8}, {"recipe": "quick"}])
def test_pixels_of_anomalies_do_not_change_the_model(parts, tmp_path, recipe):
    scores = []
    for seed in (0, 7):
        folder = write_parts(tmp_path / str(seed) / "parts", seed)
        data = ImageDataset.from_folder(folder).one_class("good")
        model = train_with(data, **recipe, cv=2).model
        scores.append((scores_of(model, parts), model.seen.digests, model.reference.known()))
    (one, seen, known), (other, seen_too, known_too) = scores
    assert one == other
    np.testing.assert_array_equal(seen, seen_too)
    assert len(seen) == N_GOOD
    np.testing.assert_array_equal(known["features"], known_too["features"])


def test_without_anomalies_it_is_the_same_model(parts, training):
    data = ImageDataset.from_folder(parts).drop_classes(["crack", "hole"]).one_class("good")
    alone = train_with(data, **PLAIN)
    assert scores_of(alone.model, parts) == scores_of(training.model, parts)
    assert alone.cv.headline == "specificity" and alone.one_class.found is None
    assert "unknown until some are shown" in alone.one_class.sentence
    assert alone.one_class.false_alarms.share == training.one_class.false_alarms.share


def test_the_figures_are_those_of_scikit_learn(training):
    shown = training.cv.predictions
    truth, scores = shown.truth == "not good", shown.scores[0][:, 1]
    areas = {"roc_auc": roc_auc_score, "average_precision": average_precision_score}
    for name, area in areas.items():
        of_folds = [area(truth[f], scores[f]) for f in (shown.folds[0] == k for k in (1, 2, 3))]
        assert training.cv.figures[name].value == pytest.approx(np.mean(of_folds))
    answers = shown.answers[0]
    assert training.one_class.false_alarms.share == np.mean(answers[~truth] != "good")
    kinds = training.dataset.column("kind")
    for kind in training.one_class.kinds:
        assert kind.share == np.mean(answers[kinds == kind.name] == "not good")
    assert [kind.n for kind in training.one_class.kinds] == [5, 5]
    assert training.one_class.ranked["roc_auc"].value > 0.9


def test_every_image_is_tested_once_and_anomalies_in_all_folds(training):
    folds = training.cv.predictions.folds[0]
    assert (folds > 0).all()
    assert set(folds[training.cv.predictions.truth == "not good"]) == {1, 2, 3}


def test_one_anomaly_is_enough(data):
    one = data.take(np.flatnonzero((data.targets == "good") | (np.arange(len(data)) == 0)))
    training = train_with(one, **PLAIN)
    assert training.cv.n_folds == 3 and training.one_class.found.n == 1


@pytest.mark.parametrize("name", ONE_CLASS_MODELS)
def test_every_named_model_is_saved_and_loaded(name, data, parts, tmp_path):
    training = train_with(data, **PLAIN, classifier=name)
    save_training(training, tmp_path / "out")
    again = load_model(tmp_path / "out" / "model.skops")
    assert scores_of(again, parts) == scores_of(training.model, parts)
    result = json.loads((tmp_path / "out" / "result.json").read_text())
    assert result["one_class"]["cv"]["sentence"] == training.one_class.sentence
    assert result["settings"]["one_class"] == "good" and result["abstention"] is None
    assert result["settings"]["classifier"] == name
    page = (tmp_path / "out" / "report.html").read_text()
    assert "One class alone" in page and "false alarms" in page


def test_an_official_test_part_gives_the_binary_figures(data):
    split = np.where(data.targets == "good", "train", "test")
    split[np.flatnonzero(data.targets == "good")[:8]] = "test"
    columns = {"path": [ref.path for ref in data.refs], "label": data.column("kind")}
    official = ImageDataset.from_frame(pd.DataFrame(columns | {"split": split}))
    training = train_with(official.one_class("good"), **PLAIN)
    assert training.one_class.found is None and training.test_of_one_class.found.n == 10
    assert training.test.figures["roc_auc"].value > 0.9


def test_evaluate_takes_whatever_is_not_of_the_class(training, tmp_path):
    folder = write_parts(tmp_path / "new", seed=3, kinds=("dent",))
    evaluation = evaluate(training.model, ImageDataset.from_folder(folder))
    assert evaluation.one_class.kinds[0].name == "dent"
    assert evaluation.result.positive == "not good"
    assert evaluation.result.figures["sensitivity"].value == evaluation.one_class.found.share
    only = ImageDataset.from_folder(folder).drop_classes(["good"])
    assert evaluate(training.model, only).one_class.false_alarms is None


def test_predictions_say_how_unusual_an_image_is(training, parts):
    found = predict(training.model, [parts / "good" / "0.png", parts / "crack" / "0.png"])
    good, crack = found
    assert good.label == "good" and crack.label == "not good"
    assert good.unusual < 0 <= crack.unusual and crack.p_value <= 0.05 < good.p_value
    with pytest.raises(ValueError, match="learned one class alone"):
        predict(training.model, [parts / "good" / "0.png"], known=0.9)


def test_the_same_seed_gives_the_same(data, parts, training):
    again = train_with(data, **PLAIN, n_jobs=2)
    assert scores_of(again.model, parts) == scores_of(training.model, parts)
    assert again.cv.plain() == training.cv.plain()


@pytest.mark.parametrize("options, said", [
    ({"strategy": "ovr"}, "strategy does not go together"),
    ({"sampling": "over"}, "sampling does not go together"),
    ({"calibration": "sigmoid"}, "calibration does not go together"),
    ({"reduce": "pca:3"}, "reduce does not go together"),
    ({"classifier": "svm"}, "unknown classifier 'svm'"),
    ({"tune": True}, "tune does not go together"),
    ({"learning_curve": True}, "learning_curve does not go together"),
    ({"keep_features": True}, "keep_features does not go together"),
    ({"false_alarms": 0.001}, "needs 999"),
    ({"positive": "good"}, "positive does not go together"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(data, options, said):
    with pytest.raises(ValueError, match=said):
        train_with(data, **{**PLAIN, **options})


def test_figures_that_need_anomalies_are_refused_without_any(parts):
    data = ImageDataset.from_folder(parts).drop_classes(["crack", "hole"]).one_class("good")
    with pytest.raises(ValueError, match="add some anomalies"):
        train_with(data, **PLAIN, scoring="roc_auc")


def test_a_pipeline_that_learns_something_else_is_refused(parts, data):
    several = ImageDataset.from_folder(parts)
    alone = make_image_pipeline(data=data, features=["raw"], size=8)
    with pytest.raises(ValueError, match="say which"):
        train(several, alone)
    with pytest.raises(ValueError, match="make it with"):
        train(data, make_image_pipeline(data=several, features=["raw"], size=8), Protocol())


FAST = ["--features", "raw", "--size", "8", "--cv", "2", "--n-jobs", "1"]


@pytest.mark.parametrize("arguments, said", [
    (["--one-class", "god"], "unknown class 'god'. Did you mean 'good'"),
    (["--false-alarms", "0.1"], "--one-class NAME"),
    (["--one-class", "good", "--strategy", "ovr"], "--strategy does not go together"),
    (["--one-class", "good", "--tune"], "--tune does not go together"),
    (["--one-class", "crack"], "needs 19"),
])  # fmt: skip
def test_the_command_line_says_what_is_wrong(parts, arguments, said, capsys, tmp_path):
    assert run(["train", str(parts), *FAST, "--out", str(tmp_path / "o"), *arguments]) == 2
    assert said in capsys.readouterr().err.replace("\n", " ")


def test_one_class_without_the_option_names_it(tmp_path, capsys):
    for i, image in enumerate(make_images(4)):
        write_png(tmp_path / "set" / "good" / f"{i}.png", image)
    assert run(["train", str(tmp_path / "set"), *FAST, "--out", str(tmp_path / "o")]) == 2
    assert "--one-class good" in capsys.readouterr().err


def test_the_command_line_from_train_to_predict(parts, tmp_path, capsys):
    out = str(tmp_path / "o")
    assert run(["train", str(parts), *FAST, "--one-class", "good", "--out", out]) == 0
    assert "one class alone: " in capsys.readouterr().out
    assert run(["predict", out, str(parts / "crack"), "--format", "csv"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "path,label,unusual,p_value,reason"
    assert "-1 is the median image of 'good'" in shown.err
    assert run(["train", str(parts), "--config", f"{out}/result.json", "--out", f"{out}2"]) == 0
    assert (tmp_path / "o2" / "predictions.csv").read_bytes() == (
        tmp_path / "o" / "predictions.csv"
    ).read_bytes()
