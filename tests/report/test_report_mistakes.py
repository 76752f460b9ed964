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
    predictions = cv.predictions
    wrong = predictions.answers[0] != predictions.truth
    if wrong.ndim == 2:
        wrong = (wrong & (predictions.truth != -1)).any(axis=1)
    wrong &= predictions.tested[0]
    assert sorted(m.path for m in found) == sorted(np.array(predictions.paths)[wrong].tolist())
    margins = [m.margin for m in found]
    assert margins == sorted(margins, reverse=True) and min(margins) >= 0
    assert mistakes(training, limit=2) == found[:2]


def test_truth_and_prediction(held_out):
    cv = held_out.cv.predictions
    row_of = {path: row for row, path in enumerate(cv.paths)}
    for mistake in mistakes(held_out):
        row = row_of[mistake.path]
        assert (mistake.truth, mistake.prediction) == (cv.truth[row], cv.answers[0, row])
        assert mistake.truth != mistake.prediction and mistake.label is None
        scores = dict(zip(cv.class_names, cv.scores[0, row], strict=True))
        assert mistake.margin == scores[mistake.prediction] - scores[mistake.truth]


def test_two_classes_without_learned_thresholds(official):
    cv = official.cv.predictions
    for mistake in mistakes(official):
        scores = dict(zip(cv.class_names, cv.scores[0, cv.paths.index(mistake.path)], strict=True))
        expected = scores[mistake.prediction] - scores[mistake.truth]
        assert mistake.margin == pytest.approx(expected)


@pytest.mark.parametrize("name", ["multilabel", "unknown"])
def test_the_wrong_label_of_multilabel(request, name):
    training = request.getfixturevalue(name)
    cv, found = training.cv.predictions, mistakes(training)
    assert found
    for mistake in found:
        row = cv.paths.index(mistake.path)
        is_wrong = (cv.answers[0, row] != cv.truth[row]) & (cv.truth[row] != -1)
        assert mistake.label in np.array(cv.class_names)[is_wrong].tolist()
        in_truth = mistake.label in mistake.truth.split(";")
        assert in_truth != (mistake.label in mistake.prediction.split(";"))


@pytest.mark.parametrize("name", ["multilabel", "tuned"])
def test_sureness_is_measured_from_thresholds_that_explain_the_answers(request, name):
    """Wherever the thresholds were: scores and answers moved together change nothing."""
    training = request.getfixturevalue(name)
    cv = training.cv
    rng = np.random.default_rng(0)
    usual = 0.0 if name == "multilabel" else 0.5
    scores = rng.normal(usual, 1, cv.predictions.scores.shape)
    sureness = []
    for threshold in (0.0, 0.3, -2.0):
        if name == "multilabel":
            moved, answers = scores + threshold, (scores[0] >= usual).astype(np.int8)
        else:
            scores[..., 0] = 1 - scores[..., 1]
            moved = scores + np.array([-threshold, threshold])
            answers = np.where(scores[0, :, 1] >= usual, *cv.class_names[::-1])
        known = {"scores": moved, "answers": answers[None], "score_kind": None}
        other = replace(cv, predictions=replace(cv.predictions, **known))
        found = mistakes(replace(training, cv=other), limit=1000)
        sureness.append({mistake.path: mistake.margin for mistake in found})
    gaps = np.diff(np.sort(scores[0], axis=0), axis=0).max()
    for other in sureness[1:]:
        assert other.keys() == sureness[0].keys()
        for path, value in other.items():
            assert value == pytest.approx(sureness[0][path], abs=2 * gaps) and value >= 0


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
        bare = replace(training.cv.predictions, scores=None, score_kind=None)
        blind = replace(training, cv=replace(training.cv, predictions=bare))
        found = mistakes(blind, limit=3)
        assert len(found) == 3 and all(m.margin is None for m in found)


def test_without_mistakes(held_out, multilabel):
    for training in (held_out, multilabel):
        found = training.cv.predictions
        answers = np.broadcast_to(found.truth, found.answers.shape)
        right = replace(training.cv, predictions=replace(found, answers=answers))
        assert mistakes(replace(training, cv=right)) == []
