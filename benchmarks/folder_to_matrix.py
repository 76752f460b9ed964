"""From a folder of image files to a feature matrix, against decoding the files alone.

    python benchmarks/folder_to_matrix.py --data DATA [--limit N] [--rounds 3] [--size 128]

DATA is a folder as for ``classic-cls train``. Both sides run in one process, in turn, on
one thread; the peer reads every file and decodes it with OpenCV, and does nothing else.
A second table compares one thread with two. Prints Markdown.
"""

import argparse
import time

import cv2
import numpy as np
from sklearn.dummy import DummyClassifier

from classic_cls import HOG, LBP, ColorHistogram, ImageDataset, make_image_pipeline
from classic_cls.extraction import extract, freeze


def decode_alone(paths):
    for path in paths:
        with open(path, "rb") as file:
            cv2.imdecode(np.frombuffer(file.read(), np.uint8), cv2.IMREAD_COLOR)


def describe(paths, size, n_jobs):
    features = [HOG(cell=max(4, size // 8)), ColorHistogram(), LBP(scales=((8, 1),))]
    pipeline = make_image_pipeline(features=features, size=size, classifier=DummyClassifier())
    frozen = freeze(pipeline)
    extract(frozen, paths, n_jobs=n_jobs)
    return np.hstack([block.values for block in frozen.blocks])


def seconds(function, *args):
    started = time.perf_counter()
    function(*args)
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int, help="only the first N images of a shuffled list")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=128)
    arguments = parser.parse_args()
    paths = [ref.path for ref in ImageDataset.open(arguments.data).training().refs]
    paths = np.random.default_rng(0).permutation(paths)[: arguments.limit].tolist()
    cv2.setNumThreads(1)
    describe(paths[:600], arguments.size, 1)  # compile
    decode_alone(paths)  # fill the operating system's file cache
    rounds = [
        (
            seconds(decode_alone, paths),
            seconds(describe, paths, arguments.size, 1),
            seconds(describe, paths, arguments.size, 2),
        )
        for _ in range(arguments.rounds)
    ]
    alone, one, two = np.array(rounds).T
    per_image = 1e6 / len(paths)
    print(f"{len(paths):,} images, resized to {arguments.size}, HOG, colour histogram and LBP\n")
    print("| | microseconds per image (median) | ratio to decoding alone (median of rounds) |")
    print("|---|---|---|")
    print(f"| decoding alone, OpenCV {cv2.__version__} | {np.median(alone) * per_image:.0f} | 1 |")
    for name, side in (("folder to matrix, 1 thread", one), ("folder to matrix, 2 threads", two)):
        print(f"| {name} | {np.median(side) * per_image:.0f} | {np.median(side / alone):.2f} |")
    print(f"\n1 thread / 2 threads: {np.median(one / two):.2f}")


if __name__ == "__main__":
    main()
