"""Interrupt a training again and again, at random moments of all phases; count what is right.

    python benchmarks/interruptions.py --runs 100

Right is: the exit code of the signal (130 or 143), within two seconds, one line, nothing left
beside the data, the cache and what was finished.
"""

import argparse
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

MOST_SECONDS = 2.0


def write_images(folder: Path, n: int, side: int, rng) -> None:
    """Noise of two grains, as JPEG files."""
    for i in range(n):
        place = folder / ("fine", "coarse")[i % 2]
        place.mkdir(parents=True, exist_ok=True)
        small = rng.integers(0, 256, (side // (1 + 3 * (i % 2)),) * 2, np.uint8)
        cv2.imwrite(str(place / f"{i}.jpg"), cv2.resize(small, (side, side)))


def main() -> None:
    """Print a line for each run, and the sum."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "cli"))
    from interrupted import PHASES, interrupt

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--images", type=int, default=80)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    outcomes: Counter = Counter()
    with tempfile.TemporaryDirectory() as folder:
        write_images(Path(folder, "data"), options.images, 256, rng)
        for run in range(options.runs):
            phase = PHASES[run % len(PHASES)]
            number = (signal.SIGINT, signal.SIGTERM)[run // len(PHASES) % 2]
            job = [
                "train",
                "data",
                "--quiet",
                "--features",
                "vlad,hog",
                "--cv",
                "2",
                "--n-jobs",
                "2",
            ]
            job += ["--set", "vlad.n_words=16", "--out", f"out{run}"]
            ended = interrupt(job, phase, number, folder, delay=rng.uniform(0, 0.5))
            right = ended.code == 128 + number and ended.seconds < MOST_SECONDS
            right = right and ended.said.count("\n") == 1
            right = right and (not ended.left or f"finished is in out{run}" in ended.said)
            right = right or (ended.code == 0 and not ended.said)  # it was done before
            outcomes["right" if right else "wrong"] += 1
            print(phase, number.name, ended, "" if right else "WRONG", flush=True)
    print(dict(outcomes))


if __name__ == "__main__":
    main()
