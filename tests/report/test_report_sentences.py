"""What is said: words for every figure, and sentences that are true."""

import pytest

from classic_cls.evaluation.figures.table import FIGURES, figure_names, front_page, record_of
from classic_cls.report.leakage import groups_sentence
from classic_cls.report.sections.headline import verdict


@pytest.mark.parametrize("task", ["binary", "multiclass", "multilabel"])
def test_every_figure_has_words(task):
    titles = {}
    for name in FIGURES:
        words = record_of(name, task)
        assert words.title != name and words.meaning and words.clause.count("{}") == 1
        assert "the classes" not in words.meaning or task != "multilabel"
        titles[name] = words.title
    assert len(set(titles.values())) == len(FIGURES)


def test_units():
    assert all(record_of(name).percent for name in ("f1", "hamming_loss", "roc_auc"))
    decimals = ("kappa", "mean_cost", "log_loss", "x")
    assert not any(record_of(name).percent for name in decimals)


@pytest.mark.parametrize("positive", [None, "defect"])
def test_the_front_page_of_a_binary_task_has_three_rows(positive):
    names = figure_names("binary", 2, positive, "predict_proba")
    for headline in ("accuracy", "balanced_accuracy"):
        front = front_page(names, headline, "binary", positive)
        assert front[0] == headline and len(front) == 3
        assert positive is None or set(front[1:]) == {"sensitivity", "specificity"}


def test_the_verdict_knows_the_direction():
    for name, dummy, expected in (
        ("log_loss", 0.1, "Worse than"), ("log_loss", 2.0, None), ("log_loss", 0.7, "Not dist"),
        ("accuracy", 2.0, "Worse than"), ("accuracy", 0.1, None),
    ):  # fmt: skip
        cv = {name: {"value": 0.7, "interval": [0.6, 0.8]}}
        found = verdict({"task": "binary", "headline": name, "dummy": {name: dummy}, "cv": cv})
        assert found is None if expected is None else found.startswith(expected)


def leakage_summary(groups=None, copies=None):
    nothing = {"n_images": 0, "n_groups": 0, "n_divided": 0, "n_pairs": 0, "applied": False}
    copies = None if copies is None else nothing | copies
    return {"groups": groups, "near_duplicates": copies, "test": {"n_images": 0}}


SOME = {"n_images": 4, "n_groups": 2, "n_pairs": 2, "applied": True}
APART = {"n": 12, "n_divided": 0}


@pytest.mark.parametrize("groups, copies, expected, unexpected", [
    (None, None, ["None were given", "not looked for", "give groups"], ["never"]),
    (None, {}, ["No near-duplicates were found", "give groups"], ["same label"]),
    (None, SOME, ["4 images are near-duplicates", "never on both sides"], ["give groups"]),
    (None, SOME | {"applied": False, "n_divided": 2}, ["stand on both", "give groups"], ["never"]),
    (APART, None, ["12 groups; images of one", "not looked for"], ["give groups"]),
    (APART, SOME, ["12 groups;", "4 images are near-duplicates"], ["give groups"]),
    (APART | {"rule": "parent"}, {}, ["12 groups (made by parent);"], []),
    (APART | {"n_divided": 3}, {}, ["3 of them stand on both sides"], ["never"]),
])  # fmt: skip
def test_what_is_said_of_groups(groups, copies, expected, unexpected):
    said = groups_sentence(leakage_summary(groups, copies))
    assert all(part in said for part in expected) and not any(part in said for part in unexpected)
