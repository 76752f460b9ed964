"""The most confident mistakes: which, in which order, and their pictures."""

import base64
from dataclasses import replace

import cv2
import numpy as np
import pytest

from classic_cls.base import ImageRef
from classic_cls.report import mistakes
from classic_cls.report.thumbnails import data_address


def decoded(address):
    head, _, data = address.partition(",")
    assert head in ("data:image/png;base64", "data:image/jpeg;base64")
    return cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_UNCHANGED)


def test_all_mistakes_surest_first(training):
    cv, found = training.cv, mistakes(training, limit=1000)
    wrong = cv.predictions[0] != cv.y_true
    wrong = wrong if wrong.ndim == 1 else wrong.any(axis=1)
    assert sorted(m.path for m in found) == sorted(np.array(cv.paths)[wrong].tolist())
    confidences = [m.confidence for m in found]
    assert confidences == sorted(confidences, reverse=True)
    assert mistakes(training, limit=2) == found[:2]


def test_truth_and_prediction(held_out):
    cv = held_out.cv
    row_of = {path: row for row, path in enumerate(cv.paths)}
    for mistake in mistakes(held_out):
        row = row_of[mistake.path]
        assert (mistake.truth, mistake.prediction) == (cv.y_true[row], cv.predictions[0, row])
        assert mistake.truth != mistake.prediction and mistake.label is None
        scores = dict(zip(cv.class_names, cv.scores[0, row], strict=True))
        assert mistake.confidence == scores[mistake.prediction] - scores[mistake.truth]


def test_the_wrong_label_of_multilabel(multilabel):
    cv = multilabel.cv
    for mistake in mistakes(multilabel):
        row = cv.paths.index(mistake.path)
        is_wrong = cv.predictions[0, row] != cv.y_true[row]
        assert mistake.label in np.array(cv.class_names)[is_wrong].tolist()
        assert mistake.confidence == np.abs(cv.scores[0, row])[is_wrong].max()
        in_truth = mistake.label in mistake.truth.split(";")
        assert in_truth != (mistake.label in mistake.prediction.split(";"))


def test_thumbnails_show_the_image(official):
    found = mistakes(official, limit=3)
    assert len(found) == 3
    for mistake in found:
        image = cv2.imread(str(official.dataset.root / mistake.path), cv2.IMREAD_UNCHANGED)
        np.testing.assert_array_equal(decoded(mistake.thumbnail), image)


@pytest.mark.parametrize("shape, expected", [
    ((300, 150, 3), (96, 48, 3)), ((40, 1000), (4, 96)), ((1, 1000), (1, 96)), ((96, 10), (96, 10)),
])  # fmt: skip
def test_thumbnails_are_small(shape, expected):
    assert decoded(data_address(np.zeros(shape, np.uint8))).shape == expected


def test_colors_stay():
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    assert decoded(data_address(red))[0, 0].tolist() == [0, 0, 255]  # OpenCV: blue, green, red


def test_a_vanished_file_has_no_picture(official):
    gone = replace(official, refs=tuple(ImageRef("gone.png") for _ in official.refs))
    found = mistakes(gone, limit=2)
    assert found and all(m.thumbnail is None and m.path for m in found)


def test_without_scores(held_out, multilabel):
    for training in (held_out, multilabel):
        blind = replace(training, cv=replace(training.cv, scores=None, score_kind=None))
        found = mistakes(blind, limit=3)
        assert len(found) == 3 and all(m.confidence is None for m in found)


def test_without_mistakes(held_out, multilabel):
    for training in (held_out, multilabel):
        right = replace(training.cv, predictions=training.cv.y_true[None])
        assert mistakes(replace(training, cv=right)) == []
