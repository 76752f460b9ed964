"""One rule for the positive class: of aims, thresholds and figures, in Python and in the shell."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls.evaluation import Protocol, cross_validate
from classic_cls.models import ThresholdClassifier, positive_class


@pytest.mark.parametrize(
    "names, expected",
    [
        (["defect", "good"], "defect"),
        (["No", "Yes"], "Yes"),
        (["0", "1"], "1"),
        (["normal", "abnormal"], "abnormal"),
        (["face", "non-face"], "face"),
        (["no_mask", "mask"], "mask"),
        (["good", "not good"], "not good"),
        (["undamaged", "damaged"], "damaged"),
        (["-1", "1"], "1"),
        (["ok", "nok"], "nok"),
        (["i.O.", "n.i.O."], "n.i.O."),
        (["accepted", "rejected"], "rejected"),
        (["healthy", "unhealthy"], "unhealthy"),
        (["NoDefect", "Defect"], "Defect"),
        (["uncracked", "cracked"], "cracked"),
        (["nonspam", "spam"], "spam"),
        (["good", "not_ok"], "not_ok"),
        (["normal", "no finding"], None),
        (["ok", "good"], None),
        (["False", "True"], "True"),
        (["cat", "dog"], None),
        (["0", "1", "2"], None),
        (["a"], None),
    ],
)
def test_known_pairs(names, expected):
    assert positive_class(names) == positive_class(names[::-1]) == expected


def test_wanted_class_wins():
    assert positive_class(["defect", "good"], "good") == "good"


@pytest.mark.parametrize(
    "names, message",
    [(["a", "b"], "'bad' is not among"), (["a", "b", "c"], "needs a task with two")],
)
def test_impossible_wish_is_refused(names, message):
    with pytest.raises(ValueError, match=message):
        positive_class(names, "bad")


def rows(*classes, seed=0):
    """Rows of classes, each a name and a number of them, that overlap a little."""
    rng = np.random.default_rng(seed)
    y = np.repeat([name for name, _ in classes], [n for _, n in classes])
    X = rng.normal(size=(len(y), 3))
    X[y == classes[0][0], 0] += 1.5
    return X, y


def aimed(aim="recall=0.9", **options):
    return ThresholdClassifier(LogisticRegression(), aim, **options)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("aim", ["recall=0.98", "precision=0.9", "specificity=0.9", "f1"])
def test_the_clearly_rarer_class_is_what_an_aim_is_about(aim, first):
    """Whichever comes first by name."""
    rare, other = ("a", "z") if first else ("z", "a")
    X, y = rows((rare, 20), (other, 100))
    assert aimed(aim).fit(X, y).positive_ == rare
    result = cross_validate(aimed(aim), X, y, Protocol(cv=3))
    assert result.positive == rare
    (note,) = (note for note in result.notes if aim in note and "rarer" in note)
    assert repr(rare) in note and "20 of 120" in note and "the other one with positive=" in note


@pytest.mark.parametrize("names", [("yes", "no"), (1, 0), (True, False), (1, -1), ("bad", "ok")])
@pytest.mark.parametrize("n", [(15, 60), (30, 30), (60, 15)])
def test_names_tell_before_numbers(names, n):
    X, y = rows(*zip(names, n, strict=True))
    model = aimed().fit(X, y)
    assert model.positive_ == names[0] and type(model.positive_) is type(y[0])
    assert model.classes_.dtype == model.predict(X).dtype
    result = cross_validate(aimed(), X, y, Protocol(cv=3))
    assert result.positive == str(names[0])
    assert not any("rarer" in note for note in result.notes)


@pytest.mark.parametrize("aim", ["recall=0.9", "precision=0.9", "specificity=0.9"])
def test_where_no_rule_tells_an_aim_is_refused(aim):
    X, y = rows(("cat", 40), ("dog", 60))
    for fit in (aimed(aim).fit, lambda X, y: cross_validate(aimed(aim), X, y)):
        with pytest.raises(
            ValueError, match=r"'cat', 'dog'.*give positive='cat' or positive='dog'"
        ):
            fit(X, y)


def test_f1_is_about_the_last_class_then_and_so_are_the_figures():
    X, y = rows(("cat", 40), ("dog", 60))
    result = cross_validate(aimed("f1"), X, y, Protocol(cv=3))
    assert result.positive == aimed("f1").fit(X, y).positive_ == "dog"
    assert any("f1" in note and "'dog', the last one" in note for note in result.notes)


@pytest.mark.parametrize("options", [{"aim": "balanced_accuracy"}, {"costs": {("cat", "dog"): 3}}])
def test_what_is_the_same_for_both_classes_needs_none(options):
    X, y = rows(("cat", 40), ("dog", 60))
    assert cross_validate(aimed(**options), X, y, Protocol(cv=3)).positive is None


@pytest.mark.parametrize("wrapped", ["alone", "in a pipeline", "in a search"])
def test_the_protocol_and_the_classifier_are_about_one_class(wrapped):
    X, y = rows(("a", 20), ("z", 100))
    wrap = {
        "alone": lambda model: model,
        "in a pipeline": lambda model: make_pipeline(StandardScaler(), model),
        "in a search": lambda model: GridSearchCV(model, {"estimator__C": [1.0]}, cv=2),
    }[wrapped]
    found = [
        cross_validate(wrap(model), X, y, protocol)
        for model, protocol in (
            (aimed(positive="z"), Protocol(cv=3)),
            (aimed(), Protocol(cv=3, positive="z")),
            (aimed(positive="z"), Protocol(cv=3, positive="z")),
        )
    ]
    for result in found:
        assert result.positive == "z" and result.figures["sensitivity"].value > 0.8
        np.testing.assert_array_equal(result.predictions.answers, found[0].predictions.answers)
    with pytest.raises(ValueError, match="about class 'z'.*protocol is .a."):
        cross_validate(wrap(aimed(positive="z")), X, y, Protocol(positive="a"))


def test_the_rare_class_of_all_images_is_that_of_every_fold():
    """A fold's own numbers could say otherwise: 25 to 76 is clear, 20 to 60 is not."""
    X, y = rows(("a", 25), ("z", 76))
    train, test = np.r_[0:20, 25:85], np.r_[20:25, 85:101]
    with pytest.raises(ValueError, match="neither their names nor"):
        aimed().fit(X[train], y[train])
    assert cross_validate(aimed(), X, y, Protocol(cv=[(train, test)])).positive == "a"
