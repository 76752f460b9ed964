"""Another tool's predictions, with its folds, are scored and compared as ours are."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris, make_multilabel_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from classic_cls import (
    Predictions,
    Protocol,
    compare_results,
    compare_to_best,
    cross_validate,
    score,
    score_predictions,
)
from classic_cls.splitting import RandomSplits

X, CODES = load_iris(return_X_y=True)
X = X + np.random.default_rng(0).normal(size=X.shape)
Y = np.array(["setosa", "versicolor", "virginica"])[CODES]
PATHS = [f"{i}.png" for i in range(150)]
GROUPS = np.char.add("g", (np.arange(150) // 3).astype(str))
X_MULTI, Y_MULTI = make_multilabel_classification(60, n_classes=3, random_state=0)
PROTOCOL = Protocol(cv=5, repeats=2)


@pytest.fixture(scope="module")
def ours():
    return cross_validate(GaussianNB(), X, Y, PROTOCOL, paths=PATHS)


@pytest.fixture(scope="module")
def other():
    return cross_validate(DecisionTreeClassifier(random_state=0), X, Y, PROTOCOL, paths=PATHS)


def results():
    binary = CODES > 0
    yield "multiclass", cross_validate(GaussianNB(), X, Y, PROTOCOL, paths=PATHS)
    yield "groups", cross_validate(GaussianNB(), X, Y, paths=PATHS, groups=GROUPS)
    yield "binary", cross_validate(GaussianNB(), X, binary, Protocol(costs={(True, False): 5}))
    scores = cross_validate(LogisticRegression(max_iter=500), X, binary, paths=PATHS)
    yield "probabilities", scores
    splits = Protocol(cv=RandomSplits(8, test_size=0.4, random_state=0))
    yield "random splits", cross_validate(GaussianNB(), X, Y, splits, paths=PATHS)
    names = {"class_names": ["sea", "sky", "sun"], "paths": PATHS[:60]}
    several = cross_validate(KNeighborsClassifier(), X_MULTI, Y_MULTI, PROTOCOL, **names)
    yield "multilabel", several
    yield "fitted", score_predictions(Y, Y[::-1], paths=PATHS)


@pytest.mark.parametrize("result", [pytest.param(r, id=name) for name, r in results()])
@pytest.mark.parametrize("through", ["frame", "file"])
def test_tables_are_read_back(result, through, tmp_path):
    found = result.predictions
    table = found.frame()
    if through == "file":
        table.to_csv(tmp_path / "theirs.csv", index=False)
        table = tmp_path / "theirs.csv"
    back = Predictions.from_frame(table, multilabel=found.multilabel, costs=found.costs)
    if found.paths is not None:  # in the order of their first test, if they were tested
        found = found.take(np.flatnonzero(found.tested.any(axis=0)))
        back = back.take([back.paths.index(path) for path in found.paths])
    if result.n_repeats < 8:  # of random splits an image may be in no test
        np.testing.assert_array_equal(back.sizes, found.sizes)
    for name in ("truth", "folds", "groups"):
        np.testing.assert_array_equal(getattr(back, name), getattr(found, name))
    np.testing.assert_array_equal(back.answers[back.tested], found.answers[found.tested])
    assert (back.class_names, back.score_kind) == (found.class_names, found.score_kind)
    assert back.positive == found.positive and back.task == found.task
    if found.scores is not None:
        np.testing.assert_allclose(back.scores, found.scores)
    assert score(back).figures.keys() == result.figures.keys()


def test_figures_and_intervals_are_as_ours(ours):
    theirs = score(Predictions.from_frame(ours.frame()))
    assert theirs.figures.keys() == ours.figures.keys()
    for name, estimate in ours.figures.items():
        found = theirs.figures[name]
        assert (found.value, found.std) == pytest.approx((estimate.value, estimate.std))
        assert found.interval[:2] == pytest.approx(estimate.interval[:2])
        assert found.interval.method == estimate.interval.method


def test_arrays_with_folds(ours):
    found = ours.predictions
    theirs = score_predictions(
        Y, found.answers, folds=found.folds, scores=found.scores, score_kind="predict_proba"
    )
    np.testing.assert_array_equal(theirs.predictions.sizes, found.sizes)
    assert theirs.figures["accuracy"] == ours.figures["accuracy"]
    single = score_predictions(Y, found.answers[0])
    assert len(single.predictions.sizes) == 0
    assert "widened" not in single.figures["accuracy"].interval.method


def test_a_few_lines_of_scikit_learn_are_another_tool():
    splitter = StratifiedKFold(5, shuffle=True, random_state=0)
    folds = np.empty(150, int)
    for fold, (_, test) in enumerate(splitter.split(X, Y)):
        folds[test] = fold  # counted from 0
    answers = cross_val_predict(GaussianNB(), X, Y, cv=splitter)
    table = pd.DataFrame({"path": PATHS, "truth": Y, "prediction": answers, "fold": folds})
    theirs = score(Predictions.from_frame(table.sample(frac=1, random_state=0)))
    ours = cross_validate(GaussianNB(), X, Y, paths=PATHS)
    comparison = compare_results(ours, theirs)
    assert comparison.difference == 0 and comparison.better is None
    assert comparison.interval[:2] == (0, 0)


def shuffled(result, seed=0):
    """A result as another tool would give it: other order, other numbers of folds, no groups."""
    table = result.frame().sample(frac=1, random_state=seed)
    table["fold"] = "part " + (9 - table["fold"]).astype(str)
    return score(Predictions.from_frame(table))


@pytest.mark.parametrize("figure", ["accuracy", "f1_macro", "log_loss", "roc_auc_macro"])
def test_comparisons_match_images_and_folds(ours, other, figure):
    expected = compare_results(ours, other, figure)
    for a, b in ((ours, shuffled(other)), (shuffled(ours), other)):
        found = compare_results(a, b, figure)
        assert found.difference == pytest.approx(expected.difference)
        assert found.interval[:2] == pytest.approx(expected.interval[:2], abs=0.02)
        assert found.p_corrected_t == pytest.approx(expected.p_corrected_t)
        assert found.mcnemar == expected.mcnemar
    best = compare_to_best({"ours": ours, "theirs": shuffled(other)}, figure)
    assert best.best == "ours"


def test_groups_that_one_table_lacks_are_those_of_the_other():
    a, b = (
        cross_validate(model, X, Y, paths=PATHS, groups=GROUPS)
        for model in (GaussianNB(), KNeighborsClassifier(1))
    )
    table = b.frame().drop(columns="group")
    for pair in ((a, score(Predictions.from_frame(table))), (b, a)):
        assert "groups" in compare_results(*pair).interval.method


def changed(result, **columns):
    return score(Predictions.from_frame(result.frame().assign(**columns)))


def test_what_differs_is_said(ours):
    one = cross_validate(GaussianNB(), X, Y, paths=PATHS)
    table = one.frame()
    for theirs, message in [
        (table.iloc[1:], r"different images \(only in the first: '0.png'\): evaluate both"),
        (table.replace({"path": {"3.png": "x.png"}}), "only in the second: 'x.png'"),
        (table.assign(fold=np.roll(table.fold, 1)), r"different folds \(\d+ of 150 images\); .*"),
        (table.assign(truth=table.prediction), "different targets"),
    ]:
        with pytest.raises(ValueError, match=message):
            compare_results(one, score(Predictions.from_frame(theirs)))
    positive = [score_predictions(list("abab"), list("abbb"), positive=p) for p in "ab"]
    with pytest.raises(ValueError, match=r"different positive classes \(a and b\)"):
        compare_results(*positive)


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda t: t.drop(columns="truth"), "has no column 'truth'; its columns are 'path'"),
        (lambda t: t.assign(path="a.png"), "has 'a.png' twice in one repeat"),
        (lambda t: t.drop(columns="score_setosa"), "label 'setosa' is not among the classes"),
        (lambda t: t.assign(prediction=None), "column 'prediction' lacks 150 of 150 labels"),
        (
            lambda t: pd.concat([t, t.assign(repeat=2, truth="setosa")]),
            "gives different truths for the same image",
        ),
    ],
)
def test_bad_tables_get_a_sentence(change, message):
    table = cross_validate(GaussianNB(), X, Y, paths=PATHS).frame()
    with pytest.raises(ValueError, match=message):
        Predictions.from_frame(change(table))


def test_missing_scores_and_labels_are_named():
    table = pd.DataFrame({"truth": list("ab"), "prediction": list("ab"), "score_a": [0.5, 0.5]})
    with pytest.raises(ValueError, match="has scores, but lacks 'score_b'"):
        Predictions.from_frame(table, class_names=["a", "b"])
    table = pd.DataFrame({"truth": ["a;b"], "prediction": ["c"]})
    with pytest.raises(ValueError, match="label 'c' is not among the classes 'a', 'b'"):
        Predictions.from_frame(table, class_names=["a", "b"])


def test_images_that_random_splits_never_test_need_not_be_in_the_table():
    splits = Protocol(cv=RandomSplits(8, test_size=0.2, random_state=0))
    models = GaussianNB(), DecisionTreeClassifier(random_state=0)
    a, b = (cross_validate(model, X, Y, splits, paths=PATHS) for model in models)
    assert not a.predictions.tested.any(axis=0).all()
    expected = compare_results(a, b)
    for pair in ((a, shuffled(b)), (shuffled(a), b)):
        found = compare_results(*pair)
        assert found.difference == pytest.approx(expected.difference)
        assert found.interval[:2] == pytest.approx(expected.interval[:2], abs=0.05)
