"""The area within strata, and its interval."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from classic_cls.audit.auc import area_within


def test_one_stratum_is_the_usual_area():
    rng = np.random.default_rng(0)
    scores, positive = rng.integers(0, 20, 200), rng.random(200) < 0.3
    found = area_within(scores, positive, np.zeros(200), np.arange(200))
    assert found.value == pytest.approx(roc_auc_score(positive, scores))
    assert found.low < found.value < found.high


def test_strata_take_what_goes_with_them_away():
    rng = np.random.default_rng(0)
    strata = np.repeat([0, 1], 500)
    positive = rng.random(1000) < np.where(strata, 0.8, 0.2)
    scores = strata + rng.normal(size=1000) / 10
    assert roc_auc_score(positive, scores) > 0.7
    found = area_within(scores, positive, strata, np.arange(1000))
    assert found.low < 0.5 < found.high


def test_the_interval_covers_and_copies_widen_it():
    covered = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        positive = np.repeat([True, False], 40)
        found = area_within(rng.normal(size=80), positive, np.zeros(80), np.arange(80), level=0.9)
        covered.append(found.low <= 0.5 <= found.high)
    assert 0.83 <= np.mean(covered) <= 0.96
    scores, positive = rng.normal(size=80), np.repeat([True, False], 40)
    thrice = [np.tile(values, 3) for values in (scores, positive)]
    apart = area_within(*thrice, np.zeros(240), np.arange(240))
    together = area_within(*thrice, np.zeros(240), np.tile(np.arange(80), 3))
    alone = area_within(scores, positive, np.zeros(80), np.arange(80))
    assert together.low == pytest.approx(alone.low) and apart.low > together.low


def test_no_pair_is_no_area():
    assert area_within(np.arange(3.0), np.array([1, 1, 0]) > 0, np.arange(3), np.arange(3)) is None
