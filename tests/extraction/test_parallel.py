"""Batches in threads, of which the results are no longer wanted."""

import time

from classic_cls.extraction.parallel import in_parallel


class Runner:
    """Counts what it runs, in the place of one that describes images."""

    def __init__(self):
        self.done, self.stopped = [], False

    def run(self, sources, first):
        time.sleep(0.02 if first < 4 else 0.5)
        self.done.append(first)
        return first

    def stop(self, seconds):
        self.stopped = True


def test_nobody_is_warned_of_results_that_are_not_used():
    runner = Runner()
    results = in_parallel(runner, [([], number) for number in range(8)], n_jobs=2)
    assert next(results) == 0
    end = time.monotonic() + 30
    while len(runner.done) < 4 and time.monotonic() < end:  # some are done, some at work
        time.sleep(0.01)
    results.close()  # warnings are errors
    assert runner.stopped
