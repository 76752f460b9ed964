"""What a prediction says beside its label is called what it is, in Python, CSV and JSON alike."""

import csv
import json

import numpy as np
import pytest
from sample_images import make_images, write_png

from classic_cls import ImageDataset, ImageModel, make_image_pipeline
from classic_cls.cli.prediction_formats import CsvRows, JsonRows, as_array
from classic_cls.workflows import predict

NAMES = {"across": 1, "down": 1.5, "odd": 4}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("names")
    for k, (name, darker) in enumerate(NAMES.items()):
        for i, image in enumerate(make_images(9, seed=k)):
            write_png(root / name / f"{i}.png", (image / darker).astype(np.uint8))
    return root


def fitted(root, n_classes=2, **options):
    data = ImageDataset.from_folder(root)
    data = data.take(np.flatnonzero(np.isin(data.labels, list(NAMES)[:n_classes])))
    pipeline = make_image_pipeline(features=["raw"], size=8, multilabel=False, **options)
    return ImageModel(pipeline.fit(data.paths, data.labels)), data.paths


@pytest.mark.parametrize("classifier", ["logistic", "linear_svm"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_margin_is_the_lead_over_the_next_class(root, classifier, n_classes):
    model, paths = fitted(root, n_classes, classifier=classifier)
    for found in predict(model, paths):
        best, second = sorted(found.scores.values())[:-3:-1]
        assert found.margin == pytest.approx(best - second) and found.threshold is None
        if model.gives_probabilities:
            assert found.probability == found.scores[found.label] == best
        else:
            assert found.probability is None


@pytest.mark.parametrize("classifier", ["logistic", "linear_svm"])
@pytest.mark.parametrize("positive", ["across", "down"])
def test_with_a_threshold_the_margin_is_the_distance_from_it(root, classifier, positive):
    options = {"classifier": classifier, "aim": "recall=0.9", "positive": positive}
    model, paths = fitted(root, **options)
    for found in predict(model, paths):
        assert found.threshold == model.thresholds[0]
        beyond = found.scores[positive] - found.threshold
        assert found.margin == pytest.approx(abs(beyond))
        assert (found.label == positive) == (beyond >= 0)
        expected = found.scores[found.label] if model.gives_probabilities else None
        assert found.probability == expected


def test_of_several_labels_it_is_that_of_the_nearest(root):
    data = ImageDataset.from_folder(root)
    Y = np.stack([data.labels == "odd", data.labels != "down"], axis=1).astype(int)
    pipeline = make_image_pipeline(
        features=["raw"], size=8, multilabel=True, classifier="logistic"
    ).fit(data.paths, Y)
    model = ImageModel(pipeline, class_names=("odd", "bright"), task="multilabel")
    for found in predict(model, data.paths):
        beyond = np.array(list(found.scores.values())) - model.thresholds
        assert found.margin == pytest.approx(np.abs(beyond).min())
        assert found.probability is None and found.threshold is None


def test_files_say_the_same_as_python(root, tmp_path):
    model, paths = fitted(root, classifier="logistic", aim="f1", positive="down")
    (tmp_path / "torn.png").write_bytes(b"no image")
    found = predict(model, [*paths[:4], tmp_path / "torn.png"])
    items = json.loads("".join(as_array(map(JsonRows(0).row, found))))
    csv_rows = CsvRows(0)
    lines = [csv_rows.opening, *map(csv_rows.row, found)]
    rows = list(csv.DictReader(lines))
    for prediction, item, row in zip(found, items, rows, strict=True):
        for name in ("probability", "margin", "threshold"):
            assert item[name] == getattr(prediction, name)
            assert row[name] == ("" if item[name] is None else f"{item[name]:.4g}")
