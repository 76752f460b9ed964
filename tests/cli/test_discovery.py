"""What exists by name."""

from classic_cls.catalog import FEATURES, PREPROCESSING, PRESETS, WRAPPERS
from classic_cls.classifiers import CLASSIFIERS
from classic_cls.discovery import (
    describe_classifiers,
    describe_features,
    describe_preprocessing,
    describe_presets,
)


def test_every_name_is_described_once():
    for described, known in (
        (describe_features(), [*FEATURES, *(f"{name}(NAME)" for name in WRAPPERS)]),
        (describe_presets(), PRESETS),
        (describe_preprocessing(), PREPROCESSING),
        (describe_classifiers(), CLASSIFIERS),
    ):
        assert sorted(row.name for row in described) == sorted(known)
        assert all(row.summary and "\n" not in row.summary for row in described)


def test_defaults_are_those_of_the_class():
    classes = {**FEATURES, **PREPROCESSING}
    for row in [*describe_features(), *describe_preprocessing()]:
        if row.name in classes:
            assert row.parameters == classes[row.name]().get_params(deep=False)
    assert {"pyramid(NAME)": {"levels": (1, 2, 4)}}.items() <= {
        row.name: row.parameters for row in describe_features()}.items()


def test_of_a_classifier_only_what_differs_from_scikit_learn_is_shown():
    rows = {row.name: row for row in describe_classifiers()}
    assert rows["forest"].parameters == {"n_estimators": 300}
    assert rows["tree"].parameters == {}
    assert "LinearSVC" in rows["linear_svm"].summary
