"""Train, save, evaluate, predict, compare: whole jobs on small folders."""

import json

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion
from trainings import compare_with, train_with

from classic_cls import (
    ImageDataset,
    Protocol,
    cross_validate_images,
    load_model,
    make_image_pipeline,
    save_model,
)
from classic_cls.workflows import (
    OutputExists,
    evaluate,
    predict,
    save_comparison,
    save_training,
)

QUICK = {"features": ["edges"], "size": 24, "cv": 4}


@pytest.fixture
def folder(tmp_path):
    """Thirty images of three classes whose natural and plain orders differ."""
    for i, image in enumerate(make_images(30)):
        if i % 3 == 0:
            image = 255 - image // 8
        write_png(tmp_path / "data" / ("10", "2", "B")[i % 3] / f"{i}.png", image)
    return tmp_path / "data"


@pytest.fixture
def data(folder):
    return ImageDataset.from_folder(folder)


@pytest.fixture
def multilabel(tmp_path):
    lines = ["path,labels"]
    for i, image in enumerate(make_images(24)):
        write_png(tmp_path / f"{i}.png", image)
        lines.append(f"{i}.png,{('across', 'down;thick', 'thick')[i % 3]}")
    (tmp_path / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    return ImageDataset.from_csv(tmp_path / "labels.csv")


def test_the_cross_validation_is_that_of_scikit_learn(data):
    training = train_with(data, **QUICK)
    pipeline = make_image_pipeline(features=["edges"], size=24, data=data)
    folds = StratifiedKFold(4, shuffle=True, random_state=0)
    expected = cross_val_predict(pipeline, data.paths, data.labels, cv=folds)
    np.testing.assert_array_equal(training.cv.predictions.answers[0], expected)


def test_the_model_is_the_pipeline_fitted_on_everything(data):
    training = train_with(data, **QUICK)
    expected = clone(training.model.pipeline).fit(data.paths, data.labels)
    np.testing.assert_array_equal(
        training.model.predict(data.paths), expected.predict(data.paths)
    )
    assert training.test is None and training.n_features == 4 * 4 * 9


def test_everything_is_written_and_the_model_comes_back(data, tmp_path):
    training = train_with(data, **QUICK)
    files = save_training(training, tmp_path / "out", command="classic-cls train data")
    result = json.loads(files["result"].read_text(encoding="utf-8"))
    assert result["n_images"] == 30 and result["class_names"] == ["2", "10", "B"]
    assert result["test"]["accuracy"] is None and result["seed"] == 0
    model = load_model(tmp_path / "out")
    np.testing.assert_array_equal(model.predict(data.paths), training.model.predict(data.paths))
    assert model.figures["cv"]["accuracy"]["value"] == result["cv"]["accuracy"]["value"]
    assert str(tmp_path) not in files["report"].read_text(encoding="utf-8")
    assert len(files["predictions"].read_text(encoding="utf-8").splitlines()) == 31


def test_outputs_are_whole_and_never_overwritten_by_accident(data, tmp_path, monkeypatch):
    training = train_with(data, **QUICK)
    save_training(training, tmp_path / "out")
    before = (tmp_path / "out" / "result.json").read_bytes()
    with pytest.raises(OutputExists, match="force=True"):
        save_training(training, tmp_path / "out")
    monkeypatch.setattr("classic_cls.workflows.save.render_report", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save_training(training, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert (tmp_path / "out" / "result.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_official_split_is_tested_once_with_the_model_itself(folder, tmp_path):
    for path in sorted(folder.rglob("*.png")):
        part = "test" if int(path.stem) >= 21 else "train"
        write = tmp_path / "split" / part / path.parent.name / path.name
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_bytes(path.read_bytes())
    data = ImageDataset.from_folder(tmp_path / "split")
    training = train_with(data, **QUICK)
    assert training.test_split == "official"
    assert training.cv.n_images == 21 and training.test.n_images == 9
    np.testing.assert_array_equal(
        training.test.predictions.answers[0], training.model.predict(data.test().paths)
    )
    with pytest.raises(ValueError, match="official split"):
        train_with(data, test_size=0.2, **QUICK)


def test_a_held_out_part_takes_no_part_in_cross_validation(data):
    training = train_with(data, test_size=0.3, **QUICK)
    assert training.test_split == "held out"
    assert not set(training.cv.predictions.paths) & set(training.test.predictions.paths)
    assert len(training.cv.predictions.paths) + len(training.test.predictions.paths) == 30


def test_unreadable_files_go_with_their_targets(folder):
    (folder / "2" / "broken.png").write_bytes(b"no image")
    with pytest.warns(UserWarning, match="1 of 31 set aside, .*: '2/broken.png'"):
        training = train_with(ImageDataset.from_folder(folder), **QUICK)
    (rejected,) = training.rejected
    assert rejected.path == "2/broken.png" and training.cv.n_images == 30


def test_a_bad_parameter_is_one_error(data):
    with pytest.raises(ValueError, match="'grid' parameter of EdgeHistogram"):
        train_with(data, parameters={"edges.grid": "abc"}, **QUICK)


def test_same_result_for_every_number_of_jobs_and_with_a_cache(data, tmp_path):
    one = train_with(data, n_jobs=1, **QUICK)
    for options in ({"n_jobs": 2}, {"cache": tmp_path / "c"}, {"cache": tmp_path / "c"}):
        other = train_with(data, **options, **QUICK)
        np.testing.assert_array_equal(one.cv.predictions.answers, other.cv.predictions.answers)
        np.testing.assert_array_equal(one.cv.predictions.scores, other.cv.predictions.scores)
        assert one.data_sha256 == other.data_sha256


class LabelLeak(TransformerMixin, BaseEstimator):
    """Remembers the label of every image it is fitted on: a leak, if that is a test image."""

    def fit(self, X, y):
        self.label_of_ = {image.tobytes(): label for image, label in zip(X, y)}
        self.labels_ = sorted(set(y))
        return self

    def transform(self, X):
        labels = [self.label_of_.get(image.tobytes()) for image in X]
        return np.array([[label == known for known in self.labels_] for label in labels], float)


def test_a_step_that_reveals_labels_does_not_lift_the_score():
    from classic_cls import cross_validate
    from classic_cls.extraction import extract, freeze

    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (200, 16, 16), dtype=np.uint8)
    labels = rng.permutation(["a", "b"] * 100)
    pipeline = make_image_pipeline(features=["raw"], size=16, classifier="tree")
    union = [*pipeline["features"].transformer_list, ("leak", LabelLeak())]
    pipeline.set_params(features=FeatureUnion(union))
    frozen = freeze(pipeline)
    rows = extract(frozen, images).rows
    result = cross_validate(frozen.estimator, rows, labels)
    assert result.train["accuracy"].value == 1
    assert result.figures["accuracy"].value < 0.62
    plain = clone(pipeline).fit(list(images), labels)
    assert plain.score(list(images), labels) == 1


def test_evaluate_and_predict(data, folder):
    training = train_with(data, **QUICK)
    evaluation = evaluate(training.model, data)
    expected = (training.model.predict(data.paths) == data.labels).mean()
    assert evaluation.result.figures["accuracy"].value == pytest.approx(expected)
    missing = str(folder / "missing.png")
    predictions = predict(training.model, [data.paths[0], missing, data.paths[1]])
    assert [p.path for p in predictions] == [data.paths[0], missing, data.paths[1]]
    assert predictions[1].label is None and predictions[1].reason
    scores = training.model.predict_scores(data.paths[:2])
    assert list(predictions[0].scores.values()) == pytest.approx(scores[0].tolist())
    assert predictions[0].label == training.model.predict(data.paths[:1])[0]
    (alone,) = predict(training.model, [missing])
    assert alone.reason


def test_an_evaluation_says_what_was_set_aside(data, folder):
    training = train_with(data, **QUICK)
    assert repr(evaluate(training.model, data)).startswith("<Evaluation: <PredictionResult: ")
    (folder / "2" / "torn.png").write_bytes(b"no image")
    with pytest.warns(UserWarning, match="1 of 31 set aside, .*: '2/torn.png'"):
        evaluation = evaluate(training.model, ImageDataset.from_folder(folder))
    for text in (repr(evaluation), str(evaluation)):
        assert "1 set aside" in text and "'2/torn.png'" in text


def test_several_labels_of_which_rows_have_one_each_are_evaluated(multilabel, tmp_path):
    model = train_with(multilabel, **QUICK).model
    table = tmp_path / "few.csv"
    table.write_text("path,labels\n0.png,across\n2.png,thick\n3.png,across\n")
    few = ImageDataset.from_csv(table)
    assert few.labels.tolist() == ["across", "thick", "across"]
    truth = evaluate(model, few).result.predictions.truth
    assert truth.tolist() == [[1, 0, 0], [0, 0, 1], [1, 0, 0]]


def test_evaluate_refuses_labels_that_the_model_does_not_know(data, multilabel):
    model = train_with(data, **QUICK).model
    with pytest.raises(ValueError, match="the model knows no class"):
        evaluate(model, multilabel)


def test_several_labels_all_the_way(multilabel, tmp_path):
    # These labels cannot be learned, so an honest threshold is of no use.
    training = train_with(multilabel, strategy="chain", aim="none", **QUICK)
    save_training(training, tmp_path / "out")
    model = load_model(tmp_path / "out")
    assert model.task == "multilabel" and model.class_names == ("across", "down", "thick")
    evaluation = evaluate(model, multilabel)
    assert evaluation.result.figures["f1_micro"].value > 0.9
    labels = [prediction.label for prediction in predict(model, multilabel.paths[:2])]
    assert labels == ["across", "down;thick"]


def test_a_multilabel_pipeline_is_saved_with_its_result(multilabel, tmp_path):
    pipeline = make_image_pipeline(data=multilabel, features=["edges"], size=24)
    result = cross_validate_images(pipeline, multilabel, Protocol(cv=3))
    save_model(pipeline.fit(multilabel.paths, multilabel.labels), tmp_path / "m.skops", result)
    assert load_model(tmp_path / "m.skops").class_names == multilabel.class_names


def test_the_label_has_the_highest_score(data):
    training = train_with(data, features=["raw"], size=8, cv=4)
    best = np.array(training.cv.class_names)[training.cv.predictions.scores[0].argmax(axis=1)]
    np.testing.assert_array_equal(best, training.cv.predictions.answers[0])


def test_out_may_stand_on_another_disk(data, tmp_path):
    training = train_with(data, **QUICK)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    save_training(training, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    written = {"model.skops", "result.json", "predictions.csv", "report.html", "report.md"}
    assert names == {"mine.txt", *written}


def test_a_run_of_bad_files_at_the_front(folder):
    for i in range(12):
        (folder / "2" / f"0{i}.png").write_bytes(b"no image")
    with pytest.warns(UserWarning, match="12 of 42 set aside"):
        training = train_with(ImageDataset.from_folder(folder), **QUICK)
    assert len(training.rejected) == 12
    assert len(training.model.pipeline[:3].get_feature_names_out()) == training.n_features


def test_comparison(data, tmp_path):
    comparison = compare_with(
        data, classifiers=["tree", "logistic"], feature_sets=[["raw"], ["edges"]], size=24, cv=3,
        parameters={"edges.grid": 2, "classifier.C": 0.1},
    )
    pairs = {(entry.features, entry.classifier) for entry in comparison.entries}
    assert pairs == {(f, c) for f in ("raw", "edges") for c in ("tree", "logistic")}
    means = [entry.cv.figures["accuracy"].value for entry in comparison.entries]
    assert means == sorted(means, reverse=True)
    folds = [entry.cv.predictions.folds for entry in comparison.entries]
    assert all((f == folds[0]).all() for f in folds)
    path = save_comparison(comparison, tmp_path / "out")
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert columns[:5] == ["name", "features", "classifier", "accuracy", "accuracy_low"]
    with pytest.raises(OutputExists):
        save_comparison(comparison, tmp_path / "out")
    with pytest.raises(ValueError, match="unknown step 'edgs'"):
        compare_with(data, feature_sets=[["edges"]], size=24, parameters={"edgs.grid": 2})


def test_eight_threads_predict_alike(data):
    from concurrent.futures import ThreadPoolExecutor

    model = train_with(data, **QUICK).model
    expected = model.predict(data.paths)
    with ThreadPoolExecutor(8) as pool:
        for labels in pool.map(model.predict, [data.paths] * 16):
            np.testing.assert_array_equal(labels, expected)
