"""Tests of exchangeability: alarms where there is a cause, and as rarely as promised without."""

import numpy as np
import pytest

from classic_cls.evaluation import Drift, drift_test
from classic_cls.evaluation.drift import energy_p_value


def drawn(seed, n, shift=0.0, d=8):
    rng = np.random.default_rng(seed)
    rows = rng.normal(shift, 1, (n, d))
    return {"features": rows, "scores": rng.random(n) ** (1 + shift), "brightness": rows[:, 0]}


def test_false_alarms_are_as_rare_as_promised():
    alarms = [drift_test(drawn(2 * i, 60), drawn(2 * i + 1, 40)).alarm for i in range(150)]
    assert np.mean(alarms) < 0.04  # 1.5 expected; 6 or more once in 200 times


def test_a_shift_is_found_and_said():
    found = drift_test(drawn(0, 100), drawn(1, 100, 1.0))
    assert found.alarm and set(found.found) == {"features", "scores", "brightness"}
    assert "do not look like the training images" in found.sentence
    assert "more brightness" in found.sentence and "less sure" in found.sentence
    assert found.plain()["alarm"] is True


def test_p_values_of_the_energy_distance_are_even():
    rng = np.random.default_rng(0)
    p = [
        energy_p_value(rng.normal(size=(15, 3)), rng.normal(size=(25, 3)), rng) for _ in range(100)
    ]
    assert 0.4 < np.mean(p) < 0.6 and min(p) > 0 and max(p) <= 1
    assert 0.05 < np.mean(np.array(p) < 0.2) < 0.35


def test_what_is_alike_throughout_is_no_alarm():
    same = {"features": np.ones((50, 4)), "scores": np.ones(50)}
    assert drift_test(same, same).p_value == 1


def test_few_images_say_nothing_and_neither_do_none():
    for n in (0, 1, 19):
        found = drift_test(drawn(0, 100), drawn(1, n, 3.0))
        assert found.alarm is None and found.p_value is None and not found.found
        assert "cannot be said" in found.sentence and f"{n} image" in found.sentence
    assert drift_test(drawn(0, 100), drawn(1, 20, 3.0)).alarm
    assert drift_test({}, {}).alarm is None


def test_only_what_both_have_is_compared():
    new = drawn(1, 50)
    del new["scores"]
    assert set(drift_test(drawn(0, 50), new).p_values) == {"features", "brightness"}


def test_the_same_again():
    assert drift_test(drawn(0, 400), drawn(1, 300)) == drift_test(drawn(0, 400), drawn(1, 300))
    assert drift_test(drawn(0, 400), drawn(1, 300)).n_new == 256


@pytest.mark.parametrize("p, alarm", [(0.009, True), (0.011, False)])
def test_the_least_p_value_counts_for_all(p, alarm):
    assert Drift(30, 30, {"a": p / 2, "b": 0.5}).alarm is alarm
