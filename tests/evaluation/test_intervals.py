import numpy as np
import pytest
from scipy import sparse, stats

from classic_cls.evaluation import Predictions, score_predictions
from classic_cls.evaluation.count_sample import CountSample
from classic_cls.evaluation.figures.counts import Confusion
from classic_cls.evaluation.intervals import (
    accuracy_interval,
    bootstrap_intervals,
    corrected_resampled_interval,
    effective_sample_size,
    overlap_inflation,
    resampled_limits,
    wilson_interval,
)
from classic_cls.evaluation.score_sample import ScoreSample
from classic_cls.evaluation.shares import mean_of_shares_interval


@pytest.mark.parametrize("hits, n", [(0, 10), (3, 10), (10, 10), (87, 100), (999, 1000)])
def test_wilson_equals_scipy(hits, n):
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(hits / n, n) == pytest.approx((expected.low, expected.high))


def test_wilson_holds_the_share_and_stays_in_range():
    shares = np.linspace(0, 1, 101)
    for n in (0.5, 1.0, 3.7, 50.0, 1e6):
        low, high = wilson_interval(shares, n)
        assert (low >= 0).all() and (high <= 1).all()
        assert (low <= shares).all() and (shares <= high).all()


def test_sample_size_without_groups_is_the_number_of_images():
    assert effective_sample_size(np.array([1.0, 0.0, 0.5])) == 3


def test_groups_that_agree_count_about_once_each():
    correct = np.repeat(np.arange(100) % 2, 10).astype(float)
    size = effective_sample_size(correct, np.repeat(np.arange(100), 10))
    assert 90 < size < 101


def test_independent_groups_count_about_every_image():
    rng = np.random.default_rng(0)
    correct = (rng.random(4000) < 0.8).astype(float)
    size = effective_sample_size(correct, np.repeat(np.arange(1000), 4))
    assert 3300 < size <= 4000


def test_sample_size_never_exceeds_the_images():
    correct = np.tile([1.0, 0.0], 50)  # every group is half right: less spread than by chance
    assert effective_sample_size(correct, np.repeat(np.arange(50), 2)) <= 100


def test_groups_without_a_mistake_count_once_each():
    size = effective_sample_size(np.ones(100), np.repeat(np.arange(10), 10))
    assert 1 <= size <= 10


def test_one_group_is_one_image():
    assert effective_sample_size(np.array([1.0, 0.0, 1.0]), np.zeros(3)) == 1


def test_repeats_count_images_once():
    once = accuracy_interval(np.array([1.0, 1.0, 0.0, 1.0]))
    repeats = accuracy_interval(np.array([[1, 1, 0, 1.0]] * 7).mean(axis=0))
    assert once == repeats


def test_method_is_said_in_plain_words():
    interval = accuracy_interval(np.array([1.0, 0, 1, 1, 0, 1]), np.array([1, 1, 2, 2, 3, 3]))
    assert "Wilson score interval, 6 images in groups worth" in interval.method


def coverage(draw, n_trials, truth):
    intervals = [accuracy_interval(*draw()) for _ in range(n_trials)]
    return np.mean([low <= truth <= high for low, high, _ in intervals])


def test_coverage_of_independent_images():
    rng = np.random.default_rng(1)
    covered = coverage(lambda: ((rng.random(150) < 0.9).astype(float),), 1000, 0.9)
    assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize("likeness", [0.2, 0.6])
def test_coverage_of_groups(likeness):
    """Beta-binomial groups: images of one group tend to be right together."""
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(40), 8)
    total = 1 / likeness - 1

    def draw():
        chance = rng.beta(0.8 * total, 0.2 * total, 40)
        return (rng.random(320) < chance[groups]).astype(float), groups

    assert 0.925 <= coverage(draw, 1000, 0.8) <= 0.98


def test_mean_of_one_share_is_wilson():
    ours = mean_of_shares_interval(np.array([0.8]), np.array([30.0]))
    assert ours == pytest.approx(wilson_interval(0.8, 30.0))


def brute_force(y_true, y_pred, units, n_classes, n_resamples=1000, seed=0):
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(units == unit) for unit in np.unique(units)]
    values = []
    for _ in range(n_resamples):
        drawn = rng.integers(0, len(members), len(members))
        rows = np.concatenate([members[unit] for unit in drawn])
        counts = np.zeros((n_classes, n_classes))
        np.add.at(counts, (y_true[rows], y_pred[rows]), 1)
        values.append(Confusion(counts).macro("f1"))
    return np.quantile(values, [0.025, 0.975])


@pytest.mark.parametrize("n_groups", [200, 30], ids=["images", "groups"])
def test_bootstrap_equals_brute_force(n_groups):
    rng = np.random.default_rng(3)
    y_true = rng.integers(0, 3, 200)
    y_pred = np.where(rng.random(200) < 0.75, y_true, rng.integers(0, 3, 200))
    units = np.arange(200) if n_groups == 200 else np.sort(rng.integers(0, n_groups, 200))
    cells = sparse.csr_array((np.ones(200), (np.arange(200), y_true * 3 + y_pred)), (200, 9))

    def figures(sums):
        return {"f1_macro": Confusion(sums.reshape(-1, 3, 3)).macro("f1")}

    units = np.unique(units, return_inverse=True)[1]
    low, high = bootstrap_intervals(cells, units, figures)["f1_macro"]
    np.testing.assert_allclose([low, high], brute_force(y_true, y_pred, units, 3), atol=0.012)


def test_bootstrap_depends_on_the_seed_only(monkeypatch):
    statistics = np.column_stack([np.random.default_rng(0).random(50), np.ones(50)])

    def run(seed):
        def mean(sums):
            return {"mean": sums[:, 0] / sums[:, 1]}

        return bootstrap_intervals(statistics, np.arange(50), mean, seed=seed)["mean"]

    whole = run(0)
    monkeypatch.setattr("classic_cls.evaluation.resampling._CHUNK", 500)
    assert run(0) == whole
    assert run(1) != whole


def test_images_tested_more_often_weigh_more():
    correct, weights = np.array([1.0, 1.0, 0.0, 1.0]), np.array([1, 2, 5, 2])
    low, high, method = accuracy_interval(correct, weights=weights)
    assert (low + high) / 2 == pytest.approx(0.5)  # 5 of 10 tests were right
    assert "4 images unequally often tested" in method
    equal = accuracy_interval(correct, weights=np.full(4, 3))
    assert equal[:2] == pytest.approx(accuracy_interval(correct)[:2])


def test_weights_of_images_are_those_of_copies_in_groups():
    """An image that was tested three times is a group of three alike."""
    rng = np.random.default_rng(5)
    correct, weights = (rng.random(300) < 0.8).astype(float), rng.integers(1, 4, 300)
    copies = np.repeat(correct, weights)
    grouped = effective_sample_size(copies, np.repeat(np.arange(300), weights))
    assert effective_sample_size(correct, weights=weights) == pytest.approx(grouped, rel=0.02)


def test_inflation_takes_away_images():
    correct = np.repeat([1.0, 0.0], [320, 80])
    low, high, method = accuracy_interval(correct, inflation=1.25)
    assert (low, high) == pytest.approx(wilson_interval(0.8, 320))
    assert method.endswith("400 images, widened for overlapping training sets")


def test_inflation_grows_with_the_share_of_tested_images():
    assert overlap_inflation(50, 50) == 1.5
    assert overlap_inflation(200, 100) == overlap_inflation(90, 10) == 1.25


def test_repeats_do_not_stand_for_further_images():
    rng = np.random.default_rng(6)
    correct = rng.binomial(10, 0.8, 200) / 10  # each repeat right or wrong by itself
    assert effective_sample_size(correct) == 200
    assert effective_sample_size(correct, inflation=1.25) == 160


FIGURES_OF_COUNTS = ("f1_macro", "sensitivity", "kappa")
FIGURES_OF_RANKS = ("roc_auc", "average_precision")


@pytest.mark.parametrize("groups", [None, np.arange(200) // 2])
def test_no_interval_of_repeats_is_narrower_than_of_one(groups):
    """Ten repeats whose mistakes are chance each time, as of a very unstable model."""
    rng = np.random.default_rng(7)
    y = np.arange(200) % 2
    right = rng.random((10, 200)) < 0.7
    predictions = np.where(right, y, 1 - y)
    scores = predictions + rng.normal(size=(10, 200)) / 4
    scores, names = np.stack([1 - scores, scores], axis=2), np.array(["0", "1"])
    widths = {}
    for n in (1, 10):
        found = Predictions.of(
            names[y],
            names[predictions[:n]],
            positive="1",
            groups=groups,
            scores=scores[:n],
            score_kind="decision_function",
        )
        limits = CountSample(found).limits(FIGURES_OF_COUNTS)
        limits |= ScoreSample(found).limits(FIGURES_OF_RANKS)
        widths[n] = {name: float(np.max(high - low)) for name, (low, high) in limits.items()}
    for name in (*FIGURES_OF_COUNTS, *FIGURES_OF_RANKS):
        assert widths[10][name] == pytest.approx(widths[1][name], rel=0.2), name


def test_hold_outs_that_test_each_image_once_are_one_repeat_of_folds():
    """Five hold-outs of a fifth each, without an image twice, tell as much as five folds."""
    rng = np.random.default_rng(8)
    y = np.arange(400) % 2
    scores = rng.normal(size=400) + y
    scores, part = np.column_stack([-scores, scores]), rng.permutation(400) % 5
    apart = np.full((5, 400, 2), np.nan)
    apart[part, np.arange(400)] = scores
    fold = (part == np.arange(5)[:, None]).astype(int)
    hold_outs, folds = (
        ScoreSample(
            Predictions.of(
                y.astype(str),
                np.broadcast_to(y.astype(str), numbers.shape),
                positive="1",
                folds=numbers,
                scores=found,
                score_kind="decision_function",
            )
        ).limits(FIGURES_OF_RANKS)
        for numbers, found in ((fold, apart), (part[None] + 1, scores[None]))
    )
    assert len(folds) == 2
    for name, (low, high) in folds.items():
        width = np.subtract(*hold_outs[name][::-1])
        assert width == pytest.approx(high - low, rel=0.25), name


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (-1.0, 1.0), (2.0, 10.0)])
def test_limits_of_a_share_are_wilsons(bounds):
    least, largest = bounds
    scale = largest - least
    resampled = least + scale * np.random.default_rng(0).binomial(80, 0.85, (200_000, 1)) / 80
    value = np.array([least + scale * 0.85])
    found = resampled_limits(value, resampled, 10**6, inflation=1.5, bounds=bounds)
    expected = wilson_interval(0.85, 80 / 1.5)
    np.testing.assert_allclose((np.ravel(found) - least) / scale, expected, atol=0.001)


def test_limits_without_a_largest_value_are_students():
    resampled = np.random.default_rng(0).normal(3.0, 0.5, 100_000)
    low, high = resampled_limits(3.0, resampled, 11, bounds=(0.0, np.inf))
    half = stats.t.ppf(0.975, 10) * 0.5
    assert (low, high) == pytest.approx((3 - half, 3 + half), abs=0.02)
    assert resampled_limits(0.1, resampled, 11, bounds=(0.0, np.inf))[0] == 0


def test_limits_of_equal_resamples_are_the_value():
    low, high = resampled_limits(np.array([1.0, 0.4]), np.tile([1.0, 0.4], (50, 1)), 30)
    assert low.tolist() == high.tolist() == [1.0, 0.4]


def test_figures_below_zero_have_limits():
    statistics = np.column_stack([np.tile([1.0, -1.0, -1.0], 40), np.ones(120)])

    def agreement(sums):
        return {"kappa": sums[:, 0] / sums[:, 1]}

    options = {"bounds": lambda name: (-1.0, 1.0)}
    low, high = bootstrap_intervals(statistics, np.arange(120), agreement, **options)["kappa"]
    assert -1 < low < -1 / 3 < high < 1


def test_corrected_interval_is_the_formula():
    values = np.array([0.8, 0.9, 0.85, 0.75, 0.7, 0.82])
    low, high, method = corrected_resampled_interval(values, 80, 20)
    half = stats.t.ppf(0.975, 5) * np.sqrt((1 / 6 + 0.25) * values.var(ddof=1))
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half))
    assert method == "corrected resampled t interval, 6 folds"
    assert corrected_resampled_interval([0.8], 80, 20) is None


def test_coverage_of_cross_validation():
    """Nearest class means in 8 dimensions: training sets of 32 images differ a good deal."""
    rng, n, d = np.random.default_rng(7), 40, 8
    centre = np.zeros(d)
    centre[0] = 1.2
    plain, widened, truths = [], [], []
    for _ in range(800):
        y = np.arange(n) % 2
        X = np.where(y[:, None] == 1, centre, -centre) + rng.normal(size=(n, d))
        correct, true = np.zeros(n), []
        for fold in range(5):
            test = np.arange(n) // 2 % 5 == fold
            means = [X[~test & (y == c)].mean(axis=0) for c in (0, 1)]
            direction, middle = means[1] - means[0], (means[0] + means[1]) / 2
            correct[test] = ((X[test] - middle) @ direction > 0) == y[test]
            scale = np.linalg.norm(direction)
            sides = [(s * centre - middle) @ direction * s / scale for s in (-1, 1)]
            true.append(stats.norm.cdf(sides).mean())
        truths.append(np.mean(true))
        plain.append(accuracy_interval(correct)[:2])
        widened.append(accuracy_interval(correct, inflation=overlap_inflation(32, 8))[:2])
    held = [
        np.mean([low <= truth <= high for (low, high), truth in zip(limits, truths, strict=True)])
        for limits in (plain, widened)
    ]
    assert held[0] < held[1] and 0.93 <= held[1] <= 0.985


@pytest.mark.parametrize("groups", [None, np.arange(66) // 2])
def test_few_positives_that_are_all_found_leave_no_more_doubt_than_their_number(groups):
    """Resamples without a positive image must not count as if none were found."""
    y = np.array(["defect"] * 6 + ["good"] * 60)
    predicted = np.array(["defect"] * 6 + ["good"] * 58 + ["defect"] * 2)
    result = score_predictions(y, predicted, positive="defect", groups=groups)
    low, high, _ = result.figures["sensitivity"].interval
    assert high == 1
    size = 6 if groups is None else 2
    assert wilson_interval(1.0, size)[0] <= low <= wilson_interval(1.0, 6)[0]
