import json

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.datasets import load_digits, make_multilabel_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import (
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
)
from sklearn.model_selection import cross_validate as reference_cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls.evaluation import (
    FIGURES,
    Predictions,
    Protocol,
    cross_validate,
    score_predictions,
    wilson_interval,
)
from classic_cls.evaluation.dummy import dealt_labels, dummy_figures
from classic_cls.evaluation.estimates import FiguresOf

RNG = np.random.default_rng(0)
DIGITS, CODES = load_digits(return_X_y=True)
DIGITS, CODES = DIGITS[:400], CODES[:400]
Y = np.array([f"digit {code}" for code in CODES])
MODEL = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
X_MULTI, Y_MULTI = make_multilabel_classification(120, n_classes=4, random_state=0)
TREES = RandomForestClassifier(10, random_state=0)


@pytest.fixture(scope="module")
def result():
    return cross_validate(MODEL, DIGITS, Y, Protocol(cv=4, repeats=2, seed=3), paths=PATHS)


PATHS = [f"{i}.png" for i in range(400)]


def test_predictions_equal_those_of_scikit_learn(result):
    splitter = StratifiedKFold(4, shuffle=True, random_state=3)
    expected = cross_val_predict(MODEL, DIGITS, Y, cv=splitter)
    np.testing.assert_array_equal(result.predictions.answers[0], expected)
    probabilities = cross_val_predict(MODEL, DIGITS, Y, cv=splitter, method="predict_proba")
    np.testing.assert_allclose(result.predictions.scores[0], probabilities)


def test_fold_figures_equal_those_of_scikit_learn(result):
    splitter = StratifiedKFold(4, shuffle=True, random_state=3)
    names = ["accuracy", "balanced_accuracy", "f1_macro", "f1_micro"]
    expected = reference_cross_validate(
        MODEL, DIGITS, Y, cv=splitter, scoring=names, return_train_score=True
    )
    for i, fold in enumerate(result.fold_rows[:4]):
        for name in names:
            assert fold[f"test_{name}"] == pytest.approx(expected[f"test_{name}"][i])
            assert fold[f"train_{name}"] == pytest.approx(expected[f"train_{name}"][i])


def test_grouped_predictions_equal_those_of_scikit_learn():
    groups = np.arange(400) // 5
    ours = cross_validate(MODEL, DIGITS, Y, Protocol(cv=3, seed=1), groups=groups)
    expected = cross_val_predict(MODEL, DIGITS, Y, cv=_pairs(ours))
    np.testing.assert_array_equal(ours.predictions.answers[0], expected)
    for group in np.unique(groups):
        assert len(np.unique(ours.predictions.folds[0][groups == group])) == 1


@pytest.mark.parametrize("classifier", [TREES, KNeighborsClassifier()])
def test_multilabel_equals_scikit_learn(classifier):
    ours = cross_validate(classifier, X_MULTI, Y_MULTI, Protocol(cv=3), class_names=list("wxyz"))
    again = cross_val_predict(classifier, X_MULTI, Y_MULTI, cv=_pairs(ours))
    np.testing.assert_array_equal(ours.predictions.answers[0], again)
    assert ours.task == "multilabel" and ours.headline == "f1_micro"
    scores = ours.predictions.scores
    assert scores.shape == (1, 120, 4) and np.isfinite(scores).all()
    expected = f1_score(Y_MULTI, again, average="micro")
    assert ours.figures["f1_micro"].value == pytest.approx(expected)


def _pairs(result):
    folds = result.predictions.folds[0]
    return [
        (np.flatnonzero(folds != k), np.flatnonzero(folds == k))
        for k in range(1, result.n_folds + 1)
    ]


def test_spread_is_that_of_the_folds_and_intervals_hold_the_value(result):
    for name, estimate in result.figures.items():
        values = [fold[f"test_{name}"] for fold in result.fold_rows]
        assert estimate.std == pytest.approx(np.std(values, ddof=1))
        low, high, method = estimate.interval
        assert 0 <= low <= estimate.value <= high <= 1
        assert method


def test_repeats_do_not_narrow_the_interval_below_that_of_as_many_images():
    ours = cross_validate(KNeighborsClassifier(), DIGITS, Y, Protocol(cv=3, repeats=4))
    low, high, method = ours.figures["accuracy"].interval
    value = ours.figures["accuracy"].value
    least, most = wilson_interval(value, 400)
    assert low <= least < value < most <= high
    assert "400 images" in method


def test_repeats_differ_and_all_count(result):
    assert result.predictions.answers.shape == result.predictions.folds.shape == (2, 400)
    assert not np.array_equal(result.predictions.folds[0], result.predictions.folds[1])
    assert result.confusion.sum() == 800
    assert (result.classes["support"] == np.unique(Y, return_counts=True)[1]).all()


def test_same_seed_same_result_for_every_n_jobs(result):
    again = cross_validate(MODEL, DIGITS, Y, Protocol(cv=4, repeats=2, seed=3), n_jobs=3)
    assert again.figures == result.figures
    np.testing.assert_array_equal(again.predictions.scores, result.predictions.scores)
    other = cross_validate(MODEL, DIGITS, Y, Protocol(cv=4, repeats=2, seed=4), n_jobs=3)
    assert not np.array_equal(other.predictions.folds, result.predictions.folds)


def test_dummy_stands_beside(result):
    most_frequent = np.unique(Y, return_counts=True)[1].max() / len(Y)
    assert result.dummy["accuracy"].value == pytest.approx(most_frequent)
    assert result.dummy["balanced_accuracy"].value == pytest.approx(0.1)
    assert result.figures["accuracy"].value > 0.9
    assert result.overfitting_gap == pytest.approx(
        result.train["accuracy"].value - result.figures["accuracy"].value
    )


@pytest.mark.parametrize("n", [20, 27])
def test_dummy_of_two_equal_classes_is_right_half_of_the_time(n):
    labels = np.repeat(["a", "b"], n)
    ours = cross_validate(KNeighborsClassifier(), RNG.normal(size=(2 * n, 2)), labels)
    assert ours.dummy["accuracy"].value == ours.dummy["balanced_accuracy"].value == 0.5


def test_multilabel_dummy_says_the_most_frequent_value_of_every_label():
    labels = np.column_stack([np.arange(40) % 4 > 0, np.arange(40) % 4 == 0]).astype(int)
    ours = cross_validate(KNeighborsClassifier(1), RNG.normal(size=(40, 2)), labels, Protocol(cv=4))
    assert ours.dummy["hamming_loss"].value == pytest.approx(0.25)


def test_multilabel_dummy_knows_how_frequent_the_labels_are():
    """Rare labels: "never" would find none; as often as they occur finds a share of them."""
    labels = (np.arange(400)[:, None] % np.array([4, 5]) == 0).astype(int)
    known = Predictions.of(labels, np.zeros_like(labels), folds=np.arange(400) % 4 + 1)
    dummy = dummy_figures(known)
    assert dummy["f1_macro"].value == pytest.approx((1 / 4 + 1 / 5) / 2, abs=0.03)
    assert dummy["hamming_loss"].value == pytest.approx((1 / 4 + 1 / 5) / 2)
    assert dummy_figures(known) == dummy
    often = FiguresOf(dealt_labels(known)).values["hamming_loss"]
    assert often == pytest.approx((2 * 0.25 * 0.75 + 2 * 0.2 * 0.8) / 2, abs=0.03)


def test_times_are_measured(result):
    assert set(result.seconds) == {"fit", "predict", "folds"}
    assert all(seconds > 0 for seconds in result.seconds.values())
    assert sum(fold["fit_seconds"] for fold in result.fold_rows) == result.seconds["fit"]


class SmuggleLabels(TransformerMixin, BaseEstimator):
    """Hands the label of every row it was fitted on to the classifier."""

    def fit(self, X, y):
        codes = np.unique(y, return_inverse=True)[1]
        self.code_of_ = {row.tobytes(): code for row, code in zip(X, codes)}
        return self

    def transform(self, X):
        known = [self.code_of_.get(row.tobytes(), -1) for row in X]
        return np.column_stack([X, 100 * np.array(known)])


@pytest.mark.parametrize("step", [SmuggleLabels(), SelectKBest(k=5)], ids=["smuggle", "select"])
def test_label_revealing_step_does_not_lift_the_score(step):
    rng = np.random.default_rng(1)
    noise, labels = rng.normal(size=(200, 1000)), rng.permutation(np.repeat(["a", "b"], 100))
    ours = cross_validate(make_pipeline(step, LogisticRegression(max_iter=500)), noise, labels)
    low, high, _ = ours.figures["accuracy"].interval
    assert low <= 0.5 <= high
    assert ours.train["accuracy"].value > 0.6


def test_imbalance_puts_balanced_accuracy_first():
    def headline(n_rare):
        labels = ["common"] * 30 + ["rare"] * n_rare
        x = RNG.normal(size=(len(labels), 2))
        return cross_validate(KNeighborsClassifier(1), x, labels, Protocol(cv=3)).headline

    assert headline(10) == "accuracy"
    assert headline(9) == "balanced_accuracy"


def test_positive_class_adds_its_figures():
    labels = np.array(["good", "defect"] * 30)
    features = RNG.normal(size=(60, 2)) + (labels == "defect")[:, None] * 2
    ours = cross_validate(KNeighborsClassifier(), features, labels)
    assert ours.positive == "defect"
    hits = (ours.predictions.answers[0] == "defect")[labels == "defect"].mean()
    assert ours.figures["sensitivity"].value == pytest.approx(hits)
    other = cross_validate(KNeighborsClassifier(), features, labels, Protocol(positive="good"))
    assert other.figures["specificity"].value == pytest.approx(hits)
    plain = cross_validate(KNeighborsClassifier(), features, np.where(labels == "good", "a", "b"))
    assert plain.positive is None and "sensitivity" not in plain.figures


def test_scoring_by_name_of_ours_and_of_scikit_learn():
    assert cross_validate(TREES, DIGITS, Y, Protocol(scoring="f1_macro")).headline == "f1_macro"
    ours = cross_validate(TREES, DIGITS, Y, Protocol(scoring="roc_auc_ovr", seed=2))
    splitter = StratifiedKFold(5, shuffle=True, random_state=2)
    expected = cross_val_score(TREES, DIGITS, Y, cv=splitter, scoring="roc_auc_ovr")
    assert ours.headline == "roc_auc_ovr"
    assert ours.figures["roc_auc_ovr"].value == pytest.approx(expected.mean())
    low, high, method = ours.figures["roc_auc_ovr"].interval
    assert low < expected.mean() < high <= 1 and method.startswith("corrected resampled t")
    assert "roc_auc_ovr" in str(ours) and len(ours.figures_frame()) == len(ours.figures)
    with pytest.raises(ValueError, match="scoring 'nonsense' is unknown; take one of accuracy"):
        cross_validate(TREES, DIGITS, Y, Protocol(scoring="nonsense"))


def test_perfect_predictions_leave_doubt():
    labels = np.repeat(["defect", "good"], [5, 45])
    ours = cross_validate(KNeighborsClassifier(1), (labels == "good")[:, None] * 1.0, labels)
    assert ours.figures["accuracy"].value == 1
    sensitivity, specificity = (ours.figures[n].interval for n in ("sensitivity", "specificity"))
    assert sensitivity.low < 0.6 < 0.9 < specificity.low
    assert 0.6 < ours.figures["balanced_accuracy"].interval.low < 0.95
    for name, estimate in ours.figures.items():
        perfect, doubtful = (
            estimate.interval[:2] if FIGURES[name].lower_is_better else (estimate.interval[1::-1])
        )
        assert perfect == pytest.approx(estimate.value) and abs(doubtful - perfect) > 0.01


def test_groups_widen_the_intervals():
    groups = np.repeat(np.arange(40), 5)
    labels = np.where(np.arange(40) % 2, "a", "b")[groups]
    wrong = np.isin(groups, [0, 3, 9, 16])
    predictions = np.where(wrong, np.where(labels == "a", "b", "a"), labels)
    alone, grouped = (score_predictions(labels, predictions, groups=g) for g in (None, groups))
    for name in ("accuracy", "balanced_accuracy", "f1_macro"):
        narrow, wide = alone.figures[name].interval, grouped.figures[name].interval
        assert wide.high - wide.low > 1.4 * (narrow.high - narrow.low)
    assert "resamples of groups" in grouped.figures["f1_macro"].interval.method


def test_class_absent_from_training_gives_no_nan():
    labels = np.array(["a"] * 9 + ["b"] * 9 + ["c"] * 3)
    folds = [(np.arange(18), np.arange(18, 21)), (np.r_[6:21], np.r_[0:6])]
    folds += [(np.r_[0:6, 12:21], np.r_[6:12]), (np.r_[0:12, 18:21], np.r_[12:18])]
    model = LogisticRegression()
    ours = cross_validate(model, RNG.normal(size=(21, 2)), labels, Protocol(cv=folds))
    assert np.isfinite(ours.predictions.scores).all()
    assert all(np.isfinite([e.value, *e.interval[:2]]).all() for e in ours.figures.values())
    assert any("class 'c' is absent from the training images" in note for note in ours.notes)


def test_class_without_images_gives_no_nan():
    ours = cross_validate(KNeighborsClassifier(), DIGITS, Y, class_names=[*np.unique(Y), "none"])
    scores = ours.predictions.scores
    assert np.isfinite(scores).all() and (scores[:, :, -1] == 0).all()
    assert all(np.isfinite([e.value, *e.interval[:2]]).all() for e in ours.figures.values())
    assert ours.classes["support"][-1] == 0
    assert ours.figures["accuracy"].value > 0.9
    assert "balanced_accuracy" not in ours.figures and "balanced_accuracy" in ours.undefined
    assert any("no tested image has class 'none'" in note for note in ours.notes)


def test_rare_label_gives_no_nan():
    labels = np.zeros((30, 3), int)
    labels[::2, 0] = 1
    labels[0, 1] = 1
    ours = cross_validate(KNeighborsClassifier(), RNG.normal(size=(30, 2)), labels)
    assert np.isfinite(ours.predictions.scores).all()
    assert all(np.isfinite([e.value, *e.interval[:2]]).all() for e in ours.figures.values())
    assert any("label '1' is absent from the training images" in note for note in ours.notes)


def test_row_numbers_are_a_fine_X():
    class Lookup(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            return self

        def transform(self, X):
            return DIGITS[X]

        def __sklearn_is_fitted__(self):
            return True

    ours = cross_validate(make_pipeline(Lookup(), *MODEL.named_steps.values()), np.arange(400), Y)
    direct = cross_validate(MODEL, DIGITS, Y)
    np.testing.assert_array_equal(ours.predictions.answers, direct.predictions.answers)


def test_figures_are_plain_numbers(result):
    estimate = result.figures["f1_macro"]
    json.dumps([estimate.value, estimate.std, *estimate.interval])
    json.dumps([result.fold_rows[0], result.seconds, result.notes, result.class_names])


@pytest.mark.parametrize(
    "y, options, message",
    [
        (Y[:10], {}, "X has 400 entries and y has 10"),
        (np.full((400, 2), 2), {}, "holds only 0 and 1"),
        (np.zeros((400, 2, 2)), {}, "y has shape"),
        (Y_MULTI, {"class_names": ["a"]}, "4 columns, but there are 1"),
        (Y, {"protocol": Protocol(positive="digit 1")}, "two classes"),
    ],
)
def test_bad_input_is_named(y, options, message):
    with pytest.raises(ValueError, match=message):
        cross_validate(MODEL, DIGITS, y, **options)
