"""A figure that the tested images do not define is "-", and a note says why."""

import numpy as np
import pytest

from classic_cls import Protocol, cross_validate, score_predictions
from classic_cls.cli.figures import show_figures, show_lowest_classes
from classic_cls.cli.requirements import parse_requirement, shortfalls

MEANS = {"balanced_accuracy", "precision_macro", "recall_macro", "f1_macro"}


@pytest.mark.parametrize("names", [["bad", "good"], ["bad", "good", "odd"], ["one", "good"]])
def test_class_without_tested_images_leaves_means_over_classes_undefined(names):
    result = score_predictions(["good"] * 20, ["good"] * 20, class_names=names)
    of_positive = {"sensitivity", "precision", "f1"} if names == ["bad", "good"] else set()
    assert set(result.undefined) == MEANS | {"kappa", "mcc"} | of_positive
    assert result.headline == "accuracy" and result.figures["accuracy"].value == 1
    [note] = [note for note in result.notes if "no tested image has" in note]
    assert f"'{names[0]}'" in note and "balanced_accuracy" in note
    assert not any("99.9%" in note for note in result.notes)
    assert np.isnan(result.classes["recall"][0]) and result.classes["recall"][1] == 1


def test_sensitivity_without_positives_is_undefined_and_specificity_is_not():
    result = score_predictions(
        ["good"] * 20, ["good"] * 19 + ["bad"], class_names=["bad", "good"], positive="bad"
    )
    assert "sensitivity" not in result.figures and "sensitivity" in result.undefined
    assert result.figures["specificity"].value == 0.95
    assert result.figures["precision"].value == 0  # what is called bad is not


def test_precision_where_nothing_is_called_positive():
    result = score_predictions(["bad", "good"] * 9, ["good"] * 18, positive="bad")
    assert result.undefined == ["precision"] and result.figures["sensitivity"].value == 0
    assert any("no image is called 'bad': precision is not" in note for note in result.notes)


def test_labels_of_no_image_and_of_all():
    truth = np.array([[1, 0, 1], [1, 0, 0]] * 5)
    result = score_predictions(truth, truth, class_names=["sky", "sea", "sun"])
    assert {"balanced_accuracy", "f1_macro", "jaccard_macro"} <= set(result.undefined)
    [note] = [note for note in result.notes if "not defined" in note]
    assert "no tested image has label 'sea'" in note
    assert "every tested image has label 'sky'" in note
    everywhere = score_predictions(truth[:, [0, 2]], truth[:, [0, 2]])
    assert everywhere.undefined == ["balanced_accuracy"]


def test_label_that_nobody_knows_is_named():
    truth = np.array([[1, -1], [0, -1]] * 5)
    result = score_predictions(truth, np.maximum(truth, 0), class_names=["sky", "sea"])
    assert any("nobody knows of any image whether it has label 'sea'" in n for n in result.notes)


def test_mean_area_without_one_of_the_classes_is_undefined():
    rng = np.random.default_rng(0)
    known = {"class_names": list("abc"), "scores": rng.random((20, 3))}
    labels = list("ab") * 10
    result = score_predictions(labels, labels, score_kind="decision_function", **known)
    assert {"roc_auc_macro", "mean_average_precision"} <= set(result.undefined)
    assert np.isnan(result.classes["average_precision"]).tolist() == [False, False, True]


def test_folds_without_a_class_lack_its_figures():
    X, y = np.arange(40.0)[:, None], np.array(["good"] * 36 + ["bad"] * 4)
    folds = np.arange(40) % 4
    folds[36:] = 0, 0, 1, 1
    splits = [(np.flatnonzero(folds != f), np.flatnonzero(folds == f)) for f in range(4)]
    from sklearn.neighbors import KNeighborsClassifier

    result = cross_validate(KNeighborsClassifier(1), X, y, Protocol(cv=splits, positive="bad"))
    found = [row.get("test_sensitivity") for row in result.fold_rows]
    assert found[2:] == [None, None] and None not in found[:2]
    assert "sensitivity" in result.figures


def test_terminal_shows_a_dash(capsys):
    result = score_predictions(
        ["good"] * 20, ["good"] * 20, class_names=["bad", "good"], positive="bad"
    )
    show_figures(result)
    show_lowest_classes(result)
    assert ["sensitivity", "-", "-"] in [x.split() for x in capsys.readouterr().out.splitlines()]
    assert "sensitivity             -" in str(result)


def test_requirement_on_what_is_undefined_is_not_met():
    result = score_predictions(["good"] * 4, ["good"] * 4, class_names=["bad", "good"])
    [said] = shortfalls([parse_requirement("balanced_accuracy>=0.9")], result.figures)
    assert said.startswith("balanced_accuracy is not defined by these images")
