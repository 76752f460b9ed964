"""Progress of long work: bars on a terminal, now and then a line in a pipe."""

import time
from contextlib import contextmanager, nullcontext

from .console import about, error_console, manner, tell, took

_SECONDS_BETWEEN_LINES = 20
_COMPILING = "compiling kernels, once per machine: up to half a minute longer than usual"
_TITLES = {
    "dictionaries": "describing images without labels",
    "extract": "reading and describing",
    "cv": "cross-validating",
    "columns": "without the columns, and of them alone",
    "learning_curve": "learning from fewer images",
    "validation_curve": "trying other values",
    "left_out": "learning without each class",
    "importance": "shuffling and leaving out features",
    "choice": "choosing parameters",
    "fit": "fitting on all images",
    "test": "testing",
    "duplicates": "looking for near-duplicates",
    "checks": "checking",
    "predict": "predicting",
    "explain": "explaining",
    "stress": "changing images and predicting",
    "tile": "reading headers",
}


@contextmanager
def shown_progress():
    """Gives a ``progress(stage, done, total)`` that shows on stderr how far the work is."""
    console = error_console()
    bars = _bars(console) if console.is_terminal and not manner().quiet else nullcontext()
    with bars:
        shown = _Lines() if isinstance(bars, nullcontext) else _Bars(bars)
        with _compiling_told(shown):
            yield shown
    if manner().verbose:
        tell("; ".join(f"{_TITLES.get(k, k)}: {took(v)}" for k, v in shown.seconds().items()))


def _compiling_told(shown):
    """While it lasts, say so if kernels are compiled."""
    if manner().sparing:
        return nullcontext()
    from .._compat import when_compiling

    def say_once():
        if not manner().compiling:
            manner().compiling = True
            shown.aside(tell)(_COMPILING)

    return when_compiling(say_once)


def _bars(console):
    from rich import progress

    return progress.Progress(
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        transient=True,
    )


class _Timed:
    """When every stage began: the next one, or the end, is its end."""

    def __init__(self):
        self._begun: list[tuple[str, float]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        if total == 0:
            self._begun.append((stage, time.monotonic()))
        self._show(stage, done, total)

    def seconds(self) -> dict[str, float]:
        """Of every stage."""
        ends = [start for _, start in self._begun[1:]] + [time.monotonic()]
        of_stage: dict[str, float] = {}
        for (stage, start), end in zip(self._begun, ends, strict=True):
            of_stage[stage] = of_stage.get(stage, 0.0) + end - start
        return of_stage


class _Bars(_Timed):
    """One bar per stage."""

    def __init__(self, bars):
        super().__init__()
        self._bars = bars
        self._task_of: dict[str, int] = {}

    def _show(self, stage: str, done: int, total: int) -> None:
        if stage not in self._task_of:
            title = _TITLES.get(stage, stage)
            self._task_of[stage] = self._bars.add_task(title, total=total or None)
        elif total == 0:  # the stage begins anew, as for the next set of features
            self._bars.reset(self._task_of[stage])
        self._bars.update(self._task_of[stage], completed=done, total=total or None)

    def aside(self, function):
        """The function, called while no bar is in the way of what it prints."""

        def call(*arguments):
            self._bars.stop()
            try:
                function(*arguments)
            finally:
                self._bars.start()

        return call


class _Lines(_Timed):
    """A line where a stage goes on for long, with the time left."""

    def __init__(self):
        super().__init__()
        self._started: dict[str, float] = {}
        self._first: dict[str, tuple[float, int]] = {}  # when how many were done at first
        self._last = time.monotonic()

    def aside(self, function):
        """The function: lines are in nobody's way."""
        return function

    def _show(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if total == 0:
            self._started[stage] = now
            self._first.pop(stage, None)
        started = self._started.setdefault(stage, now)
        if not 0 < done < total:
            return
        first = self._first.setdefault(stage, (now, done))
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = now
        if done == first[1]:
            first = started, 0
        tell(f"{_TITLES.get(stage, stage)}: {done:,} of {total:,}{_left(first, now, done, total)}")


def _left(first: tuple[float, int], now: float, done: int, total: int) -> str:
    """The time left, by what was done since ``first``; for a few images kernels are compiled."""
    since, done_then = first
    if not done_then and done < total / 10:
        return ""
    return f", {about((now - since) / (done - done_then) * (total - done))} left"
