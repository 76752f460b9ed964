"""Calibration: the debiased error, its interval, the diagram and the sentence."""

import numpy as np
import pytest

from classic_cls.evaluation import FIGURES, Predictions, score_predictions
from classic_cls.evaluation.figures.calibration import calibration_error

FIGURE = "calibration_error"


def simulated(n, k=4, power=1.0, seed=0, group=1, repeats=1):
    """Truth and probabilities: true ones, or sharpened by a power and so too sure."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet(np.full(k, 0.5), size=n // group)
    truth = (rng.random(len(true))[:, None] > true.cumsum(axis=1)).sum(axis=1).clip(max=k - 1)
    given = true**power
    given /= given.sum(axis=1, keepdims=True)
    return np.repeat(truth, group), np.repeat(given, group, axis=0)


def predictions(truth, given, **known):
    names = [f"c{i}" for i in range(given.shape[1])]
    said = [names[i] for i in given.argmax(axis=1)]
    options = {"class_names": names, "scores": given, "score_kind": "predict_proba"}
    return Predictions.of([names[i] for i in truth], said, **(options | known))


def error(found):
    """The figure and its interval, as every result has them."""
    figure, ones = FIGURES[FIGURE], np.ones((found.n_images, 1))
    value = float(figure.behind.formula(found.part(), ones)[0])
    return value, figure.behind.interval(found)


def groups_of(n, size):
    return None if size == 1 else np.arange(n) // size


@pytest.mark.parametrize(("n", "k", "size"), [(150, 2, 1), (150, 5, 1), (600, 5, 1), (600, 4, 4)])
def test_perfect_probabilities_have_an_error_near_0_and_0_within_95_of_100_intervals(n, k, size):
    found = [
        error(predictions(*simulated(n, k, seed=i, group=size), groups=groups_of(n, size)))
        for i in range(200)
    ]
    values = np.array([value for value, _ in found])
    assert np.median(values) < 0.03 and (values == 0).mean() > 0.35
    with_0 = np.mean([interval.low == 0 for _, interval in found])
    assert 0.9 <= with_0 <= 0.995


@pytest.mark.parametrize(("k", "power"), [(2, 2.0), (5, 1.5), (5, 3.0)])
def test_a_known_miscalibration_is_found_without_bias_and_covered(k, power):
    truth = error(predictions(*simulated(200_000, k, power)))[0]
    found = [error(predictions(*simulated(400, k, power, seed=i))) for i in range(1, 151)]
    square = np.mean([value**2 for value, _ in found])
    assert np.sqrt(square) == pytest.approx(truth, rel=0.08)
    covered = np.mean([interval.low <= truth <= interval.high for _, interval in found])
    assert covered >= 0.91


def test_copies_in_groups_say_no_more_than_one_of_them():
    """Images that are taken for independent ones make perfect probabilities look bad."""
    alone, together = [], []
    for seed in range(40):
        truth, given = simulated(400, 4, seed=seed, group=8)
        alone.append(error(predictions(truth, given))[1].low)
        together.append(error(predictions(truth, given, groups=groups_of(400, 8)))[1].low)
    assert np.mean(np.array(alone) > 0) > 0.5 and np.mean(np.array(together) > 0) < 0.15


def test_one_probability_in_a_bin_gives_the_estimate_of_kumar_liang_and_ma():
    rng = np.random.default_rng(3)
    given = np.repeat([0.55, 0.7, 0.9], 40)
    right = rng.random(120) < given - 0.15
    scores = np.column_stack([1 - given, given])
    found = error(predictions(right.astype(int), scores))[0]
    of_bins = [right[given == p].mean() for p in np.unique(given)]
    squares = [
        (p - y) ** 2 - y * (1 - y) / 39 for p, y in zip(np.unique(given), of_bins, strict=True)
    ]
    assert found == pytest.approx(np.sqrt(np.mean(squares)))


def plain_reference(probability, happened, n_bins):
    """Binned expected calibration error, sorted and cut, in a loop."""
    order, total = np.argsort(probability), 0.0
    for part in np.array_split(order, n_bins):
        total += len(part) * abs(happened[part].mean() - probability[part].mean())
    return total / len(probability)


def test_the_plain_error_is_that_of_a_plain_reference():
    truth, given = simulated(500, 6, 1.7)
    expected = plain_reference(given.max(axis=1), truth == given.argmax(axis=1), 10)
    found = score_predictions(**arguments(truth, given)).calibration()
    assert found.plain_error == pytest.approx(expected) and found.n.tolist() == [50] * 10
    assert found.plain_error > 0.5 * found.error.value


def arguments(truth, given, **known):
    found = predictions(truth, given, **known)
    names = ("class_names", "score_kind", "groups", "positive")
    whole = {"y_true": found.truth, "predictions": found.answers[0], "scores": given}
    return whole | {name: getattr(found, name) for name in names}


@pytest.mark.parametrize("size", [1, 5])
def test_the_order_of_the_images_does_not_matter(size):
    truth, given = simulated(200, 3, 1.5, group=size)
    given = given.round(1)  # with many that are equal
    order = np.random.default_rng(0).permutation(200)
    groups = np.arange(200) // size
    value, interval = error(predictions(truth, given, groups=groups))
    again, same = error(predictions(truth[order], given[order], groups=groups[order]))
    assert again == pytest.approx(value) and same[:2] == pytest.approx(interval[:2])


def test_weights_are_copies_of_the_same_images():
    """Of one probability, whose bin is the same: the pairs are of different images only."""
    rng = np.random.default_rng(0)
    found = predictions((rng.random(30) < 0.9).astype(int), np.tile([0.3, 0.7], (30, 1)))
    weights = rng.integers(0, 4, 30)
    rows = np.repeat(np.arange(30), weights)
    copied = found.part((np.zeros_like(rows), rows))
    expected = calibration_error(copied, np.ones((len(rows), 1)))
    both = calibration_error(found.part(), np.column_stack([weights, 2 * weights]))
    assert both == pytest.approx([expected[0]] * 2)


def test_repeats_are_no_more_images():
    truth, given = simulated(300, 3, 2.0)
    names = np.array(["c0", "c1", "c2"])
    known = {"scores": np.stack([given] * 3), "score_kind": "predict_proba"}
    said = np.stack([names[given.argmax(axis=1)]] * 3)
    three = Predictions.of(names[truth], said, class_names=names.tolist(), **known)
    interval = FIGURES[FIGURE].behind.interval
    one, three = interval(predictions(truth, given)), interval(three)
    assert three[:2] == pytest.approx(one[:2])


def test_probabilities_that_are_sure_and_right_leave_the_doubt_of_their_number():
    truth = np.arange(40) % 4
    value, interval = error(predictions(truth, np.eye(4)[truth]))
    assert value == 0 == interval.low and 0.02 < interval.high < 0.3


def test_several_labels_are_measured_label_by_label():
    """One label too high and one too low are off, though all together are not."""
    rng = np.random.default_rng(0)
    truth = (rng.random((2000, 2)) < 0.5).astype(int)
    given = np.tile([0.3, 0.7], (2000, 1))
    known = {"class_names": ["a", "b"], "scores": given, "score_kind": "predict_proba"}
    found = score_predictions(truth, (given > 0.5).astype(int), **known)
    assert found.figures[FIGURE].value == pytest.approx(0.2, abs=0.03)
    assert "labels" in found.calibration().sentence
    truth[::5, 0] = -1
    unknown = score_predictions(truth, (given > 0.5).astype(int), **known)
    assert unknown.calibration().n.sum() == 4000 - 400


def test_sentences_say_what_is_off():
    sure = score_predictions(**arguments(*simulated(2000, 4, 3.0))).calibration()
    assert "the model is too sure" in sure.sentence and "of the answers given at" in sure.sentence
    unsure = score_predictions(**arguments(*simulated(2000, 4, 0.4))).calibration()
    assert "not sure enough" in unsure.sentence
    fine = score_predictions(**arguments(*simulated(300, 4, seed=3))).calibration()
    assert fine.sentence.endswith("300 images do not show that the probabilities are off")


def test_of_two_classes_it_is_about_the_positive_one():
    truth, given = simulated(1000, 2)
    given = np.column_stack([given[:, 0] * 0.5, 1 - given[:, 0] * 0.5])  # too low for c0
    found = score_predictions(**arguments(truth, given, positive="c0")).calibration()
    assert found.about == "'c0'" and found.sentence.endswith("such probabilities are too low")
    assert (np.diff(found.probability) > 0).all() and (found.share > found.probability).mean() > 0.8
    assert (found.limits[0] <= found.share).all() and (found.share <= found.limits[1]).all()
    other = score_predictions(**arguments(truth, given, positive="c1")).calibration()
    np.testing.assert_allclose(other.probability, 1 - found.probability[::-1])
    np.testing.assert_allclose(other.share, 1 - found.share[::-1])
    assert other.error == found.error


def test_it_is_compared_broken_down_and_drawn():
    truth, given = simulated(300, 3, 2.0)
    result = score_predictions(**arguments(truth, given))
    interval = result.figures[FIGURE].interval
    assert interval.low < result.figures[FIGURE].value < interval.high
    assert "score interval" in interval.method and len(result.plot("calibration").n) == 10
    parts = result.by(np.arange(300) % 2)
    assert all(FIGURE in figures for figures in parts.figures)


def test_without_probabilities_there_is_no_calibration():
    truth, given = simulated(60, 3)
    found = arguments(truth, given) | {"score_kind": "decision_function"}
    result = score_predictions(**found)
    assert FIGURE not in result.figures
    with pytest.raises(ValueError, match="no probabilities"):
        result.calibration()


def test_a_single_group_tells_nothing():
    truth, given = simulated(60, 3)
    result = score_predictions(**arguments(truth, given, groups=np.zeros(60)))
    assert FIGURE not in result.figures and result.calibration().error is None
