"""Which candidate is tried next, on how many images, and whether the time is enough for it.

Successive halving (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and
hyperparameter optimization", AISTATS): all candidates on a sample, the best third of them on three
times as many images, and so on to all images. The first candidate is tried on all images before
anything else, so that a small budget gives at least that one.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from .._remedies import parameter, remedy
from ..extraction import has_dictionaries
from .trials import Trial, Trials

# Of the candidates of a round one in so many goes on, to as many times the images.
ETA = 3
# Images of the smallest sample, in all and of the usual class.
FEWEST_IMAGES, FEWEST_OF_CLASS = 300, 10
# A guess from a sample is multiplied by this; a search that ends early is better than one too late.
CAUTION = 1.3
# Others may be quicker; if not, the clock ends the trial.
HOPE = 0.5
# Learning dictionaries in every fold takes so many times what describing images does.
DICTIONARIES = 5
# Another candidate on images that are described takes about this share of the first one.
SPARED = 0.1
# Share of the time that a first candidate may take of which no sample has told how long it takes:
# with more there would be none for the last fit.
MOST = 0.65
# What the last fit and the test take, as a share of the trial on all images.
REFIT = 0.4
# Seconds, and share of the budget, that are left for writing a model and a report.
WRITING, WRITING_SHARE = 3.0, 0.03


class OutOfTime(Exception):
    """The time is over in the middle of a trial."""


class BudgetTooSmall(ValueError):
    """Not even one candidate can be tried in the time."""


@dataclass
class Clock:
    """How much of a budget in seconds is left; all of the time without one."""

    budget: float | None
    reserve: float = 0.0
    started: float = field(default_factory=lambda: time.monotonic())

    def __post_init__(self):
        self.reserve = self.for_writing

    @property
    def for_writing(self) -> float:
        """Seconds that the files will take."""
        return max(WRITING, WRITING_SHARE * (self.budget or 0.0))

    @property
    def used(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that trials may still take."""
        return np.inf if self.budget is None else self.budget - self.reserve - self.used


def shares_for(dataset, protocol) -> list[float]:
    """Shares of the images that the rounds take, all of them last.

    >>> from classic_cls import ImageDataset, ImageRef, Protocol
    >>> refs = tuple(ImageRef(f"{i}.png") for i in range(3000))
    >>> data = ImageDataset(refs, np.array(["a", "b"] * 1500), ("a", "b"))
    >>> [round(share, 2) for share in shares_for(data, Protocol())]
    [0.11, 0.33, 1.0]
    """
    counts = [count for count in dataset.class_counts().values() if count]
    least = max(FEWEST_IMAGES / len(dataset), FEWEST_OF_CLASS / float(np.median(counts)))
    shares = [1.0]
    while protocol.makes_folds and shares[0] / ETA >= least:
        shares.insert(0, shares[0] / ETA)
    return shares


class Halving:
    """Rounds of trials under a clock; ``report(trial)`` is called after each."""

    def __init__(self, trials: Trials, shares: list[float], clock: Clock, sign: int, report):
        self.trials, self.shares, self.clock, self.sign = trials, shares, clock, sign
        self.report = report
        self.names = list(trials.pipelines)
        self.tried: dict[tuple[str, float], Trial] = {}
        self._refit: dict[str, float] = {}
        self._wrong = 1.0

    def run(self) -> None:
        """Try as many candidates as the time allows, all of them without a clock."""
        if self.clock.budget is None:
            for name in self._by_group(self.names):
                self._try(name, 1.0)
            return
        self._first_of_all()
        going_on = self.names
        for number, share in enumerate(self.shares):
            rounds_left = len(self.shares) - number
            self._round(going_on, share, self.clock.used + self.clock.left / rounds_left)
            going_on = self._best(going_on, share)

    def _first_of_all(self) -> None:
        """The first candidate of the first group for which there is time, on all images."""
        least, firsts = {}, [*self._firsts()]
        last = firsts[-1]
        for name in firsts:
            if self._known(name, 1.0) is None and not self._fits_whole(name, least):
                continue
            before, seen = self.clock.used, []
            alone = self.shares[0] < 1 or name == last
            limit = np.inf if alone else before + MOST * self.clock.left
            found = self._try(name, 1.0, limit=limit, seen=seen)
            if found is None:
                spent = self.clock.used - before
                least[name] = before + (1 + REFIT) * self._whole(name, spent, seen)
            elif found.value is not None:
                return
        failed = [trial for trial in self.tried.values() if trial.reason]
        if not least and failed:
            raise ValueError(failed[0].reason)
        name = min(least, key=least.get)
        raise BudgetTooSmall(_too_small(self.clock.budget, name, least[name]))

    def _fits_whole(self, name: str, least: dict[str, float]) -> bool:
        """Whether a candidate can be tried on all images, as a sample tells."""
        if self.shares[0] == 1:
            return True
        before, seen = self.clock.used, []
        limit = before + max(self.clock.left, 0.0) / 2
        trial = self._try(name, self.shares[0], limit=limit, seen=seen)
        if trial is None:  # the time is over in the middle
            spent = self.clock.used - before
            whole = self._whole(name, spent, seen) / self.shares[0]
            least[name] = before + (1 + REFIT) * whole
            return False
        if trial.value is None:
            return False
        wanted = self._guess(name, 1.0) + self._refit_guess(name)
        least[name] = self.clock.used + wanted + self.clock.for_writing
        return wanted <= self.clock.left

    def _whole(self, name: str, spent: float, seen: list) -> float:
        """What a trial would have taken that was ended after ``spent`` seconds."""
        stage, done = seen[-1] if seen else ("extract", 0.05)
        if stage == "cv":
            return spent / done
        learns = has_dictionaries(self.trials.pipelines[name])
        return spent / done * (DICTIONARIES if learns else 1.5)

    def _round(self, names: list[str], share: float, until: float) -> None:
        """Try candidates, those that describe images alike one after the other, up to a time."""
        for name in self._by_group(names):
            time_left = min(until - self.clock.used, self.clock.left)
            if time_left > self._guess(name, share) or self._known(name, share):
                self._try(name, share)

    def _best(self, names: list[str], share: float) -> list[str]:
        """The best third of those that were tried, the best first."""
        found = [self.tried[name, share] for name in names if (name, share) in self.tried]
        found = [trial for trial in found if trial.value is not None]
        order = sorted(found, key=lambda trial: -self.sign * trial.value)
        return [trial.name for trial in order[: max(1, round(len(order) / ETA))]]

    def _try(self, name: str, share: float, limit: float = np.inf, seen=None) -> Trial | None:
        """Try a candidate, unless it was; None if the time was over before its end."""
        known = self._known(name, share)
        if known is not None:
            return known
        guess = self._guess(name, share)
        guard = self._guard(share, limit, [] if seen is None else seen)
        try:
            trial = self.trials.run(name, share, guard)
        except OutOfTime:
            return None
        if share == 1 and trial.value is not None and np.isfinite(guess) and guess > 0:
            self._wrong = float(np.clip(trial.seconds / guess * self._wrong, 0.3, 5.0))
        self._note(name, share, trial)
        return trial

    def _known(self, name: str, share: float) -> Trial | None:
        if (name, share) in self.tried:
            return self.tried[name, share]
        trial = self.trials.known(name, share)
        if trial is not None:
            if share == 1 and trial.value is not None:
                self.trials.recall(name)
            self._note(name, share, trial)
        return trial

    def _note(self, name: str, share: float, trial: Trial) -> None:
        self.tried[name, share] = trial
        if share == 1 and trial.value is not None:
            self.clock.reserve = self.clock.for_writing + self._refit_guess(name)
        self.report(trial)

    def _guard(self, share: float, limit: float, seen: list) -> Callable[..., None]:
        """A ``progress(stage, done, total)`` that ends a trial when the time is over."""
        begun = self.clock.used

        def progress(stage, done, total):
            if done and total and stage in ("extract", "cv"):
                seen.append((stage, done / total))
            used = self.clock.used
            for_refit = REFIT * (used - begun) if share == 1 else 0.0
            more = max(0.0, for_refit + self.clock.for_writing - self.clock.reserve)
            if used > limit or self.clock.left < more:
                raise OutOfTime

        return progress

    def _guess(self, name: str, share: float) -> float:
        """Seconds that a candidate will take on a share of the images; 0 if nothing is known."""
        group = self.trials.group_of[name]
        if self.trials.is_open(name, share):
            done = [t for (n, s), t in self.tried.items() if s == share and self._is_of(n, group)]
            later = [t.seconds for t in done if not t.opened]
            firsts = [SPARED * t.seconds for t in done]
            return CAUTION * float(np.median(later or firsts)) if done else 0.0
        smaller = [t for (n, s), t in self.tried.items() if s < share and self._is_of(n, group)]
        others = [t for (n, s), t in self.tried.items() if s <= share]
        if not smaller and not others:
            return 0.0
        first = max(smaller or others, key=lambda t: (t.share, t.seconds))
        care = CAUTION * self._wrong if smaller else HOPE
        return care * first.seconds * (share / first.share) ** 0.9

    def _is_of(self, name: str, group: str) -> bool:
        return self.trials.group_of[name] == group

    def _refit_guess(self, name: str) -> float:
        """Seconds that reading images again, the last fit and the test will take."""
        trial = self.tried.get((name, 1.0))
        whole = trial.seconds if trial else self._guess(name, 1.0)
        return REFIT * whole

    def _firsts(self) -> Iterator[str]:
        """The first candidate of every group."""
        seen = set()
        for name in self.names:
            if self.trials.group_of[name] not in seen:
                seen.add(self.trials.group_of[name])
                yield name

    def _by_group(self, names: list[str]) -> list[str]:
        """The names in order, but those of one group together."""
        first: dict[str, int] = {}
        for place, name in enumerate(names):
            first.setdefault(self.trials.group_of[name], place)
        return sorted(names, key=lambda name: first[self.trials.group_of[name]])


def _too_small(budget: float, name: str, seconds: float) -> str:
    least, given = _rounded_up(1.2 * seconds), duration_text(float(f"{budget:.3g}"))
    asked = remedy(f"{parameter('budget')}={least}", f"--budget {duration_text(least)}")
    return (
        f"{given} is too little time to try even one candidate: the least, '{name}', takes "
        f"about {duration_text(_rounded_up(seconds))}; give {asked} or more"
    )


def _rounded_up(seconds: float) -> int:
    step = 5 if seconds < 60 else 30
    return int(np.ceil(seconds / step) * step)


def duration_text(seconds: float) -> str:
    """Seconds as they are typed.

    >>> duration_text(90), duration_text(600), duration_text(5), duration_text(7200)
    ('90s', '10m', '5s', '2h')
    """
    for unit, letter in ((3600, "h"), (60, "m")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds / unit:.0f}{letter}"
    return f"{seconds:g}s"
