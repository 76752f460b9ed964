import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.metrics import confusion_matrix, hamming_loss, jaccard_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from classic_cls.evaluation import Protocol, cross_validate, multilabel_metrics, score_predictions
from classic_cls.evaluation.assembly import Assembly
from classic_cls.evaluation.figures.labels import label_statistics
from classic_cls.evaluation.folds import run_folds

X, CODES = load_iris(return_X_y=True)
X = X + np.random.default_rng(0).normal(size=X.shape)
Y = np.array(["one", "two", "three"])[CODES]
NAMES = ("one", "three", "two")
# Two repeats of one hold-out each: most images are never tested.
SPLITS = [
    [(np.flatnonzero(np.arange(150) % 5 != k), np.flatnonzero(np.arange(150) % 5 == k))]
    for k in (0, 1)
]


@pytest.fixture(scope="module")
def held_out():
    folds = [fold for repeat in SPLITS for fold in repeat]
    return cross_validate(GaussianNB(), X, Y, Protocol(cv=folds), class_names=NAMES)


def assembly(y, splits=SPLITS):
    outcomes = run_folds(GaussianNB(), X, y, splits, NAMES)
    return Assembly(y, NAMES, None, None, outcomes)


def test_untested_images_have_no_part():
    found = assembly(Y)
    assert (found.predictions[0] == "").sum() == 120
    assert np.isnan(found.scores[0][0]).all(axis=1).sum() == 120
    estimates, classes = found.estimates()
    rows = [test for ((_, test),) in SPLITS]
    truth = np.concatenate([Y[r] for r in rows])
    predicted = np.concatenate([found.predictions[i, r] for i, r in enumerate(rows)])
    assert estimates["accuracy"].value == pytest.approx(np.mean(truth == predicted))
    assert "60 images" in estimates["accuracy"].interval.method
    assert classes["support"].tolist() == [20, 20, 20]
    assert all(np.isfinite([e.value, *e.interval[:2]]).all() for e in estimates.values())


def test_what_untested_images_are_changes_nothing():
    untested = np.arange(150) % 5 > 1
    other = np.where(untested, "two", Y)
    first, second = assembly(Y), assembly(Y)
    second = Assembly(other, NAMES, None, None, first.outcomes)
    for one, two in zip(first.estimates()[0].values(), second.estimates()[0].values()):
        assert (one.value, one.interval) == (two.value, two.interval)


def test_result_leaves_untested_images_out(held_out):
    frame = held_out.frame()
    assert len(frame) == held_out.tested.sum() == held_out.confusion.sum() == 60
    expected = confusion_matrix(frame["truth"], frame["prediction"], labels=NAMES)
    np.testing.assert_array_equal(held_out.confusion, expected)
    assert frame.notna().all().all() and (frame["fold"] > 0).all()
    assert set(held_out.curves("roc").classes) == set(NAMES)
    found = held_out.by(np.where(np.arange(150) % 5 == 4, "never tested", "tested"))
    assert found.values == ("tested",) and found.n_images == (60,)


def test_image_tested_more_often_than_others_keeps_value_inside_the_interval():
    rows = [np.arange(0, 30), np.arange(0, 120)]
    splits = [[(np.setdiff1d(np.arange(150), test), test)] for test in rows]
    for estimate in assembly(Y[np.argsort(CODES % 2)], splits).estimates()[0].values():
        assert estimate.interval.low <= estimate.value <= estimate.interval.high


def draw_labels(seed, n=70, k=4):
    rng = np.random.default_rng(seed)
    truth = rng.integers(-1, 2, (n, k)).astype(np.int8)
    truth[0] = -1
    return truth, rng.integers(0, 2, (n, k)).astype(np.int8)


@pytest.mark.parametrize("seed", range(3))
def test_unknown_labels_count_nowhere(seed):
    truth, predicted = draw_labels(seed)
    known = truth >= 0
    figures = multilabel_metrics(truth, predicted)
    assert figures["hamming_loss"] == pytest.approx(hamming_loss(truth[known], predicted[known]))
    exact = ((truth == predicted) | ~known).all(axis=1)[known.any(axis=1)]
    assert figures["subset_accuracy"] == pytest.approx(exact.mean())
    per_label = [jaccard_score(t[k], p[k]) for t, p, k in zip(truth.T, predicted.T, known.T)]
    assert figures["jaccard_macro"] == pytest.approx(np.mean(per_label))


def test_predictions_of_unknown_labels_change_nothing():
    truth, predicted = draw_labels(4)
    other = np.where(truth < 0, 1 - predicted, predicted)
    assert multilabel_metrics(truth, predicted) == multilabel_metrics(truth, other)
    np.testing.assert_array_equal(label_statistics(truth, predicted)[0], 0)


def test_result_with_unknown_labels():
    truth, predicted = draw_labels(5)
    scores = np.random.default_rng(0).random(truth.shape)
    names = ["sea", "sky", "tree", "road"]
    result = score_predictions(
        truth, predicted, class_names=names, scores=scores, score_kind="predict_proba"
    )
    assert result.classes["unknown"].tolist() == (truth[1:] < 0).sum(axis=0).tolist()
    assert result.classes["support"].tolist() == (truth == 1).sum(axis=0).tolist()
    shares = [np.mean(column[column >= 0]) for column in truth.T]
    np.testing.assert_allclose(result.classes["prevalence"], shares)
    for row, text in zip(truth, result.frame()["truth"], strict=True):
        spelled = text.split(";") if text else []
        assert [n in spelled for n in names] == (row == 1).tolist()
        assert [f"?{n}" in spelled for n in names] == (row == -1).tolist()
    for estimate in result.metrics.values():
        assert np.isfinite([estimate.value, *estimate.interval[:2]]).all()


def test_label_that_nobody_knows_is_left_out_of_the_means():
    truth, predicted = draw_labels(6)
    with_empty = np.column_stack([truth, np.full(len(truth), -1)])
    guessed = np.column_stack([predicted, np.ones(len(truth), int)])
    assert multilabel_metrics(with_empty, guessed) == pytest.approx(
        multilabel_metrics(truth, predicted)
    )


def test_cross_validation_with_unknown_labels():
    class KnownAsAbsent(KNeighborsClassifier):
        def fit(self, X, y):
            return super().fit(X, np.maximum(y, 0))

    truth, _ = draw_labels(7, n=150)
    result = cross_validate(KnownAsAbsent(), X, truth, Protocol(cv=3), class_names=list("wxyz"))
    assert 0 < result.dummy["hamming_loss"].value < 0.5
    assert np.isfinite([e.value for e in result.metrics.values()]).all()
    assert result.frame()["truth"].str.contains(r"\?w").any()


def test_labels_that_nobody_knows_at_all_are_refused():
    with pytest.raises(ValueError, match="unknown labels only"):
        score_predictions(np.full((4, 2), -1), np.zeros((4, 2), int))
