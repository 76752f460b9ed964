"""A signal is the end, with its code and one line, and leaves nothing, whatever is being done."""

import os
import signal

import pytest
from cli_images import call, write_classes
from interrupted import PHASES, interrupt

SLOW = ["--features", "vlad,hog", "--set", "vlad.n_words=8", "--n-jobs", "2", "--cv", "2"]
NAMES = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="other signals")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    folder = tmp_path_factory.mktemp("interrupted")
    write_classes(folder / "stripes", n=60)
    return folder


@pytest.mark.parametrize("phase", PHASES)
def test_a_signal_ends_every_phase(phase, here):
    number = (signal.SIGINT, signal.SIGTERM)[PHASES.index(phase) % 2]
    more = ["--classifier", "forest", "--out", "out", "--cache", "cache"]
    ended = interrupt(["train", "stripes", *SLOW, *more], phase, number, here, delay=0.05)
    assert ended.code == 128 + number
    assert ended.said == f"{NAMES[number]}; nothing was written\n"
    assert ended.left == []


def test_output_that_nobody_reads_or_that_does_not_fit(here):
    with open("/dev/full", "w") as full:
        done = call("features", cwd=here, to=full)
    assert done.returncode == 1
    assert done.stderr == b"error: standard output: No space left on device\n"
