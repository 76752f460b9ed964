"""One answer a source image, by the mean scores of its regions."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import LinearSVC

from classic_cls import (
    MultilabelOneVsRest,
    Predictions,
    Protocol,
    ThresholdClassifier,
    cross_validate,
    score_predictions,
)
from classic_cls.evaluation import about, by_source, decision_limits, mean_by_source, run_folds
from classic_cls.splitting import make_splits

pytestmark = pytest.mark.usefixtures("one_thread")

N_FILES, EACH = 24, 5
FILES = np.repeat([f"{i}.png" for i in range(N_FILES)], EACH)[
    np.random.default_rng(1).permutation(N_FILES * EACH)
]
NUMBERS = np.array([int(name[:-4]) for name in FILES])
# In natural order '2' is before '10', in that of text it is not.
LABELS = np.where(NUMBERS % 2 == 0, "10", "2")
THREE = np.array(["a", "b", "c"])[NUMBERS % 3]
SEVERAL = np.column_stack([NUMBERS % 2, NUMBERS % 3 == 0, NUMBERS < 8]).astype(int)
X = np.random.default_rng(0).normal(size=(len(FILES), 4))
X[:, 0] += NUMBERS % 2
X[:, 1] += NUMBERS % 3
X[:, 2] += NUMBERS < 8


def aimed(classifier, aim="f1", **options):
    return ThresholdClassifier(classifier, aim, **options)


CASES = {
    "probabilities": (LogisticRegression(), LABELS),
    "decisions": (LinearSVC(dual=False), LABELS),
    "three classes": (GaussianNB(), THREE),
    "three decisions": (LinearSVC(dual=False), THREE),
    "a floor": (aimed(LogisticRegression(), "recall=0.8", positive="10"), LABELS),
    "a positive class that nobody named": (aimed(LinearSVC(dual=False)), LABELS),
    "several labels": (MultilabelOneVsRest(LinearSVC(dual=False)), SEVERAL),
    "their thresholds": (aimed(MultilabelOneVsRest(GaussianNB())), SEVERAL),
}


@pytest.fixture(params=CASES)
def case(request):
    return CASES[request.param]


def names_of(y):
    return ["x", "y", "z"] if y.ndim == 2 else sorted(set(y), key=lambda name: (len(name), name))


def decided(model, scores, names):
    """What a classifier itself makes of mean scores ``(n, k)``."""
    if hasattr(model, "decide"):
        place = None if model.positive_ is None else names.index(model.positive_)
        return model.decide(scores if place is None else scores[:, [place]])
    if isinstance(model, MultilabelOneVsRest):
        return (scores > 0).astype(int)
    return np.asarray(names)[scores.argmax(axis=1)]


def test_the_mean_by_hand_decided_by_the_classifier_of_the_fold(case):
    model, y = case
    names, protocol = names_of(y), Protocol(cv=3, repeats=2)
    options = {"class_names": names, "groups": FILES}
    result = cross_validate(model, X, y, protocol, sources=FILES, **options)
    found = result.of_sources.predictions
    assert found.paths == tuple(dict.fromkeys(FILES)) and found.n_repeats == 2
    splits, _ = protocol.splits(y, FILES, names)
    model = about(model, result.positive)
    for repeat, folds in enumerate(splits):
        for fold, (train, test) in enumerate(folds):
            (outcome,) = run_folds(model, X, y, [[(train, test)]], names, groups=FILES)
            scores = outcome.scores
            kept = {"groups": FILES[train]} if hasattr(model, "aim") else {}
            fitted = clone(model).fit(X[train], y[train], **kept)
            for i, name in enumerate(found.paths):
                rows = FILES[test] == name
                assert rows.any() == (found.folds[repeat, i] == fold + 1)
                if rows.any():
                    mean = scores[rows].mean(axis=0)
                    np.testing.assert_allclose(found.scores[repeat, i], mean)
                    answer = decided(fitted, mean[None], names)[0]
                    np.testing.assert_array_equal(found.answers[repeat, i], answer)
                    np.testing.assert_array_equal(found.truth[i], y[test][rows][0])


def test_the_regions_are_as_they_were(case):
    model, y = case
    options = {"class_names": names_of(y), "groups": FILES}
    with_files = cross_validate(model, X, y, Protocol(cv=3), sources=FILES, **options)
    without = cross_validate(model, X, y, Protocol(cv=3), **options)
    assert without.of_sources is None and with_files.notes == without.notes
    assert with_files.plain() == without.plain()
    assert with_files.headline == with_files.of_sources.headline
    assert "per source image: " in str(with_files) and "24 files" in str(with_files)


def test_sources_are_counted_as_if_they_were_images():
    """The figures are those of a table with one row a file."""
    model, y = CASES["three classes"]
    result = cross_validate(model, X, y, Protocol(cv=4), groups=FILES, sources=FILES)
    table = result.of_sources.frame()
    assert len(table) == N_FILES and set(table["path"]) == set(FILES)
    again = score_predictions(
        table["truth"], table["prediction"], class_names=list("abc"), folds=table["fold"],
        scores=table[[f"score_{name}" for name in "abc"]], score_kind="predict_proba",
    )  # fmt: skip
    for name, estimate in result.of_sources.figures.items():
        assert estimate.value == pytest.approx(again.figures[name].value), name
    found = result.of_sources.figures["accuracy"].interval
    assert found == again.figures["accuracy"].interval
    wide = result.figures["accuracy"].interval
    assert found.high - found.low > wide.high - wide.low or result.predictions.independence < 0.5


def test_one_model_and_only_some_regions():
    """Files keep their order; a file answers by the regions that are there, even by one."""
    model, y = CASES["a floor"]
    model = model.fit(X, y)
    names = ["2", "10"]
    place = list(model.classes_)
    scores = model.predict_proba(X)[:, [place.index(name) for name in names]]
    known = {"scores": scores, "score_kind": "predict_proba", "class_names": names}
    limits = decision_limits(model, names)
    assert np.isnan(limits[0]) and limits[1] == model.threshold_
    for rows in (np.arange(len(y)), np.arange(7, 60), np.array([3])):
        part = {**known, "scores": scores[rows], "positive": "10"}
        result = by_source(
            score_predictions(y[rows], model.predict(X)[rows], **part), FILES[rows], limits
        )
        found = result.of_sources.predictions
        assert found.paths == tuple(dict.fromkeys(FILES[rows]))
        for i, name in enumerate(found.paths):
            mean = scores[rows][FILES[rows] == name].mean(axis=0)
            assert found.answers[0, i] == ("10" if mean[1] >= model.threshold_ else "2")


def test_where_one_answer_a_file_means_nothing_people_are_told():
    model, y = CASES["probabilities"]
    options = {"class_names": ["2", "10"]}
    mixed = cross_validate(model, X, y, Protocol(cv=3), sources=np.roll(FILES, 1), **options)
    assert mixed.of_sources is None and any("have different labels" in n for n in mixed.notes)
    apart = cross_validate(model, X, y, Protocol(cv=3), sources=FILES, **options)
    assert apart.of_sources is None and any("in different folds" in n for n in apart.notes)
    plain = score_predictions(y, y, class_names=["2", "10"])
    told = by_source(plain, FILES)
    assert told.of_sources is None and any("has no scores" in note for note in told.notes)
    assert by_source(plain, None) is plain


def test_random_splits_test_some_files_and_some_not_at_all():
    model, y = CASES["three classes"]
    result = cross_validate(model, X, y, Protocol(cv="3x0.2"), groups=FILES, sources=FILES)
    found = result.of_sources.predictions
    assert (found.folds == 0).any()
    for repeat in range(found.n_repeats):
        tested = set(FILES[result.predictions.tested[repeat]])
        assert tested == set(np.array(found.paths)[found.tested[repeat]])
    ratio = result.predictions.sizes[:, 0] / result.predictions.sizes[:, 1]
    np.testing.assert_allclose(found.sizes[:, 0] / found.sizes[:, 1], ratio, rtol=0.2)


def test_groups_of_several_files_stay():
    groups = np.array([f"patient {number // 4}" for number in NUMBERS])
    model, y = CASES["probabilities"]
    options = {"class_names": ["2", "10"], "groups": groups}
    result = cross_validate(model, X, y, Protocol(cv=3), sources=FILES, **options)
    assert sorted(np.unique(result.of_sources.predictions.groups, return_counts=True)[1]) == [4] * 6
    assert len(make_splits(y, groups, cv=3)[0][0]) == 3


def test_unknown_labels_and_scores_of_untested_regions_are_kept():
    truth = np.array([[1, -1], [1, -1], [0, 1]])
    scores = np.array([[[0.8, 0.1], [0.4, np.nan], [0.1, 0.9]]])
    regions = Predictions.of(
        truth, np.ones((3, 2), int), scores=np.nan_to_num(scores), score_kind="predict_proba",
        folds=[[1, 0, 1]],
    )  # fmt: skip
    found = mean_by_source(regions, np.array(["a", "a", "b"]))
    assert found.truth.tolist() == [[1, -1], [0, 1]]
    assert found.scores.tolist() == [[[0.8, 0.1], [0.1, 0.9]]]
    assert found.answers.tolist() == [[[1, 0], [0, 1]]]
