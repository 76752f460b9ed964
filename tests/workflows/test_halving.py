"""Which candidate is tried next, under a clock that the tests turn themselves."""

import numpy as np
import pytest

from classic_cls import ImageDataset, ImageRef, Protocol
from classic_cls.workflows.halving import BudgetTooSmall, Clock, Halving, duration_text, shares_for
from classic_cls.workflows.trials import Trial

SHARES = [1 / 9, 1 / 3, 1.0]


class Time:
    """A clock that stands still unless work is done."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr("classic_cls.workflows.halving.time.monotonic", lambda: self.now)


class Work:
    """Candidates that take time in proportion to the images, in a hundred steps."""

    def __init__(self, time, values, seconds, known=()):
        self.time, self.values, self.seconds = time, values, seconds
        self.pipelines = dict.fromkeys(values, object())
        self.group_of = {name: name for name in values}
        self.before, self.recalled, self.done = {(t.name, t.share): t for t in known}, [], []

    def is_open(self, name, share):
        return False

    def known(self, name, share):
        return self.before.get((name, share))

    def recall(self, name):
        self.recalled.append(name)

    def run(self, name, share, guard):
        seconds = self.seconds[name] * share
        for step in range(100):
            self.time.now += seconds / 100
            guard("cv", step + 1, 100)
        self.done.append((name, share))
        value = self.values[name]
        reason = None if value is not None else f"{name} is impossible"
        return Trial(name, share, 100, value, seconds, opened=True, reason=reason)


@pytest.fixture
def search(monkeypatch):
    monkeypatch.setattr("classic_cls.workflows.halving.has_dictionaries", lambda pipeline: False)
    time = Time(monkeypatch)

    def search(values, seconds, budget, shares=SHARES, known=(), sign=1):
        if not isinstance(seconds, dict):
            seconds = dict.fromkeys(values, seconds)
        work = Work(time, values, seconds, known)
        halving = Halving(work, shares, Clock(budget), sign, lambda trial: None)
        halving.run()
        return work, halving

    search.time = time
    return search


def whole(work):
    return {name for name, share in work.done if share == 1}


def test_poor_candidates_are_dropped_early_and_the_best_goes_through(search):
    values = {f"c{i}": i / 20 for i in range(18)}
    work, _ = search(values, 9.0, 10_000)
    n_of_round = [sum(share == s for _, share in work.done) for s in SHARES]
    assert n_of_round[0] == 18 and n_of_round[1] == 6
    assert whole(work) == {"c0", "c17", "c16"}  # the first one before all others


def test_the_first_is_tried_on_all_images_before_others(search):
    work, _ = search({"a": 0.5, "b": 0.6, "c": 0.7}, 9.0, 10_000)
    assert work.done[:2] == [("a", SHARES[0]), ("a", 1.0)]


@pytest.mark.parametrize("budget", [60, 100, 200, 500, 1000])
@pytest.mark.parametrize("seconds", [1.0, 20.0, "uneven"])
def test_it_is_never_late_and_always_has_one(search, budget, seconds):
    values = {f"c{i}": np.sin(i) for i in range(15)}
    if seconds == "uneven":
        seconds = {name: 5.0 + 40 * (i % 3) for i, name in enumerate(values)}
    work, halving = search(values, seconds, budget)
    best = max(whole(work), key=values.get)
    longest = seconds[best] if isinstance(seconds, dict) else seconds
    assert search.time.now + 0.4 * longest <= budget
    assert whole(work)


def test_a_slow_first_one_gives_way_to_a_quicker_one(search):
    work, _ = search({"slow": 0.9, "quick": 0.5}, {"slow": 500.0, "quick": 10.0}, 120)
    assert whole(work) == {"quick"}
    assert search.time.now < 120


@pytest.mark.parametrize("shares", [SHARES, [1.0]])
def test_too_small_a_budget_names_the_least_that_would_do(search, shares):
    with pytest.raises(BudgetTooSmall, match="'b', takes about .*budget=") as caught:
        search({"a": 0.9, "b": 0.5}, {"a": 300.0, "b": 100.0}, 10, shares)
    named = int(str(caught.value).rpartition("budget=")[2].split()[0])
    assert 100 <= named <= 400 and search.time.now < 15
    search({"a": 0.9, "b": 0.5}, {"a": 300.0, "b": 100.0}, 3 * named, shares)


def test_what_is_known_is_not_done_again(search):
    known = [Trial("a", 1.0, 100, 0.5, 9.0), Trial("b", SHARES[0], 11, 0.9, 1.0)]
    work, halving = search({"a": 0.5, "b": 0.9, "c": 0.1}, 9.0, 10_000, known=known)
    assert ("a", 1.0) not in work.done and ("b", SHARES[0]) not in work.done
    assert work.recalled == ["a"] and "b" in whole(work)


def test_failures_are_passed_over(search):
    work, halving = search({"a": None, "b": 0.5, "c": 0.6}, 9.0, 10_000)
    assert whole(work) >= {"b"} and halving.tried["a", SHARES[0]].reason
    with pytest.raises(ValueError, match="a is impossible"):
        search({"a": None, "b": None}, 9.0, 10_000)


def test_of_losses_the_lowest_goes_on(search):
    work, _ = search({f"c{i}": i / 20 for i in range(18)}, 9.0, 10_000, sign=-1)
    assert whole(work) == {"c0", "c1"}


def test_without_a_budget_all_are_tried_on_all_images(search):
    work, _ = search({"a": 0.1, "b": 0.2, "c": None}, 1e9, None)
    assert work.done == [(name, 1.0) for name in "abc"]


@pytest.mark.parametrize(
    "n, n_classes, shares", [(100, 2, 1), (1360, 17, 2), (3000, 2, 3), (60_000, 10, 5)]
)
def test_samples_hold_enough_images_of_every_class(n, n_classes, shares):
    names = tuple(map(str, range(n_classes)))
    labels = np.array([names[i % n_classes] for i in range(n)])
    data = ImageDataset(tuple(ImageRef(f"{i}.png") for i in range(n)), labels, names)
    found = shares_for(data, Protocol())
    assert len(found) == shares and found[-1] == 1 and found[0] * n / n_classes >= 10 or shares == 1
    assert shares_for(data, Protocol(cv=[([0, 1], [2, 3])])) == [1.0]


@pytest.mark.parametrize("seconds, text", [(0.5, "0.5s"), (61, "61s"), (660, "11m"), (3600, "1h")])
def test_durations_are_said_as_they_are_typed(seconds, text):
    assert duration_text(seconds) == text
