"""What exists by name."""

from classic_cls.classifiers import CLASSIFIERS
from classic_cls.discovery import (
    describe_classifiers,
    describe_features,
    describe_preprocessing,
)
from classic_cls.pipelines import FEATURES, PREPROCESSING


def test_every_name_is_described_once():
    for described, known in (
        (describe_features(), FEATURES),
        (describe_preprocessing(), PREPROCESSING),
        (describe_classifiers(), CLASSIFIERS),
    ):
        assert sorted(row.name for row in described) == sorted(known)
        assert all(row.summary and "\n" not in row.summary for row in described)


def test_defaults_are_those_of_the_class():
    for row in [*describe_features(), *describe_preprocessing()]:
        cls = {**FEATURES, **PREPROCESSING}[row.name]
        assert row.parameters == cls().get_params(deep=False)


def test_of_a_classifier_only_what_differs_from_scikit_learn_is_shown():
    rows = {row.name: row for row in describe_classifiers()}
    assert rows["forest"].parameters == {"n_estimators": 300}
    assert rows["tree"].parameters == {}
    assert "LinearSVC" in rows["linear_svm"].summary
