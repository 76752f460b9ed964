"""Predictions of another tool beside a cross-validation of ours."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris, make_multilabel_classification
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from classic_cls import Protocol, compare_results, cross_validate
from classic_cls.evaluation import against_chosen, beside, corrected_for_choice, read_other_tool

X, CODES = load_iris(return_X_y=True)
X = X + np.random.default_rng(0).normal(size=X.shape)
NAMES = ["setosa", "versicolor", "virginica"]
Y = np.array(NAMES)[CODES]
PATHS = [f"kind/{i}.png" for i in range(150)]
GROUPS = np.char.add("g", (np.arange(150) // 3).astype(str))


def result(model, **options):
    known = {"groups": GROUPS, "paths": PATHS, "class_names": NAMES} | options
    protocol = known.pop("protocol", Protocol(cv=5))
    return cross_validate(model, X, Y, protocol, **known)


@pytest.fixture(scope="module")
def ours():
    return result(GaussianNB())


@pytest.fixture(scope="module")
def other():
    return result(DecisionTreeClassifier(max_depth=3, random_state=0))


def read(table, paths=PATHS, truth=Y):
    return read_other_tool(table, "net.csv", paths, truth, NAMES)


def placed(table, ours):
    return beside(read(table), ours)


def test_a_result_of_ours_comes_back_as_it_was(ours, other):
    table = other.frame().sample(frac=1, random_state=0)
    found = placed(table.assign(fold="part " + (9 - table["fold"]).astype(str)), ours)
    np.testing.assert_array_equal(found.predictions.answers, other.predictions.answers)
    np.testing.assert_allclose(found.predictions.scores, other.predictions.scores)
    for name, estimate in other.figures.items():
        assert found.figures[name].value == pytest.approx(estimate.value)
        assert found.figures[name].interval[:2] == pytest.approx(estimate.interval[:2])
    assert found.notes == () and found.train == {}
    a, b = compare_results(ours, found), compare_results(ours, other)
    assert a.interval == b.interval and a.p_corrected_t == pytest.approx(b.p_corrected_t)


@pytest.mark.parametrize("through", ["frame", "file"])
def test_path_and_prediction_are_enough(ours, other, through, tmp_path):
    table = other.frame()[["path", "prediction"]].assign(other="x")
    table["path"] = ".\\" + table["path"].str.replace("/", "\\")
    if through == "file":
        table.to_csv(tmp_path / "net.csv", index=False)
        table = tmp_path / "net.csv"
    found = placed(table, ours)
    assert found.figures["accuracy"].value == other.figures["accuracy"].value
    assert "groups" in found.figures["accuracy"].interval.method
    assert "log_loss" not in found.figures
    assert len(found.notes) == 1 and "no column 'fold'" in found.notes[0]


def test_other_folds_and_other_images_are_told(ours, other):
    table = other.frame()
    table = table.assign(fold=np.roll(table["fold"], 1))
    more = pd.concat([table, table.iloc[:2].assign(path=["x.png", "y.png"])])
    notes = placed(more, ours).notes
    assert "was trained on other folds" in notes[0]
    assert notes[1].endswith("not among the images that are compared: 2 images")


def test_one_prediction_stands_in_all_repeats(other):
    ours = result(GaussianNB(), protocol=Protocol(cv=5, repeats=2))
    found = placed(other.frame(), ours)
    assert found.predictions.answers.shape == (2, 150)
    assert found.figures["accuracy"].value == other.figures["accuracy"].value
    assert any("stands in all repeats" in note for note in found.notes)
    again = result(DecisionTreeClassifier(random_state=0), protocol=Protocol(cv=5, repeats=2))
    same = placed(again.frame(), ours)
    assert same.notes == ()
    np.testing.assert_array_equal(same.predictions.answers, again.predictions.answers)


def test_several_labels():
    X, Y = make_multilabel_classification(60, n_classes=3, random_state=0)
    names = {"class_names": ["sea", "sky", "sun"], "paths": PATHS[:60]}
    ours, other = (cross_validate(KNeighborsClassifier(k), X, Y, **names) for k in (5, 1))
    table = other.frame()[["path", "prediction", "fold"]]
    found = beside(read_other_tool(table, "net", PATHS[:60], Y, names["class_names"]), ours)
    assert found.figures["f1_micro"].value == other.figures["f1_micro"].value


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda t: t.drop(columns="path"), "net.csv has no column 'path'; predictions of"),
        (lambda t: t.drop(columns="prediction"), "net.csv has no column 'prediction'"),
        (lambda t: t.iloc[2:], "lacks 2 images .*: 'kind/0.png', 'kind/1.png'; a paired"),
        (lambda t: t.assign(path="/home/" + t.path), "names no image of the data: it has '/home"),
        (lambda t: t.assign(prediction="rose"), "net.csv: .*'rose' is not among the classes"),
        (lambda t: t.assign(path=PATHS[0]), "net.csv: .*'kind/0.png' twice in one repeat"),
        (lambda t: t.assign(truth="setosa"), r"other labels .* 100 images: 'kind/50.png' is 'set"),
        (lambda t: t.assign(prediction=None), "net.csv: column 'prediction' lacks 150"),
        (lambda t: t.drop(columns="score_setosa"), "net.csv: .*lacks 'score_setosa'"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(ours, other, change, message):
    with pytest.raises(ValueError, match=message):
        placed(change(other.frame()), ours)


def test_no_file(tmp_path):
    with pytest.raises(ValueError, match="net.csv cannot be read as a table of predictions"):
        read(tmp_path / "gone.csv")


def test_numbers_as_labels_are_names():
    table = pd.DataFrame({"path": ["a", "b"], "prediction": [0, 1]})
    found = read_other_tool(table, "net", ["a", "b"], np.array(["0", "1"]), ("0", "1"))
    assert found.predictions.answers.tolist() == [["0", "1"]]


def test_a_chosen_model_is_not_ahead_by_luck(ours, other):
    results = {str(k): result(KNeighborsClassifier(k)) for k in (5, 7)} | {"bayes": ours}
    best = max(results, key=lambda name: results[name].figures["accuracy"].value)
    corrected = corrected_for_choice(results)
    known = {"name": best, "figure": "accuracy"}
    plain = against_chosen(results[best], {"net": other}, **known)["net"]
    moved = against_chosen(results[best], {"net": other}, corrected=corrected, **known)["net"]
    shift = corrected.value - results[best].figures["accuracy"].value
    assert shift < 0 and moved.difference == pytest.approx(plain.difference + shift)
    assert moved.interval.high == pytest.approx(plain.interval.high + shift)
    assert (moved.better is not None) == (not moved.interval.low <= 0 <= moved.interval.high)
    two = against_chosen(results[best], {"net": other, "again": other}, **known)
    assert two["net"].p_value == pytest.approx(min(1, 2 * plain.p_value))
