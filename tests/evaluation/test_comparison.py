import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_iris
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import ShuffleSplit
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import Protocol, cross_validate, score_predictions
from classic_cls.displays import DifferenceDisplay
from classic_cls.evaluation.comparison import compare_results, compare_to_best
from classic_cls.evaluation.paired_tests import (
    corrected_resampled_t_test,
    holm,
    mcnemar_test,
)

LDA, NEAREST = LinearDiscriminantAnalysis(), KNeighborsClassifier(1)


def noisy_iris(noise=1.0, seed=0):
    X, y = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])
    return X + np.random.default_rng(seed).normal(size=X.shape) * noise, names[y]


@pytest.fixture(scope="module")
def pair():
    X, y = noisy_iris()
    return cross_validate(LDA, X, y), cross_validate(NEAREST, X, y)


@pytest.fixture(scope="module")
def grouped():
    X, y = noisy_iris()
    groups = np.arange(150) // 5
    protocol = Protocol(repeats=2)
    return [cross_validate(model, X, y, protocol, groups=groups) for model in (LDA, NEAREST)]


def swapped(comparison):
    return -comparison.interval.high, -comparison.interval.low


@pytest.mark.parametrize("figure", [None, "balanced_accuracy", "f1_macro", "kappa", "log_loss"])
def test_swapping_the_models_changes_the_sign_only(pair, figure):
    there = compare_results(*pair, figure, names=("lda", "near"))
    back = compare_results(*pair[::-1], figure, names=("near", "lda"))
    assert back.difference == -there.difference
    assert back.interval[:2] == pytest.approx(swapped(there))
    assert back.p_value == pytest.approx(there.p_value)
    assert back.better == there.better


def test_difference_is_that_of_the_figures(pair):
    comparison = compare_results(*pair, "f1_macro")
    a, b = (result.figures["f1_macro"].value for result in pair)
    assert comparison.difference == a - b
    assert comparison.interval.low < a - b < comparison.interval.high
    assert comparison.frame().loc[0, ["value_a", "value_b"]].tolist() == [a, b]


def test_a_model_is_not_distinguishable_from_itself(pair):
    comparison = compare_results(pair[0], pair[0])
    assert comparison.interval[:2] == (0, 0) and comparison.difference == 0
    assert comparison.p_value == 1 and comparison.mcnemar.p_value == 1
    assert comparison.better is None
    assert "A and B are not distinguishable" in str(comparison)


def test_the_better_model_is_named():
    X, y = noisy_iris()
    comparison = compare_results(
        cross_validate(DummyClassifier(), X, y), cross_validate(LDA, X, y), names=("dummy", "lda")
    )
    assert comparison.better == "lda"
    assert comparison.verdict.startswith("lda is better than dummy by")
    assert "widened for overlapping training sets" in comparison.interval.method


def test_lower_losses_are_better(pair):
    X, y = noisy_iris()
    model, dummy = cross_validate(LDA, X, y), cross_validate(DummyClassifier(), X, y)
    comparison = compare_results(model, dummy, "log_loss", names=("lda", "dummy"))
    assert comparison.difference < 0 and comparison.better == "lda"
    assert "lower is better" in comparison.verdict and "points" not in comparison.verdict


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_is_whether_the_interval_leaves_out_0(seed):
    X, y = noisy_iris(0.6, seed)
    found = compare_results(cross_validate(LDA, X[:, :2], y), cross_validate(LDA, X[:, 1:], y))
    assert (found.better is not None) == (not found.interval.low <= 0 <= found.interval.high)
    assert (found.better is not None) == (found.p_value < 0.05)


def test_variance_allows_for_overlapping_training_sets(pair):
    """Of five folds 1.25 times that of the paired differences of the images."""
    found = [result.predictions for result in pair]
    difference = np.subtract(*[(f.answers[0] == f.truth).astype(float) for f in found])
    comparison = compare_results(*pair)
    half = stats.t.ppf(0.975, 149) * np.sqrt(1.25) * difference.std() / np.sqrt(150)
    assert comparison.interval.high - comparison.difference == pytest.approx(half, rel=0.1)


def test_interval_of_fitted_models_is_that_of_the_mean_difference():
    """Without folds it is Student's interval of the paired differences."""
    rng = np.random.default_rng(0)
    y = np.repeat(["a", "b"], 300)
    other = np.where(y == "a", "b", "a")
    a, b = (np.where(rng.random(600) < share, y, other) for share in (0.85, 0.8))
    comparison = compare_results(score_predictions(y, a), score_predictions(y, b))
    difference = (a == y).astype(float) - (b == y)
    expected = stats.ttest_1samp(difference, 0).confidence_interval()
    assert comparison.interval[:2] == pytest.approx(tuple(expected), abs=0.004)
    assert comparison.p_corrected_t is None
    assert "widened" not in comparison.interval.method


def test_groups_are_drawn_whole(grouped):
    comparison = compare_results(*grouped)
    assert comparison.mcnemar is None
    assert "resamples of groups" in comparison.interval.method


def test_images_need_not_be_tested_in_every_repeat():
    X, y = noisy_iris()
    splits = list(ShuffleSplit(5, test_size=0.2, random_state=0).split(X))
    a, b = (cross_validate(model, X, y, Protocol(cv=splits)) for model in (LDA, NEAREST))
    comparison = compare_results(a, b)
    tested = a.predictions.tested[0]
    right = [(result.predictions.answers[0] == y)[tested] for result in (a, b)]
    assert comparison.mcnemar == mcnemar_test(*right)
    assert comparison.difference == pytest.approx(
        a.figures["accuracy"].value - b.figures["accuracy"].value
    )


def test_multilabel():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 4))
    Y = (X[:, :3] + 0.5 * rng.normal(size=(120, 3)) > 0).astype(int)
    a, b = (
        cross_validate(KNeighborsClassifier(k), X, Y, class_names=["x", "y", "z"]) for k in (5, 60)
    )
    comparison = compare_results(a, b, "f1_macro")
    assert comparison.mcnemar is None and comparison.difference > 0


def test_different_evaluations_are_refused(pair):
    X, y = noisy_iris()
    with pytest.raises(ValueError, match="different folds"):
        compare_results(pair[0], cross_validate(LDA, X, y, Protocol(seed=1)))
    with pytest.raises(ValueError, match="different targets"):
        compare_results(pair[0], cross_validate(LDA, X, y[::-1]))
    with pytest.raises(ValueError, match="different groups"):
        compare_results(score_predictions(y, y, groups=np.arange(150)), score_predictions(y, y))
    with pytest.raises(ValueError, match="figure"):
        compare_results(*pair, "nonsense")


def test_figures_of_scores_need_folds(pair):
    found = pair[0].predictions
    scores = {"scores": found.scores[0], "score_kind": "predict_proba"}
    alone = score_predictions(found.truth, found.answers[0], **scores)
    with pytest.raises(ValueError, match="single fold"):
        compare_results(alone, alone, "log_loss")


def test_corrected_t_is_the_formula():
    differences = np.array([0.02, 0.03, -0.01, 0.02, 0.04, 0.01])
    t = differences.mean() / np.sqrt((1 / 6 + 0.25) * differences.var(ddof=1))
    expected = 2 * stats.t.sf(t, 5)
    assert corrected_resampled_t_test(differences, 80, 20) == pytest.approx(expected)
    uncorrected = stats.ttest_1samp(differences, 0).pvalue
    assert corrected_resampled_t_test(differences, 1e12, 1) == pytest.approx(uncorrected)
    assert corrected_resampled_t_test([0.0, 0.0, 0.0], 80, 20) == 1


@pytest.mark.parametrize("only_a, only_b", [(9, 1), (30, 30), (0, 4), (121, 59)])
def test_mcnemar_is_the_binomial_test(only_a, only_b):
    right_a = np.repeat([True, False, True], [only_a, only_b, 50])
    right_b = np.repeat([False, True, True], [only_a, only_b, 50])
    found = mcnemar_test(right_a, right_b)
    assert (found.only_a, found.only_b) == (only_a, only_b)
    assert found.p_value == pytest.approx(stats.binomtest(only_a, only_a + only_b).pvalue)


def test_holm_is_between_no_correction_and_bonferroni():
    p_values = np.array([0.04, 0.001, 0.3, 0.012])
    adjusted = np.array(holm(p_values))
    assert (adjusted >= p_values).all() and (adjusted <= np.minimum(1, 4 * p_values)).all()
    assert (np.argsort(adjusted) == np.argsort(p_values)).all()
    assert adjusted.min() == pytest.approx(4 * p_values.min())


def test_the_best_comes_first():
    X, y = noisy_iris()
    models = {"dummy": DummyClassifier(), "lda": LDA, "near": NEAREST}
    results = {name: cross_validate(model, X, y) for name, model in models.items()}
    compared = compare_to_best(results)
    assert compared.best == "lda" and list(compared.comparisons) == ["near", "dummy"]
    assert "dummy" not in compared.not_distinguishable
    for name, comparison in compared.comparisons.items():
        alone = compare_results(results["lda"], results[name])
        assert comparison.p_value >= alone.p_value
        assert comparison.interval == alone.interval
    assert compared.frame()["b"].tolist() == ["near", "dummy"]
    assert isinstance(compared.plot(), DifferenceDisplay)
    with pytest.raises(ValueError, match="results is empty"):
        compare_to_best({})


def test_plot_shows_the_interval(pair):
    comparison = compare_results(*pair, names=("lda", "near"))
    display = comparison.plot()
    assert isinstance(display, DifferenceDisplay)
    drawn = display.intervals_.get_segments()[0][:, 0]
    assert drawn.tolist() == pytest.approx(comparison.interval[:2])
    with pytest.raises(ValueError, match="differences has shape"):
        DifferenceDisplay([0.1, 0.2], ["one"], ([0, 0], [1, 1]))
