from dataclasses import FrozenInstanceError

import matplotlib
import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from classic_cls.displays import ConfusionDisplay, PerLabelDisplay
from classic_cls.evaluation import (
    Protocol,
    classification_figures,
    cross_validate,
    score_predictions,
)

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
Y = np.array(["cat", "dog", "ant"] * 20)
X = RNG.normal(size=(60, 3)) + 2 * (Y[:, None] == ["ant", "cat", "dog"])
LABELS = (RNG.random((40, 2)) < 0.5).astype(np.int8)
GROUPS = np.array([f"g{i // 3}" for i in range(60)])


@pytest.fixture(scope="module")
def result():
    paths = [f"{name}/{i}.png" for i, name in enumerate(Y)]
    protocol = Protocol(cv=4, repeats=2, seed=5)
    return cross_validate(KNeighborsClassifier(), X, Y, protocol, groups=GROUPS, paths=paths)


@pytest.fixture(scope="module")
def multilabel():
    x = RNG.normal(size=(40, 2)) + 2 * LABELS
    names = ["sea", "tree"]
    return cross_validate(KNeighborsClassifier(), x, LABELS, Protocol(cv=4), class_names=names)


def test_frame_has_a_row_per_image_and_repeat(result):
    frame = result.frame()
    assert list(frame.columns) == [
        *("path", "group", "fold", "repeat", "truth", "prediction"),
        *("score_ant", "score_cat", "score_dog"),
    ]
    assert len(frame) == 120
    assert frame["repeat"].tolist() == [1] * 60 + [2] * 60
    assert set(frame["fold"]) == {1, 2, 3, 4}
    assert frame["truth"][:60].tolist() == Y.tolist()
    assert frame["prediction"].tolist() == result.predictions.answers.ravel().tolist()
    assert (frame["group"][:60] == GROUPS).all()
    second = frame[frame["repeat"] == 2]
    np.testing.assert_array_equal(second["score_cat"], result.predictions.scores[1, :, 1])


def test_frame_joins_labels(multilabel):
    frame = multilabel.frame()
    assert "path" not in frame and "group" not in frame
    wanted = {(0, 0): "", (1, 0): "sea", (0, 1): "tree", (1, 1): "sea;tree"}
    assert frame["truth"].tolist() == [wanted[tuple(row)] for row in LABELS.tolist()]


def test_frame_gives_back_the_figures(result):
    frame = result.frame()
    pooled = classification_figures(frame["truth"], frame["prediction"])
    for name, value in pooled.items():
        assert result.figures[name].value == pytest.approx(value)


def test_figures_frame_lists_every_figure(result):
    frame = result.figures_frame()
    assert list(frame.index) == result.figure_names
    columns = ["value", "std", "low", "high", "method", "train", "dummy"]
    assert list(frame.columns) == columns
    row = frame.loc["accuracy"]
    assert (row["low"], row["high"]) == result.figures["accuracy"].interval[:2]
    assert row["dummy"] == result.dummy["accuracy"].value


def test_folds_frame(result):
    frame = result.folds_frame()
    assert len(frame) == 8
    assert frame["n_test"].sum() == 120
    assert frame["test_accuracy"].mean() == pytest.approx(result.figures["accuracy"].value)


def test_per_class_table(result):
    table = result.per_class()
    assert list(table.index) == ["ant", "cat", "dog"]
    assert table["support"].tolist() == [20, 20, 20]
    assert (table["f1_low"] <= table["f1"]).all() and (table["f1"] <= table["f1_high"]).all()
    hits = np.diagonal(result.confusion) / result.confusion.sum(axis=1)
    np.testing.assert_allclose(table["recall"], hits)


def test_result_is_frozen(result):
    with pytest.raises(FrozenInstanceError):
        result.headline = "f1_macro"


def test_text_says_what_matters(result):
    text = str(result)
    assert text.startswith("4-fold cross-validation, repeated 2 times, 60 images, 3 classes")
    accuracy = result.figures["accuracy"]
    assert f"{100 * accuracy.value:.1f}%  [{100 * accuracy.interval.low:.1f} to " in text
    assert "dummy 33.3%" in text and "Wilson score interval, 60 images in groups" in text
    assert len(repr(result)) < 120


def test_plots(result, multilabel):
    import matplotlib.pyplot as plt

    assert isinstance(result.plot(), ConfusionDisplay)
    ax = plt.figure().subplots()
    display = multilabel.plot(ax=ax)
    assert isinstance(display, PerLabelDisplay) and display.ax_ is ax
    assert multilabel.confusion is None
    plt.close("all")


def test_scored_predictions_of_a_model():
    predictions = np.where(np.arange(60) % 10 == 0, "ant", Y)
    paths = [f"{i}.png" for i in range(60)]
    result = score_predictions(Y, predictions, groups=GROUPS, paths=paths, scoring="f1_macro")
    expected = classification_figures(Y, predictions)
    assert {n: e.value for n, e in result.figures.items()} == pytest.approx(expected)
    assert result.headline == "f1_macro"
    assert list(result.frame().columns) == ["path", "group", "truth", "prediction"]
    assert str(result).startswith("60 images, 3 classes")


def test_scored_predictions_may_lack_or_add_classes():
    result = score_predictions(["a", "a"], ["a", "b"], class_names=["a", "b", "c"])
    assert result.confusion.shape == (3, 3)
    assert result.class_names == ("a", "b", "c")
    assert score_predictions(["a", "a"], ["a", "z"]).class_names == ("a", "z")
    with pytest.raises(ValueError, match="label 'z' is not among"):
        score_predictions(["a", "b"], ["a", "z"], class_names=["a", "b"])


def test_scored_multilabel_predictions():
    result = score_predictions(LABELS, 1 - LABELS, class_names=["sea", "tree"])
    assert result.figures["hamming_loss"].value == 1
    assert result.figures["hamming_loss"].interval.low < 1


def test_costs_have_a_mean_with_an_interval():
    y = np.array(["defect", "good"] * 30)
    predicted = np.where(np.arange(60) % 12 == 0, "good", y)
    costs = {("defect", "good"): 20}
    result = score_predictions(y, predicted, costs=costs, scoring="mean_cost")
    estimate = result.figures["mean_cost"]
    assert estimate.value == pytest.approx(5 * 20 / 60)
    assert 0 < estimate.interval.low < estimate.value < estimate.interval.high < 20
    perfect = score_predictions(y, y, costs=costs).figures["mean_cost"]
    assert perfect.value == perfect.interval.low == 0 < perfect.interval.high < 2
    assert result.counts == {"tp": 25, "fp": 0, "tn": 30, "fn": 5}


@pytest.mark.parametrize("n_good, says", [(93, True), (76, True), (74, False)])
def test_note_where_accuracy_misleads(n_good, says):
    y = np.repeat(["good", "defect"], [n_good, 100 - n_good])
    notes = score_predictions(y, y).notes
    assert len(notes) == says
    if says:
        assert f"always answering it is right {n_good}% of the time" in notes[0]
        assert "sensitivity and specificity" in notes[0]


def test_note_where_accuracy_is_close_to_that_of_the_dummy():
    y = np.repeat(["a", "b", "c"], [60, 25, 15])
    close = score_predictions(y, np.where(y == "b", "a", np.where(y == "c", "a", y)))
    assert "look at balanced accuracy and macro F1" in close.notes[0]
    assert not score_predictions(y, y).notes


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="predictions have shape"):
        score_predictions(Y, Y[:3])
