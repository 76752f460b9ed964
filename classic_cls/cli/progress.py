"""Progress of long work: bars on a terminal, now and then a line in a pipe."""

import time
from contextlib import contextmanager

from .console import about, error_console, tell

__all__ = ["shown_progress"]

_SECONDS_BETWEEN_LINES = 20
_TITLES = {
    "dictionaries": "describing images without labels",
    "extract": "reading and describing",
    "cv": "cross-validating",
    "fit": "fitting on all images",
    "test": "testing",
    "predict": "predicting",
}


@contextmanager
def shown_progress():
    """Gives a ``progress(stage, done, total)`` that shows on stderr how far the work is."""
    console = error_console()
    if not console.is_terminal:
        yield _Lines()
        return
    with _bars(console) as bars:
        yield _Bars(bars)


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


class _Bars:
    """One bar per stage."""

    def __init__(self, bars):
        self._bars = bars
        self._task_of: dict[str, int] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
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


class _Lines:
    """A line where a stage goes on for long, with the time left."""

    def __init__(self):
        self._started: dict[str, float] = {}
        self._last = time.monotonic()

    def aside(self, function):
        """The function: lines are in nobody's way."""
        return function

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if total == 0:
            self._started[stage] = now
        started = self._started.setdefault(stage, now)
        if now - self._last < _SECONDS_BETWEEN_LINES or not 0 < done < total:
            return
        self._last = now
        left = about((now - started) / done * (total - done))
        tell(f"{_TITLES.get(stage, stage)}: {done:,} of {total:,}, {left} left")
