"""Families of features: shuffled among the tested images, and left out."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from classic_cls import Protocol, compare_results, cross_validate
from classic_cls.evaluation import feature_importance
from classic_cls.evaluation.importance import _donors

PARTS = {"tells": slice(0, 2), "twin": slice(2, 4), "noise": slice(4, 7)}
FAMILIES = {name: (name,) for name in PARTS} | {"both": ("tells", "twin")}
PROTOCOL = Protocol(cv=4)


def pipeline(names=tuple(PARTS)):
    members = [(n, FunctionTransformer(lambda X, p=PARTS[n]: X[:, p])) for n in names]
    return Pipeline([("features", FeatureUnion(members)), ("last", LogisticRegression())])


@pytest.fixture(scope="module")
def data():
    """Two columns tell the class, two more are the same, three are noise."""
    rng = np.random.default_rng(0)
    y = np.repeat(["a", "b"], 60)
    tells = rng.normal(size=(120, 2)) + 2.0 * (y == "a")[:, None]
    return np.column_stack([tells, tells, rng.normal(size=(120, 3))]), y


def importance(X, y, families=FAMILIES, names=tuple(PARTS), **options):
    full = cross_validate(pipeline(names), X, y, PROTOCOL, groups=options.get("groups"))
    found = feature_importance(pipeline(names), X, y, PROTOCOL, full, families, **options)
    return full, found, {row.name: row for row in found.families}


def test_twins_are_leant_on_and_not_missed(data):
    _, found, rows = importance(*data)
    assert rows["tells"].shuffled.worse > 0.05 and rows["twin"].shuffled.worse > 0.05
    assert abs(rows["tells"].left_out.worse) < 0.03 and not rows["tells"].left_out.told
    assert rows["both"].left_out.worse > 0.3 and rows["both"].left_out.told
    assert abs(rows["noise"].shuffled.worse) < 0.05
    assert [row.shuffled.worse for row in found.families] == sorted(
        (row.shuffled.worse for row in found.families), reverse=True
    )
    assert "without both (tells, twin)" in found.sentence
    assert "no single family is missed" in found.sentence


def test_left_out_is_the_paired_comparison_with_a_pipeline_without_it(data):
    full, found, rows = importance(*data)
    without = cross_validate(pipeline(("tells", "twin")), *data, PROTOCOL)
    expected = compare_results(full, without)
    change = rows["noise"].left_out
    assert change.value == without.figures["accuracy"].value
    assert change.worse == pytest.approx(expected.difference)
    assert change.interval[:2] == pytest.approx(expected.interval[:2])


def test_one_family_cannot_be_left_out(data):
    _, found, rows = importance(*data, {"tells": ("tells",)}, ("tells",))
    assert rows["tells"].left_out is None
    assert "only family of features, so it cannot be left out" in found.sentence
    assert np.isnan(found.frame().loc["tells", "left_out"])
    assert found.plain()["families"][0]["left_out"] is None


def test_several_labels(data):
    X, y = data
    labels = np.column_stack([y == "a", X[:, 4] > 0]).astype(np.int8)
    several = pipeline()
    several.steps[-1] = ("last", OneVsRestClassifier(LogisticRegression()))
    full = cross_validate(several, X, labels, PROTOCOL)
    found = feature_importance(several, X, labels, PROTOCOL, full, FAMILIES)
    rows = {row.name: row for row in found.families}
    assert found.figure == full.headline
    assert rows["noise"].left_out.worse > 0.1 and rows["both"].left_out.worse > 0.1


def test_a_figure_that_falls_when_better_is_worse_when_it_rises(data):
    protocol = Protocol(cv=4, scoring="log_loss")
    full = cross_validate(pipeline(), *data, protocol)
    found = feature_importance(pipeline(), *data, protocol, full, FAMILIES)
    rows = {row.name: row for row in found.families}
    assert rows["both"].left_out.worse > 0
    low, high, _ = rows["both"].left_out.interval
    assert low <= rows["both"].left_out.worse <= high
    assert rows["both"].left_out.value > found.value


def test_every_number_of_jobs_and_the_same_seed_give_the_same(data):
    assert importance(*data)[1] == importance(*data, n_jobs=2)[1]


def test_columns_come_from_another_image_and_group():
    test, groups = np.arange(40), np.repeat(np.arange(8), 5)
    for donors in _donors(test, None, (0, 0), 0):
        assert (np.sort(donors) == test).all() and (donors != test).all()
    for donors in _donors(test, groups, (0, 0), 0):
        assert (np.sort(donors) == test).all()
        assert (groups[donors] != groups).all()


def test_a_plot_of_each_kind(data):
    _, found, _ = importance(*data)
    assert len(found.plot("shuffled").names) == len(found.plot().names) == 4
    with pytest.raises(ValueError, match="'left_out' or 'shuffled'"):
        found.plot("dropped")
